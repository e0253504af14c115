"""The Python side of ``@ohos.data.relationalStore`` and ``@ohos.data.rdb``: the stores that one process has open."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import msgspec

from ...entropy import Entropy
from ...runtime.api import ExtensionEnvironment
from ..api import BusinessError, HostFunction
from . import statements
from .encryption import CryptoParameters, FileCipher, StoreKeys, key_file
from .errors import CLOSED, INVALID_PATH, NOT_SUPPORTED, failure, inner_error, of_device
from .functions import DeviceFunctions
from .places import REPLICA_SUFFIX, Place, backup_path, delete_store, remove_files, replica_path, store_path
from .replica import Replica
from .results import Results, Window, failed_query
from .statements import Predicates
from .store import Store
from .values import Cell, bound_all, shown
from .working_copy import WorkingCopy

LOCKED = (14800024, 14800025)
BATCH_FAILED = -1
TEMPORARY_SUFFIX = ".tmp"
BACKUP_SUFFIXES = ("", "-shm", "-wal")


class RelationalModule:
    """Stores are shared by path. ``store`` is a store's number and ``transaction`` that of a Transaction of it, or 0.

    The real files of all working copies lie in one private folder, which goes with the process.
    """

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._view = environment.sandbox
        self._clock = environment.clock
        self._seed = environment.seed
        self._functions = DeviceFunctions(environment)
        entropy = Entropy(environment.seed, environment.trace)
        self._keys = StoreKeys(
            environment.sandbox, environment.clock, environment.secrets, entropy, environment.profile.api
        )
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._copies = 0
        self._stores: dict[int, Store] = {}
        self._by_path: dict[str, int] = {}
        self._results = Results()
        self.host_functions: Mapping[str, HostFunction] = {
            "relational.open": self.open,
            "relational.release": self.release,
            "relational.deleteStore": self.delete_store,
            "relational.insert": self.insert,
            "relational.batch": self.batch,
            "relational.batchReturning": self.batch_returning,
            "relational.update": self.update,
            "relational.delete": self.delete,
            "relational.query": self.query,
            "relational.querySql": self.query_sql,
            "relational.rows": self._results.window,
            "relational.forget": self._results.forget,
            "relational.execute": self.execute,
            "relational.executeSql": self.execute_sql,
            "relational.version": self.version,
            "relational.setVersion": self.set_version,
            "relational.begin": self.begin,
            "relational.commit": self.commit,
            "relational.rollBack": self.roll_back,
            "relational.createTransaction": self.create_transaction,
            "relational.endTransaction": self.end_transaction,
            "relational.backup": self.backup,
            "relational.restore": self.restore,
            "relational.restoreReplica": self.restore_replica,
            "relational.attach": self.attach,
            "relational.detach": self.detach,
            "relational.sql": self.sql,
        }

    def close(self) -> None:
        """What was not committed is lost, and the WAL stays as it is: nobody closes the stores of a killed process."""
        for store in self._stores.values():
            store.drop()
        self._stores.clear()
        self._by_path.clear()
        self._results.clear()
        self._functions.close()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def open(self, place: object) -> tuple[int, int]:
        """A store's number, and how it was rebuilt (RebuildType)."""
        where = msgspec.convert(place, Place)
        path = store_path(self._view, where) if where.persist else f":memory:{where.name}"
        number = self._by_path.get(path)
        if number is not None:
            store = self._stores[number]
            store.meet_changes()
            store.users += 1
            return number, store.rebuilt
        read_only = where.is_read_only or bool(where.root_dir)
        cipher = self._cipher(path, where) if where.persist and where.encrypt else None
        copy = self._copy(path, read_only=read_only, cipher=cipher) if where.persist else None
        memory = f"file:{id(self)}-{quote(where.name)}?mode=memory&cache=shared"
        rebuild = where.allow_rebuild
        replica = None if copy is None or read_only else self._replica(path, where.ha_mode, cipher)
        store = Store(copy, self._functions, memory_name=memory, read_only=read_only, rebuild=rebuild, replica=replica)
        self._copies += 1
        number = self._copies
        self._stores[number] = store
        self._by_path[path] = number
        return number, store.rebuilt

    def release(self, store: int) -> None:
        """One user of the store closed it; with the last one its connections close."""
        opened = self._store(store)
        opened.users -= 1
        if opened.users:
            return
        del self._stores[store]
        self._by_path = {path: number for path, number in self._by_path.items() if number != store}
        opened.close()

    def delete_store(self, place: object) -> None:
        """A store that is open goes on in files without names."""
        where = msgspec.convert(place, Place)
        path = store_path(self._view, where) if where.persist else f":memory:{where.name}"
        self._by_path.pop(path, None)
        if where.persist:
            delete_store(self._view, path)
            remove_files(self._view, key_file(path), ("", ".new"))

    def insert(
        self, store: int, transaction: int, table: str, columns: list[str], cells: list[Cell], conflict: int
    ) -> int:
        sql = statements.insert(table, tuple(columns), conflict)
        return self._store(store).insert(transaction, sql, bound_all(cells))

    def batch(
        self,
        store: int,
        transaction: int,
        table: str,
        columns: list[str],
        cells: list[Cell],
        conflict: int | None,
    ) -> int:
        """How many rows went in. Without ``conflict`` a failing statement gives -1 and what went before it stays, as
        batchInsert does; with it all rows must fit into one statement."""
        opened = self._store(store)
        if conflict is not None:
            sql = _one_insert(table, columns, cells, conflict)
            return opened.change(transaction, sql, bound_all(cells))
        most = statements.MOST_VARIABLES // len(columns) * len(columns)
        for start in range(0, len(cells), most):
            part = cells[start : start + most]
            sql = statements.insert(table, tuple(columns), 0, len(part) // len(columns))
            try:
                opened.change(transaction, sql, bound_all(part))
            except BusinessError as error:
                if error.code in LOCKED or not 14800021 <= error.code <= 14800034:
                    raise
                return BATCH_FAILED
        return len(cells) // len(columns)

    def batch_returning(
        self,
        store: int,
        transaction: int,
        table: str,
        columns: list[str],
        cells: list[Cell],
        conflict: int,
        returned: list[str],
        most: int,
    ) -> tuple[int, Window]:
        sql = _one_insert(table, columns, cells, conflict) + statements.returning(returned)
        return self._returned(store, transaction, sql, cells, most)

    def update(
        self,
        store: int,
        transaction: int,
        predicates: object,
        columns: list[str],
        cells: list[Cell],
        conflict: int,
        returned: list[str] | None = None,
        most: int = 0,
    ) -> object:
        """How many rows changed; with ``returned`` (column names) also the first ``most`` of them."""
        where = msgspec.convert(predicates, Predicates)
        sql = statements.update(where, columns, conflict)
        every = [*cells, *where.arguments]
        if returned is not None:
            return self._returned(store, transaction, sql + statements.returning(returned), every, most)
        return self._store(store).change(transaction, sql, bound_all(every))

    def delete(
        self, store: int, transaction: int, predicates: object, returned: list[str] | None = None, most: int = 0
    ) -> object:
        where = msgspec.convert(predicates, Predicates)
        sql = statements.delete(where)
        if returned is not None:
            return self._returned(store, transaction, sql + statements.returning(returned), where.arguments, most)
        return self._store(store).change(transaction, sql, bound_all(where.arguments))

    def query(self, store: int, transaction: int, predicates: object, columns: list[str]) -> Window:
        where = msgspec.convert(predicates, Predicates)
        return self.query_sql(store, transaction, statements.query(where, columns), where.arguments)

    def query_sql(self, store: int, transaction: int, sql: str, cells: list[Cell]) -> Window:
        opened = self._store(store)
        try:
            rows = opened.query(transaction, sql, bound_all(cells))
        except BusinessError as error:
            if error.code == CLOSED:
                raise
            return failed_query(error)
        return self._results.first_window(rows)

    def execute(self, store: int, transaction: int, sql: str, cells: list[Cell]) -> Cell:
        return shown(self._store(store).execute(transaction, sql, bound_all(cells)))

    def execute_sql(self, store: int, sql: str, cells: list[Cell]) -> None:
        self._store(store).execute_sql(sql, bound_all(cells))

    def version(self, store: int) -> int:
        return self._store(store).version()

    def set_version(self, store: int, version: int) -> None:
        self._store(store).set_version(version)

    def begin(self, store: int) -> None:
        self._store(store).begin()

    def commit(self, store: int) -> None:
        self._store(store).commit()

    def roll_back(self, store: int) -> None:
        self._store(store).roll_back()

    def create_transaction(self, store: int, kind: int) -> int:
        return self._store(store).create_transaction(kind)

    def end_transaction(self, store: int, transaction: int, sql: str) -> None:
        self._store(store).end_transaction(transaction, sql)

    def backup(self, store: int, name: str) -> None:
        """A former backup of that name is kept aside until the new one is there (rdb_store_impl.cpp:Backup).

        The name of a replica means the store's own; while it is open its ``-wal`` stands beside it, and a backup with
        a ``-wal`` is taken for a spoiled one and removed, as on a device.
        """
        opened = self._store(store)
        if opened.read_only or not opened.path:
            raise failure(NOT_SUPPORTED)
        path = backup_path(self._view, opened.path, name)
        kept = path + TEMPORARY_SUFFIX
        try:
            self._remove_spoiled(path)
            if self._view.exists(kept):
                remove_files(self._view, path, ("",))
            elif self._view.exists(path):
                self._view.rename(path, kept)
            try:
                if opened.has_replica and path.endswith(REPLICA_SUFFIX):
                    opened.back_up_to_replica()
                else:
                    self._view.write_file(path, opened.sealed(opened.content()), 0o660)
            except (OSError, BusinessError):
                remove_files(self._view, path, BACKUP_SUFFIXES)
                if self._view.exists(kept):
                    self._view.rename(kept, path)
                raise
            spoiled = self._remove_spoiled(path)
            if self._view.exists(kept) and spoiled:
                self._view.rename(kept, path)
            elif self._view.exists(kept):
                self._view.unlink(kept)
        except OSError as error:
            raise of_device(error) from error

    def restore(self, store: int, name: str) -> None:
        """An interrupted backup left the former one as ``.tmp``: that is taken then (GetDestPath)."""
        opened = self._store(store)
        if opened.read_only or not opened.path:
            raise failure(NOT_SUPPORTED)
        path = backup_path(self._view, opened.path, name)
        if self._view.exists(path + TEMPORARY_SUFFIX):
            path += TEMPORARY_SUFFIX
        if not self._view.exists(path):
            raise failure(INVALID_PATH)
        if opened.has_replica and path.endswith(REPLICA_SUFFIX):
            opened.restore_from_replica()
            return
        try:
            content = self._view.read_file(path)
        except OSError as error:
            raise of_device(error) from error
        opened.restore(opened.sealed(content))

    def restore_replica(self, store: int) -> None:
        self._store(store).restore_from_replica()

    def attach(self, store: int, name: str, path: str | None, place: object = None) -> int:
        """Attach the database at ``path``, or the store of ``place``."""
        opened = self._store(store)
        target = store_path(self._view, msgspec.convert(place, Place)) if path is None else path
        if not self._view.exists(target):
            raise failure(INVALID_PATH)
        return opened.attach(self._copy(target), name)

    def detach(self, store: int, name: str) -> int:
        return self._store(store).detach(name)

    @staticmethod
    def sql(kind: str, predicates: object, columns: list[str], conflict: int) -> str:
        """The text that getInsertSqlInfo and its like tell."""
        where = msgspec.convert(predicates, Predicates)
        if kind == "insert":
            return statements.insert(where.table, tuple(columns), conflict)
        if kind == "update":
            return statements.update(where, columns, conflict)
        return statements.delete(where) if kind == "delete" else statements.query(where, columns)

    def _returned(self, store: int, transaction: int, sql: str, cells: list[Cell], most: int) -> tuple[int, Window]:
        changed, rows = self._store(store).change_returning(transaction, sql, bound_all(cells), most)
        return changed, self._results.first_window(rows)

    def _store(self, number: int) -> Store:
        try:
            return self._stores[number]
        except KeyError:
            raise failure(CLOSED) from None

    def _remove_spoiled(self, path: str) -> bool:
        """Whether the backup at ``path`` has a ``-wal``; then it is gone."""
        spoiled = self._view.exists(path + "-wal")
        if spoiled:
            remove_files(self._view, path, BACKUP_SUFFIXES)
        return spoiled

    def _cipher(self, path: str, place: Place) -> FileCipher:
        parameters = msgspec.convert(place.crypto_param or {}, CryptoParameters)
        try:
            return self._keys.cipher(path, parameters, rebuild=place.allow_rebuild)
        except OSError as error:
            raise of_device(error) from error

    def _replica(self, path: str, mode: int, cipher: FileCipher | None) -> Replica:
        return Replica(self._view, self._copy(replica_path(path), cipher=cipher), self._functions, path, mode)

    def _copy(self, path: str, *, read_only: bool = False, cipher: FileCipher | None = None) -> WorkingCopy:
        self._copies += 1
        real = self._real(f"{self._copies}.db")
        return WorkingCopy(self._view, self._clock, path, real, seed=self._seed, read_only=read_only, cipher=cipher)

    def _real(self, name: str) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ohos-backup-databases-")
        return Path(self._folder.name, name)


def _one_insert(table: str, columns: list[str], cells: list[Cell], conflict: int) -> str:
    """To be atomic it must be one statement."""
    if len(cells) > statements.MOST_VARIABLES:
        raise inner_error()
    return statements.insert(table, tuple(columns), conflict, len(cells) // len(columns))
