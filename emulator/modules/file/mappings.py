"""``fs.mmap``: a file's bytes as memory (filemanagement_file_api mod_fs/properties/mmap_core.cpp, class_filemapping).

A shared mapping reads and writes the file itself; a private one has a copy of its own. Position, limit and their rules
are the guest's (internal.file-mapping.js).
"""

from __future__ import annotations

import errno
import os
import stat as stat_bits
from collections.abc import Mapping
from contextlib import suppress
from itertools import count

from ...filesystem.api import FileSystemView
from ..api import BusinessError, HostFunction
from .errors import SYSTEM_CAPABILITY, reported

READ_ONLY, READ_WRITE, PRIVATE = range(3)
UNSUPPORTED_FILE = SYSTEM_CAPABILITY + 56


class MappedFile:
    """``size`` bytes of a file from ``offset`` on. It holds a descriptor of its own, so the app may close its one."""

    def __init__(self, view: FileSystemView, descriptor: int, offset: int, size: int, private: bool) -> None:
        self._view = view
        self._descriptor = descriptor
        self._offset = offset
        self._copy = bytearray(view.read(descriptor, size, offset).ljust(size, b"\0")) if private else None

    def read(self, position: int, length: int) -> bytes:
        if self._copy is not None:
            return bytes(self._copy[position : position + length])
        return self._view.read(self._descriptor, length, self._offset + position)

    def write(self, position: int, data: bytes) -> None:
        if self._copy is not None:
            self._copy[position : position + len(data)] = data
        else:
            self._view.write(self._descriptor, data, self._offset + position)

    def sync(self) -> None:
        if self._copy is None:
            self._view.sync(self._descriptor)

    def close(self) -> None:
        self._view.close(self._descriptor)


class Mappings:
    """The mappings of one process."""

    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self._mapped: dict[int, MappedFile] = {}
        self._numbers = count(1)
        self.host_functions: Mapping[str, HostFunction] = {
            name: reported(function)
            for name, function in {
                "mmap.map": self.map,
                "mmap.read": self.read,
                "mmap.write": self.write,
                "mmap.sync": self.sync,
                "mmap.unmap": self.unmap,
            }.items()
        }

    def close(self) -> None:
        for number in list(self._mapped):
            with suppress(OSError):  # nobody is left to hear of it
                self.unmap(number)

    def map(self, descriptor: int, mode: int, offset: int, size: int) -> int:
        """A file that is too short grows first."""
        info = self._view.fstat(descriptor)
        if not stat_bits.S_ISREG(info.mode):
            raise BusinessError(UNSUPPORTED_FILE, "Mmap does not support mapping this file")
        if offset + size > info.size:
            self._view.truncate_descriptor(descriptor, offset + size)
        access = self._view.open_flags(descriptor) & os.O_ACCMODE
        if access == os.O_WRONLY or (mode == READ_WRITE and access != os.O_RDWR):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        number = next(self._numbers)
        self._mapped[number] = MappedFile(self._view, self._own(descriptor), offset, size, mode == PRIVATE)
        return number

    def _own(self, descriptor: int) -> int:
        """A mapping writes where it says, even when the app's descriptor appends."""
        flags = self._view.open_flags(descriptor)
        if flags & os.O_APPEND:
            return self._view.open(self._view.open_path(descriptor), flags & os.O_ACCMODE)
        return self._view.duplicate(descriptor)

    def read(self, number: int, position: int, length: int) -> bytes:
        return self._mapped[number].read(position, length)

    def write(self, number: int, position: int, data: bytes) -> None:
        self._mapped[number].write(position, data)

    def sync(self, number: int) -> None:
        self._mapped[number].sync()

    def unmap(self, number: int) -> None:
        self._mapped.pop(number).close()
