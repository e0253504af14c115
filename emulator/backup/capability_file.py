"""The capability file: what a device says of its apps, and what a caller of a restore says of the old device's.

Source: utils/include/b_json/b_json_entity_caps.h, b_json_cached_entity.h; service.cpp:GetLocalCapabilities,
GetRestoreBundleNames; b_constants.h:BACKUP_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..application import BundleVersion
from .archive import BundleCapability
from .jsoncpp import JsonLogicError, JsonObject, JsonTooDeep, JsonValue, is_member, parse_json, write_indented

BACKUP_VERSION = "26"
SYSTEM_NAME = "OpenHarmony"
DEVICE_TYPE = "default"
_INT64 = 2**63
_INT32 = 2**31


class CapabilityFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was read. ``bundles`` is empty when one entry alone is not as it must be."""

    backup_version: str
    bundles: tuple[BundleCapability, ...]

    def find(self, name: str, app_index: int) -> BundleCapability | None:
        """The first entry of the app or of its clone."""
        return next((entry for entry in self.bundles if (entry.name, entry.app_index) == (name, app_index)), None)


class UnusableCapabilityFile(Exception):
    """The framework's reader throws: JSON whose outermost value, or an entry of it, can hold no members."""


def write_capability_file(bundles: Iterable[BundleCapability], *, incremental: bool = False) -> bytes:
    """The bytes of the file; ``incremental`` adds increSpaceOccupied to each entry. Without bundles there is no
    bundleInfos."""
    document: JsonObject = {
        "backupVersion": BACKUP_VERSION,
        "deviceType": DEVICE_TYPE,
        "increAppIndex": True,
        "systemFullName": SYSTEM_NAME,
    }
    entries: list[JsonValue] = [_entry(bundle, incremental=incremental) for bundle in bundles]
    if entries:
        document["bundleInfos"] = entries
    return write_indented(document).encode("ascii")


def read_capability_file(content: bytes) -> CapabilityFile:
    """Read ``content`` as a restore does; text that is no JSON holds nothing. Raises UnusableCapabilityFile.

    restoreDeps and supportScene are always empty: the reader runs twice (once when the entity is made, rewriting the
    document), each time puts supportScene in the place of restoreDeps, and leaves supportScene itself empty.
    """
    text = content.partition(b"\0")[0]
    try:
        root = parse_json(text)[1] if text else None
        is_member(root, "bundleInfos")
        members = root if isinstance(root, dict) else {}
        bundles = _read_all(members.get("bundleInfos"))
    except (JsonTooDeep, JsonLogicError) as error:
        raise UnusableCapabilityFile(str(error)) from error
    version = members.get("backupVersion")
    return CapabilityFile(backup_version=version if isinstance(version, str) else "", bundles=bundles)


def missing_members(item: JsonValue) -> tuple[str, ...]:
    """The members without which an entry is not taken, missing here or of another type (CheckBundlePropertiesValid).

    Raises JsonLogicError for an entry that can hold no members.
    """
    members = item if is_member(item, "name") and isinstance(item, dict) else {}
    texts = [name for name in ("name", "versionName", "extensionName") if not isinstance(members.get(name), str)]
    numbers = [name for name in ("versionCode", "spaceOccupied") if _integer(members.get(name), _INT64) is None]
    return (*texts, *numbers, *(() if isinstance(members.get("allToBackup"), bool) else ("allToBackup",)))


def why_no_bundles(content: bytes) -> str:
    """For people: what keeps ``content`` from naming any bundle."""
    try:
        valid, root = parse_json(content.partition(b"\0")[0])
        if not valid:
            return "it is not JSON"
        listed = root.get("bundleInfos") if isinstance(root, dict) else None
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            wrong = missing_members(item)
            if wrong:
                return f"entry {number} of bundleInfos lacks {', '.join(wrong)}, or has another type there"
    except JsonTooDeep:
        return "it is nested too deeply"
    except JsonLogicError:
        return "an entry of bundleInfos is no object"
    return "it lists no bundles (bundleInfos)"


def _entry(bundle: BundleCapability, *, incremental: bool) -> JsonObject:
    extra: JsonObject = bundle.extra_info or {"supportScene": []}
    entry: JsonObject = {
        "allToBackup": bundle.allow_to_backup,
        "appIndex": bundle.app_index,
        "extensionName": bundle.extension_name,
        "extraInfo": extra,
        "fullBackupOnly": bundle.full_backup_only,
        "name": bundle.name,
        "requireCompatibility": bundle.require_compatibility,
        "restoreDeps": bundle.restore_deps,
        "spaceOccupied": bundle.data_size,
        "supportScene": bundle.support_scene,
        "versionCode": bundle.version.code,
        "versionName": bundle.version.name,
    }
    return entry | {"increSpaceOccupied": bundle.increment_size or 0} if incremental else entry


def _read_all(listed: JsonValue) -> tuple[BundleCapability, ...]:
    bundles: list[BundleCapability] = []
    for item in listed if isinstance(listed, list) else ():
        bundle = _read(item)
        if bundle is None:
            return ()
        bundles.append(bundle)
    return tuple(bundles)


def _read(item: JsonValue) -> BundleCapability | None:
    """None when a member that must be there is missing or of another type."""
    if missing_members(item):
        return None
    assert isinstance(item, dict)
    code, size = _integer(item["versionCode"], _INT64), _integer(item["spaceOccupied"], _INT64)
    assert code is not None
    assert size is not None
    extra = item.get("extraInfo")
    return BundleCapability(
        name=str(item["name"]),
        version=BundleVersion(code, str(item["versionName"])),
        app_index=_integer(item.get("appIndex"), _INT32) or 0,
        data_size=size,
        allow_to_backup=item["allToBackup"] is True,
        full_backup_only=item.get("fullBackupOnly") is True,
        require_compatibility=item.get("requireCompatibility") is True,
        extension_name=str(item["extensionName"]),
        extra_info=extra if isinstance(extra, dict) else None,
    )


def _integer(value: JsonValue, limit: int) -> int | None:
    """``isInt64`` or ``isInt`` and the value: a real number counts when it is whole."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    if not -limit <= value < limit or int(value) != value:
        return None
    return int(value)
