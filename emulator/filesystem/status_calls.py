"""The calls that ask or change what is known of a file: status, rights, times, attributes, size."""

from __future__ import annotations

import errno
import stat

from .api import FileStat, SpaceStat
from .attributes import check_attribute
from .lookup import LastLink
from .names import plain_path
from .nodes import DeviceDirectory, file_stat
from .operation import Operation
from .permissions import READ, WRITE
from .system_errors import failure
from .view_base import ViewBase


class StatusCalls(ViewBase):
    """See api.FileSystemView."""

    def stat(self, path: str) -> FileStat:
        with Operation(self, "stat", plain_path(path)):
            return file_stat(self._node(path))

    def lstat(self, path: str) -> FileStat:
        with Operation(self, "lstat", plain_path(path)):
            return file_stat(self._node(path, LastLink.KEEP))

    def fstat(self, descriptor: int) -> FileStat:
        file = self._descriptors[descriptor]
        with Operation(self, "fstat", file.path):
            return file_stat(file.node)

    def access(self, path: str, mode: int) -> None:
        with Operation(self, "access", plain_path(path)):
            place = self._find(path)
            node = self._existing(place, path)
            if mode & WRITE and place.area.read_only:
                raise failure(errno.EROFS, path)
            self._require(node, mode, path)

    def real_path(self, path: str) -> str:
        with Operation(self, "realpath", plain_path(path)):
            place = self._find(path)
            self._existing(place, path)
            return place.path

    def change_mode(self, path: str, mode: int) -> None:
        with Operation(self, "chmod", plain_path(path)):
            node = self._own_node(path)
            node.stat_result.st_mode = stat.S_IFMT(node.stat_result.st_mode) | (mode & 0o7777)
            self._rights_changed(node)
            node.stat_result.st_ctime_ns = self.device.clock.now_ns

    def change_owner(self, path: str, uid: int, gid: int) -> None:
        """-1 leaves the user or the group as it is. Only user 0 gives files away."""
        with Operation(self, "chown", plain_path(path)):
            node = self._own_node(path)
            status = node.stat_result
            if self.uid != 0 and (uid not in (-1, status.st_uid) or gid not in (-1, status.st_gid, self.gid)):
                raise failure(errno.EPERM, path)
            if uid != -1:
                self.device.space.hand_over(node, uid)
            if gid != -1:
                status.st_gid = gid
            status.st_ctime_ns = self.device.clock.now_ns
            self._rights_changed(node)

    def set_times(self, path: str, atime_ns: int, mtime_ns: int) -> None:
        with Operation(self, "utimes", plain_path(path)):
            status = self._own_node(path).stat_result
            status.st_atime_ns = atime_ns
            status.st_mtime_ns = mtime_ns
            status.st_ctime_ns = self.device.clock.now_ns

    def truncate(self, path: str, size: int) -> None:
        with Operation(self, "truncate", plain_path(path)) as operation:
            operation.size = size
            if size < 0:
                raise failure(errno.EINVAL, path)
            place = self._find(path)
            node = self._existing(place, path)
            if isinstance(node, DeviceDirectory):
                raise failure(errno.EISDIR, path)
            if place.area.read_only:
                raise failure(errno.EROFS, path)
            self._require(node, WRITE, path)
            if stat.S_ISFIFO(node.stat_result.st_mode):
                raise failure(errno.EINVAL, path)
            self._resize(node, size, path)

    def get_attribute(self, path: str, name: str) -> bytes:
        with Operation(self, "getxattr", plain_path(path)):
            node = self._node(path)
            check_attribute(name, b"", path)
            self._require(node, READ, path)
            if name not in node.attributes:
                raise failure(errno.ENODATA, path)
            return node.attributes[name]

    def set_attribute(self, path: str, name: str, value: bytes) -> None:
        with Operation(self, "setxattr", plain_path(path)):
            place = self._find(path)
            node = self._existing(place, path)
            check_attribute(name, value, path)
            if place.area.read_only:
                raise failure(errno.EROFS, path)
            self._require(node, WRITE, path)
            node.attributes[name] = bytes(value)
            node.stat_result.st_ctime_ns = self.device.clock.now_ns

    def list_attributes(self, path: str) -> list[str]:
        with Operation(self, "listxattr", plain_path(path)):
            return sorted(self._node(path).attributes)

    def space(self) -> SpaceStat:
        return self.device.space.seen_by(self.uid)
