"""What the compiler makes of one source text, before anything is known about where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

SourceKind = Literal["ets", "ts", "js"]

_KINDS: dict[str, SourceKind] = {".ets": "ets", ".ts": "ts", ".js": "js", ".mjs": "js", ".cjs": "js"}


class Import(msgspec.Struct, frozen=True, array_like=True):
    """A specifier that the code asks for at run time, and where it is written. Line and column count from 1."""

    specifier: str
    line: int
    column: int


class Declaration(msgspec.Struct, frozen=True, array_like=True):
    """Where a class declares ``method``, which may be a property that is a function; ``""`` is the class itself.

    ``owner`` is ``""`` for a class without a name.
    """

    owner: str
    method: str
    line: int
    column: int


class Complaint(msgspec.Struct, frozen=True, array_like=True):
    """Why a text does not compile. ``generated``: the place is in the compiled code, not in the source."""

    message: str
    line: int
    column: int
    generated: bool = False


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """``code`` and ``source_map`` are empty when there are complaints before code exists."""

    code: str
    source_map: str
    digest: str
    imports: tuple[Import, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    declarations: tuple[Declaration, ...] = ()


def source_kind(file: Path) -> SourceKind | None:
    """The grammar of a file by its name; None for a file that is not compiled. Declarations are no source."""
    return None if is_declaration(file) else _KINDS.get(file.suffix)


def is_declaration(file: Path) -> bool:
    """``.d.ts`` and ``.d.ets``: types only, an empty module at run time."""
    return file.name.endswith((".d.ts", ".d.ets"))
