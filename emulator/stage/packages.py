"""Import resolution: what each specifier in a project's sources leads to.

The order follows the ArkTS build: system and native modules by their spelling, relative paths, then packages by the
oh-package.json5 of the folders around the importer, what ohpm has unpacked under oh_modules, and sibling modules
(docs: quick-start ohpm and "module reference"; developtools_ace_ets2bundle resolveModuleNames).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from .oh_package import OhPackage, read_package
from .project import StageProject
from .source_search import SourceSearch

_SYSTEM = re.compile(r"@(ohos|kit|system|hms|arkts|arkui)[.:](.+)")
_NATIVE = re.compile(r"(?:.*/)?lib[^/]+\.so")
_NATIVE_PREFIXES = ("@app:", "@app.", "@native:")
_PACKAGE = re.compile(r"((?:@[^/]+/)?[^/@.][^/]*)(?:/(.*))?")
_ARCHIVE_SUFFIXES = (".har", ".tgz", ".hsp")


class SourceFile(msgspec.Struct, frozen=True):
    """Code or JSON of the project, of a sibling module or of an installed package."""

    path: Path


class SystemModule(msgspec.Struct, frozen=True):
    """A module of the platform, by its name with a dot: ``@ohos.file.fs``, ``@kit.CoreFileKit``."""

    name: str


class NativeModule(msgspec.Struct, frozen=True):
    """A compiled library such as ``libentry.so``."""

    name: str


class Missing(msgspec.Struct, frozen=True):
    """Nothing to run behind the specifier. ``reason`` and ``mend`` are for people, ``tried`` are the places."""

    specifier: str
    tried: tuple[str, ...]
    reason: str
    mend: str


Resolution = SourceFile | SystemModule | NativeModule | Missing


class ImportResolver:
    """Resolves imports within one project; answers and packages are remembered, so make one for each load.

    Errors in an oh-package.json5 that is needed are raised as OhosBackupError.
    """

    def __init__(self, project: StageProject) -> None:
        self._project = project
        self._packages: dict[Path, OhPackage | None] = {}
        self._answers: dict[tuple[Path, str], Resolution] = {}

    def resolve(self, importer: Path, specifier: str) -> Resolution:
        """What ``specifier``, written in the file ``importer``, leads to."""
        key = (importer.parent, specifier)
        if key not in self._answers:
            self._answers[key] = self._resolve(importer.parent, specifier)
        return self._answers[key]

    def _resolve(self, folder: Path, specifier: str) -> Resolution:
        if system := _SYSTEM.fullmatch(specifier):
            return SystemModule(f"@{system[1]}.{system[2]}")
        if _NATIVE.fullmatch(specifier) or specifier.startswith(_NATIVE_PREFIXES):
            return NativeModule(specifier)
        search = SourceSearch(self._project.root)
        found = self._source(search, folder, specifier)
        return SourceFile(found) if found else Missing(specifier, search.tried, search.reason, search.mend)

    def _source(self, search: SourceSearch, folder: Path, specifier: str) -> Path | None:
        if specifier.startswith("@bundle:"):
            return self._in_bundle(search, specifier)
        if specifier.startswith("."):
            path = Path(os.path.normpath(folder / specifier))
            return search.file_or_folder(path) or self._through_link(search, path)
        match = _PACKAGE.fullmatch(specifier)
        if match is None:
            return None
        return self._in_package(search, folder, match[1], match[2] or "") or self._in_module(search, specifier)

    def _in_bundle(self, search: SourceSearch, specifier: str) -> Path | None:
        """``@bundle:<bundle>/<module>/ets/…``: another module's file by the names on the device."""
        bundle, _, rest = specifier.removeprefix("@bundle:").partition("/")
        if bundle != self._project.app.bundle_name.value:
            search.explain(
                f"'{bundle}' is another app", f"Only {self._project.app.bundle_name.value}'s own modules are there."
            )
            return None
        return self._in_module(search, rest)

    def _in_module(self, search: SourceSearch, specifier: str) -> Path | None:
        """``[@]<module>/ets/…``: a file by its module's name."""
        name, _, rest = specifier.removeprefix("@").partition("/")
        if not rest.startswith("ets/"):
            return None
        for module in self._project.modules:
            if module.name == name:
                return search.file_or_folder(module.source_root / rest)
        return None

    def _through_link(self, search: SourceSearch, path: Path) -> Path | None:
        """A relative path into an ``oh_modules`` that is not installed: ohpm would have linked the package there."""
        if "oh_modules" not in path.parts:
            return None
        at = path.parts.index("oh_modules")
        match = _PACKAGE.fullmatch("/".join(path.parts[at + 1 :]))
        return self._in_package(search, Path(*path.parts[:at]), match[1], match[2] or "") if match else None

    def _in_package(self, search: SourceSearch, folder: Path, name: str, rest: str) -> Path | None:
        for place in self._package_folders(search, folder, name):
            package = self._package(place)
            found = search.within(place, rest) if rest else search.entry(place, package)
            if found:
                return found
        return None

    def _package_folders(self, search: SourceSearch, folder: Path, name: str) -> list[Path]:
        """Where package ``name`` may lie for a file in ``folder``, the likeliest first."""
        root = self._project.root
        around = [place for place in (folder, *folder.parents) if place.is_relative_to(root)] or [root]
        places: list[Path] = []
        top = self._package(root)
        owners = [package for place in around if (package := self._package(place))]
        overridden = top.overrides.get(name) if top else None
        for owner in owners:
            if name == owner.name:
                places.append(owner.folder)
            specification = overridden or owner.dependencies.get(name)
            if specification is None:
                continue
            base = top.folder if overridden and top else owner.folder
            if specification.value.startswith("file:"):
                target = Path(os.path.normpath(base / specification.value.removeprefix("file:")))
                if target.suffix in _ARCHIVE_SUFFIXES:
                    search.explain(
                        f"{specification.position} takes it from the archive {self._project.name(target)}, "
                        "which is not unpacked",
                        "Run 'ohpm install' in the project, so that oh_modules holds it.",
                    )
                else:
                    places.append(target)
            else:
                search.explain(
                    f"{specification.position} asks for '{name}' {specification.value}, which is not installed",
                    "Run 'ohpm install' in the project, so that oh_modules holds it.",
                )
            break
        places += [place / "oh_modules" / name for place in around]
        places += sorted((root / "oh_modules" / ".ohpm").glob(f"*/oh_modules/{name}"))
        places += [module.folder for module in self._project.modules if self._is_called(module.folder, name)]
        places += [module.folder for module in self._project.modules if module.name == name]
        return list(dict.fromkeys(place for place in places if search.is_folder(place)))

    def _is_called(self, folder: Path, name: str) -> bool:
        package = self._package(folder)
        return package is not None and package.name == name

    def _package(self, folder: Path) -> OhPackage | None:
        if folder not in self._packages:
            self._packages[folder] = read_package(folder, self._project.root)
        return self._packages[folder]
