"""The two places where commands write: results to standard output, everything else to standard error."""

from __future__ import annotations

import codecs
import io
import os
import sys

from rich.cells import cell_len
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


def for_terminal(text: str) -> str:
    """``text`` for standard error: at a terminal broken between words, each line under its own beginning; elsewhere as
    it is, for programs read it by lines."""
    if not sys.stderr.isatty():
        return text
    width = messages().width
    return "\n".join(_broken(line, width) for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    """A word that no line has room for, such as a path, stays whole to be copied."""
    if cell_len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    lines = [""]
    for word in line.split():
        if lines[-1] and cell_len(f"{indent}{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return "\n".join(f"{indent}{each}" for each in lines)


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
