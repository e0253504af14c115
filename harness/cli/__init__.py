"""The command ``ohos-backup``: one module for each subcommand, errors told here once for all of them."""

from __future__ import annotations

import signal
import sys

from ..garbage import look_seldom

INTERRUPTED = 130
"""ExitCode.INTERRUPTED; nothing is imported before an interruption can be answered."""


def main() -> None:
    """Run the command line; whatever Ctrl-C interrupts, imports among it, ends in one line.

    Whoever cancels the command from outside (``timeout``, a CI server) does the same: an extension that hangs would
    outlive it otherwise.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    look_seldom()
    try:
        from .application import run_command

        run_command()
    except KeyboardInterrupt as interruption:
        print(*interruption.args or (_farewell(),), file=sys.stderr)
        sys.exit(INTERRUPTED)


def _farewell() -> str:
    """In the reader's language, once that has been chosen; who presses Ctrl-C again does not wait for a translation."""
    try:
        from ..language import words

        return words().t("interrupted, no report was written")
    except KeyboardInterrupt:
        return "interrupted, no report was written"


__all__ = ["main"]
