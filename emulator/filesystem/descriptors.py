"""Open files: what a descriptor stands for. Numbers are the lowest free ones from 3 up, as on Linux."""

from __future__ import annotations

import errno
import heapq
import os
from itertools import count

from .nodes import DeviceDirectory, DeviceFile, Node
from .system_errors import failure


class OpenFile:
    """One open file description; duplicated descriptors share it and its position."""

    __slots__ = ("flags", "node", "path", "position", "read_only")

    def __init__(self, node: Node, path: str, flags: int, *, read_only: bool) -> None:
        self.node = node
        self.path = path
        self.flags = flags
        self.position = 0
        self.read_only = read_only
        """It lies on a read-only mount."""

    def readable_file(self) -> DeviceFile:
        if self.flags & os.O_ACCMODE == os.O_WRONLY:
            raise failure(errno.EBADF, self.path)
        if isinstance(self.node, DeviceDirectory):
            raise failure(errno.EISDIR, self.path)
        return self.node

    def writable_file(self) -> DeviceFile:
        if self.flags & os.O_ACCMODE == os.O_RDONLY or isinstance(self.node, DeviceDirectory):
            raise failure(errno.EBADF, self.path)
        return self.node


class DescriptorTable:
    def __init__(self) -> None:
        self._open: dict[int, OpenFile] = {}
        self._freed: list[int] = []
        self._unused = count(3)

    def __getitem__(self, descriptor: int) -> OpenFile:
        try:
            return self._open[descriptor]
        except KeyError:
            raise failure(errno.EBADF) from None

    def __len__(self) -> int:
        return len(self._open)

    def add(self, file: OpenFile) -> int:
        number = heapq.heappop(self._freed) if self._freed else next(self._unused)
        self._open[number] = file
        return number

    def remove(self, descriptor: int) -> OpenFile:
        file = self[descriptor]
        del self._open[descriptor]
        heapq.heappush(self._freed, descriptor)
        return file

    def clear(self) -> None:
        for descriptor in list(self._open):
            self.remove(descriptor)
