"""The calls that work on open files: open to close, and what lies between."""

from __future__ import annotations

import errno
import os
import stat

from .descriptors import OpenFile
from .lookup import LastLink
from .names import plain_path
from .nodes import DeviceDirectory, DeviceFile
from .operation import Operation
from .permissions import READ, WRITE
from .system_errors import failure
from .view_base import ViewBase


class DescriptorCalls(ViewBase):
    """See api.FileSystemView."""

    def open(self, path: str, flags: int, mode: int = 0o666) -> int:
        with Operation(self, "open", plain_path(path)) as operation:
            return self._descriptors.add(self._open(path, flags, mode, operation.path))

    def _open(self, path: str, flags: int, mode: int, shown_path: str) -> OpenFile:
        creating = bool(flags & os.O_CREAT)
        writing = flags & os.O_ACCMODE != os.O_RDONLY
        exclusive = creating and bool(flags & os.O_EXCL)
        keep = exclusive or bool(flags & os.O_NOFOLLOW)
        if creating and path.endswith("/"):
            place = self._find(path, LastLink.ENTRY)
            if not place.ends_in_dots and place.parent is not None:
                raise failure(errno.EISDIR, path)
        place = self._find(path, LastLink.KEEP if keep else LastLink.FOLLOW)
        node = place.node
        if node is None:
            if not creating:
                raise failure(errno.ENOENT, path)
            if place.ends_in_slash:
                raise failure(errno.EISDIR, path)
            node = self._create(place, path, mode)
            return OpenFile(node, shown_path, flags, read_only=False)
        if exclusive:
            raise failure(errno.EEXIST, path)
        if isinstance(node, DeviceDirectory):
            if creating or writing:
                raise failure(errno.EISDIR, path)
        elif node.is_link:
            raise failure(errno.ELOOP, path)
        elif flags & os.O_DIRECTORY:
            raise failure(errno.ENOTDIR, path)
        truncating = bool(flags & os.O_TRUNC)
        if (writing or truncating) and place.area.read_only:
            raise failure(errno.EROFS, path)
        reading = flags & os.O_ACCMODE != os.O_WRONLY
        self._require(node, READ * reading | WRITE * (writing or truncating), path)
        if isinstance(node, DeviceFile):
            if stat.S_ISFIFO(node.stat_result.st_mode):
                raise failure(errno.ENXIO, path)
            if truncating:
                self._resize(node, 0, path)
        return OpenFile(node, shown_path, flags, read_only=place.area.read_only)

    def open_content(self, content: bytes, path: str) -> int:
        node = self.device.new_file(path.rpartition("/")[2], stat.S_IFREG | 0o444, 0, 0)
        node.content = content
        return self._descriptors.add(OpenFile(node, path, os.O_RDONLY, read_only=True))

    def close(self, descriptor: int) -> None:
        file = self._descriptors.remove(descriptor)
        with Operation(self, "close", file.path):
            pass

    def close_all(self) -> None:
        """Drop every descriptor, as when a process ends; no operation of anybody."""
        self._descriptors.clear()

    def read(self, descriptor: int, size: int, offset: int | None = None) -> bytes:
        file = self._descriptors[descriptor]
        with Operation(self, "read", file.path) as operation:
            node = file.readable_file()
            start = file.position if offset is None else offset
            if size < 0 or start < 0:
                raise failure(errno.EINVAL, file.path)
            whole = start == 0 and size >= len(node.content)
            data = node.frozen() if whole else bytes(memoryview(node.content)[start : start + size])
            operation.size = len(data)
            if offset is None:
                file.position += len(data)
            return data

    def write(self, descriptor: int, data: bytes, offset: int | None = None) -> int:
        file = self._descriptors[descriptor]
        with Operation(self, "write", file.path) as operation:
            node = file.writable_file()
            start = file.position if offset is None else offset
            if start < 0:
                raise failure(errno.EINVAL, file.path)
            if file.flags & os.O_APPEND:
                start = len(node.content)
            growth = max(0, start + len(data) - len(node.content)) if data else 0
            granted_growth = self.device.space.grant(node, growth, file.path, partly=True)
            kept = len(data) - (growth - granted_growth)
            if kept <= 0 and data:
                self.device.space.grant(node, -granted_growth, file.path)
                raise failure(errno.ENOSPC, file.path)
            if data:
                node.put(data if kept == len(data) else data[:kept], start)
                self._touch(node)
            operation.size = kept
            if offset is None:
                file.position = start + kept
            return kept

    def seek(self, descriptor: int, offset: int, whence: int) -> int:
        file = self._descriptors[descriptor]
        end = 0 if isinstance(file.node, DeviceDirectory) else len(file.node.content)
        bases = {os.SEEK_SET: 0, os.SEEK_CUR: file.position, os.SEEK_END: end}
        position = bases[whence] + offset if whence in bases else -1
        if position < 0:
            raise failure(errno.EINVAL, file.path)
        file.position = position
        return position

    def duplicate(self, descriptor: int) -> int:
        return self._descriptors.add(self._descriptors[descriptor])

    def open_path(self, descriptor: int) -> str:
        return self._descriptors[descriptor].path

    def open_flags(self, descriptor: int) -> int:
        """The flags with which ``descriptor`` was opened."""
        return self._descriptors[descriptor].flags

    def sync(self, descriptor: int) -> None:
        with Operation(self, "sync", self._descriptors[descriptor].path):
            pass

    def truncate_descriptor(self, descriptor: int, size: int) -> None:
        file = self._descriptors[descriptor]
        with Operation(self, "truncate", file.path) as operation:
            operation.size = size
            if file.flags & os.O_ACCMODE == os.O_RDONLY:
                raise failure(errno.EINVAL, file.path)
            self._resize(file.writable_file(), size, file.path)
