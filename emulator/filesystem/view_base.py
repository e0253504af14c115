"""What all calls of a view start from: whose eyes and rights, which tree, which descriptors."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from . import entries
from .descriptors import DescriptorTable
from .lookup import LastLink, Namespace, Place
from .names import byte_order
from .nodes import DeviceDirectory, DeviceFile, Node
from .permissions import READ, granted, owns
from .system_errors import failure

if TYPE_CHECKING:
    from ..trace import Actor
    from .device_filesystem import DeviceFileSystem
    from .mounts import MountTable

APP_UMASK = 0o002
"""The umask of app processes (as in the recorded vectors)."""


class ViewBase:
    """One actor before the device's files; see View."""

    def __init__(self, device: DeviceFileSystem, mounts: MountTable | None, uid: int, gid: int, actor: Actor) -> None:
        self.device = device
        self.mounts = mounts
        self.uid = uid
        self.gid = gid
        self.actor: Actor = actor
        self.umask = APP_UMASK
        self.recording = True
        self._descriptors = DescriptorTable()
        self._namespace = device.namespace(mounts)
        self._generation = device.layout_generation

    def exists(self, path: str) -> bool:
        try:
            return self._find(path).node is not None
        except OSError:
            return False

    def _now(self) -> int:
        return self.device.clock.now_ns

    def _spaces(self) -> Namespace:
        if self._generation != self.device.layout_generation:
            self._namespace = self.device.namespace(self.mounts)
            self._generation = self.device.layout_generation
        return self._namespace

    def _find(self, path: str, last_link: LastLink = LastLink.FOLLOW) -> Place:
        return self._spaces().find(path, self.uid, self.gid, last_link)

    def _existing(self, place: Place, path: str) -> Node:
        if place.node is None:
            raise failure(errno.ENOENT, path)
        return place.node

    def _node(self, path: str, last_link: LastLink = LastLink.FOLLOW) -> Node:
        return self._existing(self._find(path, last_link), path)

    def _own_node(self, path: str) -> Node:
        place = self._find(path)
        node = self._existing(place, path)
        if place.area.read_only:
            raise failure(errno.EROFS, path)
        if not owns(node, self.uid):
            raise failure(errno.EPERM, path)
        return node

    def _rights_changed(self, node: Node) -> None:
        if isinstance(node, DeviceDirectory):
            self.device.generation.number += 1

    def _require(self, node: Node, wanted: int, path: str) -> None:
        if wanted and not granted(node, self.uid, self.gid, wanted):
            raise failure(errno.EACCES, path)

    def _names(self, node: Node, path: str) -> list[str]:
        if not isinstance(node, DeviceDirectory):
            raise failure(errno.ENOTDIR, path)
        self._require(node, READ, path)
        return sorted(node.children, key=byte_order)

    def _create(self, place: Place, path: str, mode: int) -> DeviceFile:
        parent = entries.check_new(place, path, self.uid, self.gid)
        kept_mode = stat.S_IFMT(mode) | (mode & 0o7777 & ~self.umask)
        file = self.device.new_file(place.name, kept_mode, self.uid, self.gid)
        entries.enter(parent, place.name, file, self._now())
        return file

    def _resize(self, node: DeviceFile, size: int, path: str) -> None:
        if size < 0:
            raise failure(errno.EINVAL, path)
        self.device.space.grant(node, size - len(node.content), path)
        node.resize(size)
        self._touch(node)

    def _touch(self, node: DeviceFile) -> None:
        node.stat_result.st_mtime_ns = node.stat_result.st_ctime_ns = self._now()
