"""compressFile(s), decompressFile and getOriginalSize: ZIP archives of the app's files (interfaces/kits/js/zip/src).

What ends up in an archive and where it is unpacked follows zip.cpp; Python's zipfile knows the format. Every byte goes
through the app's view of the files, so faults, quota and permissions hold.
"""

from __future__ import annotations

import io
import os
import posixpath
import stat as stat_bits
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone

import msgspec

from ...clock import VirtualClock
from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .errors import NOT_A_ZIP, SOURCE_INVALID, TARGET_INVALID, archive_error

FILE_MODE = 0o666
DIRECTORY_MODE = 0o777
READ, WRITE = os.R_OK, os.W_OK
SUFFIX = ".zip"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for an archive that it cannot read: RuntimeError when it is encrypted."""


class ArchiveOptions(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """``zlib.Options``, checked by the guest. Strategy and memory level change no content and are left out."""

    level: int = -1
    path_separator_strategy: int = 0
    keep_top_level_folder: bool = False


class Archives:
    """``refuses_parents``: paths that hold ``../`` are refused, as for apps that target API 13 and later."""

    def __init__(self, view: FileSystemView, clock: VirtualClock, *, refuses_parents: bool) -> None:
        self._view = view
        self._clock = clock
        self._refuses_parents = refuses_parents
        self.host_functions: Mapping[str, HostFunction] = {
            "zlib.compress": self.compress,
            "zlib.decompress": self.decompress,
            "zlib.originalSize": self.original_size,
        }

    def compress(self, sources: Sequence[str], target: str, given: Mapping[str, object]) -> None:
        """``target`` gets the suffix ``.zip`` when it has not got it (FilePath::CheckDestDirTail)."""
        options = msgspec.convert(given, ArchiveOptions)
        if not all(self._acceptable(source) for source in sources):
            raise archive_error(SOURCE_INVALID)
        if not self._acceptable(target):
            raise archive_error(TARGET_INVALID)
        folder = posixpath.dirname(target.rstrip("/")) or "/"
        if not self._is_directory(folder) or not self._may(folder, WRITE):
            raise archive_error(TARGET_INVALID)
        if not all(self._may(source, READ) for source in sources):
            raise archive_error(SOURCE_INVALID)
        entries = [entry for source in sources for entry in self._entries(source, options.keep_top_level_folder)]
        try:
            self._write(target if target.endswith(SUFFIX) else target + SUFFIX, self._packed(entries, options.level))
        except OSError as error:
            raise archive_error(TARGET_INVALID) from error

    def _entries(self, source: str, keep_top: bool) -> Iterator[tuple[str, str]]:
        """(name in the archive, path) of every file and every empty directory at or below ``source``."""
        if not self._is_directory(source):
            yield posixpath.basename(source), source
            return
        top = source.rstrip("/")
        prefix = posixpath.basename(top) + "/" if keep_top else ""
        for path in self._leaves(top):
            yield prefix + path[len(top) + 1 :], path

    def _leaves(self, folder: str) -> Iterator[str]:
        for name in self._view.list_directory(folder):
            path = f"{folder}/{name}"
            if not stat_bits.S_ISDIR(self._view.lstat(path).mode):
                yield path
                continue
            inner = list(self._leaves(path))
            yield from inner or [path]

    def _packed(self, entries: Sequence[tuple[str, str]], level: int) -> bytes:
        out = io.BytesIO()
        now = datetime.fromtimestamp(self._clock.now_ms / 1000, timezone.utc).timetuple()[:6]
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
            for name, path in entries:
                is_directory = self._is_directory(path)
                info = zipfile.ZipInfo(_utf8(name) + "/" * is_directory, now)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, b"" if is_directory else self._view.read_file(path))
        return out.getvalue()

    def decompress(self, source: str, target: str, given: Mapping[str, object]) -> None:
        """Into the directory ``target``, which must be there; files in the way are overwritten."""
        options = msgspec.convert(given, ArchiveOptions)
        if not self._acceptable(target):
            raise archive_error(TARGET_INVALID)
        if not self._acceptable(source) or not self._view.exists(source):
            raise archive_error(SOURCE_INVALID)
        if not self._is_directory(target) or not self._may(target, WRITE):
            raise archive_error(TARGET_INVALID)
        with self._opened(source) as archive:
            for info in archive.infolist():
                name = info.filename.replace("\\", "/") if options.path_separator_strategy else info.filename
                if ".." in name.split("/"):
                    raise archive_error(NOT_A_ZIP)
                self._extract(archive, info, f"{target.rstrip('/')}/{name}")

    def _extract(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> None:
        """A damaged entry and one that does not fit on the disk are told alike (ZipReader::ExtractCurrentEntry)."""
        try:
            if path.endswith("/"):
                self._view.make_directories(path, DIRECTORY_MODE)
                return
            self._view.make_directories(posixpath.dirname(path), DIRECTORY_MODE)
            descriptor = self._view.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        except OSError as error:
            raise archive_error(TARGET_INVALID) from error
        try:
            self._fill(descriptor, archive.read(info))
        except (*DAMAGE, OSError) as error:
            raise archive_error(NOT_A_ZIP) from error
        finally:
            self._view.close(descriptor)

    def original_size(self, path: str) -> int:
        """Bytes of all entries unpacked."""
        if not self._acceptable(path) or not self._may(path, READ):
            raise archive_error(SOURCE_INVALID)
        with self._opened(path) as archive:
            return sum(info.file_size for info in archive.infolist())

    def _opened(self, path: str) -> zipfile.ZipFile:
        try:
            content = self._view.read_file(path)
        except OSError as error:
            raise archive_error(SOURCE_INVALID) from error
        try:
            return zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise archive_error(NOT_A_ZIP) from error

    def _write(self, path: str, content: bytes) -> None:
        descriptor = self._view.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        try:
            self._fill(descriptor, content)
        finally:
            self._view.close(descriptor)

    def _fill(self, descriptor: int, content: bytes) -> None:
        done = 0
        while done < len(content):
            done += self._view.write(descriptor, content[done:])

    def _acceptable(self, path: str) -> bool:
        return bool(path) and not (self._refuses_parents and "../" in path)

    def _is_directory(self, path: str) -> bool:
        try:
            return stat_bits.S_ISDIR(self._view.stat(path).mode)
        except OSError:
            return False

    def _may(self, path: str, mode: int) -> bool:
        try:
            self._view.access(path, mode)
        except OSError:
            return False
        return True


def _utf8(name: str) -> str:
    """A name as zipfile takes it: bytes that are not UTF-8 become replacement characters."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
