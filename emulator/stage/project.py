"""A stage-model project as its files declare it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .app import AppDeclaration, read_app
from .build_profile import BuildProfile, ListedModule, read_build_profile
from .fields import Declared
from .locate import locate_project, source_folders
from .module import ModuleDeclaration, module_file, read_module
from .names import name_in_project
from .resources import string_resource

ASSUMED_API = 12
"""API version of an app that claims none: the first one that HarmonyOS without Android ran on."""

_MAXIMUM_MODULE_DEPTH = 4


class NoModules(OhosBackupError):
    """The project has an app, but no module that could be read."""

    code = "E-STAGE-NO-MODULES"


class SameModuleTwice(OhosBackupError):
    """Two modules have one name; the build refuses that, for the name is a folder on the device."""

    code = "E-STAGE-SAME-MODULE"


class StageProject(msgspec.Struct, frozen=True, kw_only=True):
    """``root`` is absolute and holds AppScope. ``selected`` is the module that the user's path named, if any.

    ``absent_modules`` are listed in build-profile.json5 but have no folder with a module.json5: published sources
    are often incomplete.
    """

    root: Path
    app: AppDeclaration
    modules: tuple[ModuleDeclaration, ...]
    absent_modules: tuple[Declared[str], ...]
    selected: ModuleDeclaration | None

    @property
    def compatible_api(self) -> int:
        """The lowest API version that the app claims to run on, or ASSUMED_API."""
        return self.app.compatible_api.value if self.app.compatible_api else ASSUMED_API

    @property
    def module_names(self) -> tuple[str, ...]:
        return tuple(module.name for module in self.modules)

    @property
    def app_resources(self) -> Path:
        return self.root / "AppScope" / "resources"

    def name(self, path: Path) -> str:
        """What ``path`` is called in positions and module ids: relative to ``root``, with forward slashes."""
        return name_in_project(self.root, path)

    def text(self, declared: Declared[str], module: ModuleDeclaration | None = None) -> str:
        """``declared`` with a ``$string:`` reference resolved, in ``module`` first. Raises MissingResource."""
        folders = ([module.resources] if module else []) + [self.app_resources]
        return string_resource(declared, folders, self.root)


def load_project(path: Path) -> StageProject:
    """The stage-model project at, around or below ``path``.

    Raises NoProject, SeveralProjects, NoModules, SameModuleTwice, BrokenJson5, BrokenEncoding, WrongField,
    UnreadableFile or UnknownApiVersion.
    """
    location = locate_project(path)
    root = location.root
    profile = read_build_profile(root)
    app = read_app(root, profile)
    found, absent = _modules(root, profile)
    selected = None
    if location.module:
        selected = next((module for module in found if module.folder.resolve() == location.module), None)
        if selected is None:
            manifest = module_file(location.module)
            assert manifest is not None, "a module folder is known by its manifest"
            selected = read_module(manifest, root)
            found = (*found, selected)
    if not found:
        raise _no_modules(app, absent)
    _require_distinct(found, root)
    return StageProject(root=root, app=app, modules=found, absent_modules=absent, selected=selected)


def _modules(root: Path, profile: BuildProfile) -> tuple[tuple[ModuleDeclaration, ...], tuple[Declared[str], ...]]:
    if not profile.modules:
        return tuple(read_module(manifest, root) for manifest in _manifests_below(root, 0)), ()
    listed = [(entry, module_file(entry.folder)) for entry in profile.modules]
    return (
        tuple(read_module(manifest, root) for _, manifest in listed if manifest),
        tuple(_absent(entry) for entry, manifest in listed if not manifest),
    )


def _require_distinct(modules: tuple[ModuleDeclaration, ...], root: Path) -> None:
    first: dict[str, ModuleDeclaration] = {}
    for module in modules:
        other = first.setdefault(module.name, module)
        if other is not module:
            raise SameModuleTwice(
                f"the module '{module.name}' is there twice, the other one in {name_in_project(root, other.manifest)}",
                where=module.position,
                mend="Rename one of them, in its module.json5 and in build-profile.json5: names are unique in an app.",
            )


def _absent(entry: ListedModule) -> Declared[str]:
    return Declared(entry.name, entry.position)


def _manifests_below(folder: Path, depth: int) -> Iterator[Path]:
    for child in source_folders(folder):
        manifest = module_file(child)
        if manifest:
            yield manifest
        elif depth + 1 < _MAXIMUM_MODULE_DEPTH:
            yield from _manifests_below(child, depth + 1)


def _no_modules(app: AppDeclaration, absent: tuple[Declared[str], ...]) -> NoModules:
    if absent:
        names = ", ".join(declared.value for declared in absent)
        return NoModules(
            f"none of the modules that build-profile.json5 lists is there: {names}",
            where=absent[0].position,
            mend="Check out the whole project, or correct srcPath: each folder needs src/main/module.json5.",
        )
    return NoModules(
        "the project has no module",
        where=SourcePosition(app.position.file),
        mend="A module is a folder with src/main/module.json5, listed under 'modules' in build-profile.json5.",
    )
