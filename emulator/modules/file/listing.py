"""listFile with its filters, and what listFileExt asks (filemanagement_file_api mod_fs/properties/listfile*.cpp)."""

from __future__ import annotations

import re
import stat as stat_bits
from collections.abc import Mapping

import msgspec

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .errors import invalid_argument, reported
from .paths import guest_text

SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,255}")


class Filter:
    """``fs.Filter``. A missing or empty part lets everything through."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._suffixes = _texts(options.get("suffix"))
        self._patterns = [_shell_pattern(name) for name in _texts(options.get("displayName"))]
        self._larger_than = options.get("fileSizeOver")
        self._newer_than = options.get("lastModifiedAfter")
        if any(SUFFIX.fullmatch(suffix) is None for suffix in self._suffixes):
            raise invalid_argument()
        conditions = (self._suffixes or None, self._patterns or None, self._larger_than, self._newer_than)
        self._lets_all_through = conditions == (None, None, None, None)

    def accepts(self, view: FileSystemView, path: str, name: str, is_directory: bool) -> bool:
        if self._lets_all_through:
            return True
        if self._suffixes and not is_directory:
            dot = name.rfind(".")
            if dot < 0 or name[dot:] not in self._suffixes:
                return False
        if self._patterns and not any(pattern.fullmatch(name) for pattern in self._patterns):
            return False
        if self._larger_than is None and self._newer_than is None:
            return True
        try:
            info = view.stat(path)
        except OSError:
            return False
        if isinstance(self._larger_than, int) and info.size <= self._larger_than:
            return False
        seconds = info.mtime_ns // 1_000_000_000
        return not (isinstance(self._newer_than, (int, float)) and seconds <= self._newer_than)


def _texts(value: object) -> list[str]:
    """The strings of an optional list; an empty list is refused (listfile.cpp:GetFileFilterParam)."""
    if value is None:
        return []
    texts = msgspec.convert(value, list[str])
    if not texts:
        raise invalid_argument()
    return texts


def _shell_pattern(pattern: str) -> re.Pattern[str]:
    """fnmatch(3) with FNM_PATHNAME and FNM_PERIOD: a leading dot is matched by a dot only."""
    out: list[str] = [] if pattern.startswith(".") else [r"(?!\.)"]
    position = 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if character == "*":
            out.append("[^/]*")
        elif character == "?":
            out.append("[^/]")
        elif character == "\\" and position < len(pattern):
            out.append(re.escape(pattern[position]))
            position += 1
        elif (
            character == "[" and (end := pattern.find("]", position + 2 if pattern[position] in "!]" else position)) > 0
        ):
            members = pattern[position:end]
            inverted = members.startswith(("!", "^"))
            body = members[1:] if inverted else members
            out.append(f"[{'^' if inverted else ''}{re.escape(body).replace(chr(92) + '-', '-')}]")
            position = end + 1
        else:
            out.append(re.escape(character))
    return re.compile("".join(out), re.DOTALL)


class Listing:
    def __init__(self, view: FileSystemView) -> None:
        self._view = view
        self.host_functions: Mapping[str, HostFunction] = {
            "fs.listFile": reported(self.list_file),
            "fs.entries": reported(self.entries),
        }

    def entries(self, path: str) -> list[tuple[str, str]]:
        """Names in ``path`` with their kind: ``file``, ``directory`` or ``other`` (links are not followed)."""
        return [(guest_text(name), self._kind(f"{path}/{name}")) for name in self._view.list_directory(path)]

    def _kind(self, path: str) -> str:
        mode = self._view.lstat(path).mode
        return "file" if stat_bits.S_ISREG(mode) else "directory" if stat_bits.S_ISDIR(mode) else "other"

    def list_file(self, path: str, recursion: bool, limit: int, options: Mapping[str, object]) -> list[str]:
        """Names in ``path``, or with ``recursion`` all regular files below it, each starting with ``/``.

        ``limit`` 0 means all. A directory passes a suffix filter, and is never listed itself when recursing.
        """
        chosen = Filter(options)
        found: list[str] = []
        self._collect(path, path, recursion, limit, chosen, found)
        return [guest_text(name) for name in found]

    def _collect(self, root: str, folder: str, recursion: bool, limit: int, chosen: Filter, found: list[str]) -> None:
        for name in self._view.list_directory(folder):
            if limit and len(found) >= limit:
                return
            path = f"{folder}/{name}"
            mode = self._view.lstat(path).mode
            if recursion and stat_bits.S_ISDIR(mode):
                self._collect(root, path, recursion, limit, chosen, found)
            elif chosen.accepts(self._view, path, name, stat_bits.S_ISDIR(mode)) and (
                not recursion or stat_bits.S_ISREG(mode)
            ):
                found.append(path[len(root) :] if recursion else name)
