"""One SQLite database whose file lies in the emulated filesystem.

SQLite works on a private twin outside it; after every change the twin's bytes are written to the device, so a backup
sees them. A device keeps ``-wal`` and ``-shm`` beside an open database; here every change is in the main file.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ...filesystem.api import FileSystemView
from .query import register

FILE_MODE = 0o660


class DamagedDatabase(Exception):
    """The file is not an SQLite database, or a broken one."""


class Cipher(Protocol):
    """Between the database and the file that holds it."""

    def encode(self, content: bytes) -> bytes: ...

    def decode(self, file: bytes) -> bytes:
        """Raises DamagedDatabase."""
        ...


class DatabaseFile:
    """``schema`` makes the tables of a new database. Raises DamagedDatabase, or OSError of the emulated filesystem."""

    def __init__(self, view: FileSystemView, path: str, schema: str, cipher: Cipher | None = None) -> None:
        self._view = view
        self._cipher = cipher
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="ohos-backup-")
        self._twin = Path(self._folder.name) / "twin.db"
        try:
            self._saved = view.read_file(path) if view.exists(path) else b""
            self.connection = self._opened()
        except BaseException:
            self._folder.cleanup()
            raise
        if self._saved:
            return
        try:
            self.connection.executescript(schema)
            self.save()
        except BaseException:
            self.close()
            raise

    @property
    def content(self) -> bytes:
        """The file as it is on the device, encrypted if it is."""
        return self._saved

    @contextmanager
    def change(self) -> Generator[sqlite3.Connection, None, None]:
        """All of it or nothing; within a transaction of the app it becomes part of that."""
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        self.save()

    def save(self) -> None:
        """Write the twin to the device. When that fails nothing has changed. Raises OSError."""
        content = self._twin.read_bytes()
        if self._cipher is not None:
            content = self._cipher.encode(content)
        try:
            self._view.write_file(self._path, content, FILE_MODE)
        except OSError:
            self.connection.close()
            self.connection = self._opened()
            raise
        self._saved = content

    def replace(self, content: bytes) -> None:
        """Take the database ``content`` instead. Raises DamagedDatabase, with the former one kept, or OSError."""
        former, self._saved = self._saved, content
        self.connection.close()
        try:
            self.connection = self._opened()
            self._view.write_file(self._path, content, FILE_MODE)
        except (DamagedDatabase, OSError):
            self._saved = former
            self.connection.close()
            self.connection = self._opened()
            raise

    def close(self) -> None:
        self.connection.close()
        self._folder.cleanup()

    def _opened(self) -> sqlite3.Connection:
        content = self._saved
        self._twin.write_bytes(self._cipher.decode(content) if self._cipher is not None and content else content)
        connection = sqlite3.connect(self._twin, isolation_level=None, check_same_thread=False)
        register(connection)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")
            (state,) = connection.execute("PRAGMA quick_check").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise DamagedDatabase(str(error)) from error
        if state != "ok":
            connection.close()
            raise DamagedDatabase(str(state))
        return connection
