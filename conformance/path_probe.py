"""Files put on a device, as the app itself could put them there, to see what its configuration makes of them.

Nothing of the app runs. Judged by the framework's own expansion and scan, never by the text of a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from posixpath import dirname

from ..emulator.backup.selection.excludes import prepare_excludes
from ..emulator.backup.selection.glob import expand
from ..emulator.backup.selection.includes import expand_includes
from ..emulator.backup.selection.scan import absolute, scan_full
from ..emulator.filesystem.api import FileSystemView
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import SANDBOX_ROOTS
from .meant_paths import meant_excludes, meant_includes

INSIDE = ("probe", "probe.txt", "photo.jpg", "data.json", "deeper/probe.bin")
"""What is put into a folder: an exclude for one kind of file leaves the others."""

_NOT_ON_THIS_DEVICE = re.compile(r"/storage(/|$)|/mnt(/|$)|/data/storage/el\d/(group|log|share|auth_groups|hmdfs)(/|$)")
"""Public folders, and folders of an app that the platform mounts and this emulator does not."""


class PathProbe:
    """The app's view of a device that it was just installed on."""

    def __init__(self, view: FileSystemView, module_names: Sequence[str]) -> None:
        self._view = view
        self.module_names = module_names

    def knows(self, path: str) -> bool:
        """Whether this emulator can tell what lies at ``path``."""
        return _NOT_ON_THIS_DEVICE.match(path) is None

    def meant_by_include(self, pattern: str) -> tuple[str, ...]:
        return meant_includes(pattern, self._expand)

    def meant_by_exclude(self, pattern: str) -> tuple[str, ...]:
        return meant_excludes(pattern, self.folders(), self._expand)

    def folders(self) -> tuple[str, ...]:
        """Where an app keeps files, in the order of likelihood."""
        base = "/data/storage/el2/base"
        own = [f"{base}/haps/{name}/{part}" for name in self.module_names for part in ("files", "preferences", "cache")]
        return (*own, f"{base}/files", "/data/storage/el2/database", "/data/storage/el2/distributedfiles")

    @contextmanager
    def files_at(self, path: str, *, as_folder: bool) -> Generator[tuple[str, ...]]:
        """The app has files at ``path``, or in it; they are gone afterwards. Nothing where it may not have any."""
        names = [f"{path.rstrip('/')}/{name}" for name in INSIDE] if as_folder else [path]
        first_new = self._first_missing(names[0])
        try:
            for name in names:
                self._view.make_directories(dirname(name), 0o700)
                self._view.write_file(name, b"probe", 0o600)
            made = tuple(names)
        except OSError:
            made = ()
        try:
            yield made
        finally:
            for name in names:
                if self._view.exists(name):
                    self._view.unlink(name)
            if first_new and self._view.exists(first_new):
                self._view.remove_tree(first_new)

    def selected(self, includes: Iterable[str], excludes: Iterable[str] = ()) -> frozenset[str]:
        """The paths that a backup with these lists takes."""
        found = scan_full(self._view, self.roots(includes), (), prepare_excludes(excludes))
        return frozenset(absolute(entry.path) for entry in (*found.small, *found.big))

    def roots(self, includes: Iterable[str]) -> list[str]:
        return expand_includes(self._view, [include for include in includes if include])

    def covers_the_app(self, include: str) -> bool:
        """Whether ``include`` names a folder that holds all of the app's, or nearly."""
        roots = self.roots([include])
        return any(owned.startswith(root.rstrip("/") + "/") for root in roots for owned in SANDBOX_ROOTS)

    def _expand(self, pattern: str) -> list[str]:
        return expand(self._view, pattern)

    def _first_missing(self, path: str) -> str:
        """The topmost folder or file on the way to ``path`` that is not there yet."""
        missing = ""
        while path not in ("", "/") and not self._view.exists(path):
            path, missing = dirname(path), path
        return missing


def path_probe(case: Case) -> PathProbe:
    """A probe on a fresh device; see Case.idle_device for what it raises."""
    trial = case.idle_device()
    return PathProbe(trial.bundle.view("harness", recording=False), case.subject.application.module_names)
