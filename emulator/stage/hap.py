"""A built package (.hap, .hsp): what its module.json, pack.info and profile say, in the words of a project.

A package is a zip file; module.json is app.json5 and module.json5 in one, with references to resources by name, and
a profile lies in resources/base/profile under its own name (developtools_packing_tool; global_resource_tool
src/resource_pack.cpp; bundle_framework bundle_mgr_client_impl.cpp:GetResFromResMgr takes it by that name).
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .app import AppDeclaration
from .backup_extension import BACKUP_METADATA, BackupExtensionDeclaration, BackupExtensionPlace, NoBackupExtension
from .build_profile import api_version
from .fields import Declared, WrongField, optional, optional_text, required, required_text
from .json5 import JsonValue, parse_json5
from .module import ExtensionDeclaration, ModuleDeclaration, declared_module
from .project import StageProject

_PACKAGES = (".hap", ".hsp")
LARGEST_PART = 4 * 1024 * 1024
"""Bytes of a part of a package that is read; real ones have a few thousand."""

_MANIFEST = "module.json"
_PACK_INFO = "pack.info"
_PROFILES = "resources/base/profile"


class BrokenPackage(OhosBackupError):
    """The file is no package, or one that cannot be read."""

    code = "E-PACKAGE"


class PackagedApp(msgspec.Struct, frozen=True, kw_only=True):
    project: StageProject
    declaration: BackupExtensionDeclaration


def load_package(path: Path) -> PackagedApp:
    """The app in the package ``path``. Raises BrokenPackage, NoBackupExtension, and the errors of json5 and fields."""
    try:
        with zipfile.ZipFile(path) as package:
            return _Package(path, package).load()
    except zipfile.BadZipFile as error:
        raise _broken(path, f"this is no package, or a damaged one: {error}") from None
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror or error}") from None


def _broken(
    path: Path, what: str, mend: str = "Build it again, or give the project that it was built from."
) -> BrokenPackage:
    return BrokenPackage(what, where=SourcePosition(str(path)), mend=mend)


class _Package:
    def __init__(self, path: Path, package: zipfile.ZipFile) -> None:
        self._path = path
        self._package = package
        self._names = set(package.namelist())

    def load(self) -> PackagedApp:
        if _MANIFEST not in self._names:
            raise self._no_manifest()
        document = self._object(_MANIFEST)
        app = self._app(required(document, "app", "object"))
        module = declared_module(document, self._path)
        modules = (module,)
        project = StageProject(
            root=self._path.parent, app=app, modules=modules, absent_modules=self._others(module), selected=module
        )
        return PackagedApp(project=project, declaration=self._declaration(module))

    def _no_manifest(self) -> BrokenPackage:
        if "config.json" in self._names:
            return _broken(self._path, "it is a package of the older FA model, which has no backup extensions", "")
        if any(name.endswith(_PACKAGES) for name in self._names):
            return _broken(
                self._path, "it holds other packages", "Unpack it and check the .hap with the backup extension."
            )
        return _broken(self._path, f"it has no {_MANIFEST}, so it is no package of a stage-model app")

    def _name(self, part: str) -> str:
        """What positions call a part of the package."""
        return f"{self._path.name}/{part}"

    def _read(self, part: str) -> bytes:
        size = self._package.getinfo(part).file_size
        if size > LARGEST_PART:
            raise _broken(self._path, f"{part} in it has {size} bytes, more than any real one")
        try:
            return self._package.read(part)
        except (zlib.error, EOFError) as error:
            raise _broken(self._path, f"{part} in it is damaged: {error}") from None
        except (RuntimeError, NotImplementedError) as error:
            raise _broken(self._path, f"{part} in it cannot be unpacked: {error}") from None

    def _object(self, part: str) -> JsonValue:
        value = parse_json5(self._read(part), self._name(part))
        if value.kind != "object":
            raise WrongField("the file must hold an object", where=value.position)
        return value

    def _app(self, app: JsonValue) -> AppDeclaration:
        minimum, target = app.members.get("minAPIVersion"), app.members.get("targetAPIVersion")
        return AppDeclaration(
            path=self._path,
            position=app.position,
            bundle_name=required_text(app, "bundleName"),
            version_code=app.members.get("versionCode"),
            version_name=app.members.get("versionName"),
            label=optional_text(app, "label"),
            compatible_api=api_version(minimum) if minimum else None,
            target_version=target.scalar if target and isinstance(target.scalar, int) else 0,
            declaration=app,
        )

    def _others(self, module: ModuleDeclaration) -> tuple[Declared[str], ...]:
        """The app's other modules, as far as pack.info names them."""
        if _PACK_INFO not in self._names:
            return ()
        summary = optional(self._object(_PACK_INFO), "summary", "object")
        listed = optional(summary, "modules", "array") if summary else None
        found: list[Declared[str]] = []
        for entry in listed.items if listed else ():
            distro = entry.members.get("distro")
            name = distro.members.get("moduleName") if distro else None
            if name and isinstance(name.scalar, str) and name.scalar != module.name:
                found.append(Declared(name.scalar, name.position))
        return tuple(found)

    def _declaration(self, module: ModuleDeclaration) -> BackupExtensionDeclaration:
        backups = [extension for extension in module.extensions if extension.type == "backup"]
        if not backups:
            raise NoBackupExtension(
                f"module '{module.name}' declares no extension of type \"backup\"; there is nothing to check",
                where=module.position,
                mend="Check the package of the module that has it.",
            )
        chosen = next((extension for extension in backups if self._profile(extension)), backups[0])
        entry = next((item for item in chosen.metadata if item.name == BACKUP_METADATA), None)
        resource = entry.resource if entry else None
        profile = self._profile(chosen)
        return BackupExtensionDeclaration(
            module=module,
            name=chosen.name,
            source=self._path,
            ability_stage=None,
            skips_stage_lifecycle=chosen.skips_stage_lifecycle,
            source_entry=chosen.source_entry or Declared("", chosen.position),
            exported=chosen.exported,
            position=chosen.position,
            metadata_position=resource.position if resource else entry.position if entry else None,
            profile_reference=resource.value if resource else None,
            profile_path=None,
            profile_position=SourcePosition(self._name(profile), 1, 1) if profile else None,
            profile_text=self._read(profile).decode("utf-8", "surrogateescape") if profile else None,
            declared=tuple(
                BackupExtensionPlace(module_name=module.name, name=extension.name, position=extension.position)
                for extension in backups
            ),
        )

    def _profile(self, extension: ExtensionDeclaration) -> str | None:
        """The part that holds the backup configuration, None when there is no such part."""
        entry = next((item for item in extension.metadata if item.name == BACKUP_METADATA), None)
        if entry is None or entry.resource is None:
            return None
        kind, _, name = entry.resource.value.partition(":")
        part = f"{_PROFILES}/{name}.json"
        if kind == "$profile" and name.isdecimal() and part not in self._names:
            raise BrokenPackage(
                f"the configuration is named by its number, {entry.resource.value}, not by its name",
                where=entry.resource.position,
                mend="Check the project that the package was built from.",
            )
        return part if kind == "$profile" and part in self._names else None
