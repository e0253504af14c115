"""Calls on file descriptors: open, close, read, write, lseek, dup, truncate, fsync, flock.

Source: filemanagement_file_api interfaces/kits/js/src/mod_fs (properties/open.cpp, prop_n_exporter.cpp, lseek.cpp,
dup.cpp, truncate.cpp, common_func.cpp:GetWriteArg, class_file/file_n_exporter.cpp). Argument types are checked by the
guest face; what needs the bytes is checked here.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from . import uri
from .errors import anonymised, file_error, invalid_argument, reported
from .watching import Watches

FILE_MODE = 0o660
OPEN_FLAGS = (
    (0o1, os.O_WRONLY),
    (0o2, os.O_RDWR),
    (0o100, os.O_CREAT),
    (0o1000, os.O_TRUNC),
    (0o2000, os.O_APPEND),
    (0o4000, os.O_NONBLOCK),
    (0o200000, os.O_DIRECTORY),
    (0o400000, os.O_NOFOLLOW),
    (0o4010000, os.O_SYNC),
)
"""fs.OpenMode -> flags of open(2). UNCACHE changes nothing that an app can see."""

TEXT_ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le"}


def open_flags(mode: int) -> int:
    flags = 0
    for bits, flag in OPEN_FLAGS:
        if mode & bits == bits:
            flags |= flag
    return flags


def written_bytes(data: bytes, length: int | None) -> bytes:
    """The first ``length`` bytes; a length beyond the data is refused (common_func.cpp:GetActualLen)."""
    if length is None:
        return data
    if length > len(data):
        raise invalid_argument()
    return data[:length]


class Descriptors:
    """The calls of one process. Descriptors that are still open at its end are closed."""

    def __init__(self, view: FileSystemView, bundle_name: str, watches: Watches) -> None:
        self._view = view
        self._bundle_name = bundle_name
        self._watches = watches
        self._open: set[int] = set()
        self._locks: dict[int, dict[int, bool]] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "fs.open": self.open,
            **{
                name: reported(function)
                for name, function in {
                    "fs.close": self.close_descriptor,
                    "fs.read": self.read,
                    "fs.write": self.write,
                    "fs.writeText": self.write_text,
                    "fs.lseek": self.seek,
                    "fs.dup": self.duplicate,
                    "fs.reopen": self.reopened,
                    "fs.truncate": self.truncate,
                    "fs.sync": self.sync,
                    "fs.lock": self.lock,
                    "fs.unlock": self.unlock,
                }.items()
            },
        }

    def close(self) -> None:
        for descriptor in sorted(self._open):
            with suppress(OSError):  # nobody is left to hear of it
                self._view.close(descriptor)
        self._open.clear()
        self._locks.clear()

    def adopt(self, descriptor: int) -> int:
        """Close ``descriptor`` at the end of the process."""
        self._open.add(descriptor)
        return descriptor

    def open(self, path: str, mode: int = 0) -> int:
        target = path
        if uri.is_uri(path):
            if not path.startswith(uri.SCHEME):
                raise invalid_argument(f"Open failed, path is: {anonymised(path)}")
            target = uri.real_path(path, self._bundle_name)
        try:
            return self.opened(target, open_flags(mode), FILE_MODE)
        except OSError as error:
            raise file_error(error.errno or errno.EIO, f"Open failed, path is: {anonymised(path)}") from error

    def opened(self, path: str, flags: int, mode: int) -> int:
        """A descriptor that is closed at the end of the process. Raises OSError."""
        descriptor = self.adopt(self._view.open(path, flags, mode))
        self._watches.opened(flags)
        return descriptor

    def close_descriptor(self, descriptor: int) -> None:
        if self._locks:
            self.unlock(descriptor)
        self._watches.closing(descriptor)
        self._view.close(descriptor)
        self._open.discard(descriptor)

    def read(self, descriptor: int, length: int, offset: int | None) -> bytes:
        return self._view.read(descriptor, length, offset)

    def write(self, descriptor: int, offset: int | None, length: int | None, data: bytes) -> int:
        return self._view.write(descriptor, written_bytes(data, length), offset)

    def write_text(self, descriptor: int, offset: int | None, length: int | None, text: str, encoding: str) -> int:
        return self.write(descriptor, offset, length, encoded(text, encoding))

    def seek(self, descriptor: int, offset: int, whence: int) -> int:
        return self._view.seek(descriptor, offset, whence)

    def duplicate(self, descriptor: int) -> dict[str, object]:
        copy = self.adopt(self._view.duplicate(descriptor))
        return {"fd": copy, "path": self._view.open_path(copy)}

    def reopened(self, descriptor: int, access: str) -> dict[str, object]:
        """Path and mode by which a stream opens the file of ``descriptor`` once more, ``access`` r or w.

        EACCES when the descriptor does not have that right (randomaccessfile_n_exporter.cpp:GetReadStream).
        """
        flags = self._view.open_flags(descriptor)
        if flags & os.O_ACCMODE == (os.O_WRONLY if access == "r" else os.O_RDONLY):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return {"path": self._view.open_path(descriptor), "mode": flags}

    def truncate(self, target: str | int, length: int) -> None:
        """A path is opened for reading and writing first, so a read-only or missing file is refused as open refuses."""
        if isinstance(target, int):
            self._view.truncate_descriptor(target, length)
            return
        descriptor = self._view.open(target, os.O_RDWR, FILE_MODE)
        try:
            self._view.truncate_descriptor(descriptor, length)
        finally:
            self._view.close(descriptor)

    def sync(self, descriptor: int) -> None:
        self._view.sync(descriptor)

    def lock(self, descriptor: int, exclusive: bool) -> None:
        """flock(2) without waiting: EAGAIN when another descriptor of the file holds a lock in the way."""
        holders = self._locks.setdefault(self._view.fstat(descriptor).inode, {})
        others = [held for holder, held in holders.items() if holder != descriptor]
        if any(others) or (exclusive and others):
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        holders[descriptor] = exclusive

    def unlock(self, descriptor: int) -> None:
        inode = self._view.fstat(descriptor).inode
        holders = self._locks.get(inode, {})
        holders.pop(descriptor, None)
        if not holders:
            self._locks.pop(inode, None)


def encoded(text: str, encoding: str) -> bytes:
    """Raises the invalid-argument error for anything but utf-8 and utf-16 (common_func.cpp:DecodeString)."""
    if encoding not in TEXT_ENCODINGS:
        raise invalid_argument()
    return text.encode(TEXT_ENCODINGS[encoding], "surrogatepass")
