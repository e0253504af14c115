"""The file functions of ``os`` on the device's files: each call is one call of the sandbox.

Everything built on them (pathlib, shutil, glob, tempfile, json.load …) follows. Python's own imports do not pass here
(importlib works on the ``posix`` module), so the author's further modules load from the real disk.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Iterator
from typing import cast

from ....filesystem.api import FileStat
from .. import wire
from .channel import Channel

BLOCK_BYTES = 4096
PathLike = str | bytes | os.PathLike[str] | os.PathLike[bytes]


class DeviceFiles:
    """The replacements. ``install`` puts them into ``os``, ``io`` and ``builtins``."""

    def __init__(self, channel: Channel, uid: int, gid: int) -> None:
        self._channel = channel
        self._uid = uid
        self._gid = gid
        self._working_directory = "/"
        self._flags: dict[int, int] = {}

    # -- descriptors ------------------------------------------------------------------------------------------------

    def open(self, path: PathLike, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        _no_directory_descriptor(dir_fd)
        return self._channel.number("open", self._absolute(path), flags, mode)

    def close(self, fd: int) -> None:
        self._channel.file_call("close", fd)

    def read(self, fd: int, n: int) -> bytes:
        return self._channel.data("read", fd, n, None)

    def pread(self, fd: int, n: int, offset: int) -> bytes:
        return self._channel.data("read", fd, n, offset)

    def write(self, fd: int, data: bytes | bytearray | memoryview) -> int:
        return self._channel.number("write", fd, bytes(data), None)

    def pwrite(self, fd: int, data: bytes | bytearray | memoryview, offset: int) -> int:
        return self._channel.number("write", fd, bytes(data), offset)

    def lseek(self, fd: int, position: int, whence: int = 0) -> int:
        return self._channel.number("seek", fd, position, whence)

    def dup(self, fd: int) -> int:
        return self._channel.number("duplicate", fd)

    def fsync(self, fd: int) -> None:
        self._channel.file_call("sync", fd)

    def ftruncate(self, fd: int, length: int) -> None:
        self._channel.file_call("truncate_descriptor", fd, length)

    def fstat(self, fd: int) -> os.stat_result:
        return stat_result(self._channel.status("fstat", fd))

    def fchmod(self, fd: int, mode: int) -> None:
        self.chmod(fd, mode)

    def isatty(self, fd: int) -> bool:
        return False

    # -- status -----------------------------------------------------------------------------------------------------

    def stat(self, path: PathLike | int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        _no_directory_descriptor(dir_fd)
        if isinstance(path, int):
            return self.fstat(path)
        return stat_result(self._channel.status("stat" if follow_symlinks else "lstat", self._absolute(path)))

    def lstat(self, path: PathLike, *, dir_fd: int | None = None) -> os.stat_result:
        return self.stat(path, dir_fd=dir_fd, follow_symlinks=False)

    def access(
        self,
        path: PathLike,
        mode: int,
        *,
        dir_fd: int | None = None,
        effective_ids: bool = False,
        follow_symlinks: bool = True,
    ) -> bool:
        _no_directory_descriptor(dir_fd)
        try:
            self._channel.file_call("access", self._absolute(path), mode)
        except OSError:
            return False
        return True

    def chmod(
        self, path: PathLike | int, mode: int, *, dir_fd: int | None = None, follow_symlinks: bool = True
    ) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("change_mode", self._followed(path, follow_symlinks), mode)

    def chown(
        self, path: PathLike | int, uid: int, gid: int, *, dir_fd: int | None = None, follow_symlinks: bool = True
    ) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("change_owner", self._followed(path, follow_symlinks), uid, gid)

    def utime(
        self,
        path: PathLike | int,
        times: tuple[float, float] | None = None,
        *,
        ns: tuple[int, int] | None = None,
        dir_fd: int | None = None,
        follow_symlinks: bool = True,
    ) -> None:
        _no_directory_descriptor(dir_fd)
        if ns is None:
            now = self._channel.now_ms * 1_000_000
            ns = (now, now) if times is None else (int(times[0] * 1e9), int(times[1] * 1e9))
        self._channel.file_call("set_times", self._followed(path, follow_symlinks), *ns)

    def truncate(self, path: PathLike | int, length: int) -> None:
        if isinstance(path, int):
            self.ftruncate(path, length)
        else:
            self._channel.file_call("truncate", self._absolute(path), length)

    def getxattr(self, path: PathLike | int, attribute: PathLike, *, follow_symlinks: bool = True) -> bytes:
        return self._channel.data("get_attribute", self._followed(path, follow_symlinks), _text(attribute))

    def setxattr(
        self, path: PathLike | int, attribute: PathLike, value: bytes, flags: int = 0, *, follow_symlinks: bool = True
    ) -> None:
        self._channel.file_call("set_attribute", self._followed(path, follow_symlinks), _text(attribute), bytes(value))

    def listxattr(self, path: PathLike | int | None = None, *, follow_symlinks: bool = True) -> list[str]:
        return self._channel.names("list_attributes", self._followed(path or ".", follow_symlinks))

    def statvfs(self, path: PathLike | int) -> os.statvfs_result:
        space = self._channel.space()
        total, free = space.total // BLOCK_BYTES, space.free // BLOCK_BYTES
        return os.statvfs_result((BLOCK_BYTES, BLOCK_BYTES, total, free, free, 0, 0, 0, 0, 255))

    # -- entries ----------------------------------------------------------------------------------------------------

    def mkdir(self, path: PathLike, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("make_directory", self._absolute(path), mode)

    def rmdir(self, path: PathLike, *, dir_fd: int | None = None) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("remove_directory", self._absolute(path))

    def unlink(self, path: PathLike, *, dir_fd: int | None = None) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("unlink", self._absolute(path))

    def rename(
        self, source: PathLike, target: PathLike, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        _no_directory_descriptor(src_dir_fd)
        _no_directory_descriptor(dst_dir_fd)
        self._channel.file_call("rename", self._absolute(source), self._absolute(target))

    def symlink(
        self, source: PathLike, target: PathLike, target_is_directory: bool = False, *, dir_fd: int | None = None
    ) -> None:
        _no_directory_descriptor(dir_fd)
        self._channel.file_call("symbolic_link", _text(source), self._absolute(target))

    def link(self, source: PathLike, target: PathLike, *, follow_symlinks: bool = True) -> None:
        self._channel.file_call("hard_link", self._absolute(source), self._absolute(target))

    def readlink(self, path: PathLike, *, dir_fd: int | None = None) -> str | bytes:
        _no_directory_descriptor(dir_fd)
        return _like(path, self._channel.path("read_link", self._absolute(path)))

    def listdir(self, path: PathLike | int | None = None) -> list[str] | list[bytes]:
        given = "." if path is None else path
        names = self._channel.names("list_directory", self._followed(given, True))
        return [os.fsencode(name) for name in names] if isinstance(given, bytes) else names

    def scandir(self, path: PathLike | None = None) -> DirectoryEntries:
        return DirectoryEntries(self, "." if path is None else path, self.listdir(path))

    # -- process ----------------------------------------------------------------------------------------------------

    def getcwd(self) -> str:
        return self._working_directory

    def getcwdb(self) -> bytes:
        return os.fsencode(self._working_directory)

    def chdir(self, path: PathLike) -> None:
        target = self._absolute(path)
        if not stat.S_ISDIR(self.stat(target).st_mode):
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), target)
        self._working_directory = self._channel.path("real_path", target)

    def umask(self, mask: int) -> int:
        return cast("int", self._channel.ask(wire.SetUmask(mask)).value)

    def getuid(self) -> int:
        return self._uid

    def getgid(self) -> int:
        return self._gid

    def _absolute(self, path: PathLike) -> str:
        text = _text(path)
        if "\0" in text:
            raise ValueError("embedded null byte")
        return text if text.startswith("/") or not text else posixpath.join(self._working_directory, text)

    def _followed(self, path: PathLike | int, follow_symlinks: bool) -> str:
        if isinstance(path, int):
            return self._channel.path("open_path", path)
        target = self._absolute(path)
        if not follow_symlinks and stat.S_ISLNK(self.lstat(target).st_mode):
            raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), target)
        return target


class DirectoryEntries:
    """What ``os.scandir`` returns."""

    def __init__(self, files: DeviceFiles, folder: PathLike, names: list[str] | list[bytes]) -> None:
        self._entries = iter([DirectoryEntry(files, folder, name) for name in names])

    def __iter__(self) -> Iterator[DirectoryEntry]:
        return self

    def __next__(self) -> DirectoryEntry:
        return next(self._entries)

    def __enter__(self) -> DirectoryEntries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


class DirectoryEntry:
    """As ``os.DirEntry``; the status is asked for once."""

    def __init__(self, files: DeviceFiles, folder: PathLike, name: str | bytes) -> None:
        self._files = files
        self.name = name
        parent = os.fspath(folder)
        self.path: str | bytes
        if isinstance(parent, bytes):
            self.path = posixpath.join(parent, os.fsencode(name))
        else:
            self.path = posixpath.join(parent, os.fsdecode(name))
        self._own: os.stat_result | None = None

    def __fspath__(self) -> str | bytes:
        return self.path

    def __repr__(self) -> str:
        return f"<DirEntry {self.name!r}>"

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        if self._own is None:
            self._own = self._files.lstat(self.path)
        if follow_symlinks and stat.S_ISLNK(self._own.st_mode):
            return self._files.stat(self.path)
        return self._own

    def inode(self) -> int:
        return self.stat(follow_symlinks=False).st_ino

    def is_symlink(self) -> bool:
        return self._is(stat.S_IFLNK, follow_symlinks=False)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._is(stat.S_IFDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._is(stat.S_IFREG, follow_symlinks)

    def is_junction(self) -> bool:
        return False

    def _is(self, kind: int, follow_symlinks: bool) -> bool:
        try:
            return stat.S_IFMT(self.stat(follow_symlinks=follow_symlinks).st_mode) == kind
        except FileNotFoundError:
            return False


def stat_result(status: FileStat) -> os.stat_result:
    times = (status.atime_ns, status.mtime_ns, status.ctime_ns)
    basic = (status.mode, status.inode, 1, status.links, status.uid, status.gid, status.size)
    return os.stat_result(
        (*basic, *(value // 1_000_000_000 for value in times)),
        {
            **{f"st_{name}": value / 1e9 for name, value in zip(("atime", "mtime", "ctime"), times, strict=True)},
            **{f"st_{name}_ns": value for name, value in zip(("atime", "mtime", "ctime"), times, strict=True)},
            "st_blksize": BLOCK_BYTES,
            "st_blocks": -(-status.size // 512),
            "st_rdev": 0,
        },
    )


def _text(path: PathLike) -> str:
    return os.fsdecode(path)


def _like(given: PathLike, answer: str) -> str | bytes:
    return os.fsencode(answer) if isinstance(given, bytes) else answer


def _no_directory_descriptor(descriptor: int | None) -> None:
    if descriptor is not None:
        raise NotImplementedError("dir_fd is not available on the emulated device")
