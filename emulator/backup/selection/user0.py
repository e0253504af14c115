"""The selection of a backup for user 0: excludes are applied to the finished list.

Source: utils/src/b_filesystem/b_dir.cpp:GetBackupList, GetUser0DirFilesDetail, GetUser0FileStat; flow U.
"""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Callable, Iterable

import msgspec

from ...filesystem.api import FileSystemView
from ..paths import PATH_LIMIT, byte_length, with_delimiter
from ..report_file import ReportRecord
from .excludes import is_excluded, prepare_excludes
from .includes import expand_includes
from .scan import BIG_FILE_BOUNDARY, ScanThrew, absolute


class PathLists(msgspec.Struct, frozen=True):
    """Paths in the order of finding; empty folders end in ``/`` and are small."""

    small: tuple[str, ...]
    big: tuple[str, ...]


def select_for_user0(view: FileSystemView, includes: Iterable[str], excludes: Iterable[str]) -> PathLists:
    """What a user 0 backup takes. A root that is a link to a file is followed; links below a root are not taken."""
    small: list[str] = []
    big: list[str] = []
    for root in expand_includes(view, includes):
        _collect(view, root, small, big)
    prepared = prepare_excludes(excludes)
    return PathLists(
        tuple(path for path in small if not is_excluded(prepared, path)),
        tuple(path for path in big if not is_excluded(prepared, path)),
    )


def file_hash(view: FileSystemView, path: str) -> str:
    """SHA-256 of the content in upper case; ``""`` when it cannot be read (b_file_hash.cpp:HashWithSHA256)."""
    try:
        return hashlib.sha256(view.read_file(absolute(path))).hexdigest().upper()
    except OSError:
        return ""


def user0_record(view: FileSystemView, path: str, *, big: bool) -> ReportRecord | None:
    """The report record of one selected path; None when it cannot be hashed. Raises OSError when stat fails."""
    is_directory = not big and _is_mode(view, path, stat.S_ISDIR)
    content_hash = "" if is_directory else file_hash(view, path)
    if not is_directory and not content_hash:
        return None
    status = view.stat(absolute(path))
    return ReportRecord(
        path=path,
        mode=str(status.mode),
        is_directory=is_directory,
        size=status.size,
        mtime=status.mtime_ns // 1_000_000_000,
        hash=content_hash,
        user_tar=0 if is_directory else 1,
    )


def _collect(view: FileSystemView, root: str, small: list[str], big: list[str]) -> None:
    if _is_mode(view, root, stat.S_ISREG):
        _add(view, root, small, big)
        return
    pending = [(root, True)]
    while pending:
        path, is_folder = pending.pop()
        if not is_folder:
            _add(view, path, small, big)
            continue
        try:
            names = view.list_directory(absolute(path))
        except OSError:
            continue
        if not names:
            small.append(with_delimiter(path))
        base = with_delimiter(path)
        for name in reversed(names):
            try:
                kind = view.lstat(absolute(base + name)).mode
            except OSError:
                continue
            if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
                pending.append((base + name, stat.S_ISDIR(kind)))


def _add(view: FileSystemView, path: str, small: list[str], big: list[str]) -> None:
    if byte_length(path) >= PATH_LIMIT:
        return
    try:
        size = view.stat(absolute(path)).size
    except OSError:
        return
    (small if size <= BIG_FILE_BOUNDARY else big).append(path)


def _is_mode(view: FileSystemView, path: str, test: Callable[[int], bool]) -> bool:
    try:
        return test(view.stat(absolute(path)).mode)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return False
        raise ScanThrew(path) from error
