"""A view of the device's files: one actor's eyes, rights and descriptors. Implements api.FileSystemView."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from .descriptor_calls import DescriptorCalls
from .entry_calls import EntryCalls
from .names import plain_path
from .nodes import DeviceDirectory
from .operation import Operation
from .permissions import READ
from .status_calls import StatusCalls
from .system_errors import failure

if TYPE_CHECKING:
    from ..trace import Actor


class View(DescriptorCalls, StatusCalls, EntryCalls):
    """See api.FileSystemView for the methods. ``mounts`` is the app's mount table, None in the physical view.

    ``recording`` switches the events of this view on and off; faults come either way. Reads leave the access time
    alone, because data partitions are mounted with noatime. Opening a fifo fails with ENXIO instead of waiting.
    ``seek``, ``duplicate``, ``open_path`` and ``exists`` do not reach the device and are no operations.
    """

    def as_actor(self, actor: Actor, *, recording: bool = True, uid: int | None = None, gid: int | None = None) -> View:
        """The same namespace for somebody else, with descriptors of its own."""
        user = self.uid if uid is None else uid
        view = View(self.device, self.mounts, user, self.gid if gid is None else gid, actor)
        view.umask = self.umask
        view.recording = recording
        return view

    def read_file(self, path: str) -> bytes:
        with Operation(self, "read", plain_path(path)) as operation:
            node = self._node(path)
            if isinstance(node, DeviceDirectory):
                raise failure(errno.EISDIR, path)
            self._require(node, READ, path)
            if stat.S_ISFIFO(node.stat_result.st_mode):
                raise failure(errno.ENXIO, path)
            operation.size = len(node.content)
            return node.frozen()

    def write_file(self, path: str, content: bytes | memoryview, mode: int = 0o666) -> None:
        with Operation(self, "write", plain_path(path)) as operation:
            file = self._open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode, operation.path)
            node = file.writable_file()
            self.device.space.grant(node, len(content), path)
            node.content = content if isinstance(content, memoryview) and content.readonly else bytes(content)
            self._touch(node)
            operation.size = len(content)
