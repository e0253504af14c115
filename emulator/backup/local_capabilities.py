"""What this device would say of its apps in a capability file.

Source: services/backup_sa/src/module_external/bms_adapter.cpp:GetFullBundleInfos, GetBundleInfos, GetBundleStats,
GetBundleInfosForIncremental.
"""

from __future__ import annotations

import contextlib
import stat
from typing import TYPE_CHECKING

import msgspec

from ..filesystem.mounts import MountTable
from .archive import BundleCapability, capability_of
from .config import BackupConfig, UnusableConfig, parse_backup_config
from .selection.service_list import list_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..installation import InstalledBundle


def local_capabilities(bundles: Iterable[InstalledBundle]) -> list[BundleCapability]:
    """Those that forbid backup first, without a size, unless they are clones."""
    entries = [(bundle, _config(bundle)) for bundle in bundles]
    return [
        _capability(bundle, config, _stored_bytes(bundle) if _allows(config) else 0)
        for bundle, config in sorted(entries, key=lambda entry: _allows(entry[1]) or entry[0].app_index > 0)
    ]


def incremental_capability(bundle: InstalledBundle, since_s: int) -> BundleCapability:
    """Sizes as the service's list for an incremental backup sums them up."""
    config = _config(bundle)
    listed = list_changes(
        bundle.service_files, bundle.sandbox_name, bundle.user, config.includes, config.excludes, since_s
    )
    return msgspec.structs.replace(_capability(bundle, config, listed.size), increment_size=listed.changed_size)


def _config(bundle: InstalledBundle) -> BackupConfig:
    """A configuration whose keys cannot be asked for counts as one without any."""
    with contextlib.suppress(UnusableConfig):
        config = parse_backup_config(bundle.application.extension.profile_text, bundle.profile)
        if config.usable:
            return config
    return BackupConfig(None)


def _allows(config: BackupConfig) -> bool:
    return config.allow_to_backup_restore


def _capability(bundle: InstalledBundle, config: BackupConfig, data_size: int) -> BundleCapability:
    return capability_of(
        config,
        name=bundle.bundle_name,
        version=bundle.application.version,
        extension_name=bundle.application.extension.name,
        app_index=bundle.app_index,
        data_size=data_size,
    )


def _stored_bytes(bundle: InstalledBundle) -> int:
    """All of the app's own files but its caches."""
    view = bundle.service_files
    total = 0
    for mount in MountTable(bundle.sandbox_name, bundle.user, bundle.staging).mounts:
        if (
            bundle.sandbox_name not in mount.physical.split("/")
            or mount.read_only
            or mount.alias
            or mount.app.endswith("/cloud")
        ):
            continue
        if view.exists(mount.physical):
            total += sum(
                status.size
                for path, status in view.walk(mount.physical)
                if stat.S_ISREG(status.mode) and "cache" not in path.removeprefix(mount.physical).split("/")[:-1]
            )
    return total
