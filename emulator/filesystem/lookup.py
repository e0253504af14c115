"""From a path to a place in the tree: components, ``..``, symbolic links and mounts, inside one namespace.

A namespace is a tree of its own whose leaves may be directories of the device (a bind mount is nothing but the same
directory object entered a second time). Links and ``..`` resolve in it, so nothing outside can be named.
"""

from __future__ import annotations

import errno
from enum import Enum
from typing import NamedTuple

from .names import PATH_BYTES, check_name, path_text, split_path
from .nodes import DeviceDirectory, DeviceFile, Node
from .permissions import EXECUTE, granted
from .system_errors import failure

LINKS_FOLLOWED = 40
"""Linux follows 40 links in one lookup, then fails with ELOOP (fs/namei.c:MAXSYMLINKS)."""


class LastLink(Enum):
    """What happens when the last component is a symbolic link."""

    FOLLOW = "follow"
    KEEP = "keep, unless the path ends in a slash"
    ENTRY = "keep: the operation is about the directory entry, and checks the last name itself"


class MountedArea(NamedTuple):
    """One mount of a namespace; rename and link do not cross it."""

    path: str
    read_only: bool


class Step(NamedTuple):
    name: str
    directory: DeviceDirectory
    area: MountedArea


class Place(NamedTuple):
    """Where a path leads. ``node`` is None when the last component does not exist; ``parent`` is None for the root."""

    steps: list[Step]
    name: str
    node: Node | None
    area: MountedArea
    ends_in_slash: bool
    ends_in_dots: bool

    @property
    def parent(self) -> DeviceDirectory | None:
        return self.steps[-1].directory if self.steps else None

    @property
    def parent_area(self) -> MountedArea:
        return self.steps[-1].area if self.steps else self.area

    @property
    def path(self) -> str:
        return "/".join([step.name for step in self.steps] + [self.name]) or "/"


class Namespace:
    """A root and the mounts below it."""

    def __init__(self, root: DeviceDirectory) -> None:
        self.root = root
        self._root_area = MountedArea("/", read_only=False)
        self._areas: dict[tuple[int, str], MountedArea] = {}
        """By mount point, for the same directory may be mounted twice: its folder here, and its name there."""
        self._known: dict[tuple[str, int, int], list[Step]] = {}
        """The directories found so far, by their path and the rights with which each step was allowed."""
        self._known_generation = root.generation.number

    def mount(self, parent: DeviceDirectory, name: str, directory: DeviceDirectory, area: MountedArea) -> None:
        """``parent`` is a directory of this namespace alone."""
        parent.children[name] = directory
        self._areas[id(parent), name] = area

    def is_mount(self, place: Place) -> bool:
        """Whether ``place`` is the root or a mount point; a directory that is mounted elsewhere is none."""
        return place.parent is None or (id(place.parent), place.name) in self._areas

    def find(self, path: str, uid: int, gid: int, last_link: LastLink = LastLink.FOLLOW) -> Place:
        """The place of ``path``, searched with the rights of ``uid``/``gid``. Raises ENOENT, ENOTDIR, EACCES, ELOOP or
        ENAMETOOLONG; a missing last component is no error."""
        place = self._find_beside(path, uid, gid, last_link)
        if place is None:
            place = self._search(path, uid, gid, last_link)
            if place.path == path and place.steps:
                self._known[(path.rpartition("/")[0], uid, gid)] = place.steps
        return place

    def _find_beside(self, path: str, uid: int, gid: int, last_link: LastLink) -> Place | None:
        """The place of a plain ``path`` in a directory that was found before; None when it takes a search."""
        if self._known_generation != self.root.generation.number:
            self._known.clear()
            self._known_generation = self.root.generation.number
            return None
        parent, _, name = path.rpartition("/")
        steps = self._known.get((parent, uid, gid))
        if steps is None or name in ("", ".", "..") or len(path) > PATH_BYTES // 4 or "\0" in name:
            return None
        directory, area = steps[-1].directory, steps[-1].area
        node = directory.children.get(name)
        if node is None:
            if last_link is not LastLink.ENTRY:
                check_name(name, path)
        elif isinstance(node, DeviceDirectory):
            area = self._areas.get((id(directory), name), area)
        elif node.is_link:
            return None
        return Place(steps, name, node, area, ends_in_slash=False, ends_in_dots=False)

    def _search(self, path: str, uid: int, gid: int, last_link: LastLink) -> Place:
        parts, ends_in_slash = split_path(path)
        ends_in_dots = bool(parts) and parts[-1] in (".", "..")
        pending = parts[::-1]
        steps = [Step("", self.root, self._root_area)]
        links = 0
        while pending:
            name = pending.pop()
            directory, area = steps[-1].directory, steps[-1].area
            if uid != 0 and not granted(directory, uid, gid, EXECUTE):
                raise failure(errno.EACCES, path)
            if name == ".":
                continue
            if name == "..":
                if len(steps) > 1:
                    steps.pop()
                continue
            node = directory.children.get(name)
            if node is None:
                if pending or last_link is not LastLink.ENTRY:
                    check_name(name, path)
                if pending:
                    raise failure(errno.ENOENT, path)
                return Place(steps, name, None, area, ends_in_slash, ends_in_dots)
            if isinstance(node, DeviceDirectory):
                steps.append(Step(name, node, self._areas.get((id(directory), name), area) if self._areas else area))
                continue
            if node.is_link and (
                pending or last_link is LastLink.FOLLOW or (ends_in_slash and last_link is LastLink.KEEP)
            ):
                links += 1
                if links > LINKS_FOLLOWED:
                    raise failure(errno.ELOOP, path)
                ends_in_slash = self._enter_link(node, pending, ends_in_slash)
                if node.frozen().startswith(b"/"):
                    del steps[1:]
                continue
            if pending or (ends_in_slash and last_link is not LastLink.ENTRY):
                raise failure(errno.ENOTDIR, path)
            return Place(steps, name, node, area, ends_in_slash, ends_in_dots)
        last = steps.pop()
        return Place(steps, last.name, last.directory, last.area, ends_in_slash, ends_in_dots)

    @staticmethod
    def _enter_link(link: DeviceFile, pending: list[str], ends_in_slash: bool) -> bool:
        parts, slash = split_path(path_text(link.frozen()))
        is_last = not pending
        pending.extend(reversed(parts))
        return ends_in_slash or (is_last and slash)
