"""The app's own lines around a place that a case blames."""

from __future__ import annotations

import os
from pathlib import Path

from ...emulator.source import SourcePosition
from ...reports.model import Place, SourceExcerpt
from ..subjects.subject import Subject
from ..timeline import place_of

AROUND = 3
"""Lines shown before the place, and as many after it."""

LONGEST_LINE = 300
"""Of a line that a machine has written, the beginning is enough."""


def place_in(subject: Subject, position: SourcePosition | None) -> Place | None:
    """``position`` relative to the app, where it lies in it."""
    return relative_place(place_of(position), subject.root)


def relative_place(place: Place | None, root: Path) -> Place | None:
    """``place`` with the name of its file relative to ``root``."""
    if place is None or not Path(place.file).is_absolute():
        return place
    name = Path(os.path.relpath(Path(place.file).resolve(), root.resolve())).as_posix()
    return place if name.startswith("../") else Place(file=name, line=place.line, column=place.column)


def excerpt_around(place: Place | None, root: Path) -> SourceExcerpt | None:
    """None where the line or the file is not known."""
    if place is None or place.line < 1:
        return None
    try:
        lines = (root / place.file).read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except (OSError, ValueError):
        return None
    if place.line > len(lines):
        return None
    first = max(place.line - AROUND, 1)
    shown = lines[first - 1 : place.line + AROUND]
    if not shown[-1] and place.line + AROUND >= len(lines) > place.line:
        # What stands after the last line's end is no line.
        shown.pop()
    return SourceExcerpt(file=place.file, first_line=first, lines=tuple(_shortened(line) for line in shown))


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
