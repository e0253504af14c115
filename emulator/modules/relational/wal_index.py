"""What the wal-index (``-shm``) says about a database in WAL mode (format: sqlite.org/walformat.html)."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

import msgspec

WAL_HEADER, FRAME_HEADER = 32, 24
INDEX_HEADER = 104


class WalState(msgspec.Struct, frozen=True):
    """One state of a WAL. ``salts`` change when it starts over; ``frames`` hold committed pages, of which the first
    ``copied_back`` are in the database as well; ``size`` is the file's and may include pages not committed yet."""

    change: bytes
    salts: bytes
    frames: int
    copied_back: int
    page_size: int
    size: int


class WalIndex:
    """The real ``-shm`` and ``-wal`` of an open database, which SQLite changes through its memory map."""

    def __init__(self, shm: Path, wal: Path) -> None:
        self._shm = shm
        self._wal = str(wal)
        self._file: BinaryIO | None = None

    def state(self) -> WalState | None:
        """None when the database is not in WAL mode, or nothing was read from it yet."""
        if self._file is None:
            try:
                self._file = self._shm.open("rb", buffering=0)
            except FileNotFoundError:
                return None
        self._file.seek(0)
        head = self._file.read(INDEX_HEADER)
        if len(head) < INDEX_HEADER or not head[12] or not self._shm.exists():
            return None
        page_size, frames = struct.unpack_from("=HI", head, 14)
        (copied_back,) = struct.unpack_from("=I", head, 96)
        page_size = (page_size & 0xFE00) | ((page_size & 1) << 16)
        return WalState(head[:48], head[32:40], frames, copied_back, page_size, self.wal_size())

    def wal_size(self) -> int:
        try:
            return os.stat(self._wal).st_size  # noqa: PTH116 - asked after each statement
        except FileNotFoundError:
            return 0

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def frame_offset(state: WalState, frame: int) -> int:
    """Where the frame (counted from 0) begins in the WAL."""
    return WAL_HEADER + frame * (FRAME_HEADER + state.page_size)


def changed_pages(wal: Path, state: WalState, first_frame: int) -> list[int]:
    """The numbers (from 1) of the pages in the frames from ``first_frame`` to the last that was copied back."""
    pages: set[int] = set()
    with wal.open("rb") as file:
        for frame in range(first_frame, state.copied_back):
            file.seek(frame_offset(state, frame))
            pages.add(struct.unpack(">I", file.read(4))[0])
    return sorted(pages)


def runs(pages: list[int], page_size: int, size: int) -> list[tuple[int, int]]:
    """Offset and length of the stretches that ``pages`` make up in a file of ``size`` bytes."""
    stretches: list[tuple[int, int]] = []
    for page in pages:
        start = (page - 1) * page_size
        if start >= size:
            continue
        if stretches and sum(stretches[-1]) == start:
            stretches[-1] = (stretches[-1][0], stretches[-1][1] + page_size)
        else:
            stretches.append((start, page_size))
    return stretches
