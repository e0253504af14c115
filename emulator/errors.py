"""The one family of errors that the tool reports to its user: what, where, and how to mend it."""

from __future__ import annotations

from typing import ClassVar

from .source import SourcePosition


class OhosBackupError(Exception):
    """Something the user can mend. ``code`` is stable; the text may be improved at any time.

    ``str(error)`` is the whole message: position, what is wrong, and the mend on a line of its own.
    Rooms subclass it, one class for each code, next to the code that raises it.
    """

    code: ClassVar[str] = "E-GENERAL"

    def __init__(self, what: str, *, where: SourcePosition | None = None, mend: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.mend}" if self.mend else ""
        return f"{place}{self.what}{advice}"
