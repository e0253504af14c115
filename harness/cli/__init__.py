"""The command ``ohos-backup``: one module for each subcommand, errors told here once for all of them."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""ExitCode.INTERRUPTED; nothing is imported before an interruption can be answered."""


def main() -> None:
    """Run the command line; whatever Ctrl-C interrupts, imports among it, ends in one line."""
    try:
        from .application import run_command

        run_command()
    except KeyboardInterrupt as interruption:
        print(*interruption.args or ("interrupted, no report was written",), file=sys.stderr)
        sys.exit(INTERRUPTED)


__all__ = ["main"]
