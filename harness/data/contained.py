"""What of wanted files an app does not have: its stores may have more keys, its tables more rows and columns."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping

import msgspec

from ...emulator.modules.preferences.gskv import HEADER
from ...emulator.modules.preferences.xml import IncompleteStore, UnreadableStore, Value, document, values_of
from .content import is_preferences
from .database_copy import COMPANIONS, is_database, opened, quoted
from .tree import Change, Node, Tree

NUMBERS = ("int", "long", "float", "double")
NUMBER_LISTS = ("intArray", "int64Array", "doubleArray")
_Rows = Counter[tuple[object, ...]]


def lacking(wanted: Tree, found: Tree) -> tuple[Change, ...]:
    """The files of ``wanted`` that ``found`` does not have with the same bytes; of a preferences store its keys with
    their values count, of a database the rows of each table by the columns that it has in ``wanted``."""
    changes: list[Change] = []
    for path, node in sorted(wanted.items()):
        if node.kind != "file" or node.overlooked or path.endswith(COMPANIONS):
            continue
        there = found.get(path)
        if there is None or there.kind != "file":
            changes.append(Change(path, "missing", node.describe()))
        elif there.content != node.content:
            why = _lacking(path, wanted, found)
            if why:
                changes.append(Change(path, "content", node.describe(), why))
    return tuple(changes)


def _lacking(path: str, wanted: Tree, found: Tree) -> str:
    """What of the file ``path`` is lacking, in words; ``""`` when nothing is."""
    node, there = wanted[path], found[path]
    if is_database(node.content):
        return _lacking_rows(path, wanted, found)
    if is_store(node.content):
        return _lacking_keys(node, there)
    return there.describe()


def is_store(content: bytes) -> bool:
    """Whether a file is a preferences store of either storage mode."""
    return is_preferences(content) or content.startswith(HEADER)


def _lacking_keys(node: Node, there: Node) -> str:
    values, now = _values(node.content), _values(there.content)
    if values is None or now is None:
        return "no preferences store that can be read"
    for key, value in values.items():
        if key not in now:
            return f"there is no key '{key}'"
        if _said(now[key]) != _said(value):
            return f"'{key}' is {_said(now[key])!r}, not {_said(value)!r}"
    return ""


def _values(content: bytes) -> Mapping[str, Value] | None:
    try:
        if content.startswith(HEADER):
            return msgspec.json.decode(content[len(HEADER) :], type=dict[str, Value])
        return values_of(document(content))
    except (UnreadableStore, IncompleteStore, msgspec.DecodeError):
        return None


def _said(value: Value) -> object:
    """The value as an app gets it: all numbers are one type there."""
    if value.t in NUMBERS:
        return float(str(value.v))
    if value.t in NUMBER_LISTS:
        return msgspec.convert(value.v, list[float], strict=False)
    return value.v


def _lacking_rows(path: str, wanted: Tree, found: Tree) -> str:
    with opened(wanted[path].content, _beside(path, wanted)) as connection:
        tables = {table: _columns(connection, table) for table in _tables(connection)}
        rows = {table: _rows(connection, table, columns) for table, columns in tables.items()}
    try:
        with opened(found[path].content, _beside(path, found)) as connection:
            for table, columns in tables.items():
                unknown = [column for column in columns if column not in _columns(connection, table)]
                if unknown:
                    return f"table {table} is not there, or has no column {unknown[0]}"
                gone = rows[table] - _rows(connection, table, columns)
                if gone:
                    return f"{gone.total()} of {rows[table].total()} rows of table {table} are not there"
    except sqlite3.Error as error:
        return f"no database that can be read: {error}"
    return ""


def _beside(path: str, tree: Tree) -> dict[str, bytes]:
    return {suffix: tree[path + suffix].content for suffix in COMPANIONS if path + suffix in tree}


def _tables(connection: sqlite3.Connection) -> list[str]:
    named = connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
    return [name.decode("utf-8", "replace") for (name,) in named.fetchall()]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """None of a table that is not there."""
    return [row[1].decode("utf-8", "replace") for row in connection.execute(f"pragma table_info({quoted(table)})")]


def _rows(connection: sqlite3.Connection, table: str, columns: list[str]) -> _Rows:
    named = ", ".join(quoted(column) for column in columns)
    return Counter(tuple(row) for row in connection.execute(f"select {named} from {quoted(table)}"))
