"""What ``sqlite3`` gets: a real copy of the database in a private folder, and the device gets every change back.

SQLite's C code works on real files only. ``sqlite3.connect(path)`` therefore copies the database with its ``-wal``,
``-shm`` and ``-journal`` from the sandbox, opens the copy, and after each statement that leaves no transaction open
(and after commit, rollback and close) writes the changed files back to the sandbox. Killed inside a transaction, the
device keeps the state before it. ``:memory:`` and temporary databases have no files. Connections to one path share
one copy; it is read anew when none is open.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from .channel import Channel
from .files import DeviceFiles, PathLike

SUFFIXES = ("", "-wal", "-shm", "-journal")
ResultT = TypeVar("ResultT")

_real_open = os.open
_real_read = os.read
_real_write = os.write
_real_close = os.close
_real_fstat = os.fstat
_real_unlink = os.unlink
_real_connect = sqlite3.connect


class _Copy:
    """The real files of one database of the device."""

    def __init__(self, channel: Channel, device_path: str, real_path: str) -> None:
        self._channel = channel
        self.device_path = device_path
        self.real_path = real_path
        self.connections = 0
        self._known: dict[str, bytes | None] = {}

    def fetch(self) -> None:
        """Read the database from the device."""
        for suffix in SUFFIXES:
            content: bytes | None = None
            if self._channel.exists(self.device_path + suffix):
                content = self._channel.data("read_file", self.device_path + suffix)
                _write_real(self.real_path + suffix, content)
            else:
                _remove_real(self.real_path + suffix)
            self._known[suffix] = content

    def store(self) -> None:
        """Write what has changed to the device."""
        for suffix in SUFFIXES:
            content = _read_real(self.real_path + suffix)
            if content == self._known.get(suffix):
                continue
            if content is None:
                if self._channel.exists(self.device_path + suffix):
                    self._channel.file_call("unlink", self.device_path + suffix)
            else:
                self._channel.file_call("write_file", self.device_path + suffix, content)
            self._known[suffix] = content


class Databases:
    def __init__(self, channel: Channel, files: DeviceFiles, folder: str) -> None:
        self._channel = channel
        self._files = files
        self._folder = folder
        self._copies: dict[str, _Copy] = {}

    def install(self) -> None:
        sqlite3.connect = sqlite3.dbapi2.connect = self.connect  # pyright: ignore

    def connect(self, database: PathLike, *args: Any, **options: Any) -> sqlite3.Connection:
        """As ``sqlite3.connect``, on the device."""
        name = os.fsdecode(database)
        query = ""
        if options.get("uri") and name.startswith("file:"):
            parts = urlsplit(name)
            name, query = unquote(parts.path), parts.query
        factory: type[sqlite3.Connection] = options.pop("factory", sqlite3.Connection)
        if name in ("", ":memory:") or "mode=memory" in query:
            return _real_connect(database, *args, factory=factory, **options)
        copy = self._copy_of(name)
        target = f"file:{copy.real_path}?{query}" if query else copy.real_path
        connection = _real_connect(target, *args, factory=_stored_connection(factory, copy), **options)
        copy.connections += 1
        copy.store()
        return connection

    def _copy_of(self, name: str) -> _Copy:
        path = name if name.startswith("/") else os.path.join(self._files.getcwd(), name)  # noqa: PTH118
        folder, _, base = path.rpartition("/")
        try:
            path = f"{self._channel.path('real_path', folder or '/').rstrip('/')}/{base}"
            self._check_usable(path)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EISDIR, errno.EROFS):
                raise
            raise sqlite3.OperationalError("unable to open database file") from None
        copy = self._copies.setdefault(path, _Copy(self._channel, path, f"{self._folder}/{len(self._copies)}.db"))
        if copy.connections == 0:
            copy.fetch()
        return copy

    def _check_usable(self, path: str) -> None:
        if self._channel.exists(path):
            self._channel.file_call("access", path, os.R_OK)
        else:
            self._channel.file_call("access", path.rpartition("/")[0] or "/", os.W_OK | os.X_OK)


def _stored_connection(base: type[sqlite3.Connection], copy: _Copy) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            return self._stored(lambda: super(Cursor, self).execute(sql, parameters))

        def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
            return self._stored(lambda: super(Cursor, self).executemany(sql, parameters))

        def executescript(self, sql: str, /) -> Any:
            return self._stored(lambda: super(Cursor, self).executescript(sql))

        def _stored(self, act: Callable[[], ResultT]) -> ResultT:
            try:
                return act()
            finally:
                if not self.connection.in_transaction:
                    copy.store()

    class Connection(base):
        is_open = True

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        # The C code of these three makes a plain cursor of its own, hence through ours.
        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            return self.cursor().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
            return self.cursor().executemany(sql, parameters)

        def executescript(self, sql: str, /) -> Any:
            return self.cursor().executescript(sql)

        def commit(self) -> None:
            super().commit()
            copy.store()

        def rollback(self) -> None:
            super().rollback()
            copy.store()

        def __exit__(self, *details: Any) -> Any:
            try:
                return super().__exit__(*details)
            finally:
                copy.store()

        def close(self) -> None:
            super().close()
            if self.is_open:
                self.is_open = False
                copy.store()
                copy.connections -= 1

    return Connection


def _read_real(path: str) -> bytes | None:
    try:
        descriptor = _real_open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        data = bytearray()
        while chunk := _real_read(descriptor, max(1, _real_fstat(descriptor).st_size)):
            data += chunk
        return bytes(data)
    finally:
        _real_close(descriptor)


def _write_real(path: str, content: bytes) -> None:
    descriptor = _real_open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        data = memoryview(content)
        while data:
            data = data[_real_write(descriptor, data) :]
    finally:
        _real_close(descriptor)


def _remove_real(path: str) -> None:
    try:
        _real_unlink(path)
    except FileNotFoundError:
        return
