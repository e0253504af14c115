"""What a team lets change (``[expect.may_change]``): whole files, tables of a database, keys of preferences."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import msgspec

from ...emulator.modules.preferences.files import DATABASE_SUFFIX
from ...emulator.modules.preferences.gskv import HEADER
from ...emulator.modules.preferences.xml import IncompleteStore, UnreadableStore, Value, document, values_of
from ..settings import MayChange
from ..settings.globs import matches, path_matches
from .database_copy import COMPANIONS, opened, quoted


class Reading(msgspec.Struct, frozen=True):
    """How to read a file of which parts may change. ``beside``: the content of its companions by their suffix."""

    beside: Mapping[str, bytes]
    tables: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def meaning(self, content: bytes) -> object:
        """Everything in the file that may not change, to be compared; None when it cannot be read."""
        if self.tables:
            return _database(content, self.beside, self.tables)
        return _preferences(content, self.keys)


class Tolerance:
    """The rules of one project; paths in them as globs.path_matches takes them."""

    def __init__(self, rules: MayChange) -> None:
        self._files = rules.files
        self._tables = tuple(_split(rule) for rule in rules.tables)
        self._keys = tuple(_split(rule) for rule in rules.preferences)
        self._empty = not (self._files or self._tables or self._keys)

    def overlooks(self, path: str) -> bool:
        """Whether the file may change in any way; companions of a database with rules are read with it."""
        if self._empty:
            return False
        database = next((path.removesuffix(suffix) for suffix in COMPANIONS if path.endswith(suffix)), "")
        if database and any(path_matches(pattern, database) for pattern, _ in self._tables):
            return True
        return any(path_matches(pattern, path) for pattern in self._files)

    def reads(self, path: str) -> bool:
        """Whether there are rules for parts of the file."""
        return not self._empty and bool(self._tables_of(path) or self._keys_of(path))

    def reading(self, path: str, beside: Mapping[str, bytes]) -> Reading:
        return Reading(beside, self._tables_of(path), self._keys_of(path))

    def _tables_of(self, path: str) -> tuple[str, ...]:
        return tuple(name for pattern, name in self._tables if path_matches(pattern, path))

    def _keys_of(self, path: str) -> tuple[str, ...]:
        store = path.removesuffix(DATABASE_SUFFIX)
        return tuple(
            name for pattern, name in self._keys if path_matches(pattern, path) or path_matches(pattern, store)
        )


NOTHING_MAY_CHANGE = Tolerance(MayChange())


def _split(rule: str) -> tuple[str, str]:
    path, _, name = rule.partition("#")
    return path, name


def _any_matches(patterns: Collection[str], name: str) -> bool:
    return any(matches(pattern, name) for pattern in patterns)


def _preferences(content: bytes, keys: tuple[str, ...]) -> object:
    try:
        if content.startswith(HEADER):
            values = msgspec.json.decode(content[len(HEADER) :], type=dict[str, Value])
        else:
            values = values_of(document(content))
    except (UnreadableStore, IncompleteStore, msgspec.DecodeError):
        return None
    return {key: value for key, value in values.items() if not _any_matches(keys, key)}


def _database(content: bytes, beside: Mapping[str, bytes], rules: tuple[str, ...]) -> object:
    """Schema and rows, without the tables and the ``table.column`` that ``rules`` name; the order of rows is none."""
    try:
        with opened(content, beside) as connection:
            return _content_of(connection, rules)
    except sqlite3.Error:
        return None


def _content_of(connection: sqlite3.Connection, rules: tuple[str, ...]) -> object:
    found: list[object] = [connection.execute("pragma user_version").fetchone()]
    schema = connection.execute("select type, name, tbl_name, sql from sqlite_master order by type, name").fetchall()
    for kind, name, table, sql in schema:
        table_name = table.decode("utf-8", "replace")
        if _any_matches(rules, table_name) or table_name.startswith("sqlite_"):
            continue
        found.append((kind, name, sql))
        if kind == b"table":
            found.append(_rows(connection, table_name, rules))
    return found


def _rows(connection: sqlite3.Connection, table: str, rules: tuple[str, ...]) -> list[str]:
    columns = [row[1].decode("utf-8", "replace") for row in connection.execute(f"pragma table_info({quoted(table)})")]
    kept = ", ".join(quoted(column) for column in columns if not _any_matches(rules, f"{table}.{column}"))
    if not kept:
        return []
    return sorted(repr(row) for row in connection.execute(f"select {kept} from {quoted(table)}"))
