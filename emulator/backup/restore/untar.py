"""How a tar is unpacked, sound or damaged (frameworks/native/backup_ext/src/untar_file.cpp).

Nearly every damage ends the reading quietly: what came before stays, the answer is success. Only a tar that cannot be
opened has an error for its answer.
"""

from __future__ import annotations

import errno
import gc
import re
from collections.abc import Container, Generator
from contextlib import contextmanager

import msgspec

from ...filesystem.api import FileSystemView
from ..paths import is_public_path, is_valid_path
from .pax import UnpackingNeverEnds, read_pax

__all__ = ["UnpackOutcome", "UnpackingNeverEnds", "force_create_directory", "real_target", "unpack"]

BLOCK = 512
DEFAULT_ERROR = -1
INVALID_TAR = -2
INVALID_PATH = -3
PAX_FAILED = -5
LONGEST_NAME = 4096
FOLDER_MODE = 0o755
"""Mode of folders that are made for a file (c_utils directory_ex.cpp:ForceCreateDirectory)."""

_SHARED_FROM = 1024
"""Bytes from which on a copy costs more than a view of the tar."""
_MKDIR_BITS = 0o1777
"""What mkdir(2) takes from a mode."""
_OCTAL = re.compile(rb"[0-7]*")
_PLAIN_OCTAL = re.compile(rb"[0-7]+")
_NOT_OCTAL = re.compile(rb"[^0-7]*")
_NAME, _MODE, _SIZE, _MTIME, _CHECKSUM = 0, 100, 124, 136, 148
_KIND, _MAGIC = 156, 257


class UnpackOutcome(msgspec.Struct):
    """``code`` is 0 or the errno of opening the tar. ``files`` maps what was written to the size in its header,
    ``errors`` maps paths to what went wrong there. Paths are relative to ``/``; a folder's may end in NUL."""

    code: int
    files: dict[str, int]
    errors: dict[str, list[int]]
    public_files: list[tuple[str, str, int]] = []
    """Files of the user's public folders that the incremental reader wrote, with the names they had in the tar
    and their sizes: another service moves them on."""


def unpack(
    view: FileSystemView,
    tar_path: str,
    root: str,
    *,
    incremental: bool = False,
    only: Container[str] | None = None,
) -> UnpackOutcome:
    """Unpack ``tar_path`` below ``root`` (``/`` for the usual restore).

    ``incremental`` chooses the other of the two readers: it tells its errors and stops at a cut file. With ``only``
    it writes the files of those names (no leading ``/``) and every folder; None or empty means all.
    Raises UnpackingNeverEnds.
    """
    outcome = UnpackOutcome(0, {}, {})
    try:
        archive = view.read_file(tar_path)
    except OSError as error:
        if error.errno != errno.EISDIR:
            outcome.code = error.errno or errno.EIO
        return outcome
    with _uncollected():
        _Unpacker(view, archive, root, outcome, incremental, only).run()
    return outcome


@contextmanager
def _uncollected() -> Generator[None]:
    """Without Python's search for cycles: every file that is made stays, and each search through all of them again
    would make the cost of a restore grow faster than its files."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Stop(Exception):
    """Reading ends here; the outcome is complete."""


class _Unpacker:
    def __init__(
        self,
        view: FileSystemView,
        archive: bytes,
        root: str,
        outcome: UnpackOutcome,
        incremental: bool,
        only: Container[str] | None,
    ) -> None:
        self._view = view
        self._archive = archive
        self._shared = memoryview(archive)
        self._root = root
        self._outcome = outcome
        self._incremental = incremental
        self._only = only
        self._at = 0
        self._long_name = b""
        self._known_folders: set[str] = set()

    def run(self) -> None:
        try:
            while self._member():
                pass
        except _Stop:
            return

    def _member(self) -> bool:
        header = self._archive[self._at : self._at + BLOCK]
        self._at += len(header)
        if len(header) < BLOCK:
            return False
        kind = header[_KIND : _KIND + 1]
        if header[0] == 0 and kind != b"L":
            second = self._archive[self._at : self._at + BLOCK]
            self._at += len(second)
            if len(second) == BLOCK and second[0] == 0:
                return False
        if not _is_valid(header):
            return False
        size = _octal(header, _SIZE, 12)
        name = self._long_name or _c_text(header, _NAME)
        self._long_name = b""
        path = _text(name[1:] if name.startswith(b"/") else name)
        after = self._at + -(-size // BLOCK) * BLOCK
        if kind in (b"0", b"\0"):
            self._file(header, path, size, after)
        elif kind == b"5":
            self._folder(path, _octal(header, _MODE, 8), size)
        elif kind == b"L":
            self._read_long_name(path, size, after)
        elif kind == b"x":
            self._read_pax(path)
        elif kind != b"2":
            self._at = after
        return True

    def _file(self, header: bytes, path: str, size: int, after: int) -> None:
        if self._incremental and self._only and path.rstrip("\0") not in self._only:
            self._at = after
            return
        target = self._target(path)
        errors: list[int] = []
        complete = self._write(header, target, size, errors)
        self._at = after
        if self._incremental and errors:
            self._outcome.errors.setdefault(target, errors)
        if self._incremental and not complete:
            raise _Stop
        self._outcome.files[target] = size
        place = "/" + target.partition("\0")[0]
        if self._incremental and is_public_path(path) and self._view.exists(place):
            self._outcome.public_files.append((target, path, self._view.stat(place).size))

    def _target(self, path: str) -> str:
        target = real_target(self._root, path)
        if is_valid_path(target):
            return target
        if self._incremental:
            self._outcome.errors.setdefault(target, [INVALID_PATH])
        raise _Stop

    def _write(self, header: bytes, target: str, size: int, errors: list[int]) -> bool:
        """Write one file; False when the archive ends inside it. Other failures only go into ``errors``."""
        content = self._content(size)
        path = "/" + target.partition("\0")[0]
        try:
            self._create(path, content)
        except OSError as error:
            errors.append(error.errno or DEFAULT_ERROR)
            return True
        if len(content) < size:
            errors.append(INVALID_TAR)
            return False
        mtime = _octal(header, _MTIME, 12)
        try:
            self._view.change_mode(path, _octal(header, _MODE, 8) & 0o7777)
        except OSError as error:
            errors.append(error.errno or DEFAULT_ERROR)
        if mtime:
            try:
                atime_ns = self._view.stat(path).atime_ns // 1_000_000_000 * 1_000_000_000
                self._view.set_times(path, atime_ns, mtime * 1_000_000_000)
            except OSError as error:
                errors.append(error.errno or DEFAULT_ERROR)
        return True

    def _content(self, size: int) -> bytes | memoryview:
        """The next ``size`` bytes, or what is left of them. A large content is a part of the tar, not a copy, and
        keeps the tar in memory: most tars live on in their archive anyway, and files are not held twice."""
        part = slice(self._at, self._at + size)
        return self._archive[part] if size < _SHARED_FROM else self._shared[part]

    def _create(self, path: str, content: bytes | memoryview) -> None:
        """Overwrite what is there, else make the file and its folders. Directly below ``/`` nothing can be made: the
        relative path has no folder whose existence could be checked."""
        folder = path.rpartition("/")[0]
        if folder not in self._known_folders:
            try:
                self._view.stat("" if path == "/" else path)
            except OSError:
                if not folder:
                    raise
                force_create_directory(self._view, folder, FOLDER_MODE, again=True)
            if folder:
                self._known_folders.add(folder)
        self._view.write_file(path, content)

    def _folder(self, path: str, mode: int, size: int) -> None:
        target = self._target(path)
        shown = target[:-1] + "\0" if target.endswith("/") else target
        if target:
            folder = "/" + shown.partition("\0")[0]
            try:
                if not self._view.exists(folder):
                    force_create_directory(self._view, folder, mode)
            except OSError as error:
                if self._incremental:
                    self._outcome.errors.setdefault(shown, [error.errno or DEFAULT_ERROR])
        self._outcome.files[shown] = size

    def _read_long_name(self, path: str, size: int, after: int) -> None:
        name = b""
        failed = size > LONGEST_NAME
        if not failed:
            name = self._archive[self._at : self._at + size]
            failed = len(name) < size
            name = name.ljust(size, b"\0")
        valid = is_valid_path(path) and (self._incremental or is_valid_path(_text(name)))
        if not valid or failed:
            if self._incremental:
                self._outcome.errors.setdefault(path, [DEFAULT_ERROR if valid else INVALID_PATH])
            raise _Stop
        self._long_name = name
        self._at = after

    def _read_pax(self, path: str) -> None:
        value, self._at = read_pax(self._archive, self._at)
        if value is None:
            if self._incremental:
                self._outcome.errors.setdefault(path, [PAX_FAILED])
            raise _Stop
        if value.endswith(b"\n"):
            self._long_name = value[:-1]


def real_target(root: str, name: str) -> str:
    """Where a member goes, relative to ``/`` (GenRealPath). One ``/`` at the end of ``root`` is dropped."""
    if not root or not name:
        return ""
    base = root.removesuffix("/")
    joined = base + (name if name.startswith("/") else f"/{name}")
    return joined.removeprefix("/")


def force_create_directory(view: FileSystemView, path: str, mode: int, *, again: bool = False) -> None:
    """``path`` and every missing folder above it, each with ``mode`` less the umask. ``again``: a folder whose name
    is taken although it does not exist (a broken link) fails only at the end, as in c_utils."""
    at = 0
    while at >= 0:
        at = path.find("/", at + 1)
        part = path if at < 0 else path[:at]
        if view.exists(part):
            continue
        try:
            view.make_directory(part, mode & _MKDIR_BITS)
        except OSError as error:
            if not again or error.errno != errno.EEXIST:
                raise
    view.stat(path)


def _is_valid(header: bytes) -> bool:
    checksum = sum(header) - sum(header[_CHECKSUM : _CHECKSUM + 8]) + 8 * 0x20
    return header.startswith(b"ustar", _MAGIC) and checksum == _octal(header, _CHECKSUM, 8)


def _octal(header: bytes, start: int, field: int) -> int:
    """The first run of octal digits from ``start``: not beyond the field, not beyond a NUL."""
    text = _c_text(header, start)[:field]
    if _PLAIN_OCTAL.fullmatch(text):
        return int(text, 8)
    skipped = _NOT_OCTAL.match(text)
    digits = _OCTAL.match(text, skipped.end() if skipped else 0)
    return int(digits.group() or b"0", 8) if digits else 0


def _c_text(block: bytes, start: int) -> bytes:
    end = block.find(b"\0", start)
    return block[start:] if end < 0 else block[start:end]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
