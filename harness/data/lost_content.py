"""What of older files is found nowhere afterwards, whatever names and formats a newer version of the app has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from .content import (
    Cell,
    Tables,
    Unreadable,
    is_preferences,
    preferences_of,
    tables_of,
)
from .database_copy import COMPANIONS, is_database
from .tree import Change, Tree


def vanished(before: Tree, after: Tree) -> tuple[Change, ...]:
    """What of the files ``before`` is found nowhere in ``after``, in whatever file and form.

    A database has to keep something of each row, a text half of its words, preferences something of themselves: which
    names, columns and formats a version has is its own affair.
    """
    traces = Traces(after)
    changes: list[Change] = []
    for path, node in sorted(before.items()):
        if node.kind != "file" or not node.content or path.endswith(COMPANIONS) or traces.has_file(node.content):
            continue
        gone = _gone(path, before, traces)
        if gone:
            changes.append(Change(path, "missing", node.describe(), gone))
    return tuple(changes)


def opaque(before: Tree, after: Tree) -> str | None:
    """A file of ``after``, new or changed, that nobody but the app can read: encrypted, or in a format of its own."""
    known = {node.content for node in before.values()}
    for path, node in sorted(after.items()):
        if node.kind != "file" or node.content in known or is_database(node.content) or path.endswith(COMPANIONS):
            continue
        try:
            node.content.decode()
        except UnicodeDecodeError:
            return path
    return None


class Traces:
    """Everything that the files of a tree say, to look single values up in."""

    def __init__(self, tree: Tree) -> None:
        self._files = {node.content for node in tree.values() if node.kind == "file"}
        self._cells: set[Cell] = set()
        for path, node in tree.items():
            if node.kind == "file" and is_database(node.content):
                self._cells.update(_cells(path, tree))
        names = (path.encode("utf-8", "surrogateescape") for path in tree)
        self._all = b"\0".join([*sorted(self._files), *names])

    def has_file(self, content: bytes) -> bool:
        return content in self._files

    def has(self, value: Cell) -> bool:
        """Whether ``value`` is a cell of a database or part of a file or its name, plain or as JSON or XML spell it."""
        if value in self._cells:
            return True
        if isinstance(value, str):
            spellings = {value, escape(value), json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
            return any(spelling.encode("utf-8", "replace") in self._all for spelling in spellings)
        return isinstance(value, bytes) and value in self._all


def _cells(path: str, tree: Tree) -> Iterator[Cell]:
    try:
        tables = tables_of(path, tree)
    except Unreadable:
        return
    for rows in tables.values():
        for row in rows:
            yield from row


def _gone(path: str, before: Tree, traces: Traces) -> str:
    """What is gone of the file ``path``, in words; ``""`` when nothing can be said to be."""
    content = before[path].content
    try:
        if is_database(content):
            return _gone_rows(tables_of(path, before), traces)
        if is_preferences(content):
            entries = preferences_of(content).entries
            kept = not entries or any(
                traces.has(key) or (value and traces.has(value)) for key, value in entries.items()
            )
            return "" if kept else f"none of its {len(entries)} entries is found anywhere"
    except Unreadable:
        return ""
    try:
        words = {word for word in content.decode().split() if len(word) > 2}
    except UnicodeDecodeError:
        return "its bytes are found nowhere"
    lost = sum(1 for word in words if not traces.has(word))
    return f"{lost} of its {len(words)} words are found nowhere" if 2 * lost > len(words) else ""


def _gone_rows(tables: Tables, traces: Traces) -> str:
    for name, rows in tables.items():
        telling = [[cell for cell in row if isinstance(cell, (str, bytes)) and len(cell) > 1] for row in rows]
        lost = sum(1 for cells in telling if cells and not any(traces.has(cell) for cell in cells))
        if lost:
            return f"{lost} of {len(rows)} rows of table {name} are found nowhere"
    return ""
