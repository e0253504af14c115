"""The calls that make, name, list and remove entries of directories."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator

from . import entries
from .api import FileStat
from .lookup import LastLink
from .names import check_name, path_bytes, path_text, plain_path
from .nodes import DeviceDirectory, file_stat
from .operation import Operation
from .permissions import EXECUTE
from .system_errors import failure
from .view_base import ViewBase


class EntryCalls(ViewBase):
    """See api.FileSystemView."""

    def make_directory(self, path: str, mode: int = 0o777) -> None:
        with Operation(self, "mkdir", plain_path(path)):
            place = self._find(path, LastLink.ENTRY)
            parent = entries.check_new(place, path, self.uid, self.gid)
            directory = self.device.new_directory(place.name, mode & ~self.umask, self.uid, self.gid)
            entries.enter(parent, place.name, directory, self.device.clock.now_ns)

    def make_directories(self, path: str, mode: int = 0o777) -> None:
        missing: list[str] = []
        directory = plain_path(path)
        while not self.exists(directory):
            missing.append(directory)
            directory = directory.rpartition("/")[0] or "/"
        for directory in reversed(missing):
            self.make_directory(directory, mode)
        if not missing and not isinstance(self._node(path), DeviceDirectory):
            raise failure(errno.EEXIST, path)

    def make_fifo(self, path: str, mode: int = 0o666) -> None:
        """An entry of type fifo, to have one in the data; it cannot be opened."""
        with Operation(self, "mkfifo", plain_path(path)):
            place = self._find(path, LastLink.ENTRY)
            self._create(place, path, stat.S_IFIFO | mode)

    def remove_directory(self, path: str) -> None:
        with Operation(self, "rmdir", plain_path(path)):
            place = self._find(path, LastLink.ENTRY)
            entries.remove_directory(self._spaces(), place, path, self.uid, self.gid, self.device.space, self._now())

    def remove_tree(self, path: str) -> None:
        try:
            place = self._find(path, LastLink.KEEP)
        except FileNotFoundError:
            return
        if place.node is None:
            return
        if not isinstance(place.node, DeviceDirectory):
            self.unlink(path)
            return
        for name in self.list_directory(path):
            self.remove_tree(f"{path.rstrip('/')}/{name}")
        self.remove_directory(path)

    def unlink(self, path: str) -> None:
        with Operation(self, "unlink", plain_path(path)):
            place = self._find(path, LastLink.ENTRY)
            entries.unlink(place, path, self.uid, self.gid, self.device.space, self._now())

    def rename(self, source: str, target: str) -> None:
        with Operation(self, "rename", plain_path(source), plain_path(target)):
            entries.rename(
                self._spaces(),
                self._find(source, LastLink.ENTRY),
                self._find(target, LastLink.ENTRY),
                (source, target),
                self.uid,
                self.gid,
                self.device.space,
                self._now(),
            )

    def symbolic_link(self, target: str, path: str) -> None:
        with Operation(self, "symlink", plain_path(path), target):
            content = path_bytes(target)
            if not content or len(content) > 4095:
                raise failure(errno.ENAMETOOLONG if content else errno.ENOENT, target, path)
            place = self._find(path, LastLink.ENTRY)
            check_name(place.name, path)
            if place.node is None and place.ends_in_slash:
                raise failure(errno.ENOENT, target, path)
            parent = entries.check_new(place, path, self.uid, self.gid)
            link = self.device.new_file(place.name, stat.S_IFLNK | 0o777, self.uid, self.gid)
            entries.enter(parent, place.name, link, self._now())
            self.device.space.grant(link, len(content), path)
            link.content = content

    def hard_link(self, source: str, path: str) -> None:
        with Operation(self, "link", plain_path(source), plain_path(path)):
            origin = self._find(source, LastLink.KEEP)
            node = self._existing(origin, source)
            place = self._find(path, LastLink.ENTRY)
            check_name(place.name, path)
            if place.node is None and place.ends_in_slash:
                raise failure(errno.ENOENT, source, path)
            if place.node is not None or place.parent is None:
                raise failure(errno.EEXIST, source, path)
            if origin.area is not place.area:
                raise failure(errno.EXDEV, source, path)
            parent = entries.check_new(place, path, self.uid, self.gid)
            if isinstance(node, DeviceDirectory):
                raise failure(errno.EPERM, source, path)
            parent.attach(place.name, node)
            node.stat_result.st_ctime_ns = self._now()
            entries.touch_directory(parent, self._now())

    def read_link(self, path: str) -> str:
        with Operation(self, "readlink", plain_path(path)):
            node = self._node(path, LastLink.KEEP)
            if isinstance(node, DeviceDirectory) or not node.is_link:
                raise failure(errno.EINVAL, path)
            return path_text(node.frozen())

    def list_directory(self, path: str) -> list[str]:
        with Operation(self, "list", plain_path(path)):
            return self._names(self._node(path), path)

    def walk(self, path: str) -> Iterator[tuple[str, FileStat]]:
        shown = plain_path(path)
        with Operation(self, "walk", shown):
            node = self._node(path, LastLink.KEEP)
        pending = [(shown, node)]
        while pending:
            current, node = pending.pop()
            yield current, file_stat(node)
            if isinstance(node, DeviceDirectory):
                prefix = current.rstrip("/") + "/"
                names = self._names(node, current)
                if names:
                    self._require(node, EXECUTE, current)
                pending.extend((prefix + name, node.children[name]) for name in reversed(names))
