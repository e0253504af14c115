"""The two places where commands write: results to standard output, everything else to standard error."""

from __future__ import annotations

import codecs
import io
import os
import sys

from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 100
PLAIN_SPELLINGS = {"·": "-", "…": "...", "→": "->", **dict(zip("▁▂▃▄▅▆▇█", "_.-=+*%#", strict=True))}
_PLAIN_ERRORS = "ohos-backup-plain"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever read our output has gone; what the command found stays true, and so does its exit code."""
        self.quiet = True
        silence_standard_output()


def output() -> Console:
    """Standard output; rich itself honours NO_COLOR, TERM=dumb and COLUMNS. 100 columns where nothing says more."""
    return _console(stderr=False)


def messages() -> Console:
    """Standard error, for progress and remarks."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = _Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_WITHOUT_TERMINAL
    return console


def accept_every_encoding() -> None:
    """Let standard output and error spell what their encoding lacks in plain letters, and never fail for it."""
    codecs.register_error(_PLAIN_ERRORS, _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_PLAIN_ERRORS)


def silence_standard_output() -> None:
    """Send what is still to be written nowhere; Python would complain at exit of a pipe that nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(PLAIN_SPELLINGS.get(letter, "?") for letter in unknown), error.end
