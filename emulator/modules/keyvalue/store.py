"""One open single-version store: its entries in ``sync_data``, as DistributedDB keeps them.

Source: distributeddatamgr_kv_store innerkitsimpl/kvdb/src/single_store_impl.cpp, store_factory.cpp, convertor.cpp and
libs/distributeddb (column names of sync_data; the folder is the upper-case SHA-256 of the store's name). Keys lose the
blanks around them; entries come in the order of the bytes of their keys.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

from ...clock import VirtualClock
from ...filesystem.api import FileSystemView
from .database import Cipher, DatabaseFile
from .errors import already_closed, database_error, invalid_argument, not_found
from .values import GuestValue, decoded, encoded

SCHEMA = """
CREATE TABLE local_data(key BLOB PRIMARY KEY, value BLOB, timestamp INT, hash_key BLOB);
CREATE TABLE sync_data(
    hash_key BLOB PRIMARY KEY NOT NULL, key BLOB NOT NULL, value BLOB, device BLOB, ori_device BLOB,
    flag INT NOT NULL, timestamp INT NOT NULL, w_timestamp INT, create_time INT DEFAULT 0, modify_time INT DEFAULT 0
);
CREATE INDEX key_index ON sync_data(key, flag);
CREATE INDEX time_index ON sync_data(timestamp);
"""
LONGEST_KEY = 1024
LONGEST_VALUE = 4194303
WRITTEN_HERE, DELETED = 2, 1
BLANKS = b" \t\n\v\f\r"
TICKS_PER_MILLISECOND = 10_000

Entry = tuple[str, int, object]
"""Key, type and plain value."""

Changes = dict[str, list[Entry]]
"""``inserted``, ``updated`` and ``deleted`` entries, as a change notification names them."""


def store_folder(base: str, store: str) -> str:
    return f"{base}/kvdb/{hashlib.sha256(store.encode()).hexdigest().upper()}"


def store_file(base: str, store: str) -> str:
    return f"{store_folder(base, store)}/single_ver/main/gen_natural_store.db"


def database_key(key: str) -> bytes:
    """The key as stored; empty for one that no store takes."""
    trimmed = key.encode("utf-8", "replace").strip(BLANKS)
    return trimmed if len(trimmed) <= LONGEST_KEY else b""


class KeyValueStore:
    """``base`` is the databases' folder, ``cipher`` that of an encrypted store.

    Calls after ``close`` raise the error of a closed store.
    """

    def __init__(
        self, view: FileSystemView, clock: VirtualClock, base: str, name: str, cipher: Cipher | None = None
    ) -> None:
        self.base = base
        self.name = name
        self.references = 1
        self._clock = clock
        self._database: DatabaseFile | None = DatabaseFile(view, store_file(base, name), SCHEMA, cipher)

    @property
    def database(self) -> DatabaseFile:
        if self._database is None:
            raise already_closed()
        return self._database

    def close(self) -> None:
        """What a transaction has not committed is lost."""
        if self._database is not None:
            self._database.close()
        self._database = None

    def put(self, entries: Sequence[Entry]) -> Changes:
        rows = [(database_key(key), encoded(kind, plain)) for key, kind, plain in entries]
        if any(not key or len(blob) > LONGEST_VALUE for key, blob in rows):
            raise invalid_argument()
        changes: Changes = {"inserted": [], "updated": [], "deleted": []}
        with self.database.change() as connection:
            for key, blob in rows:
                known = self._value(connection, key)
                self._write(connection, key, blob)
                changes["inserted" if known is None else "updated"].append(_entry(key, blob))
        return changes

    def remove(self, keys: Sequence[str]) -> Changes:
        """A key that is not there is no error."""
        rows = [database_key(key) for key in keys]
        if not all(rows):
            raise invalid_argument()
        changes: Changes = {"inserted": [], "updated": [], "deleted": []}
        with self.database.change() as connection:
            for key in rows:
                known = self._value(connection, key)
                if known is not None:
                    connection.execute("DELETE FROM sync_data WHERE hash_key = ?", (_hash(key),))
                    changes["deleted"].append(_entry(key, known))
        return changes

    def get(self, key: str) -> GuestValue:
        """Raises the documented error for a key that is not there."""
        wanted = database_key(key)
        database = self.database
        if not wanted:
            raise invalid_argument()
        blob = self._value(database.connection, wanted)
        if blob is None:
            raise not_found()
        return decoded(blob)

    def entries(self, prefix: str, limit: int, offset: int) -> list[Entry]:
        """Those whose key begins with ``prefix``; a negative ``limit`` stands for all."""
        start = prefix.encode("utf-8", "replace").strip(BLANKS)
        rows = self.database.connection.execute(
            "SELECT key, value FROM sync_data WHERE substr(key, 1, ?) = ? AND (flag & ?) = 0"
            " ORDER BY key LIMIT ? OFFSET ?",
            (len(start), start, DELETED, limit, offset),
        )
        return [_entry(bytes(key), bytes(value)) for key, value in rows]

    def begin(self) -> None:
        if self.database.connection.in_transaction:
            raise database_error()
        self.database.connection.execute("BEGIN")

    def end(self, word: str) -> None:
        """``COMMIT`` or ``ROLLBACK`` of the app's transaction."""
        if not self.database.connection.in_transaction:
            raise database_error()
        self.database.connection.execute(word)
        if word == "COMMIT":
            self.database.save()

    @staticmethod
    def _value(connection: sqlite3.Connection, key: bytes) -> bytes | None:
        row = connection.execute(
            "SELECT value FROM sync_data WHERE hash_key = ? AND (flag & ?) = 0", (_hash(key), DELETED)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _write(self, connection: sqlite3.Connection, key: bytes, blob: bytes) -> None:
        now = self._clock.now_ms * TICKS_PER_MILLISECOND
        connection.execute(
            "INSERT INTO sync_data(hash_key, key, value, device, ori_device, flag, timestamp, w_timestamp, create_time,"
            " modify_time) VALUES(?, ?, ?, x'', x'', ?, ?, ?, ?, ?) ON CONFLICT(hash_key) DO UPDATE SET"
            " value = excluded.value, flag = excluded.flag, timestamp = excluded.timestamp,"
            " w_timestamp = excluded.w_timestamp, modify_time = excluded.modify_time",
            (_hash(key), key, blob, WRITTEN_HERE, now, now, now, now),
        )


def _hash(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def _entry(key: bytes, blob: bytes) -> Entry:
    return (key.decode("utf-8", "replace"), *decoded(blob))
