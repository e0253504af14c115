"""Where a key of ``ohos-backup.toml`` stands; the TOML reader itself does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...emulator.source import SourcePosition
from .model import SETTINGS_FILE

Step = str | int
KeyPath = tuple[Step, ...]
"""Such as ``("data", 0, "sql", 1, "script")``."""

_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_HEADING = re.compile(r"\s*(\[\[?)(?=[^\]]+\])")


def position_of(root: Path, *path: Step) -> SourcePosition:
    """Line and column of the key at ``path`` in the settings of ``root``, or of the nearest table above it."""
    file = root / SETTINGS_FILE
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return position_in(file, text, path)


def position_in(file: Path, text: str, path: KeyPath) -> SourcePosition:
    """As position_of, for ``text`` that was read already."""
    places: dict[KeyPath, tuple[int, int]] = {}
    for key, line, column in _keys(text):
        places.setdefault(key, (line, column))
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return SourcePosition(str(file), *places[path[:length]])
    return SourcePosition(str(file))


def _keys(text: str) -> Iterator[tuple[KeyPath, int, int]]:
    """Every heading and every key at the start of a line. A line within a text of several lines may look like one."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.match(line)
        names = _names(line, heading.end() if heading else 0, "]" if heading else "=")
        if not names:
            continue
        column = names[0][1]
        if heading is None:
            yield (*table, *(name for name, _ in names)), number, column
            continue
        table = ()
        for index, (name, _) in enumerate(names):
            table = _below(table, name)
            if heading[1] == "[[" and index == len(names) - 1:
                counts[table] = counts.get(table, -1) + 1
                # The first element stands for the whole list, too.
                yield table, number, column
            if table in counts:
                table = _below(table, counts[table])
        yield table, number, column


def _below(table: KeyPath, step: Step) -> KeyPath:
    return (*table, step)


def _names(line: str, start: int, ends_with: str) -> list[tuple[str, int]]:
    """The parts of a dotted key from ``start`` on with their columns; none where the line holds no such key."""
    names: list[tuple[str, int]] = []
    place = start
    while part := _PART.match(line, place):
        name = next(group for group in part.groups() if group is not None)
        names.append((name, part.start() + len(part[0]) - len(part[0].lstrip()) + 1))
        place = part.end()
        if line[place : place + 1] != ".":
            break
        place += 1
    return names if line[place : place + 1] == ends_with else []
