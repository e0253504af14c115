"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum

from ..reports.model import Verdict


class ExitCode(IntEnum):
    CONFORMS = 0
    DOES_NOT_CONFORM = 1
    CANNOT_BE_JUDGED = 2
    """Bad input, or a MUST that is inconclusive."""
    INTERNAL_ERROR = 3
    INTERRUPTED = 130
    """Ctrl-C, as shells count signal 2."""


EXIT_CODE_OF: dict[Verdict, ExitCode] = {
    "conforms": ExitCode.CONFORMS,
    "does-not-conform": ExitCode.DOES_NOT_CONFORM,
    "inconclusive": ExitCode.CANNOT_BE_JUDGED,
}
