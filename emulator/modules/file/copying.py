"""copyFile and moveFile (filemanagement_file_api mod_fs/properties/copy_file.cpp and move.cpp)."""

from __future__ import annotations

import errno
import os
import stat as stat_bits
from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .descriptors import FILE_MODE
from .errors import file_error, invalid_argument, reported

UNSUPPORTED_COPY = (
    "Unknown error. Possible causes: 1.A directory with the same name as the target file already exists in the "
    "target path. 2.Invalid source file type 3.Unsupported filesystem metadata operations."
)
CHUNK = 1 << 20


def copy_regular_file(view: FileSystemView, source: str, target: str) -> None:
    """std::filesystem::copy_file with overwrite_existing: only regular files, never onto itself, mode carried over.

    Raises OSError; ENOTSUP when either side is not a regular file.
    """
    info = view.stat(source)
    if not stat_bits.S_ISREG(info.mode):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), source)
    mode = stat_bits.S_IMODE(info.mode)
    present = None
    if view.exists(target):
        present = view.stat(target)
        if not stat_bits.S_ISREG(present.mode):
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), target)
        if present.inode == info.inode:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    view.write_file(target, view.read_file(source), mode)
    if present is not None and stat_bits.S_IMODE(present.mode) != mode:
        view.change_mode(target, mode)


class Copying:
    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self.host_functions: Mapping[str, HostFunction] = {
            "fs.copyFile": reported(self.copy_file),
            "fs.checkMoveFile": self.check_move,
            "fs.moveFile": reported(self.move_file),
        }

    def copy_file(self, source: str | int, target: str | int) -> None:
        """Each side is a path or a descriptor."""
        if isinstance(source, str) and isinstance(target, str):
            try:
                copy_regular_file(self._view, source, target)
            except OSError as error:
                if error.errno == errno.ENOTSUP:
                    raise file_error(errno.ENOTSUP, UNSUPPORTED_COPY) from error
                raise
            return
        opened: list[int] = []
        try:
            self._send(self._descriptor(source, os.O_RDONLY, opened), target, opened)
        finally:
            for descriptor in opened:
                self._view.close(descriptor)

    def _descriptor(self, side: str | int, flags: int, opened: list[int]) -> int:
        if isinstance(side, int):
            return side
        opened.append(self._view.open(side, flags, FILE_MODE))
        return opened[-1]

    def _send(self, source: int, target: str | int, opened: list[int]) -> None:
        """The whole of ``source`` from its beginning, wherever its own position stands. One that ends early, as a file
        does that is copied onto itself, is an EIO; of an empty one nothing is read
        (filemanagement_file_api copy_file.cpp:OpenFile, SendFileCore)."""
        size = self._view.fstat(source).size
        sink = self._descriptor(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, opened)
        if isinstance(target, int):
            self._view.truncate_descriptor(sink, 0)
            self._view.seek(sink, 0, os.SEEK_SET)
        position = 0
        while position < size and (piece := self._view.read(source, min(CHUNK, size - position), position)):
            self._view.write(sink, piece)
            position += len(piece)
        if position < size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def check_move(self, source: str, target: str) -> None:
        """What moveFile refuses at the call: a directory on either side."""
        if self._is_directory(source) or self._is_directory(target):
            raise invalid_argument()

    def move_file(self, source: str, target: str, refuse_existing: bool) -> None:
        """Across file systems it is a copy and a removal."""
        if refuse_existing:
            try:
                self._view.access(target, os.F_OK)
            except FileNotFoundError:
                pass
            else:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
        move_across(self._view, source, target)

    def _is_directory(self, path: str) -> bool:
        try:
            return stat_bits.S_ISDIR(self._view.stat(path).mode)
        except OSError:
            return False


def move_across(view: FileSystemView, source: str, target: str) -> None:
    """rename(2), and copy plus removal where rename cannot reach."""
    try:
        view.rename(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if view.exists(target):
            view.unlink(target)
        copy_regular_file(view, source, target)
        view.unlink(source)
