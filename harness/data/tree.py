"""A picture of the app's files at one moment, and how two pictures differ."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Literal

import msgspec

from ...emulator.filesystem.api import FileSystemView
from .database_copy import COMPANIONS
from .tolerance import NOTHING_MAY_CHANGE, Reading, Tolerance

Kind = Literal["file", "directory", "link", "other"]
ChangeKind = Literal["missing", "unexpected", "kind", "content", "mode", "time"]


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: ``content`` holds a file's bytes (shared with the device, not copied) or a link's target.

    ``overlooked``: the team lets the whole file change. ``reading``: it lets parts of it change.
    """

    kind: Kind
    mode: int
    mtime_ns: int
    content: bytes = b""
    overlooked: bool = False
    reading: Reading | None = None

    def describe(self) -> str:
        """For people: kind, size and the start of the SHA-256."""
        if self.kind != "file":
            return self.kind
        return f"{len(self.content)} bytes, sha256 {sha256(self.content).hexdigest()[:12]}"


class Change(msgspec.Struct, frozen=True):
    """One difference. ``before`` and ``after`` are texts for people."""

    path: str
    change: ChangeKind
    before: str = ""
    after: str = ""


Tree = dict[str, Node]
"""Entries by absolute path in app view."""


def capture(view: FileSystemView, roots: Iterable[str], tolerance: Tolerance = NOTHING_MAY_CHANGE) -> Tree:
    """Everything at and below ``roots``; a root that does not exist adds nothing."""
    tree: Tree = {}
    partly: list[str] = []
    for root in roots:
        if not view.exists(root):
            continue
        for path, status in view.walk(root.rstrip("/") or "/"):
            kind = _kind(status.mode)
            content = b""
            if kind == "file":
                content = view.read_file(path)
            elif kind == "link":
                content = view.read_link(path).encode("utf-8", "surrogateescape")
            tree[path] = Node(
                kind=kind,
                mode=stat.S_IMODE(status.mode),
                mtime_ns=status.mtime_ns,
                content=content,
                overlooked=tolerance.overlooks(path),
            )
            if kind == "file" and tolerance.reads(path):
                partly.append(path)
    for path in partly:
        beside = {suffix: tree[path + suffix].content for suffix in COMPANIONS if path + suffix in tree}
        reading = tolerance.reading(path, beside)
        tree[path] = msgspec.structs.replace(tree[path], reading=reading)
    return tree


def _kind(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "directory"
    return "link" if stat.S_ISLNK(mode) else "other"


def only(tree: Tree, keep: Callable[[str], bool]) -> Tree:
    """The entries whose path ``keep`` accepts."""
    return {path: node for path, node in tree.items() if keep(path)}


def same_data(old: Node, new: Node) -> bool:
    """Whether two files hold the same, apart from those tables and keys that the team lets change."""
    if old.reading is None or new.reading is None:
        return old.content == new.content
    if old.content == new.content and old.reading.beside == new.reading.beside:
        return True
    meant = old.reading.meaning(old.content)
    return meant is not None and meant == new.reading.meaning(new.content)


def difference(
    before: Tree, after: Tree, *, modes: bool = True, times: bool = False, directories: bool = True
) -> tuple[Change, ...]:
    """What one has to do to ``before`` to get ``after``, by path.

    What the team lets change is no difference. Directory times are never compared: no restore carries them (file
    notes rule 96). ``directories`` False leaves directories out, for the framework drops empty ones that held only
    excluded files (rule 39).
    """
    changes: list[Change] = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if (old and old.overlooked) or (new and new.overlooked):
            continue
        if not directories and "directory" in (old and old.kind, new and new.kind):
            continue
        if old is None or new is None:
            if old is not None:
                changes.append(Change(path, "missing", old.describe()))
            elif new is not None:
                changes.append(Change(path, "unexpected", "", new.describe()))
        elif old.kind != new.kind:
            changes.append(Change(path, "kind", old.kind, new.kind))
        elif not same_data(old, new):
            changes.append(Change(path, "content", old.describe(), new.describe()))
        elif modes and old.mode != new.mode:
            changes.append(Change(path, "mode", f"{old.mode:04o}", f"{new.mode:04o}"))
        elif times and old.kind == "file" and old.mtime_ns != new.mtime_ns:
            changes.append(Change(path, "time", f"{old.mtime_ns} ns", f"{new.mtime_ns} ns"))
    return tuple(changes)
