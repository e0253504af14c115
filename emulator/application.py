"""What can be installed on a device: an app as the bundle manager knows it, whatever language it is written in."""

from __future__ import annotations

import msgspec

from .package import AppPackage
from .runtime.api import ExtensionHost
from .source import SourcePosition

BACKUP_EXTENSION_TYPE = 9
"""``bundleManager.ExtensionAbilityType.BACKUP`` (interface_sdk-js api/bundleManager/bundleInfo)."""


class BundleVersion(msgspec.Struct, frozen=True):
    """A version as the extension is told it (interface_sdk-js api/@ohos.application.BackupExtensionAbility.d.ts)."""

    code: int
    name: str


class BackupExtension(msgspec.Struct, frozen=True, kw_only=True):
    """The app's backup extension: its name in module.json5, its configuration text and what runs its code.

    ``profile_text`` is the text behind metadata ``ohos.extension.backup`` exactly as shipped, ``""`` when there is
    none; ``profile_position`` says where it came from.
    """

    name: str
    module_name: str
    profile_text: str
    profile_position: SourcePosition | None
    host: ExtensionHost


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An app ready to be installed. ``compatible_api`` is the lowest API version it claims to run on."""

    bundle_name: str
    version: BundleVersion
    module_names: tuple[str, ...]
    compatible_api: int
    extension: BackupExtension
    package: AppPackage = AppPackage()
