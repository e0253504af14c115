"""What a file says, whatever its bytes: the rows of a database, the entries of a preferences file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from xml.etree import ElementTree

import msgspec

from .database_copy import COMPANIONS, is_database, opened, quoted
from .tree import Change, Tree

Cell = str | bytes | int | float | None
Tables = dict[str, tuple[tuple[Cell, ...], ...]]
"""The rows of each table by its name."""


STORES = ("/preferences/", "/database/", "/rdb/", "/kvdb/")
"""In these folders the system's own modules read and write, in formats of theirs."""


class Unreadable(Exception):
    """The file begins like a database or a preferences file and is none; the text says why."""


class Preferences(msgspec.Struct, frozen=True):
    """``entries``: the text of each entry by its key."""

    entries: dict[str, str]


def is_preferences(content: bytes) -> bool:
    """Whether a file looks like the XML form of a preferences store, in whatever state."""
    return b"<preferences" in content[:200]


def tables_of(path: str, tree: Tree) -> Tables:
    """The tables of the database ``path``, what its write-ahead log holds included. Raises Unreadable."""
    beside = tuple((suffix, tree[path + suffix].content) for suffix in COMPANIONS if path + suffix in tree)
    return _tables(tree[path].content, beside)


@lru_cache(maxsize=64)
def _tables(content: bytes, beside: tuple[tuple[str, bytes], ...]) -> Tables:
    try:
        with opened(content, dict(beside)) as connection:
            connection.text_factory = _text
            return _rows(connection)
    except sqlite3.DatabaseError as error:
        raise Unreadable(str(error)) from error


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


def _rows(connection: sqlite3.Connection) -> Tables:
    verdict = connection.execute("pragma integrity_check").fetchone()[0]
    if verdict != "ok":
        raise Unreadable(str(verdict))
    names = connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    return {
        str(name): tuple(tuple(row) for row in connection.execute(f"select * from {quoted(str(name))}"))
        for (name,) in names.fetchall()
    }


def row_counts(tree: Tree) -> dict[str, dict[str, int]]:
    """By the path of each database in ``tree``: its tables and their rows; nothing of what cannot be read."""
    found: dict[str, dict[str, int]] = {}
    for path, node in tree.items():
        if is_database(node.content):
            with suppress(Unreadable):
                found[path] = {name: len(rows) for name, rows in tables_of(path, tree).items()}
    return found


def preferences_of(content: bytes) -> Preferences:
    """Raises Unreadable."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise Unreadable(str(error)) from error
    return Preferences({_key(element): _value(element) for element in root})


def _key(element: ElementTree.Element) -> str:
    return element.get("key") or element.get("name") or ""


def _value(element: ElementTree.Element) -> str:
    own = element.get("value")
    return own if own is not None else "\n".join(t for t in (t.strip("\n ") for t in element.itertext()) if t)


def same_content(path: str, wanted: Tree, found: Tree) -> bool:
    """Whether the file ``path``, which both have, says the same in both."""
    before, after = wanted[path].content, found[path].content
    if before == after:
        return True
    try:
        if is_database(before) and is_database(after):
            return _counted(tables_of(path, wanted)) == _counted(tables_of(path, found))
        if is_preferences(before) and is_preferences(after):
            return preferences_of(before) == preferences_of(after)
    except Unreadable:
        return False
    return False


def _counted(tables: Tables) -> dict[str, Counter[tuple[Cell, ...]]]:
    return {name: Counter(rows) for name, rows in tables.items() if rows}


def differing(wanted: Tree, found: Tree) -> tuple[Change, ...]:
    """The files of ``wanted`` that are missing in ``found`` or say something else there."""
    changes: list[Change] = []
    for path, node in sorted(wanted.items()):
        if node.kind != "file" or path.endswith(COMPANIONS):
            continue
        there = found.get(path)
        if there is None or there.kind != "file":
            changes.append(Change(path, "missing", node.describe()))
        elif not same_content(path, wanted, found):
            changes.append(Change(path, "content", node.describe(), there.describe()))
    return tuple(changes)


def broken(before: Tree, after: Tree) -> tuple[Change, ...]:
    """Databases and preferences of ``before`` that are at the same path in ``after`` and cannot be read there."""
    changes: list[Change] = []
    for path, node in sorted(before.items()):
        there = after.get(path)
        if there is None or there.content == node.content:
            continue
        why = _unreadable(path, before) or _unreadable(path, after)
        if why and not _unreadable(path, before):
            changes.append(Change(path, "content", node.describe(), f"unreadable: {why}"))
    return tuple(changes)


def _unreadable(path: str, tree: Tree) -> str:
    content = tree[path].content
    try:
        if is_database(content):
            tables_of(path, tree)
        elif is_preferences(content):
            preferences_of(content)
    except Unreadable as error:
        return str(error)
    return ""
