"""What a SQLite database holds: copies made in different ways have other bytes and are the same data."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from .database_copy import COMPANIONS, is_database, opened, quoted
from .tree import Change, Node


class DatabaseContent(msgspec.Struct, frozen=True):
    """``tables`` by name: their rows as texts, sorted; ``version`` is the app's own number (user_version)."""

    schema: tuple[str, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    version: int

    def missing_from(self, other: DatabaseContent) -> int:
        """How many rows of this one ``other`` does not have."""
        theirs = {name: set(rows) for name, rows in other.tables}
        return sum(len(set(rows) - theirs.get(name, set())) for name, rows in self.tables)


@lru_cache(maxsize=64)
def database_content(database: bytes, wal: bytes = b"") -> DatabaseContent | None:
    """What an app reads in a database and its ``-wal``; None when SQLite finds it damaged, or no database at all."""
    try:
        with opened(database, {"-wal": wal}) as connection:
            return _read(connection)
    except sqlite3.DatabaseError:
        return None


def content_in(tree: Mapping[str, Node], path: str) -> DatabaseContent | None:
    """What the database ``path`` of ``tree`` holds together with its ``-wal``; None without a sound one."""
    node, wal = tree.get(path), tree.get(f"{path}-wal")
    if node is None or not is_database(node.content):
        return None
    return database_content(node.content, wal.content if wal else b"")


def really_changed(changes: Iterable[Change], before: Mapping[str, Node], after: Mapping[str, Node]) -> list[Change]:
    """``changes`` without those to the bytes of databases that hold in ``after`` what they held in ``before``."""
    return [change for change in changes if not _same_database(change, before, after)]


def _same_database(change: Change, before: Mapping[str, Node], after: Mapping[str, Node]) -> bool:
    database = next((change.path[: -len(end)] for end in COMPANIONS if change.path.endswith(end)), change.path)
    if change.change not in (("content",) if database == change.path else ("content", "missing", "unexpected")):
        return False
    held = content_in(before, database)
    return held is not None and held == content_in(after, database)


def _read(connection: sqlite3.Connection) -> DatabaseContent | None:
    if connection.execute("pragma integrity_check").fetchall() != [(b"ok",)]:
        return None
    entries = connection.execute("select type, name, sql from sqlite_master where sql is not null").fetchall()
    tables: list[tuple[str, tuple[str, ...]]] = []
    for kind, name, sql in entries:
        if kind == b"table" and not sql.upper().startswith(b"CREATE VIRTUAL"):
            table = name.decode("utf-8", "replace")
            rows = connection.execute(f"select * from {quoted(table)}")
            tables.append((table, tuple(sorted(map(repr, rows)))))
    version = connection.execute("pragma user_version").fetchone()[0]
    return DatabaseContent(tuple(sorted(repr(sql) for _, _, sql in entries)), tuple(sorted(tables)), version)
