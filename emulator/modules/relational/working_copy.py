"""The real files on which SQLite works, and how what it does to them reaches the device's files.

SQLite's C code needs real files; the device's are objects in memory. A working copy is read from the device when the
database is opened, and after each statement what SQLite has changed is written through descriptors of the app, as
writes that obey quota and rights, stand in the trace and can be made to fail. They are kept open as on a device, so a
database that is deleted or replaced by rename meanwhile goes on in the nameless old file.

In WAL mode the wal-index tells what has changed without reading the database (see wal_index.py). The ``-shm``, which a
device writes through a memory map, is there in its length and full of zeros: SQLite rebuilds it from the ``-wal``
whenever a first connection opens.
"""

from __future__ import annotations

import os
from pathlib import Path

from ...clock import VirtualClock
from ...filesystem.api import FileSystemView
from .encryption import FileCipher
from .wal_index import WalIndex, WalState, changed_pages, runs
from .wal_salts import SeededSalts, start_of, translated

FILE_MODE = 0o660
"""SQLITE_DEFAULT_FILE_PERMISSIONS of the device's SQLite (third_party_sqlite BUILD.gn)."""

DATABASE, WAL, SHM, JOURNAL = "", "-wal", "-shm", "-journal"
COPIED = (DATABASE, WAL, JOURNAL)


class WorkingCopy:
    """The real files of one open database. ``path`` is that of the device, ``real`` that of the copy."""

    def __init__(
        self,
        view: FileSystemView,
        clock: VirtualClock,
        path: str,
        real: Path,
        *,
        seed: int = 0,
        read_only: bool = False,
        cipher: FileCipher | None = None,
    ) -> None:
        self._view = view
        self._clock = clock
        self.path = path
        self.real = real
        self.cipher = cipher
        self._flags = os.O_RDONLY if read_only else os.O_RDWR | os.O_CREAT
        self._descriptors: dict[str, int] = {}
        self._known: dict[str, tuple[int, int]] = {}
        """Size and time of the last change of the device's files, as this copy left them."""
        self._index = WalIndex(self._real(SHM), self._real(WAL))
        self._salts = SeededSalts(seed)
        self._state: WalState | None = None

    def fetch(self) -> None:
        """Open the device's files and make the real ones equal to them. Raises OSError."""
        self._forget_real()
        for suffix in COPIED:
            if suffix == DATABASE or suffix in self._descriptors or self._view.exists(self.path + suffix):
                self._read(suffix)

    @property
    def is_empty(self) -> bool:
        return not self._known[DATABASE][0]

    def settle(self) -> None:
        """SQLite has opened the copy and recovered its WAL: that changes nothing, but the files of a WAL are there."""
        self._state = self._index.state()
        if self._state:
            self._salts.adopt(self._state.salts)
            if WAL not in self._descriptors:
                self._put(WAL, b"", 0)
            self._grow_shm()

    def publish(self) -> None:
        """Write what SQLite has changed since the last time to the device. Raises OSError."""
        state, last = self._index.state(), self._state
        if state is None:
            self._publish_whole()
        elif last is None or (state.salts != last.salts and last.copied_back != last.frames):
            self._replace_on_device(DATABASE, self._real(DATABASE).read_bytes())
            self._publish_wal(0, state)
        elif state != last:
            restarted = state.salts != last.salts or not last.frames
            self._publish_wal(0 if restarted else last.frames, state)
            first = 0 if restarted else last.copied_back
            if state.copied_back > first:
                self._publish_pages(state, first)
        self._state = state

    def wal_grew(self) -> bool:
        """Whether SQLite moved changes of a running transaction from its memory to the WAL. Cheap."""
        return self._state is not None and self._index.wal_size() != self._state.size

    def take_over_changes(self) -> None:
        """The app may have written to the files of the open database: let SQLite meet it as it would on a device."""
        for suffix, known in list(self._known.items()):
            if suffix != SHM and self._stamp(suffix) != known:
                self._read(suffix)

    def empty_wal(self) -> None:
        """What closing the last connection leaves of a WAL: the device's SQLite keeps the files (persist WAL) and
        cuts the WAL to nothing (wal.c:sqlite3WalClose with a journal size limit)."""
        self._truncate(WAL, 0)

    def replace(self, content: bytes) -> None:
        """Give the database another content and no WAL, on the device and here."""
        self._truncate(WAL, 0)
        self._truncate(JOURNAL, 0)
        self._replace_on_device(DATABASE, content)
        self.fetch()

    def close(self) -> None:
        """Close the device's files and drop the real ones."""
        while self._descriptors:
            _, descriptor = self._descriptors.popitem()
            self._view.close(descriptor)
        self.drop()

    def drop(self) -> None:
        """Drop the real files only: the process is gone, and its descriptors with it."""
        self._descriptors.clear()
        self._known.clear()
        self._forget_real()

    def _forget_real(self) -> None:
        self._index.close()
        self._state = None
        for suffix in (*COPIED, SHM):
            self._real(suffix).unlink(missing_ok=True)

    def _real(self, suffix: str) -> Path:
        return self.real.with_name(self.real.name + suffix)

    def _read(self, suffix: str) -> None:
        """Copy a file of the device to the real one."""
        if suffix not in self._descriptors:
            self._descriptors[suffix] = self._view.open(self.path + suffix, self._flags, FILE_MODE)
            self._known[suffix] = 0, self._clock.now_ns
        size, changed = self._stamp(suffix)
        self._real(suffix).write_bytes(self._on_device(suffix, size))
        self._known[suffix] = size, changed

    def _on_device(self, suffix: str, size: int) -> bytes:
        content = self._view.read(self._descriptors[suffix], size, 0) if size else b""
        return self.cipher.applied(suffix, content, 0) if self.cipher else content

    def _stamp(self, suffix: str) -> tuple[int, int]:
        stat = self._view.fstat(self._descriptors[suffix])
        return stat.size, stat.mtime_ns

    def _publish_wal(self, first_frame: int, state: WalState) -> None:
        start = start_of(state, first_frame)
        with self._real(WAL).open("rb") as wal:
            wal.seek(start)
            self._put(WAL, translated(self._salts, wal.read(), state, first_frame), start)
        self._truncate(WAL, state.size)
        self._grow_shm()

    def _grow_shm(self) -> None:
        size, known = self._real(SHM).stat().st_size, self._known.get(SHM, (0, 0))[0]
        if size > known:
            self._put(SHM, bytes(size - known), known)

    def _publish_pages(self, state: WalState, first_frame: int) -> None:
        pages = changed_pages(self._real(WAL), state, first_frame)
        with self._real(DATABASE).open("rb") as database:
            size = database.seek(0, os.SEEK_END)
            for start, length in runs(pages, state.page_size, size):
                database.seek(start)
                self._put(DATABASE, database.read(length), start)
        self._truncate(DATABASE, size)

    def _publish_whole(self) -> None:
        """Not in WAL mode: compare everything."""
        for suffix in COPIED:
            real = self._real(suffix)
            content = real.read_bytes() if real.exists() else b""
            if suffix not in self._descriptors:
                if real.exists():
                    self._put(suffix, content, 0)
                continue
            size = self._known[suffix][0]
            if content != self._on_device(suffix, size):
                self._replace_on_device(suffix, content)

    def _replace_on_device(self, suffix: str, content: bytes) -> None:
        self._put(suffix, content, 0)
        self._truncate(suffix, len(content))

    def _truncate(self, suffix: str, size: int) -> None:
        """Cut the device's file to ``size`` if it is longer."""
        if self._known.get(suffix, (0, 0))[0] > size:
            self._view.truncate_descriptor(self._descriptors[suffix], size)
            self._known[suffix] = size, self._clock.now_ns

    def _put(self, suffix: str, data: bytes, at: int) -> None:
        """Write all of ``data``. A full device takes a part of it, and the next write fails. A read-only connection
        makes the files of the WAL as well."""
        if suffix not in self._descriptors:
            flags = os.O_RDWR | os.O_CREAT
            self._descriptors[suffix] = self._view.open(self.path + suffix, flags, FILE_MODE)
            self._known[suffix] = 0, self._clock.now_ns
            self._known[suffix] = self._stamp(suffix)
        descriptor = self._descriptors[suffix]
        if self.cipher and suffix != SHM:
            data = self.cipher.applied(suffix, data, at)
        while data:
            count = self._view.write(descriptor, data, at)
            data, at = data[count:], at + count
            self._known[suffix] = max(at, self._known[suffix][0]), self._clock.now_ns
