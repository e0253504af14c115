"""What the tree is made of: pyfakefs' file and directory objects, with content that is shared until it is written to.

pyfakefs gives the nodes, their inode numbers, status, attributes and the count of used bytes. Names, links and
permissions are decided here and in the views, because pyfakefs knows one user for each process.
"""

from __future__ import annotations

import stat
import weakref

from pyfakefs.fake_file import FakeDirectory, FakeFile
from pyfakefs.fake_filesystem import FakeFilesystem

from .api import FileStat

DIRECTORY_BYTES = 4096
"""What stat says of a directory's size."""


class TreeGeneration:
    """Goes up whenever a path that led to a directory may lead elsewhere: a directory or a link loses its name, the
    rights on a directory change. New entries do not count: they take no path away."""

    __slots__ = ("number",)

    def __init__(self) -> None:
        self.number = 0


class DeviceFile(FakeFile):
    """A regular file, a symbolic link (its content is the target) or a fifo.

    ``content`` is ``bytes`` as long as somebody outside may hold the same object, a bytearray once it was written
    to in part, and a read-only memoryview while it is a part of somebody's bytes that nobody has read yet.
    """

    __setattr__ = object.__setattr__  # pyright: ignore[reportAssignmentType]
    """pyfakefs forwards ``st_…`` to ``stat_result`` at each assignment; here everybody names ``stat_result``."""

    def __init__(self, filesystem: FakeFilesystem, name: str, mode: int) -> None:
        super().__init__(name, mode, None, filesystem=filesystem)
        self.attributes: dict[str, bytes] = {}
        self.content: bytes | bytearray | memoryview = b""

    @property
    def byte_contents(self) -> bytes:
        return self.frozen()

    @property
    def is_link(self) -> bool:
        return stat.S_ISLNK(self.stat_result.st_mode)

    def frozen(self) -> bytes:
        """The content as an immutable object, the same one until the next write."""
        if not isinstance(self.content, bytes):
            self.content = bytes(self.content)
        return self.content

    def writable(self) -> bytearray:
        """The content to be changed in place."""
        if not isinstance(self.content, bytearray):
            self.content = bytearray(self.content)
        return self.content

    def put(self, data: bytes, offset: int) -> None:
        """Write ``data`` at ``offset``; a gap is filled with zeros."""
        if offset == 0 and len(data) >= len(self.content):
            self.content = data
            return
        content = self.writable()
        if offset > len(content):
            content.extend(bytes(offset - len(content)))
        content[offset : offset + len(data)] = data

    def resize(self, size: int) -> None:
        if size == 0:
            self.content = b""
        elif size <= len(self.content):
            self.content = self.content[:size]
        else:
            self.writable().extend(bytes(size - len(self.content)))


class DeviceDirectory(FakeDirectory):
    """A directory. ``children`` maps names to nodes; ``generation`` is that of the whole device."""

    __setattr__ = object.__setattr__  # pyright: ignore[reportAssignmentType]

    def __init__(self, filesystem: FakeFilesystem, name: str, mode: int, generation: TreeGeneration) -> None:
        super().__init__(name, mode & 0o7777, filesystem)
        self.generation = generation
        self.attributes: dict[str, bytes] = {}
        self.parent: weakref.ref[DeviceDirectory] | None = None
        self.children: dict[str, DeviceFile | DeviceDirectory] = {}
        self.stat_result.st_nlink = 2

    @property
    def entries(self) -> dict[str, FakeFile]:
        return {**self.children}

    def attach(self, name: str, node: DeviceFile | DeviceDirectory) -> None:
        """Enter ``node`` under ``name``; whatever had the name must have been detached."""
        self.children[name] = node
        node.name = name
        if isinstance(node, DeviceDirectory):
            node.parent = weakref.ref(self)
            self.stat_result.st_nlink += 1
        else:
            node.stat_result.st_nlink += 1

    def detach(self, name: str) -> None:
        node = self.children.pop(name)
        if isinstance(node, DeviceDirectory):
            self.stat_result.st_nlink -= 1
            self.generation.number += 1
        else:
            node.stat_result.st_nlink -= 1
            if node.is_link:
                self.generation.number += 1

    def is_within(self, ancestor: DeviceDirectory) -> bool:
        """Whether this is ``ancestor`` or lies below it."""
        directory: DeviceDirectory | None = self
        while directory is not None:
            if directory is ancestor:
                return True
            directory = directory.parent() if directory.parent else None
        return False


Node = DeviceFile | DeviceDirectory


def file_stat(node: DeviceFile | DeviceDirectory) -> FileStat:
    """The status of ``node`` as stat(2) tells it."""
    status = node.stat_result
    return FileStat(
        inode=status.st_ino or 0,
        mode=status.st_mode,
        links=status.st_nlink,
        uid=status.st_uid,
        gid=status.st_gid,
        size=DIRECTORY_BYTES if isinstance(node, DeviceDirectory) else len(node.content),
        atime_ns=status.st_atime_ns,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
    )
