"""Which entries a Query asks for, as SQL on ``sync_data``.

Source: distributeddatamgr_kv_store libs/distributeddb storage/src/sqlite/query_object.cpp (what is refused),
sqlite_query_helper.cpp (the SQL), common/src/schema_object.cpp:GenerateExtractSQL. Every refusal is -1 for the app.
"""

from __future__ import annotations

import json
import sqlite3

import msgspec

from .errors import database_error
from .schema import FieldPath, Schema, parse_path, parsed, value_at

EXTRACT = "json_extract_by_path"
MOST_OPERATIONS, MOST_VALUES = 256, 128
COMPARISONS = {
    "equalTo": "= ?",
    "notEqualTo": "!= ?",
    "greaterThan": "> ?",
    "lessThan": "< ?",
    "greaterThanOrEqualTo": ">= ?",
    "lessThanOrEqualTo": "<= ?",
    "like": "LIKE ?",
    "unlike": "NOT LIKE ?",
    "isNull": "IS NULL",
    "isNotNull": "IS NOT NULL",
}
LISTS = {"in": "IN", "notIn": "NOT IN"}
ORDERED = ("greaterThan", "lessThan", "greaterThanOrEqualTo", "lessThanOrEqualTo")
GROUPS = {"beginGroup": "(", "endGroup": ")"}
LINKS = {"and": "AND", "or": "OR"}
ORDERS = {"orderByAsc": "ASC", "orderByDesc": "DESC"}
CONDITIONS = {*COMPARISONS, *LISTS}
SQL_TYPES = {"BOOL": "INT", "INTEGER": "INT", "LONG": "INT", "DOUBLE": "REAL", "STRING": "TEXT"}

Value = str | float | bool


class Step(msgspec.Struct, frozen=True):
    """One call on the Query: ``name``, its field and its values."""

    name: str
    field: str = ""
    values: tuple[Value, ...] = ()


class Query(msgspec.Struct, frozen=True):
    """As the guest sends it. ``prefix`` None asks for all keys, ``device`` is that of a device store."""

    prefix: str | None = None
    device: str = ""
    steps: tuple[Step, ...] = ()


class Selection(msgspec.Struct, frozen=True):
    """What follows ``WHERE``, and what is bound in it."""

    sql: str
    values: tuple[Value | bytes, ...]


def register(connection: sqlite3.Connection) -> None:
    """Queries on fields need this function."""
    connection.create_function(EXTRACT, 3, _extracted, deterministic=True)


def selection(query: Query, prefix: bytes | None, schema: Schema | None, *, count: bool = False) -> Selection:
    """Raises BusinessError for a query that is not well formed or asks for fields that are not in ``schema``."""
    steps = query.steps
    names = [step.name for step in steps]
    if len(steps) > MOST_OPERATIONS or (count and {"limit", *ORDERS} & set(names)):
        raise database_error()
    where, values = ["(flag & 1) = 0"], list[Value | bytes]()
    if prefix is not None:
        where.append("substr(key, 1, ?) = ?")
        values += [len(prefix), prefix]
    conditions, orders, limit = list[str](), list[str](), ""
    for at, step in enumerate(steps):
        following = names[at + 1] if at + 1 < len(names) else None
        if step.name in CONDITIONS:
            if following in CONDITIONS:
                raise database_error()
            conditions.append(_condition(step, schema))
            values += step.values
        elif step.name in LINKS:
            before = names[at - 1] if at else None
            if before not in {*CONDITIONS, *GROUPS} or following not in {*CONDITIONS, *GROUPS}:
                raise database_error()
            conditions.append(LINKS[step.name])
        elif step.name in GROUPS:
            conditions.append(GROUPS[step.name])
        elif step.name in ORDERS:
            path, kind = _searched(step.field, schema)
            if kind == "BOOL":
                raise database_error()
            orders.append(f"{_column(path, kind, schema)} {ORDERS[step.name]}")
        elif step.name == "limit":
            if following not in (None, "setSuggestIndex"):
                raise database_error()
            limit = f" LIMIT {int(step.values[0])} OFFSET {int(step.values[1])}"
        elif following is not None:
            # What is left is setSuggestIndex: SQLite chooses by itself.
            raise database_error()
    if conditions:
        where.append(f"({' '.join(conditions)})")
    order = ", ".join(orders) or ("rowid" if conditions and prefix is None else "key")
    return Selection(f"{' AND '.join(where)} ORDER BY {order}{limit}", tuple(values))


def _condition(step: Step, schema: Schema | None) -> str:
    path, kind = _searched(step.field, schema)
    if kind == "BOOL" and step.name in ORDERED:
        raise database_error()
    column = _column(path, kind, schema)
    if step.name in COMPARISONS:
        return f"{column} {COMPARISONS[step.name]}"
    if len(step.values) > MOST_VALUES:
        raise database_error()
    return f"{column} {LISTS[step.name]} ({', '.join('?' * len(step.values))})"


def _searched(name: str, schema: Schema | None) -> tuple[FieldPath, str]:
    """A field that can be searched, and its type."""
    path = parse_path(name)
    field = schema.fields.get(path) if schema and path else None
    if path is None or field is None or not field.queryable:
        raise database_error()
    return path, field.kind


def _column(path: FieldPath, kind: str, schema: Schema | None) -> str:
    """The names are letters, digits and underscores, so that they can stand in the SQL."""
    return f"CAST({EXTRACT}(value, '{'.'.join(path)}', {schema.skip if schema else 0}) AS {SQL_TYPES[kind]})"


def _extracted(value: bytes, path: str, skip: int) -> str | float | None:
    content = parsed(bytes(value)[skip:])
    found = None if content is None else value_at(content, tuple(path.split(".")))
    if isinstance(found, list | dict):
        return json.dumps(found)
    return found if found is None or isinstance(found, str | float | int) else None
