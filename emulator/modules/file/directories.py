"""copyDir and moveDir with their modes and conflict lists.

Source: filemanagement_file_api mod_fs/properties/copydir.cpp and movedir.cpp.

Both answer the conflicts as ``{"srcFile", "destFile"}`` records, or None; the guest throws EEXIST with them as ``data``
after everything else was copied or moved.
"""

from __future__ import annotations

import errno
import os
import stat as stat_bits
from collections import deque
from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .copying import copy_regular_file, move_across
from .errors import anonymised, file_error, invalid_argument, reported

COPY_REFUSES, COPY_REPLACES = range(2)
MOVE_REFUSES_FILLED, MOVE_REFUSES_FILES, MOVE_REPLACES_FILES, MOVE_REPLACES_DIRECTORY = range(4)
COPY_ARGUMENTS = (
    "CopyDir failed. Possible causes: 1. SrcPath or DestPath is invalid. 2. SrcPath or DestPath is not exist. "
    "3.SrcPath or DestPath is not directory."
)

Conflict = dict[str, str]


class Directories:
    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self.host_functions: Mapping[str, HostFunction] = {
            "fs.checkCopyDir": self.check_copy,
            "fs.copyDir": self.copy_directory,
            "fs.checkMoveDir": self.check_move,
            "fs.moveDir": reported(self.move_directory),
        }

    def check_copy(self, source: str, target: str) -> None:
        """What copyDir refuses before anything is done: not two directories, or one inside the other."""
        inside = source if source.endswith("/") else source + "/"
        if (
            not (self._is_directory(source) and self._is_directory(target))
            or source == target
            or target.startswith(inside)
            or os.path.dirname(source) == target  # noqa: PTH120 - a path of the emulated device
        ):
            raise invalid_argument(COPY_ARGUMENTS)

    def check_move(self, source: str, target: str) -> None:
        if not (self._is_directory(source) and self._is_directory(target)):
            raise invalid_argument()

    def copy_directory(self, source: str, target: str, mode: int) -> list[Conflict] | None:
        """``source`` becomes a directory of the same name below ``target``; a slash at its end copies its content."""
        conflicts: list[Conflict] = []
        try:
            self._copy_into(source, _below(source, target), mode, conflicts)
        except OSError as error:
            raise file_error(
                error.errno or errno.EIO,
                f"CopyDir failed. SrcPath is: {anonymised(source)}, DestPath is: {anonymised(target)}",
            ) from error
        return conflicts or None

    def _copy_into(self, source: str, target: str, mode: int, conflicts: list[Conflict]) -> None:
        if not self._view.exists(target):
            self._view.make_directory(target)
        for name in self._view.list_directory(source):
            inner, outer = f"{source}/{name}", f"{target}/{name}"
            if stat_bits.S_ISDIR(self._view.lstat(inner).mode):
                self._copy_into(inner, outer, mode, conflicts)
            elif self._view.exists(outer) and mode == COPY_REFUSES:
                conflicts.append({"srcFile": inner, "destFile": outer})
            else:
                if self._view.exists(outer):
                    self._remove(outer)
                copy_regular_file(self._view, inner, outer)

    def move_directory(self, source: str, target: str, mode: int) -> list[Conflict] | None:
        """``source`` moves to a directory of the same name below ``target``."""
        destination = _below(source, target)
        if self._view.exists(destination) and not self._is_empty(destination):
            if mode == MOVE_REPLACES_DIRECTORY:
                self._view.remove_tree(destination)
            elif mode == MOVE_REFUSES_FILLED:
                raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), destination)
        conflicts: deque[Conflict] = deque()
        self._move_onto(source, destination, mode, conflicts)
        if conflicts:
            return list(conflicts)
        self._view.remove_tree(source)
        return None

    def _move_onto(self, source: str, target: str, mode: int, conflicts: deque[Conflict]) -> None:
        if not self._view.exists(target):
            try:
                self._view.rename(source, target)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._view.make_directory(target)
            else:
                return
        if not self._is_directory(target):
            conflicts.appendleft({"srcFile": source, "destFile": target})
            return
        for name in self._view.list_directory(source):
            inner, outer = f"{source}/{name}", f"{target}/{name}"
            if stat_bits.S_ISDIR(self._view.lstat(inner).mode):
                before = len(conflicts)
                self._move_onto(inner, outer, mode, conflicts)
                if len(conflicts) == before and self._view.exists(inner):
                    self._view.remove_directory(inner)
            else:
                self._move_file(inner, outer, mode, conflicts)

    def _move_file(self, source: str, target: str, mode: int, conflicts: deque[Conflict]) -> None:
        if self._view.exists(target):
            if self._is_directory(target):
                conflicts.appendleft({"srcFile": source, "destFile": target})
                return
            if mode == MOVE_REFUSES_FILES:
                conflicts.append({"srcFile": source, "destFile": target})
                return
        move_across(self._view, source, target)

    def _remove(self, path: str) -> None:
        if self._is_directory(path):
            self._view.remove_directory(path)
        else:
            self._view.unlink(path)

    def _is_directory(self, path: str) -> bool:
        try:
            return stat_bits.S_ISDIR(self._view.stat(path).mode)
        except OSError:
            return False

    def _is_empty(self, path: str) -> bool:
        if self._is_directory(path):
            return not self._view.list_directory(path)
        return self._view.stat(path).size == 0


def _below(source: str, target: str) -> str:
    """``target`` plus the last name of ``source`` (copydir.cpp:CopyDirFunc takes it from the last slash)."""
    slash = source.rfind("/")
    if slash < 0:
        raise invalid_argument()
    return target + source[slash:]
