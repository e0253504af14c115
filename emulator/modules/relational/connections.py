"""SQLite connections as the device configures them (sqlite_connection.cpp:Configure, third_party_sqlite BUILD.gn).

Statements are never synchronised to the host's disk: the copy is thrown away, and the device's files are in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..api import BusinessError
from .errors import inner_error, of_sqlite
from .functions import DeviceFunctions
from .statements import first_statement
from .values import SqlValue, special_columns, with_special

PAGE_SIZE = 4096
WAL_CHECKPOINT_PAGES = 100
JOURNAL_SIZE_LIMIT = 1024 * 1024
_STATEMENTS_KEPT = 64
_DECLARED_COLUMNS = "SELECT p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'"
_lossy_text = partial(str, encoding="utf-8", errors="replace")


class Connection:
    """One SQLite connection that raises what an app sees."""

    def __init__(
        self, target: str | Path, *, mode: str | None = None, functions: DeviceFunctions | None = None
    ) -> None:
        """``mode`` as in SQLite's URI (``ro``); without it ``target`` is made when it is missing."""
        name = f"{Path(target).as_uri()}?mode={mode}" if mode else str(target)
        try:
            self.raw = sqlite3.connect(
                name,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
                uri=name.startswith("file:"),
                cached_statements=_STATEMENTS_KEPT,
            )
        except sqlite3.Error as error:
            raise of_sqlite(error) from error
        self.raw.text_factory = _lossy_text
        if functions:
            functions.install(self.raw)
        self.attaching = False
        self.twin: Connection | None = None
        """The connection to the replica that repeats what this one does, for a store that has one."""
        self.raw.set_authorizer(self._authorized)

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def run(self, sql: str, values: Sequence[SqlValue] = ()) -> sqlite3.Cursor:
        """Execute the first statement of ``sql``. Missing values are NULL, one too many is an inner error, as with
        sqlite3_bind. Raises BusinessError."""
        try:
            return self.raw.execute(sql, values)
        except (sqlite3.ProgrammingError, sqlite3.Warning) as error:
            return self._run_as_sqlite_does(sql, values, error)
        except sqlite3.Error as error:
            raise of_sqlite(error) from error

    def value(self, sql: str) -> Any:
        """The first column of the first row, None without one."""
        row = self.run(sql).fetchone()
        return row[0] if row else None

    def rows(self, cursor: sqlite3.Cursor) -> list[tuple[object, ...]]:
        """All rows. A blob is read as the type of its column says; sqlite3 does not tell the origin of a result's
        column, so it is the column of that name in any table."""
        try:
            rows: list[tuple[object, ...]] = cursor.fetchall()
        except sqlite3.Error as error:
            raise of_sqlite(error) from error
        if not any(type(value) is bytes for row in rows for value in row):
            return rows
        special = special_columns(self.run(_DECLARED_COLUMNS).fetchall())
        if not special:
            return rows
        kinds = [special.get(str(column[0])) for column in cursor.description]
        return [with_special(row, kinds) for row in rows]

    def close(self) -> None:
        self.raw.close()
        if self.twin:
            self.twin.close()

    def _run_as_sqlite_does(
        self, sql: str, values: Sequence[SqlValue], error: sqlite3.Error | sqlite3.Warning
    ) -> sqlite3.Cursor:
        text = str(error)
        if "one statement at a time" in text:
            return self.run(first_statement(sql), values)
        if "number of bindings" in text:
            wanted = int(text.split("uses ")[1].split(",")[0])
            if wanted > len(values):
                return self.run(sql, [*values, *[None] * (wanted - len(values))])
            raise inner_error() from error
        raise of_sqlite(error) from error

    def _authorized(self, action: int, *_: object) -> int:
        """Other files than the copy are out of reach: ATTACH and VACUUM INTO are refused in SQL of the app."""
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH and not self.attaching else sqlite3.SQLITE_OK


def configure_writer(connection: Connection, *, new: bool) -> None:
    """The settings of the connection that writes, in the device's order. Raises BusinessError."""
    connection.run("PRAGMA synchronous=OFF")
    connection.run("PRAGMA secure_delete=ON")
    connection.run(f"PRAGMA journal_size_limit={JOURNAL_SIZE_LIMIT}")
    if new:
        connection.run("PRAGMA auto_vacuum=1")
        connection.run(f"PRAGMA page_size={PAGE_SIZE}")


def use_wal(connection: Connection) -> None:
    """Raises BusinessError when the database cannot be put into WAL mode."""
    if str(connection.value("PRAGMA journal_mode")).upper() != "WAL":
        mode = connection.value("PRAGMA journal_mode=WAL")
        if str(mode).upper() != "WAL":
            raise inner_error()
    # The device writes the version to itself, so that the WAL file is there from the start (SetWalFile).
    version = connection.value("PRAGMA user_version")
    connection.run(f"PRAGMA user_version={int(version)}")
    connection.run(f"PRAGMA wal_autocheckpoint={WAL_CHECKPOINT_PAGES}")


def is_sound(content: bytes, target: Path) -> bool:
    """Whether ``content`` is a database without faults; ``target`` is a real file for the moment."""
    target.write_bytes(content)
    connection = Connection(target)
    try:
        return connection.value("PRAGMA integrity_check") == "ok"
    except BusinessError:
        return False
    finally:
        connection.close()
        target.unlink()
