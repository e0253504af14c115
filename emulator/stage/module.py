"""src/main/module.json5 of one module: its name, its kind and the extensions that it declares."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..source import SourcePosition
from .fields import Declared, objects_in, optional, optional_text, read_object, required, required_text
from .json5 import JsonValue
from .locate import MODULE_FILES
from .names import name_in_project


class ExtensionMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an extension's ``metadata``; ``resource`` is a reference such as ``$profile:backup_config``."""

    name: str
    position: SourcePosition
    value: Declared[str] | None
    resource: Declared[str] | None


class ExtensionDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of ``extensionAbilities``.

    ``source_entry`` is ``srcEntry`` or the older ``srcEntrance`` or ``srcPath``, relative to src/main.
    ``exported`` is also called ``visible``; None when neither is written. ``skips_stage_lifecycle``: the module's
    ability stage is loaded before the extension, but not told that it was created.
    """

    name: str
    type: str
    position: SourcePosition
    source_entry: Declared[str] | None
    exported: bool | None
    permissions: tuple[str, ...]
    metadata: tuple[ExtensionMetadata, ...]
    skips_stage_lifecycle: bool


class ModuleDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """One module of the project. ``type``: entry, feature, shared (HSP) or har. ``folder`` holds src/main."""

    name: str
    type: str
    folder: Path
    manifest: Path
    position: SourcePosition
    device_types: tuple[str, ...]
    extensions: tuple[ExtensionDeclaration, ...]
    stage_entry: Declared[str] | None
    """The source of the module's ability stage, relative to src/main."""
    declaration: JsonValue
    """The object ``module`` as it stands."""

    @property
    def source_root(self) -> Path:
        """The folder to which ``source_entry`` is relative."""
        return self.manifest.parent

    @property
    def resources(self) -> Path:
        return self.source_root / "resources"


def module_file(folder: Path) -> Path | None:
    """The module's declaration under ``folder``; module.json is the older spelling."""
    return next((folder / name for name in MODULE_FILES if (folder / name).is_file()), None)


def read_module(manifest: Path, root: Path) -> ModuleDeclaration:
    """The module that ``manifest`` declares. Raises the errors of fields."""
    module = required(read_object(manifest, name_in_project(root, manifest)), "module", "object")
    module_type = optional_text(module, "type")
    return ModuleDeclaration(
        name=required_text(module, "name").value,
        type=module_type.value if module_type else "entry",
        folder=manifest.parent.parent.parent,
        manifest=manifest,
        position=module.position,
        device_types=_texts(module, "deviceTypes"),
        extensions=tuple(_extension(entry) for entry in objects_in(module, "extensionAbilities")),
        stage_entry=optional_text(module, "srcEntry", "srcEntrance"),
        declaration=module,
    )


def _extension(entry: JsonValue) -> ExtensionDeclaration:
    name = optional_text(entry, "name")
    extension_type = optional_text(entry, "type")
    exported = optional(entry, "exported", "boolean") or optional(entry, "visible", "boolean")
    skips = optional(entry, "skipAbilityStageLifecycle", "boolean")
    return ExtensionDeclaration(
        name=name.value if name else "",
        type=extension_type.value if extension_type else "",
        position=entry.position,
        source_entry=optional_text(entry, "srcEntry", "srcEntrance", "srcPath"),
        exported=bool(exported.scalar) if exported else None,
        permissions=_texts(entry, "permissions"),
        metadata=tuple(_metadata(item) for item in objects_in(entry, "metadata")),
        skips_stage_lifecycle=bool(skips.scalar) if skips else False,
    )


def _texts(parent: JsonValue, name: str) -> tuple[str, ...]:
    array = optional(parent, name, "array")
    return tuple(item.scalar for item in array.items if isinstance(item.scalar, str)) if array else ()


def _metadata(entry: JsonValue) -> ExtensionMetadata:
    name = optional_text(entry, "name")
    return ExtensionMetadata(
        name=name.value if name else "",
        position=entry.position,
        value=optional_text(entry, "value"),
        resource=optional_text(entry, "resource"),
    )
