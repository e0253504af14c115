"""Which number an error of SQLite has: napi_rdb_error.cpp by way of sqlite_errno.h."""

from __future__ import annotations

import sqlite3

import pytest
from ohos_backup.emulator.modules.relational.errors import of_sqlite


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sqlite3.OperationalError("no such table: notes"), 14800021),
        (sqlite3.OperationalError("database is locked"), 14800024),
        (sqlite3.OperationalError("database table is locked: notes"), 14800025),
        (sqlite3.OperationalError("attempt to write a readonly database"), 14800027),
        (sqlite3.OperationalError("disk I/O error"), 14800028),
        (sqlite3.OperationalError("database or disk is full"), 14800029),
        (sqlite3.OperationalError("unable to open database file"), 14800030),
        (sqlite3.DataError("string or blob too big"), 14800031),
        (sqlite3.IntegrityError("UNIQUE constraint failed: notes.id"), 14800032),
        (sqlite3.IntegrityError("datatype mismatch"), 14800033),
        (sqlite3.DatabaseError("database disk image is malformed"), 14800011),
        (sqlite3.DatabaseError("file is not a database"), 14800011),
        (sqlite3.DatabaseError("not authorized"), 14800000),
    ],
)
def test_an_error_without_a_result_code_is_known_by_its_words(error: sqlite3.Error, code: int) -> None:
    """Python 3.10 does not tell SQLite's result code."""
    assert of_sqlite(error).code == code


def test_the_result_code_counts_where_python_tells_it() -> None:
    error = sqlite3.OperationalError("in other words")
    error.sqlite_errorcode = 2067
    failure = of_sqlite(error)
    assert (failure.code, failure.message) == (14800032, "SQLite: Abort due to constraint violation. in other words")
