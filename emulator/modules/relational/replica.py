"""The second database of a store in high-availability mode: when it is written, trusted and taken back.

Every statement that changed the main database is repeated on the replica; what fails there marks the replica as no
longer equal, and the store goes on without telling. Sources: distributeddatamgr_relational_store
sqlite_connection.cpp (InnerCreate, CreateSlaveConnection, GenerateExchangeStrategy, ExchangeVerify, Repair),
sqlite_statement.cpp:Execute, sqlite_utils.cpp:GetSlavePath. SQLite's binary log, with which some products keep the
replica later and in pieces, is an extension that OpenHarmony's SQLite does not come with (IsSupportBinlog).
A device copies the main database to the replica on another thread; here it is done when the store is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...filesystem.api import FileSystemView
from ..api import BusinessError
from .connections import Connection
from .errors import CLOSED, CORRUPT, failure
from .functions import DeviceFunctions
from .places import DELETED_SUFFIXES, FAILED_SUFFIX, INTERRUPTED_SUFFIX, remove_files
from .values import SqlValue
from .working_copy import WorkingCopy

if TYPE_CHECKING:
    from .open_store import OpenStore

SINGLE, MAIN_REPLICA, MANUAL_TRIGGER = range(3)
"""HAMode; the last one is known to the native layer only."""

_TABLES = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'"
_INDEXES = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index'"


class Replica:
    """``copy`` is that of the replica's own files, ``main`` the path of the main database."""

    def __init__(
        self, view: FileSystemView, copy: WorkingCopy, functions: DeviceFunctions, main: str, mode: int
    ) -> None:
        self._view = view
        self._copy = copy
        self._functions = functions
        self._main = main
        self.mode = mode
        self._store: OpenStore | None = None

    @property
    def exists(self) -> bool:
        return self._view.exists(self._copy.path)

    def accompany(self, main: OpenStore) -> None:
        """The store has been opened: open the replica with it and, unless the store was mended just now, make the one
        equal to the other. No failure of the replica is told to the app."""
        if self.mode == SINGLE:
            return
        unusable = not self.exists or self._marked(INTERRUPTED_SUFFIX) or self._marked(FAILED_SUFFIX)
        if self.mode == MANUAL_TRIGGER and unusable:
            return
        self._open()
        if self._store is None or main.rebuilt:
            return
        try:
            self._exchange(main, self._store)
        except BusinessError:
            # ExchangeSlaverToMaster's answer is dropped by rdb_store_impl.cpp:Init.
            return

    def twin(self) -> Connection | None:
        """A connection that repeats what one of the main database does; None without an open replica."""
        return self._store.connected() if self._store else None

    def repeat(self, twin: Connection, sql: str, values: Sequence[SqlValue]) -> None:
        """What the main database has done."""
        if self._store is None:
            return
        try:
            twin.run(sql, values).close()
        except BusinessError:
            self._mark(FAILED_SUFFIX)
        try:
            self._store.wrote(twin)
        except BusinessError:
            self._mark(FAILED_SUFFIX)
            self.drop()

    def sound_content(self) -> bytes | None:
        """What a damaged main database is mended with, in any mode; None without a replica that is whole."""
        if not self.exists:
            return None
        self._open()
        if self._store is None:
            return None
        try:
            self._verify(self._store)
            content = self._store.content()
        except BusinessError:
            content = None
        self.close()
        return content

    def restorable(self, main: OpenStore) -> bytes:
        """What ``restore`` takes. Raises BusinessError for a replica that is closed, broken or known to be behind."""
        if self._store is None:
            raise failure(CLOSED)
        self._verify(self._store)
        if self._marked(FAILED_SUFFIX) and not _less(main, self._store):
            raise failure(CORRUPT)
        return self._store.content()

    def take(self, main: OpenStore) -> None:
        """Make the replica equal to the main database. Raises BusinessError for a main one that is damaged."""
        if self._store is None:
            self._open()
        if self._store is None:
            raise failure(CORRUPT)
        if main.counted("PRAGMA quick_check") != "ok":
            raise failure(CORRUPT)
        self._mark(INTERRUPTED_SUFFIX)
        self._store.replace_content(main.content())
        self.set_valid()

    def set_valid(self) -> None:
        remove_files(self._view, self._main, (INTERRUPTED_SUFFIX, FAILED_SUFFIX))

    def delete(self) -> None:
        """Close the replica and remove its files, and the marks beside the main database."""
        self.drop()
        remove_files(self._view, self._copy.path, DELETED_SUFFIXES)
        self.set_valid()

    def meet_changes(self) -> None:
        if self._store:
            self._store.meet_changes()

    def close(self) -> None:
        """A device that refuses the last writes leaves a replica that is known to be behind."""
        if self._store is None:
            return
        try:
            self._store.close()
        except BusinessError:
            self._mark(FAILED_SUFFIX)
            self._store.drop()
        self._store = None

    def drop(self) -> None:
        store, self._store = self._store, None
        if store:
            store.drop()

    def _open(self) -> None:
        """A replica that is damaged is made anew, or for MANUAL_TRIGGER only removed."""
        # The replica is a store of its own; a store knows its replica.
        from .open_store import OpenStore

        try:
            self._store = OpenStore(self._copy, self._functions, rebuild=self.mode != MANUAL_TRIGGER)
        except BusinessError as error:
            self._mark(FAILED_SUFFIX)
            if error.code == CORRUPT:
                remove_files(self._view, self._copy.path, DELETED_SUFFIXES)
            return
        if self._store.rebuilt:
            self._mark(FAILED_SUFFIX)

    def _exchange(self, main: OpenStore, replica: OpenStore) -> None:
        """As GenerateExchangeStrategy decides; a number that cannot be read stands for a damaged database."""
        tables, here = main.counted(_TABLES), replica.counted(_TABLES)
        if tables is None or (tables == 0 and here):
            main.restore_from_replica()
        elif tables and self.mode != MANUAL_TRIGGER:
            same = tables == here and main.counted(_INDEXES) == replica.counted(_INDEXES)
            if not same or self._marked(FAILED_SUFFIX):
                self.take(main)

    def _verify(self, replica: OpenStore) -> None:
        """VerifySlaveIntegrity. Raises BusinessError."""
        if self._marked(INTERRUPTED_SUFFIX) or not replica.counted(_TABLES):
            raise failure(CORRUPT)
        if replica.counted("PRAGMA integrity_check") != "ok":
            self._mark(FAILED_SUFFIX)
            raise failure(CORRUPT)

    def _marked(self, suffix: str) -> bool:
        return self._view.exists(self._main + suffix)

    def _mark(self, suffix: str) -> None:
        """Leave an empty file beside the main database; a device that is full goes without (SetSlaveInvalid)."""
        if self._marked(suffix):
            return
        try:
            self._view.write_file(self._main + suffix, b"", 0o660)
        except OSError:
            return


def _less(main: OpenStore, replica: OpenStore) -> bool:
    """Whether the main database is empty, or has no version and the replica has one (IsDbVersionBelowSlave)."""
    if not main.counted(_TABLES):
        return True
    return not main.counted("PRAGMA user_version") and bool(replica.counted("PRAGMA user_version"))
