"""SQL as the device builds it from tables, rows and predicates, and what it takes a statement for.

Sources: distributeddatamgr_relational_store sqlite_sql_builder.cpp, rdb_sql_utils.cpp, sqlite_utils.cpp
(GetSqlStatementType looks at the first three letters only).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from .values import Cell

CONFLICT_CLAUSES = ("", " OR ROLLBACK", " OR ABORT", " OR FAIL", " OR IGNORE", " OR REPLACE")
"""In the order of ConflictResolution."""

MOST_VARIABLES = 32766
"""SQLITE_MAX_VARIABLE_NUMBER: a batch insert is cut into statements of at most so many values."""

Kind = Literal["ddl", "insert", "update", "pragma", "select", "transaction", "attach", "other", "error"]

_KINDS: dict[str, Kind] = {
    "ALT": "ddl",
    "ATT": "attach",
    "BEG": "transaction",
    "COM": "transaction",
    "CRE": "ddl",
    "DEL": "update",
    "DET": "attach",
    "DRO": "ddl",
    "END": "transaction",
    "INS": "insert",
    "PRA": "pragma",
    "REP": "update",
    "ROL": "transaction",
    "SAV": "transaction",
    "SEL": "select",
    "UPD": "update",
}


class Predicates(msgspec.Struct, frozen=True, kw_only=True):
    """An RdbPredicates as the guest sends it. None for limit and offset: not set."""

    table: str
    where: str = ""
    arguments: list[Cell] = msgspec.field(default_factory=list[Cell])
    join: str = ""
    index: str = ""
    group: str = ""
    having: str = ""
    order: str = ""
    limit: int | None = None
    offset: int | None = None
    distinct: bool = False


def kind_of(sql: str) -> Kind:
    text = sql.lstrip()
    if len(text) <= 3:
        return "error"
    return _KINDS.get(text[:3].upper(), "other")


def first_statement(sql: str) -> str:
    """SQLite prepares the first statement and leaves the rest; sqlite3 of Python refuses such a text."""
    end = sql.find(";")
    while end >= 0:
        if sqlite3.complete_statement(sql[: end + 1]):
            return sql[: end + 1]
        end = sql.find(";", end + 1)
    return sql


@lru_cache(maxsize=256)
def insert(table: str, columns: tuple[str, ...], conflict: int, rows: int = 1) -> str:
    row = f"({','.join('?' * len(columns))})"
    return f"INSERT{CONFLICT_CLAUSES[conflict]} INTO {table}({','.join(columns)}) VALUES {','.join([row] * rows)}"


def update(predicates: Predicates, columns: Sequence[str], conflict: int) -> str:
    values = ",".join(f"{column}=?" for column in columns)
    where = f" WHERE {predicates.where}" if predicates.where else ""
    return f"UPDATE{CONFLICT_CLAUSES[conflict]} {predicates.table} SET {values}{where}"


def delete(predicates: Predicates) -> str:
    where = f" WHERE {predicates.where}" if predicates.where else ""
    return f"DELETE FROM {predicates.table}{where}"


def query(predicates: Predicates, columns: Sequence[str]) -> str:
    """Empty column names are left out."""
    chosen = ", ".join(column for column in columns if column) + " " if columns else "*"
    clauses = (
        (" INDEXED BY ", predicates.index),
        (" ", predicates.join),
        (" WHERE ", predicates.where),
        (" GROUP BY ", predicates.group),
        (" HAVING ", predicates.having),
        (" ORDER BY ", predicates.order),
        (" LIMIT ", "" if predicates.limit is None else str(predicates.limit)),
        (" OFFSET ", "" if predicates.offset is None else str(predicates.offset)),
    )
    rest = "".join(name + clause for name, clause in clauses if clause)
    return f"SELECT {'DISTINCT ' if predicates.distinct else ''}{chosen} FROM {predicates.table}{rest}"


def returning(columns: Sequence[str]) -> str:
    return f" returning {','.join(columns)}" if columns else ""
