"""Which extension the backup framework takes, and the configuration that belongs to it.

The first of type ``backup`` whose profile can be read, over all modules (spec service.md item 31,
bms_adapter.cpp:GetAllowAndExtName). A profile that is missing or broken and further declarations stay as data: they
are for the suite to judge.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .fields import Declared, read_bytes
from .module import ExtensionDeclaration, ExtensionMetadata, ModuleDeclaration
from .project import StageProject
from .resources import profile_path

BACKUP_METADATA = "ohos.extension.backup"
_USUAL_PROFILE = "base/profile/backup_config.json"
_SUFFIXES = (".ets", ".ts", ".js")

_SNIPPET = """Declare it in module.json5:
    "extensionAbilities": [{
      "name": "EntryBackupAbility", "type": "backup", "exported": false,
      "srcEntry": "./ets/entrybackupability/EntryBackupAbility.ets",
      "metadata": [{ "name": "ohos.extension.backup", "resource": "$profile:backup_config" }]
    }]"""


class NoBackupExtension(OhosBackupError):
    """No module, or not the one that was asked for, declares an extension of type backup."""

    code = "E-STAGE-NO-BACKUP-EXTENSION"


class UnknownModule(OhosBackupError):
    """The project has no module of that name."""

    code = "E-STAGE-UNKNOWN-MODULE"


class MissingSource(OhosBackupError):
    """The extension's source file is not there."""

    code = "E-STAGE-MISSING-SOURCE"


class BackupExtensionPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where one backup extension is declared. Entry modules for different device types may each declare one."""

    module_name: str
    name: str
    position: SourcePosition


class BackupExtensionDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """The backup extension that a device would start.

    ``profile_text`` is the profile as shipped, byte for byte (UTF-8, other bytes as surrogate escapes), None when
    there is no such file. ``profile_position`` is its first character, ``metadata_position`` the reference to it.
    ``declared`` lists every backup extension of the project, the chosen one among them.
    """

    module: ModuleDeclaration
    name: str
    source: Path
    source_entry: Declared[str]
    exported: bool | None
    position: SourcePosition
    metadata_position: SourcePosition | None
    profile_reference: str | None
    profile_path: Path | None
    profile_position: SourcePosition | None
    profile_text: str | None
    declared: tuple[BackupExtensionPlace, ...]
    ability_stage: Path | None
    """The source of the module's ability stage, None when it declares none or the file is not there."""
    skips_stage_lifecycle: bool

    @property
    def declared_count(self) -> int:
        return len(self.declared)


def find_backup_extension(project: StageProject, module_name: str | None = None) -> BackupExtensionDeclaration:
    """The backup extension of ``module_name``, else of the module the user's path named, else of the whole project.

    Raises NoBackupExtension, MissingSource, UnknownModule, UnreadableFile.
    """
    asked = _module_called(project, module_name) if module_name else project.selected
    everywhere = _backup_extensions(project.modules)
    candidates = [found for found in everywhere if asked is None or found[0] is asked]
    if not candidates:
        raise _nothing_found(project, asked, everywhere)
    declared = tuple(
        BackupExtensionPlace(module_name=module.name, name=extension.name, position=extension.position)
        for module, extension in everywhere
    )
    chosen = next((found for found in candidates if _profile(project, *found)), candidates[0])
    return _declaration(project, *chosen, declared)


def _module_called(project: StageProject, name: str) -> ModuleDeclaration:
    for module in project.modules:
        if module.name == name:
            return module
    raise UnknownModule(
        f"there is no module '{name}'",
        where=project.app.position,
        mend="Choose one of " + ", ".join(project.module_names) + ".",
    )


def _backup_extensions(
    modules: tuple[ModuleDeclaration, ...],
) -> list[tuple[ModuleDeclaration, ExtensionDeclaration]]:
    return [(module, extension) for module in modules for extension in module.extensions if extension.type == "backup"]


def _nothing_found(
    project: StageProject,
    asked: ModuleDeclaration | None,
    everywhere: list[tuple[ModuleDeclaration, ExtensionDeclaration]],
) -> NoBackupExtension:
    if asked and everywhere:
        others = ", ".join(dict.fromkeys(module.name for module, _ in everywhere))
        return NoBackupExtension(
            f"module '{asked.name}' declares no extension of type \"backup\"",
            where=asked.position,
            mend=f"Another module does: {others}.",
        )
    if asked or len(project.modules) == 1:
        module = asked or project.modules[0]
        what, where = f"module '{module.name}' declares no extension of type \"backup\"", module.position
    else:
        names = ", ".join(project.module_names)
        what, where = f'none of the modules {names} declares an extension of type "backup"', project.app.position
    if project.absent_modules:
        what += " (not looked at, for want of their sources: "
        what += ", ".join(absent.value for absent in project.absent_modules) + ")"
    forgotten = [path for module in project.modules if (path := module.resources / _USUAL_PROFILE).is_file()]
    if forgotten:
        what += f"; {project.name(forgotten[0])} is there, but no extension refers to it"
    return NoBackupExtension(f"{what}; there is nothing to check", where=where, mend=_SNIPPET)


def _metadata(extension: ExtensionDeclaration) -> ExtensionMetadata | None:
    return next((entry for entry in extension.metadata if entry.name == BACKUP_METADATA), None)


def _profile(project: StageProject, module: ModuleDeclaration, extension: ExtensionDeclaration) -> Path | None:
    entry = _metadata(extension)
    if entry is None or entry.resource is None:
        return None
    return profile_path(entry.resource.value, (module.resources, project.app_resources))


def _declaration(
    project: StageProject,
    module: ModuleDeclaration,
    extension: ExtensionDeclaration,
    declared: tuple[BackupExtensionPlace, ...],
) -> BackupExtensionDeclaration:
    source, source_entry = _source(project, module, extension)
    entry = _metadata(extension)
    resource = entry.resource if entry else None
    profile = _profile(project, module, extension)
    return BackupExtensionDeclaration(
        module=module,
        name=extension.name,
        source=source,
        source_entry=source_entry,
        exported=extension.exported,
        position=extension.position,
        metadata_position=resource.position if resource else entry.position if entry else None,
        profile_reference=resource.value if resource else None,
        profile_path=profile,
        profile_position=SourcePosition(project.name(profile), 1, 1) if profile else None,
        profile_text=read_bytes(profile, project.name(profile)).decode("utf-8", "surrogateescape") if profile else None,
        declared=declared,
        ability_stage=_ability_stage(module),
        skips_stage_lifecycle=extension.skips_stage_lifecycle,
    )


def _ability_stage(module: ModuleDeclaration) -> Path | None:
    if module.stage_entry is None or not module.stage_entry.value:
        return None
    named = module.source_root / module.stage_entry.value.replace("\\", "/")
    return Path(os.path.normpath(named)) if named.is_file() else None


def _source(
    project: StageProject, module: ModuleDeclaration, extension: ExtensionDeclaration
) -> tuple[Path, Declared[str]]:
    entry = extension.source_entry
    if entry is None:
        raise MissingSource(
            f"backup extension '{extension.name}' names no source file",
            where=extension.position,
            mend='Add "srcEntry", the path of its .ets file from src/main.',
        )
    named = module.source_root / entry.value.replace("\\", "/")
    # The older srcPath names the folder of a file that is called like the ability, or index.
    in_folder = (named / f"{stem}{suffix}" for stem in (extension.name, "index", "Index") for suffix in _SUFFIXES)
    source = next((path for path in (named, *in_folder) if path.is_file()), None)
    if source:
        return Path(os.path.normpath(source)), entry
    spelled_otherwise = [path for suffix in _SUFFIXES if (path := named.with_suffix(suffix)).is_file()]
    raise MissingSource(
        f"the backup extension's source {project.name(named)} is not there",
        where=entry.position,
        mend=f"Did you mean {project.name(spelled_otherwise[0])}?"
        if spelled_otherwise
        else "Correct the path: it is counted from src/main.",
    )
