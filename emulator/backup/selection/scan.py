"""The scan of a full backup: small files and empty folders for the tars, big files for themselves.

Source: utils/src/b_filesystem/b_dir.cpp:DirScanner, CompatibleDirScanner, DefaultAppScanner; flow F, and W with
``without_tar``. Directories are walked last seen first, entries in byte order (the device's order is its own).
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable, Sequence

import msgspec

from ...filesystem.api import FileStat, FileSystemView
from ...staging import BELOW_BASE
from ..naming import BigFileNames
from ..paths import PATH_LIMIT, byte_length, split_mapped_include, with_delimiter
from .excludes import is_excluded

BIG_FILE_BOUNDARY = 2 * 1024 * 1024
"""Files larger than this travel by themselves (b_constants.h:BIG_FILE_BOUNDARY)."""


class ScanThrew(Exception):
    """``std::filesystem::is_directory`` threw at a root: a loop of links, a folder that may not be searched.

    The framework catches it far outside and the backup of the app fails with EXT_INVAL_ARG.
    """


class SmallFile(msgspec.Struct, frozen=True):
    """A file or an empty folder (``path`` ends in ``/``, ``size`` 0) that goes into a tar.

    ``restore_path`` is the name it gets there when that is not its own path, else ``""``.
    """

    path: str
    size: int
    restore_path: str = ""


class BigFile(msgspec.Struct, frozen=True):
    """A file that is sent by itself under ``name``; ``status`` is what stat told during the scan."""

    name: str
    path: str
    status: FileStat
    restore_path: str = ""


class ScanResult(msgspec.Struct, frozen=True):
    """What a scan found, in the order of finding."""

    small: tuple[SmallFile, ...]
    big: tuple[BigFile, ...]

    @property
    def small_size(self) -> int:
        return sum(file.size for file in self.small)

    @property
    def big_size(self) -> int:
        return sum(file.status.size for file in self.big)

    @property
    def total_size(self) -> int:
        return self.small_size + self.big_size


def scan_full(
    view: FileSystemView,
    roots: Iterable[str],
    mapped_roots: Iterable[str] = (),
    excludes: Sequence[str] = (),
    *,
    without_tar: bool = False,
    names: BigFileNames | None = None,
    incoming: str = BELOW_BASE.incoming,
) -> ScanResult:
    """Scan ``roots`` (from ``expand_includes``) and ``mapped_roots`` (from ``divide_includes``); ``excludes`` are
    prepared ones. Nothing that cannot be read is an error: it is left out.

    ``without_tar``: every regular file counts as big, and the path must leave room for that of ``incoming``.
    ``names``: the names given so far by this extension process, which keeps them from backup to backup.
    """
    scan = _Scan(view, excludes, names or BigFileNames(), without_tar=without_tar, incoming=incoming)
    for root in roots:
        scan.root(root)
    for mapped in mapped_roots:
        scan.root(*split_mapped_include(mapped))
    return scan.result()


def scan_default_app(view: FileSystemView, roots: Iterable[str], excludes: Sequence[str] = ()) -> ScanResult:
    """The scan that the service does for apps without an extension: what the permission bits do not grant to this
    user is left out before it is touched."""
    scan = _Scan(view, excludes, BigFileNames(), check_permission=True)
    for root in roots:
        scan.root(root)
    return scan.result()


class _Scan:
    def __init__(
        self,
        view: FileSystemView,
        excludes: Sequence[str],
        names: BigFileNames,
        *,
        without_tar: bool = False,
        check_permission: bool = False,
        incoming: str = "",
    ) -> None:
        self._view = view
        self._excludes = excludes
        self._boundary = -1 if without_tar else BIG_FILE_BOUNDARY
        self._longest = PATH_LIMIT - 1 - (len(incoming) if without_tar else 0)
        self._check_permission = check_permission
        self._names = names
        self._small: list[SmallFile] = []
        self._big: list[BigFile] = []

    def result(self) -> ScanResult:
        return ScanResult(tuple(self._small), tuple(self._big))

    def root(self, path: str, restore_path: str | None = None) -> None:
        """Scan one root. ``restore_path`` is given for a mapped one only."""
        if not is_directory(self._view, path):
            if path != "/":
                self._file(path, restore_path or "")
            return
        folders = [(path, restore_path)]
        first = True
        while folders:
            folder, restore_folder = folders.pop()
            if is_excluded(self._excludes, folder):
                continue
            if self._check_permission and not first and not self._granted(folder):
                continue
            first = False
            try:
                names = self._view.list_directory(absolute(folder))
            except OSError:
                continue
            if not names:
                self._small.append(SmallFile(with_delimiter(folder), 0, restore_folder or ""))
                continue
            base = with_delimiter(folder)
            restore_base = None if restore_folder is None else with_delimiter(restore_folder)
            for name in names:
                self._entry(base + name, None if restore_base is None else restore_base + name, folders)

    def _entry(self, path: str, restore_path: str | None, folders: list[tuple[str, str | None]]) -> None:
        if self._check_permission and not self._granted(path):
            return
        try:
            status = self._view.lstat(absolute(path))
        except OSError:
            return
        if stat.S_ISREG(status.mode):
            self._file(path, restore_path or "", status)
        elif stat.S_ISDIR(status.mode):
            folders.append((path, restore_path))

    def _file(self, path: str, restore_path: str, status: FileStat | None = None) -> None:
        if not restore_path and is_excluded(self._excludes, path):
            return
        if byte_length(path) > self._longest:
            return
        if status is None:
            try:
                status = self._view.stat(absolute(path))
            except OSError:
                return
        if status.size <= self._boundary:
            self._small.append(SmallFile(path, status.size, restore_path))
        else:
            self._big.append(BigFile(self._names.add(path), path, status, restore_path))

    def _granted(self, path: str) -> bool:
        """b_dir.cpp:CheckPermission: the bits of owner, else group, else others; user 0 may do everything."""
        try:
            status = self._view.stat(absolute(path))
        except OSError:
            return False
        if self._view.uid == 0:
            return True
        if self._view.uid == status.uid:
            shift = 6
        elif self._view.gid == status.gid:
            shift = 3
        else:
            shift = 0
        needed = 0o5 if stat.S_ISDIR(status.mode) else 0o4
        return (status.mode >> shift) & needed == needed


def absolute(path: str) -> str:
    """A path as the extension process resolves it: its working directory is ``/``."""
    return path if path.startswith("/") or not path else f"/{path}"


def is_directory(view: FileSystemView, path: str) -> bool:
    """Whether ``path`` is a directory, links followed. Raises ScanThrew when that cannot be found out."""
    try:
        return stat.S_ISDIR(view.stat(absolute(path)).mode)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return False
        raise ScanThrew(path) from error
