"""One open relational store: statements, transactions and whole databases.

Sources: distributeddatamgr_relational_store rdb_store_impl.cpp, base_transaction.cpp, transaction_impl.cpp.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..api import BusinessError
from . import statements
from .connections import is_sound, use_wal
from .errors import ATTACHED_ALREADY, BUSY, CORRUPT, INNER_ERROR, NOT_SUPPORTED, UNSUPPORTED_SQL, failure, inner_error
from .open_store import STORE, OpenStore, Rows
from .replica import SINGLE
from .values import SqlValue
from .working_copy import WorkingCopy

MOST_TRANSACTIONS = 4
BEGINNINGS = ("BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE")
"""In the order of TransactionType."""


class Store(OpenStore):
    """What an app does with an open store. Each method raises BusinessError."""

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
        self.wrote(connection)
        self._repeat(connection, sql, values)
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
            raise BusinessError(INNER_ERROR, "Attach is not supported in WAL mode.")
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
        writer = self._writing(STORE)
        writer.run(sql)
        self._repeat(writer, sql)
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
        connection = self.connected()
        try:
            connection.run(BEGINNINGS[kind])
        except BusinessError:
            connection.close()
            raise
        if self._replica:
            connection.twin = self._replica.twin()
            self._repeat(connection, BEGINNINGS[kind])
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

    def restore(self, content: bytes) -> None:
        """Put ``content`` in place of the database; transactions end, and a replica begins anew. Raises BusinessError
        for what is no database, with the former one kept (connection_pool.cpp:RestoreMasterDb)."""
        if self.read_only or self._copy is None:
            raise failure(NOT_SUPPORTED)
        if not is_sound(content, self._copy.real.with_suffix(".candidate")):
            raise failure(CORRUPT)
        if self._replica:
            self._replica.delete()
        self.replace_content(content)
        if self._replica:
            self._replica.accompany(self)
            self._pair()
        self.rebuilt = 0

    def back_up_to_replica(self) -> None:
        """Raises BusinessError when this store has none or the main database is damaged."""
        if self._replica is None:
            raise failure(NOT_SUPPORTED)
        self._unpair()
        self._replica.take(self)
        self._pair()

    @property
    def has_replica(self) -> bool:
        return self._replica is not None and self._replica.mode != SINGLE

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
            self._on_device(copy.close)
            raise failure(ATTACHED_ALREADY) if error.code == UNSUPPORTED_SQL else error from error
        finally:
            writer.attaching = False
        self._attached[name] = copy
        self.wrote(writer)
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
        self.wrote(writer)
        return len(self._attached)
