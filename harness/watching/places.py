"""Which folders are watched, and which of their files count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter

from ..own_data.older_sources import GIT
from ..subjects.digests import BUILT
from ..subjects.loading import PACKAGES

_PROJECT = ("AppScope", "build-profile.json5")
"""What the root of a project has, and the folder of a module has not both of."""


def watched_places(address: str, data: Iterable[Path], older: Iterable[str]) -> tuple[Path, ...]:
    """The folders that decide what comes of a check of ``address``; none lies below another one.

    They are found without loading the app, which may be broken just now.
    """
    given = [_root_of(address), *data, *(_root_of(each) for each in older if not each.startswith(GIT))]
    resolved = {path.resolve() for path in given if path.exists()}
    return tuple(sorted(path for path in resolved if not any(parent in resolved for parent in path.parents)))


def _root_of(address: str) -> Path:
    path_text, separator, _ = address.rpartition(":")
    path = Path(path_text if separator and path_text.endswith(".py") else address).resolve()
    if path.is_file() and path.suffix in (".py", *PACKAGES):
        return path.parent
    for folder in (path, *path.parents):
        if all((folder / name).exists() for name in _PROJECT):
            return folder
    return path


class AppFiles(DefaultFilter):
    """What an editor saves of an app: neither what is built, nor editors' own files, nor the reports of the check."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, *BUILT)

    def __init__(self, reports: Iterable[Path]) -> None:
        super().__init__(ignore_paths=[str(path.resolve()) for path in reports])

    def __call__(self, change: Change, path: str) -> bool:
        # A report is written beside its place first, under its name with a dot before it.
        return super().__call__(change, path) and not Path(path).name.startswith(".")
