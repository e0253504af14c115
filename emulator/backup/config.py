"""What backup_config.json says: every key as the framework reads it, defaults and wrong types included.

Source: filemanagement_app_file_service utils/src/b_json/b_json_entity_extension_config.cpp; gates in
frameworks/native/backup_ext/src/ext_backup.cpp:AllowToBackupRestore and sub_ext_extension.cpp:IfAllowToBackupRestore.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..errors import OhosBackupError
from ..profile import LATEST, DeviceProfile
from .jsoncpp import JsonLogicError, JsonObject, JsonTooDeep, JsonValue, is_empty, is_member, parse_json

DEFAULT_INCLUDES = (
    "data/storage/el1/database/",
    "data/storage/el1/base/files/",
    "data/storage/el1/base/preferences/",
    "data/storage/el1/base/haps/*/database/",
    "data/storage/el1/base/haps/*/files/",
    "data/storage/el1/base/haps/*/preferences/",
    "data/storage/el2/database/",
    "data/storage/el2/base/files/",
    "data/storage/el2/base/preferences/",
    "data/storage/el2/base/haps/*/database/",
    "data/storage/el2/base/haps/*/files/",
    "data/storage/el2/base/haps/*/preferences/",
    "data/storage/el2/distributedfiles/",
)
"""What is backed up without an ``includes`` array (b_constants.h:PATHES_TO_BACKUP)."""

UPGRADE_VERSION_NAME = "0.0.0.0"
"""Version name of an app whose data comes from the system generation before (b_constants.h)."""

SPECIAL_VERSION_NAMES = frozenset(
    (UPGRADE_VERSION_NAME, "99.99.99.999", "99.99.99.998", "99.99.99.997", "99.99.99.996", "99.99.99.995")
)
"""Version names of upgrade, clone and cloud sources (b_constants.h:DEFAULT_VERSION_NAMES_VEC)."""

MAPPING_LIMIT = 1000
MAPPING_SEPARATOR = "||||"

EL2_FOLDERS = tuple(path for path in DEFAULT_INCLUDES if "/el2/" in path and "distributed" not in path)
"""The same on devices of API 10."""

ListName = Literal["includes", "excludes"]


class UnusableConfig(OhosBackupError):
    """The text parses to something whose keys cannot even be asked for: the framework's own reader throws."""

    code = "E-BACKUP-CONFIG"


class BackupConfig(msgspec.Struct, frozen=True):
    """A parsed configuration. ``root`` is None when the text was empty or broken: then every key is absent.

    Where the framework's getter would throw (the root is an array, a number …), UnusableConfig is raised on use.
    """

    root: JsonValue
    default_includes: tuple[str, ...] = DEFAULT_INCLUDES

    @property
    def usable(self) -> bool:
        """False when the root is valid JSON but no object: the framework throws and gives no remote object."""
        return self.root is None or isinstance(self.root, dict)

    @property
    def allow_to_backup_restore(self) -> bool:
        return self._flag("allowToBackupRestore")

    @property
    def includes(self) -> tuple[str, ...]:
        """Patterns to take. An array without any string means: take nothing, spelled ``("",)``."""
        value = self._member("includes")
        if not isinstance(value, list):
            return self.default_includes
        return _strings(value) or ("",)

    @property
    def excludes(self) -> tuple[str, ...]:
        value = self._member("excludes")
        return _strings(value) if isinstance(value, list) else ()

    @property
    def full_backup_only(self) -> bool:
        return self._flag("fullBackupOnly")

    @property
    def restore_deps(self) -> str:
        return self._text("restoreDeps")

    @property
    def support_scene(self) -> str:
        return self._text("supportScene")

    @property
    def backup_scene(self) -> str:
        return self._text("backupScene")

    @property
    def require_compatibility(self) -> bool:
        return self._flag("requireCompatibility")

    @property
    def extra_info(self) -> JsonObject | None:
        value = self._member("extraInfo")
        return value if isinstance(value, dict) else None

    @property
    def has_option_dir(self) -> bool:
        return isinstance(self._member("optionDir"), list)

    def option_dir(self, scene: str, name: ListName) -> tuple[str, ...]:
        """The ``name`` list of the first element of ``optionDir`` made for ``scene`` that has one; else nothing.

        Raises UnusableConfig at an element that is no object: the framework throws there.
        """
        options = self._member("optionDir")
        for element in options if isinstance(options, list) else ():
            if is_empty(element):
                continue
            try:
                fits = is_member(element, "sceneId")
            except JsonLogicError as error:
                raise _unusable("an element of optionDir is not an object") from error
            assert isinstance(element, dict)
            if fits and element["sceneId"] == scene and name in element:
                return _directory_list(element[name])
        return ()

    def scan_list(self, scene: str, name: ListName) -> tuple[str, ...]:
        """What a full backup in ``scene`` scans: optionDir replaces both lists when a scene is given and it exists
        (sub_ext_extension.cpp:GetScanDirList)."""
        if scene and self.has_option_dir:
            return self.option_dir(scene, name)
        return self.includes if name == "includes" else self.excludes

    @property
    def compatible_dir_mapping(self) -> dict[str, str]:
        """restoreDir -> backupDir. The first of equal restoreDirs wins; more than 1000 make it empty."""
        elements = self.root.get("compatibleDirMapping") if isinstance(self.root, dict) else None
        mapping: dict[str, str] = {}
        for element in elements if isinstance(elements, list) else ():
            if not isinstance(element, dict):
                continue
            backup, restore = element.get("backupDir"), element.get("restoreDir")
            if not isinstance(backup, str) or not isinstance(restore, str):
                continue
            if any(mark in text for mark in (MAPPING_SEPARATOR, "*") for text in (backup, restore)):
                continue
            mapping.setdefault(restore, backup)
            if len(mapping) > MAPPING_LIMIT:
                return {}
        return mapping

    def _member(self, name: str) -> JsonValue:
        if not self.usable:
            raise _unusable("its outermost value is not an object")
        return self.root.get(name) if isinstance(self.root, dict) else None

    def _flag(self, name: str) -> bool:
        return self._member(name) is True

    def _text(self, name: str) -> str:
        value = self._member(name)
        return value if isinstance(value, str) else ""


def parse_backup_config(text: str, profile: DeviceProfile = LATEST) -> BackupConfig:
    """Read ``text`` as the framework of a device of kind ``profile`` does; it never rejects: a broken text means that
    every key is absent, and so is a key that this kind of device does not look for.

    Raises UnusableConfig when values are nested more than 1000 deep: the framework throws.
    """
    try:
        _, root = parse_json(text.encode("utf-8", "surrogateescape"))
    except JsonTooDeep as error:
        raise _unusable("its values are nested more than 1000 deep") from error
    if isinstance(root, dict):
        root = {key: value for key, value in root.items() if profile.reads(key)}
    return BackupConfig(root, DEFAULT_INCLUDES if profile.backs_up_el1 else EL2_FOLDERS)


def allows_backup(config: BackupConfig) -> bool:
    """Whether the extension may be backed up: only with ``"allowToBackupRestore": true``."""
    return config.allow_to_backup_restore


def allows_restore(config: BackupConfig, version_name: str, profile: DeviceProfile = LATEST) -> bool:
    """Whether the service may connect for a restore: as for backup, or data of a special version comes in."""
    return config.allow_to_backup_restore or (profile.opens_for_special_versions and is_special_version(version_name))


def is_special_version(version_name: str) -> bool:
    """Whether the text before the first ``-`` names an upgrade, clone or cloud source."""
    return version_name.partition("-")[0] in SPECIAL_VERSION_NAMES


def is_upgrade_version(version_name: str) -> bool:
    """Whether the data comes from the system generation before (``0.0.0.0``)."""
    return version_name.partition("-")[0] == UPGRADE_VERSION_NAME


def _strings(values: list[JsonValue]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _directory_list(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return _strings(value) or ("",)


def _unusable(what: str) -> UnusableConfig:
    return UnusableConfig(
        f"the backup configuration cannot be used: {what}",
        mend="Make backup_config.json one JSON object; the framework refuses to connect to the extension otherwise.",
    )
