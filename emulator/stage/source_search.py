"""Files behind a path without its suffix, a folder or a package: the order in which the ArkTS build looks for code."""

from __future__ import annotations

import os
from pathlib import Path

from .names import name_in_project
from .oh_package import OhPackage

_CODE_SUFFIXES = (".ets", ".ts", ".js", ".mjs", ".json")
_DECLARATION_SUFFIXES = (".d.ets", ".d.ts")
_INDEX_STEMS = ("Index", "index")


class SourceSearch:
    """The search for one specifier: remembers where it looked, to tell it when nothing was found."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tried: dict[str, None] = {}
        self.reason = "there is no such file, module or installed package"
        self.mend = "Correct the import, or run 'ohpm install' if it is a package."

    def explain(self, reason: str, mend: str) -> None:
        """Why it is missing, should nothing be found."""
        self.reason, self.mend = reason, mend

    @property
    def tried(self) -> tuple[str, ...]:
        """The places looked at so far, in order, by their names in the project."""
        return tuple(self._tried)

    def _name(self, path: Path) -> str:
        return name_in_project(self._root, path)

    def is_folder(self, path: Path) -> bool:
        self._tried[self._name(path)] = None
        return path.is_dir()

    def file_or_folder(self, path: Path) -> Path | None:
        """``path`` as written, with a source suffix, or as a folder with an index file."""
        self._tried[self._name(path)] = None
        if path.suffix in _CODE_SUFFIXES and path.is_file() and not path.name.endswith(_DECLARATION_SUFFIXES):
            return path
        stem = _without_declaration_suffix(path)
        found = _with_suffix(stem) or (self.index(path) if path.is_dir() else None)
        if found is None and any(_appended(stem, suffix).is_file() for suffix in _DECLARATION_SUFFIXES):
            self.explain(
                f"{self._name(stem)} has declarations only, no code",
                "Add the package's sources: a compiled HAR or HSP cannot be run here.",
            )
        return found

    def index(self, folder: Path) -> Path | None:
        return next((found for stem in _INDEX_STEMS if (found := _with_suffix(folder / stem))), None)

    def within(self, folder: Path, rest: str) -> Path | None:
        """A deep path into a package; ``ets/…`` may leave src/main out, as the device's names do."""
        return self.file_or_folder(folder / rest) or self.file_or_folder(folder / "src" / "main" / rest)

    def entry(self, folder: Path, package: OhPackage | None) -> Path | None:
        """The file that stands for the whole package: ``main``, the code beside ``types``, or its index."""
        named = [path for path in (package.main, package.types) if path] if package else []
        candidates = (self.file_or_folder(Path(os.path.normpath(folder / path))) for path in named)
        reason = self.reason
        found = next((found for found in candidates if found), None) or self.index(folder)
        if found is None and self.reason == reason:
            wanted = named[0] if named else "Index.ets"
            self.explain(
                f"package {self._name(folder)} has no entry file: {wanted} is not there",
                "Build the package, or correct 'main' in its oh-package.json5.",
            )
        return found


def _with_suffix(stem: Path) -> Path | None:
    candidates = (_appended(stem, suffix) for suffix in _CODE_SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _appended(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _without_declaration_suffix(path: Path) -> Path:
    for suffix in _DECLARATION_SUFFIXES:
        if path.name.endswith(suffix):
            return path.with_name(path.name.removesuffix(suffix))
    return path
