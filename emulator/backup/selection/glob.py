"""Path patterns as the device's C library expands them: glob() with GLOB_MARK (third_party_musl src/regex/glob.c).

``*`` does not cross ``/``, ``**`` is ``*``, braces and ``~`` are ordinary, a leading dot must be written out. A
relative pattern starts at ``/``, the working directory of an extension process.
"""

from __future__ import annotations

import stat

from ...filesystem.api import FileSystemView
from .pattern import matches_name

PATH_MAX = 4096


def expand(view: FileSystemView, pattern: str) -> list[str]:
    """The paths that ``pattern`` names, in byte order; directories, and links to them, end in ``/``."""
    if not pattern:
        return []
    found: list[bytes] = []
    _Walk(view, found).descend(b"", _encode(pattern.partition("\0")[0]), is_directory=False, name_known=False)
    return [_decode(path) for path in sorted(found)]


class _Walk:
    def __init__(self, view: FileSystemView, found: list[bytes]) -> None:
        self._view = view
        self._found = found

    def descend(self, base: bytes, pattern: bytes, *, is_directory: bool, name_known: bool) -> None:
        """Add what ``pattern`` names below ``base``. ``name_known``: ``base`` was read from a directory just now."""
        slashes = len(pattern) - len(pattern.lstrip(b"/"))
        if slashes:
            kept = max(0, min(slashes, PATH_MAX - 1 - len(base)))
            base += b"/" * kept
            if kept < slashes:
                return
        rest = pattern[slashes:]
        literal = _literal_prefix(rest)
        if literal is None:
            return
        text, taken = literal
        if text:
            base += text
            if len(base) >= PATH_MAX:
                return
        rest = rest[taken:]
        if not rest:
            if name_known and not taken and (not slashes or is_directory):
                self._found.append(_marked(base, is_directory))
            else:
                self._check(base)
            return
        component, separator, after = _split_component(rest)
        self._read(base, component, separator + after)

    def _check(self, path: bytes) -> None:
        name = _decode(path)
        try:
            self._found.append(_marked(path, stat.S_ISDIR(self._view.stat(_absolute(name)).mode)))
        except OSError:
            try:
                self._view.lstat(_absolute(name))
            except OSError:
                return
            self._found.append(path)

    def _read(self, base: bytes, component: bytes, rest: bytes) -> None:
        folder = _absolute(_decode(base)) if base else "/"
        try:
            names = self._view.list_directory(folder)
        except OSError:
            return
        for name in (b".", b"..", *map(_encode, names)):
            if not matches_name(component, name) or len(base) + len(name) >= PATH_MAX:
                continue
            path = base + name
            kind = self._kind(path) if name not in (b".", b"..") else stat.S_IFDIR
            if rest and kind not in (stat.S_IFDIR, stat.S_IFLNK):
                continue
            if kind == stat.S_IFLNK:
                self.descend(path, rest, is_directory=False, name_known=False)
            else:
                self.descend(path, rest, is_directory=kind == stat.S_IFDIR, name_known=True)

    def _kind(self, path: bytes) -> int:
        try:
            return stat.S_IFMT(self._view.lstat(_absolute(_decode(path))).mode)
        except OSError:
            return 0


def _literal_prefix(pattern: bytes) -> tuple[bytes, int] | None:
    """The longest part of ``pattern`` before a component with a wildcard, without its escapes, and how much of
    ``pattern`` it takes. None when a lone backslash ends it: that never matches."""
    text = bytearray()
    done, done_text = 0, 0
    at = 0
    bracket_open = False
    while at < len(pattern):
        byte = pattern[at : at + 1]
        if byte in (b"*", b"?") or (bracket_open and byte == b"]"):
            return bytes(text[:done_text]), done
        if byte == b"[":
            bracket_open = True
        elif byte == b"\\":
            if bracket_open and pattern[at + 1 : at + 2] == b"]":
                return bytes(text[:done_text]), done
            at += 1
            if at == len(pattern):
                return None
            byte = pattern[at : at + 1]
        text += byte
        at += 1
        if byte == b"/":
            bracket_open = False
            done, done_text = at, len(text)
    return bytes(text), at


def _split_component(pattern: bytes) -> tuple[bytes, bytes, bytes]:
    """The first component of ``pattern``, its separator and the rest. A ``/`` ends it wherever it stands; a
    backslash before that ``/`` belongs to the separator."""
    component, slash, rest = pattern.partition(b"/")
    backslashes = len(component) - len(component.rstrip(b"\\"))
    if slash and backslashes % 2:
        component = component[:-1]
    return component, slash, rest


def _marked(path: bytes, is_directory: bool) -> bytes:
    return path + b"/" if is_directory and path and not path.endswith(b"/") else path


def _absolute(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
