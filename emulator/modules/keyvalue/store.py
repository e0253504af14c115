"""One open single-version store: its entries in ``sync_data``, as DistributedDB keeps them.

Source: distributeddatamgr_kv_store innerkitsimpl/kvdb/src/single_store_impl.cpp, store_factory.cpp and
libs/distributeddb (column names of sync_data; the folder is the upper-case SHA-256 of the store's name; schemas:
storage/src/upgrader/single_ver_schema_database_upgrader.cpp). Entries come in the order of the bytes of their keys. The
values of a store with a schema are JSON as it is, without a byte for their type (js_util.cpp).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

from ...clock import VirtualClock
from ...filesystem.api import FileSystemView
from .database import Cipher, DatabaseFile
from .errors import already_closed, database_error, invalid_argument, not_found
from .keys import Keys, PlainKeys
from .query import Query, selection
from .schema import InvalidSchema, Schema, UnfitValue, parse_schema
from .values import STRING, GuestValue, decoded, encoded

SCHEMA = """
CREATE TABLE local_data(key BLOB PRIMARY KEY, value BLOB, timestamp INT, hash_key BLOB);
CREATE TABLE sync_data(
    hash_key BLOB PRIMARY KEY NOT NULL, key BLOB NOT NULL, value BLOB, device BLOB, ori_device BLOB,
    flag INT NOT NULL, timestamp INT NOT NULL, w_timestamp INT, create_time INT DEFAULT 0, modify_time INT DEFAULT 0
);
CREATE INDEX key_index ON sync_data(key, flag);
CREATE INDEX time_index ON sync_data(timestamp);
"""
META_TABLE = "CREATE TABLE IF NOT EXISTS meta_data(key BLOB PRIMARY KEY NOT NULL, value BLOB)"
SCHEMA_KEY = b"schemaKey"
LONGEST_VALUE = 4194303
WRITTEN_HERE, DELETED = 2, 1
TICKS_PER_MILLISECOND = 10_000

Entry = tuple[str, int, object]
"""Key, type and plain value."""

Changes = dict[str, list[Entry]]
"""``inserted``, ``updated`` and ``deleted`` entries, as a change notification names them."""


def store_folder(base: str, store: str) -> str:
    return f"{base}/kvdb/{hashlib.sha256(store.encode()).hexdigest().upper()}"


def store_file(base: str, store: str) -> str:
    return f"{store_folder(base, store)}/single_ver/main/gen_natural_store.db"


class KeyValueStore:
    """``base`` is the databases' folder, ``cipher`` that of an encrypted store, ``schema`` the text of one or empty.

    Raises BusinessError for a schema that is none or does not go with what is in the database. Calls after ``close``
    raise the error of a closed store.
    """

    def __init__(
        self,
        view: FileSystemView,
        clock: VirtualClock,
        base: str,
        name: str,
        cipher: Cipher | None = None,
        *,
        keys: Keys | None = None,
        schema: str = "",
    ) -> None:
        self.base = base
        self.name = name
        self.references = 1
        self._clock = clock
        self._keys = keys or PlainKeys()
        try:
            self._schema = parse_schema(schema) if schema else None
        except InvalidSchema as error:
            raise database_error() from error
        self._database: DatabaseFile | None = DatabaseFile(view, store_file(base, name), SCHEMA, cipher)
        self._read_only = False
        try:
            self._meet_schema(self._database)
        except BaseException:
            self.close()
            raise

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
        self._check_writable()
        rows = [(self._keys.own(key), self._encoded(kind, plain)) for key, kind, plain in entries]
        if any(not key or len(blob) > LONGEST_VALUE for key, blob in rows):
            raise invalid_argument()
        if self._schema:
            rows = [(key, _amended(self._schema, blob)) for key, blob in rows]
        changes: Changes = {"inserted": [], "updated": [], "deleted": []}
        with self.database.change() as connection:
            for key, blob in rows:
                known = self._value(connection, key)
                self._write(connection, key, blob)
                changes["inserted" if known is None else "updated"].append(self._entry(key, blob))
        return changes

    def remove(self, keys: Sequence[str]) -> Changes:
        """A key that is not there is no error."""
        self._check_writable()
        rows = [self._keys.own(key) for key in keys]
        if not all(rows):
            raise invalid_argument()
        changes: Changes = {"inserted": [], "updated": [], "deleted": []}
        with self.database.change() as connection:
            for key in rows:
                known = self._value(connection, key)
                if known is not None:
                    connection.execute("DELETE FROM sync_data WHERE hash_key = ?", (_hash(key),))
                    changes["deleted"].append(self._entry(key, known))
        return changes

    def get(self, key: str, device: str = "") -> GuestValue:
        """Raises the documented error for a key that is not there."""
        wanted = self._keys.asked(key, device)
        database = self.database
        if not wanted:
            raise invalid_argument()
        blob = self._value(database.connection, wanted)
        if blob is None:
            raise not_found()
        return self._decoded(blob)

    def entries(self, query: Query) -> list[Entry]:
        return [self._entry(bytes(key), bytes(value)) for key, value in self._selected("key, value", query)]

    def count(self, query: Query) -> int:
        return len(self._selected("key", query, count=True))

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

    def _selected(self, columns: str, query: Query, *, count: bool = False) -> list[tuple[bytes, ...]]:
        connection = self.database.connection
        prefix = None if query.prefix is None else self._keys.prefix(query.prefix, query.device)
        wanted = selection(query, prefix, self._schema, count=count)
        try:
            return connection.execute(f"SELECT {columns} FROM sync_data WHERE {wanted.sql}", wanted.values).fetchall()
        except sqlite3.OperationalError as error:
            raise database_error() from error

    def _meet_schema(self, database: DatabaseFile) -> None:
        """A store once opened with a schema can only be read without one."""
        saved = self._saved_schema(database.connection)
        if self._schema is None:
            self._read_only = saved is not None
            return
        if saved and saved.text == self._schema.text:
            return
        try:
            if saved is None or saved.upgraded_by(self._schema):
                self._upgrade_values(database, self._schema)
        except (InvalidSchema, UnfitValue) as error:
            raise database_error() from error
        with database.change() as connection:
            connection.execute(META_TABLE)
            connection.execute("REPLACE INTO meta_data VALUES(?, ?)", (SCHEMA_KEY, self._schema.text.encode()))

    @staticmethod
    def _upgrade_values(database: DatabaseFile, schema: Schema) -> None:
        with database.change() as connection:
            for number, value in connection.execute("SELECT rowid, value FROM sync_data").fetchall():
                amended = schema.amended(bytes(value))
                if amended != value:
                    connection.execute("UPDATE sync_data SET value = ? WHERE rowid = ?", (amended, number))

    @staticmethod
    def _saved_schema(connection: sqlite3.Connection) -> Schema | None:
        """A text that is no schema counts as none."""
        known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta_data'"
        if connection.execute(known).fetchone() is None:
            return None
        row = connection.execute("SELECT value FROM meta_data WHERE key = ?", (SCHEMA_KEY,)).fetchone()
        try:
            return parse_schema(bytes(row[0]).decode("utf-8", "replace")) if row else None
        except InvalidSchema:
            return None

    def _check_writable(self) -> None:
        if self._read_only:
            raise database_error()

    def _encoded(self, kind: int, plain: object) -> bytes:
        if self._schema is None:
            return encoded(kind, plain)
        if kind != STRING:
            # The device's process ends here: it takes the value for a text without asking (js_single_kv_store.cpp:Put).
            raise invalid_argument()
        return str(plain).encode("utf-8", "replace")

    def _decoded(self, blob: bytes) -> GuestValue:
        """Without a byte for the type, the first byte of the text stands for it."""
        if self._schema is None:
            return decoded(blob)
        return (blob[0] if blob else STRING), blob.decode("utf-8", "replace")

    def _entry(self, key: bytes, blob: bytes) -> Entry:
        return (self._keys.shown(key), *self._decoded(blob))

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


def _amended(schema: Schema, value: bytes) -> bytes:
    try:
        return schema.amended(value)
    except UnfitValue as error:
        raise invalid_argument() if len(value) <= schema.skip else database_error() from error
