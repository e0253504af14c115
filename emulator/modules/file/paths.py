"""Calls on paths: stat, access, mkdir, rmdir, unlink, rename, symlink, mkdtemp, utimes, xattr, readText, statvfs.

Source: filemanagement_file_api interfaces/kits/js/src (mod_fs/properties/*.cpp, mod_statvfs).
"""

from __future__ import annotations

import errno
import os
import random
import re
import stat as stat_bits
import string
from collections.abc import Callable, Mapping

from ...filesystem.api import FileStat, FileSystemView
from ..api import HostFunction
from . import uri
from .errors import anonymised, file_error, invalid_argument, reported

DIRECTORY_MODE = 0o770
DIRECTORY_MODE_WITH_OPTION = 0o777
"""mkdir with its second argument goes through Rust's create_dir, which leaves the mode to the umask (adapter.rs)."""

MAX_ATTRIBUTE = 4096
TEMPORARY_SUFFIX = "XXXXXX"
LINE = re.compile(r"[^\n]*\n|[^\n]+")


def guest_text(name: str) -> str:
    """A file name as JavaScript receives it: bytes that are not UTF-8 become replacement characters."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


Described = tuple[str, int, int, int, int, str, str, str]


def described(info: FileStat) -> Described:
    """``fs.Stat`` as JSON: inode, mode, uid, gid, size, access, change and status time. What may be beyond 2^53 travels
    as decimal text."""
    return (
        str(info.inode),
        info.mode,
        info.uid,
        info.gid,
        info.size,
        str(info.atime_ns),
        str(info.mtime_ns),
        str(info.ctime_ns),
    )


class TemporaryNames:
    """Names as mkdtemp(3) and mkstemp(3) find them: the XXXXXX at the end of a template replaced, seeded."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def make(self, template: str, create: Callable[[str], object]) -> str:
        """The first path for which ``create`` does not find that something is there."""
        if not template.endswith(TEMPORARY_SUFFIX):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), template)
        stem = template.removesuffix(TEMPORARY_SUFFIX)
        while True:
            path = stem + "".join(self._random.choices(string.ascii_letters + string.digits, k=len(TEMPORARY_SUFFIX)))
            try:
                create(path)
            except FileExistsError:
                continue
            return path


class Paths:
    def __init__(self, view: FileSystemView, bundle_name: str, names: TemporaryNames) -> None:
        self._view = view
        self._bundle_name = bundle_name
        self._names = names
        self.host_functions: Mapping[str, HostFunction] = {
            name: reported(function)
            for name, function in {
                "fs.stat": self.stat,
                "fs.lstat": self.lstat,
                "fs.access": self.access,
                "fs.mkdir": self.make_directory,
                "fs.rmdir": self.remove_directory,
                "fs.unlink": self.unlink,
                "fs.rename": self.rename,
                "fs.symlink": self.symlink,
                "fs.mkdtemp": self.make_temporary,
                "fs.utimes": self.set_modification_time,
                "fs.setxattr": self.set_attribute,
                "fs.getxattr": self.get_attribute,
                "fs.readText": self.read_text,
                "fs.readLines": self.read_lines,
                "fs.realPath": self.real_path,
                "fs.space": self.space,
                "fileuri.fromPath": self.uri_from_path,
                "fileuri.path": self.uri_path,
            }.items()
        }

    def stat(self, target: str | int) -> Described:
        """``target``: path, ``file://`` URI or descriptor."""
        if isinstance(target, int):
            return described(self._view.fstat(target))
        path = uri.real_path(target, self._bundle_name) if target.startswith(uri.SCHEME) else target
        try:
            return described(self._view.stat(path))
        except OSError as error:
            raise file_error(error.errno or errno.EIO, f"Stat failed, path is: {anonymised(path)}") from error

    def lstat(self, path: str) -> Described:
        return described(self._view.lstat(path))

    def access(self, path: str, mode: int) -> bool:
        """False only for a missing file; other refusals are errors (prop_n_exporter.cpp:AccessSync)."""
        try:
            self._view.access(path, mode)
        except FileNotFoundError:
            return False
        return True

    def make_directory(self, path: str, recursion: bool | None) -> None:
        """``recursion`` None means that the argument was not given."""
        if recursion is None:
            self._view.make_directory(path, DIRECTORY_MODE)
            return
        if self.access(path, os.F_OK):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        if recursion:
            self._view.make_directories(path, DIRECTORY_MODE_WITH_OPTION)
        else:
            self._view.make_directory(path, DIRECTORY_MODE_WITH_OPTION)

    def remove_directory(self, path: str) -> None:
        """Removes whatever ``path`` is, a filled directory too (rmdirent.cpp: std::filesystem::remove_all)."""
        if stat_bits.S_ISDIR(self._view.lstat(path).mode):
            self._view.remove_tree(path)
        else:
            self._view.unlink(path)

    def unlink(self, path: str) -> None:
        self._view.unlink(path)

    def rename(self, source: str, target: str) -> None:
        self._view.rename(source, target)

    def symlink(self, target: str, path: str) -> None:
        self._view.symbolic_link(target, path)

    def make_temporary(self, prefix: str) -> str:
        """mkdtemp(3): ``prefix`` ends in XXXXXX, which is replaced; the directory has mode 0700."""
        return self._names.make(prefix, lambda path: self._view.make_directory(path, 0o700))

    def set_modification_time(self, path: str, milliseconds: float) -> None:
        self._view.set_times(path, self._view.stat(path).atime_ns, int(milliseconds * 1_000_000))

    def set_attribute(self, path: str, key: str, value: str) -> None:
        content = value.encode("utf-8").partition(b"\0")[0]
        if len(key.encode("utf-8")) > MAX_ATTRIBUTE or len(content) > MAX_ATTRIBUTE:
            raise invalid_argument()
        self._view.set_attribute(path, key, content)

    def get_attribute(self, path: str, key: str) -> str:
        """Empty when the file or the attribute is missing (xattr.cpp:GetXattrCore)."""
        try:
            return self._view.get_attribute(path, key).decode("utf-8", "replace")
        except OSError:
            return ""

    def read_text(self, path: str, offset: int | None, length: int | None) -> str:
        """The text from ``offset`` on; ``length`` is cut to the file's size (read_text.cpp)."""
        descriptor = self._view.open(path, os.O_RDONLY)
        try:
            size = self._view.fstat(descriptor).size
            if offset is not None and offset > size:
                raise invalid_argument()
            wanted = size if length is None else min(length, size)
            return self._view.read(descriptor, wanted, offset).decode("utf-8", "replace")
        finally:
            self._view.close(descriptor)

    def read_lines(self, path: str) -> list[str]:
        """The lines with their ends. Text that is not UTF-8 is refused, as Rust's reader refuses it (adapter.rs)."""
        try:
            return LINE.findall(self._view.read_file(path).decode("utf-8"))
        except UnicodeDecodeError as error:
            raise invalid_argument() from error

    def real_path(self, path: str) -> str:
        return guest_text(self._view.real_path(path))

    def space(self, path: str) -> dict[str, int]:
        self._view.stat(path)
        space = self._view.space()
        return {"total": space.total, "free": space.free}

    def uri_from_path(self, path: str) -> str:
        return uri.from_path(path, self._bundle_name)

    def uri_path(self, text: str) -> str:
        return guest_text(uri.split(text)[1])
