"""The connections of one open store, and how what they do reaches the device.

Sources: distributeddatamgr_relational_store rdb_store_impl.cpp, connection_pool.cpp. A store has one connection that
writes, another that reads (a query does not see what ``beginTransaction`` has not committed), and one for each
Transaction object.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeVar

from ..api import BusinessError
from .connections import Connection, configure_writer, use_wal
from .errors import CANNOT_OPEN, CLOSED, CORRUPT, INVALID_PATH, NOT_SUPPORTED, failure, of_device, of_sqlite
from .functions import DeviceFunctions
from .replica import SINGLE, Replica
from .values import SqlValue
from .working_copy import WorkingCopy

STORE = 0
"""Stands for the store itself where a transaction's number is expected."""

REBUILT, REPAIRED = 1, 2
"""RebuildType."""

ResultT = TypeVar("ResultT")


class Rows:
    """A result in full: the device reads it window by window, but a store has one process here."""

    def __init__(self, columns: list[str], rows: list[tuple[object, ...]]) -> None:
        self.columns = columns
        self.rows = rows


class OpenStore:
    """``copy`` None makes a store in memory. Opens at once. Raises BusinessError."""

    def __init__(
        self,
        copy: WorkingCopy | None,
        functions: DeviceFunctions,
        *,
        memory_name: str = "",
        read_only: bool = False,
        rebuild: bool = False,
        replica: Replica | None = None,
    ) -> None:
        self._copy = copy
        self._replica = replica
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
            if error.code != CORRUPT or read_only or copy is None or not self._mended(copy, rebuild):
                self._abandon()
                raise
        if replica and not read_only:
            replica.accompany(self)
            self._pair()

    @property
    def path(self) -> str:
        return self._copy.path if self._copy else ""

    def sealed(self, content: bytes) -> bytes:
        """A whole database in the form that it has on the device, and back."""
        cipher = self._copy.cipher if self._copy else None
        return cipher.applied("", content, 0) if cipher else content

    def meet_changes(self) -> None:
        """Somebody opens the store once more: what the app did to the files meanwhile shows now."""
        if self._copy:
            self._on_device(self._copy.take_over_changes)
        if self._replica:
            self._replica.meet_changes()

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
        if self._replica:
            self._replica.close()

    def drop(self) -> None:
        """The process ended: nothing more reaches the device."""
        self._disconnect()
        for copy in (self._copy, *self._attached.values()):
            if copy:
                copy.drop()
        if self._replica:
            self._replica.drop()

    def content(self) -> bytes:
        """The committed database as one file."""
        if self.read_only or self._copy is None:
            raise failure(NOT_SUPPORTED)
        target = self._copy.real.with_suffix(".content")
        source, backup = self.connected(), Connection(target)
        try:
            source.raw.backup(backup.raw)
        except sqlite3.Error as error:
            raise of_sqlite(error) from error
        finally:
            source.close()
            backup.close()
        content = target.read_bytes()
        target.unlink()
        return content

    def replace_content(self, content: bytes) -> None:
        """Put ``content`` in place of the database; transactions end."""
        copy = self._copy
        if self.read_only or copy is None:
            raise failure(NOT_SUPPORTED)
        self._disconnect()
        self._on_device(lambda: copy.replace(content))
        self._connect()

    def restore_from_replica(self) -> None:
        """``restore`` without a name. Raises BusinessError."""
        replica = self._replica
        if self.read_only or self._copy is None:
            raise failure(NOT_SUPPORTED)
        if replica is None or replica.mode == SINGLE or not replica.exists:
            raise failure(INVALID_PATH)
        self.replace_content(replica.restorable(self))
        replica.set_valid()
        self._pair()
        self.rebuilt = 0

    def counted(self, sql: str) -> object:
        """The single value that ``sql`` asks of this store for, None when the database is too damaged to tell."""
        try:
            return self._writing(STORE).value(sql)
        except BusinessError:
            return None

    def _mended(self, copy: WorkingCopy, rebuild: bool) -> bool:
        """A damaged database is taken back from its replica, else emptied if the app allows it
        (connection_pool.cpp:HandleDataCorruption)."""
        self._disconnect()
        replica = self._replica
        content = replica.sound_content() if replica else None
        if content is None and not rebuild:
            return False
        if replica and content is None:
            replica.delete()
        elif replica:
            replica.set_valid()
        self._on_device(lambda: copy.replace(content or b""))
        self._connect()
        self.rebuilt = REBUILT if content is None else REPAIRED
        return True

    def _pair(self) -> None:
        """Give the connections that write their counterparts."""
        for connection in (self._writer, *self._transactions.values()):
            if self._replica and connection and connection.twin is None:
                connection.twin = self._replica.twin()

    def _unpair(self) -> None:
        """Before the replica's files are replaced."""
        for connection in (self._writer, *self._transactions.values()):
            if connection and connection.twin:
                connection.twin.close()
                connection.twin = None

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
            self._writer = self.connected()
            configure_writer(self._writer, new=copy is None or copy.is_empty)
        if copy is None:
            return
        if self._writer:
            self._writer.value("PRAGMA user_version")
        self._on_device(copy.settle)
        if self._writer:
            use_wal(self._writer)
            self._publish()

    def connected(self) -> Connection:
        """One more connection to the working copy."""
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
        """It does not open: whatever else goes wrong now matters no more than the failure that is on its way."""
        self._disconnect()
        if self._copy:
            try:
                self._copy.close()
            except OSError:
                self._copy.drop()

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
            self._reader = self.connected()
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
        self.wrote(connection)
        self._repeat(connection, sql, values)
        return cursor

    def _repeat(self, connection: Connection, sql: str, values: Sequence[SqlValue] = ()) -> None:
        """The device has taken what ``connection`` did: do it to the replica as well."""
        if self._replica and connection.twin:
            self._replica.repeat(connection.twin, sql, values)

    def wrote(self, connection: Connection) -> None:
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
            self._writer = self.connected()
            configure_writer(self._writer, new=copy.is_empty)
            self._writer.value("PRAGMA user_version")
            copy.settle()
            self._pair()
        except (OSError, BusinessError):
            self._disconnect()
