"""How failures of the native layer become the numbers and messages that an app sees.

Sources: distributeddatamgr_relational_store napi_rdb_error.cpp (table and default), sqlite_errno.h (SQLite's result
codes; one that is not listed there is an inner error).
"""

from __future__ import annotations

import errno
import sqlite3

from ..api import BusinessError

PARAMETER_ERROR = 401
INNER_ERROR = 14800000
INVALID_PATH = 14800010
CORRUPT = 14800011
CLOSED = 14800014
BUSY = 14800015
ATTACHED_ALREADY = 14800016
INVALID_ARGUMENTS = 14800001
UNSUPPORTED_SQL = 14800021
NOT_SUPPORTED = 801
DISK_ERROR = 14800028
DISK_FULL = 14800029
CANNOT_OPEN = 14800030

MESSAGES = {
    INVALID_PATH: "Failed to open or delete the database by an invalid database path.",
    CORRUPT: "Failed to open the database because it is corrupted.",
    CLOSED: "The RdbStore or ResultSet is already closed.",
    BUSY: "The database does not respond.",
    ATTACHED_ALREADY: "The database alias already exists.",
    INVALID_ARGUMENTS: "Invalid args.",
    UNSUPPORTED_SQL: "SQLite: Generic error. Executed SQL statement is not supported.",
    NOT_SUPPORTED: "Capability not support.",
    DISK_ERROR: "SQLite: Some kind of disk I/O error occurred.",
    DISK_FULL: "SQLite: The database is full.",
    CANNOT_OPEN: "SQLite: Unable to open the database file.",
}

OF_SQLITE = {
    1: (14800021, "SQLite: Generic error. Possible causes: Insert failed or the updated data does not exist."),
    3: (14800023, "SQLite: Access permission denied."),
    4: (14800022, "SQLite: Callback routine requested an abort."),
    5: (14800024, "SQLite: The database file is locked."),
    6: (14800025, "SQLite: A table in the database is locked."),
    7: (14800026, "SQLite: The database is out of memory."),
    8: (14800027, "SQLite: Attempt to write a readonly database."),
    9: (INNER_ERROR, "Operation interrupted."),
    10: (DISK_ERROR, MESSAGES[DISK_ERROR]),
    11: (CORRUPT, MESSAGES[CORRUPT]),
    13: (DISK_FULL, MESSAGES[DISK_FULL]),
    14: (CANNOT_OPEN, MESSAGES[CANNOT_OPEN]),
    17: (INNER_ERROR, "Database schema has changed."),
    18: (14800031, "SQLite: TEXT or BLOB exceeds size limit."),
    19: (14800032, "SQLite: Abort due to constraint violation."),
    20: (14800033, "SQLite: Data type mismatch."),
    21: (14800034, "SQLite: Library used incorrectly."),
    26: (CORRUPT, MESSAGES[CORRUPT]),
}
"""SQLite's primary result code → what the app sees."""

_BY_TEXT = (
    ("database is locked", 5),
    ("table is locked", 6),
    ("out of memory", 7),
    ("readonly database", 8),
    ("interrupted", 9),
    ("disk I/O error", 10),
    ("malformed", 11),
    ("disk is full", 13),
    ("unable to open", 14),
    ("too big", 18),
    ("mismatch", 20),
    ("not authorized", 23),
    ("not a database", 26),
)
"""For Python 3.10, whose sqlite3 exceptions do not tell the result code."""


def failure(code: int, detail: str = "") -> BusinessError:
    """The error ``code`` with its fixed message, and ``detail`` after it as the device appends SQLite's own words."""
    return BusinessError(code, f"{MESSAGES[code]} {detail}".rstrip())


def inner_error() -> BusinessError:
    """What every native error without a number of its own looks like."""
    return BusinessError(INNER_ERROR, "Inner error.")


def result_code(error: sqlite3.Error | sqlite3.Warning) -> int:
    """SQLite's primary result code behind ``error``."""
    known: int | None = getattr(error, "sqlite_errorcode", None)
    if known is not None:
        return known & 0xFF
    text = str(error)
    for words, code in _BY_TEXT:
        if words in text:
            return code
    return 19 if isinstance(error, sqlite3.IntegrityError) else 1


def of_sqlite(error: sqlite3.Error | sqlite3.Warning) -> BusinessError:
    """What the app sees of an error of SQLite."""
    code, message = OF_SQLITE.get(result_code(error), (INNER_ERROR, ""))
    return BusinessError(code, f"{message} {error}") if message else inner_error()


def of_device(error: OSError) -> BusinessError:
    """What SQLite on the device makes of a failing write: a full disk or quota, else an I/O error."""
    return failure(DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else DISK_ERROR)
