"""What a client of the backup service holds when a backup is over.

The files in the order in which they were handed over, manage.json last, and the client's knowledge of the app: the
entry that the service's capability file has for it (utils/include/b_json/b_json_entity_caps.h:SetBundleInfos).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ..application import BundleVersion
from .config import BackupConfig
from .naming import MANAGE_FILE_NAME


class BundleCapability(msgspec.Struct, frozen=True, kw_only=True):
    """The capability entry of one app. ``data_size`` is spaceOccupied, ``increment_size`` increSpaceOccupied (of an
    incremental backup only), in bytes."""

    name: str
    version: BundleVersion
    app_index: int = 0
    data_size: int = 0
    increment_size: int | None = None
    allow_to_backup: bool = True
    full_backup_only: bool = False
    require_compatibility: bool = False
    extension_name: str = ""
    restore_deps: str = ""
    support_scene: str = ""
    extra_info: dict[str, Any] | None = None


class ArchivedFile(msgspec.Struct, frozen=True):
    """One received file. ``report`` is the report file that came with it; a full backup sends none."""

    content: bytes
    report: bytes | None = None


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """A whole backup of one app. ``files`` keeps the order of handing over; ``manage.json`` is one of them."""

    capability: BundleCapability
    files: dict[str, ArchivedFile]

    @property
    def version(self) -> BundleVersion:
        """The app's version on the device where the backup was made."""
        return self.capability.version

    @property
    def file_names(self) -> Sequence[str]:
        return tuple(self.files)

    @property
    def data_size(self) -> int:
        """Bytes of all selected files."""
        return self.capability.data_size

    @property
    def full_list(self) -> bytes:
        """The list of all files that an incremental backup ends with (``all.rp``), ``b""`` in any other archive."""
        index = self.files.get(MANAGE_FILE_NAME)
        return (index.report or b"") if index else b""

    @property
    def manage_text(self) -> str:
        """The index; ``""`` when it was not received."""
        index = self.files.get(MANAGE_FILE_NAME)
        return index.content.decode("utf-8", "replace") if index else ""


def capability_of(
    config: BackupConfig,
    *,
    name: str,
    version: BundleVersion,
    extension_name: str,
    app_index: int,
    data_size: int,
    increment_size: int | None = None,
) -> BundleCapability:
    """The entry that the service would write for an app with this configuration."""
    return BundleCapability(
        name=name,
        version=version,
        app_index=app_index,
        data_size=data_size,
        increment_size=increment_size,
        allow_to_backup=config.allow_to_backup_restore,
        full_backup_only=config.full_backup_only,
        require_compatibility=config.require_compatibility,
        extension_name=extension_name,
        restore_deps=config.restore_deps,
        support_scene=config.support_scene,
        extra_info=config.extra_info,
    )
