"""Where something stands in a file that a person wrote."""

from __future__ import annotations

import msgspec


class SourcePosition(msgspec.Struct, frozen=True):
    """A place in a source file: ``line`` and ``column`` count from 1; 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.line == 0:
            return self.file
        if self.column == 0:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"
