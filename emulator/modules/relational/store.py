"""One open relational store: its connections, its transactions, and statements on them.

Sources: distributeddatamgr_relational_store rdb_store_impl.cpp, connection_pool.cpp, base_transaction.cpp,
transaction_impl.cpp. A store has one connection that writes, others that read (a query does not see what
``beginTransaction`` has not committed), and one for each Transaction object.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ..api import BusinessError
from . import statements
from .connections import Connection, configure_writer, use_wal
from .errors import (
    ATTACHED_ALREADY,
    BUSY,
    CANNOT_OPEN,
    CLOSED,
    CORRUPT,
    NOT_SUPPORTED,
    UNSUPPORTED_SQL,
    failure,
    inner_error,
    of_device,
)
from .functions import DeviceFunctions
from .values import SqlValue
from .working_copy import WorkingCopy

MOST_TRANSACTIONS = 4
BEGINNINGS = ("BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE")
"""In the order of TransactionType."""

STORE = 0
"""Stands for the store itself where a transaction's number is expected."""

REBUILT = 1
ResultT = TypeVar("ResultT")


class Rows:
    """A result in full: the device reads it window by window, but a store has one process here."""

    def __init__(self, columns: list[str], rows: list[tuple[object, ...]]) -> None:
        self.columns = columns
        self.rows = rows


class Store:
    """``copy`` None makes a store in memory. Opens at once. Raises BusinessError."""

    def __init__(
        self,
        copy: WorkingCopy | None,
        functions: DeviceFunctions,
        *,
        memory_name: str = "",
        read_only: bool = False,
        rebuild: bool = False,
    ) -> None:
        self._copy = copy
        self._functions = functions
        self._memory_name = memory_name
        self.read_only = read_only
        self.rebuilt = 0
        self.users = 1
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._transactions: dict[int, Connection] = {}
        self._last_transaction = 0
        self._depth = 0
        self._attached: dict[str, WorkingCopy] = {}
        try:
            self._open()
        except BusinessError as error:
            if error.code != CORRUPT or not rebuild or copy is None:
                self._abandon()
                raise
            self._disconnect()
            self._on_device(lambda: copy.replace(b""))
            self._connect()
            self.rebuilt = REBUILT

    @property
    def path(self) -> str:
        return self._copy.path if self._copy else ""

    def meet_changes(self) -> None:
        """Somebody opens the store once more: what the app did to the files meanwhile shows now."""
        if self._copy:
            self._on_device(self._copy.take_over_changes)

    def close(self) -> None:
        """As closing the last connection: what is not committed goes, the WAL is copied back and left empty."""
        copy = self._copy
        for connection in (*self._transactions.values(), self._writer):
            if connection and connection.in_transaction:
                connection.run("ROLLBACK")
        if copy and self._writer and not self._attached:
            self._writer.run("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._publish()
        self._disconnect()
        if copy:
            self._on_device(copy.close if self.read_only else lambda: (copy.empty_wal(), copy.close()))
        for attached in self._attached.values():
            self._on_device(attached.close)
        self._attached.clear()

    def drop(self) -> None:
        """The process ended: nothing more reaches the device."""
        self._disconnect()
        for copy in (self._copy, *self._attached.values()):
            if copy:
                copy.drop()

    # What an app does with rows.

    def insert(self, transaction: int, sql: str, values: Sequence[SqlValue]) -> int:
        """The row id, -1 when a conflict was ignored."""
        connection = self._writing(transaction)
        cursor = self._write(connection, sql, values)
        return (cursor.lastrowid or 0) if cursor.rowcount > 0 else -1

    def change(self, transaction: int, sql: str, values: Sequence[SqlValue]) -> int:
        """How many rows it changed."""
        return max(0, self._write(self._writing(transaction), sql, values).rowcount)

    def change_returning(self, transaction: int, sql: str, values: Sequence[SqlValue], most: int) -> tuple[int, Rows]:
        """How many rows it changed, and the first ``most`` of what it returned."""
        connection = self._writing(transaction)
        before = connection.raw.total_changes
        cursor = connection.run(sql, values)
        rows = self._fetched(connection, cursor)
        self._wrote(connection)
        return connection.raw.total_changes - before, Rows(rows.columns, rows.rows[:most])

    def query(self, transaction: int, sql: str, values: Sequence[SqlValue]) -> Rows:
        connection = self._transaction(transaction) if transaction else self._reading()
        return self._fetched(connection, connection.run(sql, values))

    def execute(self, transaction: int, sql: str, values: Sequence[SqlValue]) -> object:
        """``execute``: a row id for INSERT, a count for UPDATE and DELETE, the value of a pragma, else None."""
        kind = statements.kind_of(sql)
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if kind not in ("ddl", "insert", "update", "pragma"):
            raise failure(UNSUPPORTED_SQL)
        cursor = self._write(self._writing(transaction), sql, values, keep_open=kind == "pragma")
        if kind == "insert":
            return (cursor.lastrowid or 0) if cursor.rowcount > 0 else -1
        if kind == "update":
            return max(0, cursor.rowcount)
        if kind == "ddl" or cursor.description is None:
            return None
        if len(cursor.description) > 1:
            raise failure(UNSUPPORTED_SQL)
        row = cursor.fetchone()
        return row[0] if row else None

    def execute_sql(self, sql: str, values: Sequence[SqlValue]) -> None:
        """``executeSql``: anything but statements that begin or end transactions, or attach."""
        kind = statements.kind_of(sql)
        if self.read_only or kind == "transaction":
            raise failure(NOT_SUPPORTED)
        if kind == "attach":
            raise BusinessError(14800000, "Attach is not supported in WAL mode.")
        connection = self._reading() if kind == "select" else self._writing(STORE)
        self._write(connection, sql, values)

    def version(self) -> int:
        connection = self._reading() if self.read_only else self._writing(STORE)
        return int(connection.value("PRAGMA user_version"))

    def set_version(self, version: int) -> None:
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        self._write(self._writing(STORE), f"PRAGMA user_version = {version}")

    # Transactions.

    def begin(self) -> None:
        """``beginTransaction``: inside of another one a savepoint."""
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        sql = f"SAVEPOINT one_more_{self._depth}" if self._depth else "BEGIN IMMEDIATE"
        self._writing(STORE).run(sql)
        self._depth += 1

    def commit(self) -> None:
        """Without a transaction nothing happens, and an inner one is not committed by itself."""
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if self._depth == 1:
            self._write(self._writing(STORE), "COMMIT")
        self._depth = max(0, self._depth - 1)

    def roll_back(self) -> None:
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if not self._depth:
            raise inner_error()
        self._depth -= 1
        sql = f"ROLLBACK TO one_more_{self._depth}" if self._depth else "ROLLBACK"
        self._write(self._writing(STORE), sql)

    def create_transaction(self, kind: int) -> int:
        """The number of a new Transaction."""
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if len(self._transactions) >= MOST_TRANSACTIONS:
            raise failure(BUSY)
        connection = self._connected()
        try:
            connection.run(BEGINNINGS[kind])
        except BusinessError:
            connection.close()
            raise
        self._last_transaction += 1
        self._transactions[self._last_transaction] = connection
        return self._last_transaction

    def end_transaction(self, transaction: int, sql: str) -> None:
        """COMMIT or ROLLBACK. The Transaction is closed afterwards, also when that fails."""
        connection = self._transaction(transaction)
        del self._transactions[transaction]
        try:
            self._write(connection, sql)
        finally:
            connection.close()

    # Whole databases.

    def content(self, target: Path) -> bytes:
        """The committed database as one file; ``target`` is a real file for the moment."""
        if self.read_only or self._copy is None:
            raise failure(NOT_SUPPORTED)
        source, backup = self._connected(), Connection(target)
        try:
            source.raw.backup(backup.raw)
        finally:
            source.close()
            backup.close()
        content = target.read_bytes()
        target.unlink()
        return content

    def restore(self, content: bytes) -> None:
        """Put ``content`` in place of the database; transactions end."""
        copy = self._copy
        if self.read_only or copy is None:
            raise failure(NOT_SUPPORTED)
        self._disconnect()
        self._on_device(lambda: copy.replace(content))
        self._connect()

    def attach(self, copy: WorkingCopy, name: str) -> int:
        """How many databases are attached now. The device leaves WAL mode for as long (DisableWal)."""
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if name in self._attached:
            raise failure(ATTACHED_ALREADY)
        writer = self._writing(STORE)
        if writer.in_transaction or self._transactions:
            raise failure(BUSY)
        self._on_device(copy.fetch)
        if self._reader:
            self._reader.close()
            self._reader = None
        writer.run("PRAGMA journal_mode=TRUNCATE").fetchall()
        writer.attaching = True
        try:
            writer.run("ATTACH DATABASE ? AS ?", (str(copy.real), name))
        except BusinessError as error:
            copy.close()
            raise failure(ATTACHED_ALREADY) if error.code == UNSUPPORTED_SQL else error from error
        finally:
            writer.attaching = False
        self._attached[name] = copy
        self._wrote(writer)
        return len(self._attached)

    def detach(self, name: str) -> int:
        """How many databases are attached now; WAL mode returns after the last."""
        if name not in self._attached:
            return len(self._attached)
        writer = self._writing(STORE)
        writer.run("DETACH DATABASE ?", (name,))
        copy = self._attached.pop(name)
        self._on_device(lambda: (copy.publish(), copy.close()))
        if not self._attached:
            use_wal(writer)
        self._wrote(writer)
        return len(self._attached)

    # Connections.

    def _open(self) -> None:
        if self._copy:
            try:
                self._copy.fetch()
            except OSError as error:
                raise failure(CANNOT_OPEN) from error
        self._connect()

    def _connect(self) -> None:
        """The connection that writes, or for a read-only store the one that reads."""
        copy = self._copy
        if self.read_only:
            self._reading().value("PRAGMA user_version")
        else:
            self._writer = self._connected()
            configure_writer(self._writer, new=copy is None or copy.is_empty)
        if copy is None:
            return
        if self._writer:
            self._writer.value("PRAGMA user_version")
        self._on_device(copy.settle)
        if self._writer:
            use_wal(self._writer)
            self._publish()

    def _connected(self) -> Connection:
        if self._copy is None:
            return Connection(self._memory_name, functions=self._functions)
        return Connection(self._copy.real, mode="ro" if self.read_only else None, functions=self._functions)

    def _disconnect(self) -> None:
        for connection in (*self._transactions.values(), self._reader, self._writer):
            if connection:
                connection.close()
        self._transactions.clear()
        self._reader = self._writer = None
        self._depth = 0

    def _abandon(self) -> None:
        self._disconnect()
        if self._copy:
            self._copy.close()

    def _transaction(self, number: int) -> Connection:
        try:
            return self._transactions[number]
        except KeyError:
            raise failure(CLOSED) from None

    def _writing(self, transaction: int) -> Connection:
        if transaction:
            return self._transaction(transaction)
        if self.read_only:
            raise failure(NOT_SUPPORTED)
        if self._writer is None:
            raise failure(CLOSED)
        return self._writer

    def _reading(self) -> Connection:
        """Without WAL mode the writing connection reads as well (GetMaxReaders), and so it does in memory."""
        if not self.read_only and (self._copy is None or self._attached):
            return self._writing(STORE)
        if self._reader is None:
            self._reader = self._connected()
            self._reader.run("PRAGMA query_only=ON")
        return self._reader

    @staticmethod
    def _fetched(connection: Connection, cursor: sqlite3.Cursor) -> Rows:
        rows = connection.rows(cursor)
        return Rows([column[0] for column in cursor.description or ()], rows)

    def _write(
        self, connection: Connection, sql: str, values: Sequence[SqlValue] = (), *, keep_open: bool = False
    ) -> sqlite3.Cursor:
        """Run ``sql`` and bring the device up to date. A statement that returns rows is stepped once, as on a device;
        ``keep_open`` leaves the first row to be fetched."""
        cursor = connection.run(sql, values)
        if cursor.description is not None and not keep_open:
            cursor.close()
        self._wrote(connection)
        return cursor

    def _wrote(self, connection: Connection) -> None:
        """Bring the device up to date, unless the changes are still in SQLite's memory."""
        if not connection.in_transaction or (self._copy and self._copy.wal_grew()):
            self._publish()

    def _publish(self) -> None:
        for copy in (self._copy, *self._attached.values()):
            if copy:
                self._on_device(copy.publish)

    def _on_device(self, work: Callable[[], ResultT]) -> ResultT:
        """Do file work. When the device refuses a write, SQLite's commit has failed there: the copy is read anew from
        the device, where the frames of that commit are not whole."""
        try:
            return work()
        except OSError as error:
            if self._writer and self._copy:
                self._disconnect()
                self._reopen(self._copy)
            raise of_device(error) from error

    def _reopen(self, copy: WorkingCopy) -> None:
        """Raises nothing: a device that refuses even this leaves a store that answers as a closed one."""
        try:
            copy.fetch()
            self._writer = self._connected()
            configure_writer(self._writer, new=copy.is_empty)
            self._writer.value("PRAGMA user_version")
            copy.settle()
        except (OSError, BusinessError):
            self._disconnect()
