"""Where a device's backup framework stages what travels, inside the sandbox of the app whose extension runs.

Source: PATH_BUNDLE_BACKUP_HOME and PATH_BUNDLE_BACKUP_HOME_EL1 of app_file_service utils/include/b_resources/
b_constants.h in each release; where they lie on the device: startup_appspawn appdata-sandbox.json, later
appdata-sandbox-app.json, spawn flag START_FLAGS_BACKUP.
"""

from __future__ import annotations

import msgspec

MANAGE_FILE = "manage.json"


class BackupHome(msgspec.Struct, frozen=True, kw_only=True):
    """One folder that holds ``backup`` and ``restore``. ``path`` is the framework's name for it, ``also`` a second
    mount of the same folder. ``service_folder``: it is no folder below ``base`` but one of the backup service."""

    level: str
    path: str
    also: str = ""
    service_folder: bool = False


class Staging(msgspec.Struct, frozen=True, kw_only=True):
    """The homes of one kind of device; everything travels through that of EL2, the other is only emptied."""

    homes: tuple[BackupHome, ...]

    @property
    def outgoing(self) -> str:
        """Where a backup is packed, with a slash at its end."""
        return f"{self.homes[0].path}/backup/"

    @property
    def incoming(self) -> str:
        """Where a restore is received, with a slash at its end."""
        return f"{self.homes[0].path}/restore/"

    @property
    def manage_file_out(self) -> str:
        return self.outgoing + MANAGE_FILE

    @property
    def manage_file_in(self) -> str:
        return self.incoming + MANAGE_FILE

    @property
    def folders(self) -> tuple[str, ...]:
        """What the framework empties at start, end and disconnect (ext_extension.cpp:DoClearInner)."""
        return tuple(f"{home.path}/{name}" for home in self.homes for name in ("backup", "restore"))

    @property
    def restore_folders(self) -> tuple[str, ...]:
        """Every path under which an extension reaches what was received, without a slash at its end."""
        return tuple(f"{path}/restore" for home in self.homes for path in (home.path, home.also) if path)

    def home(self, level: str) -> BackupHome | None:
        """The home of encryption level ``level`` (``el1``, ``el2``), None where this kind of device has none."""
        return next((home for home in self.homes if home.level == level), None)


def _service_folder(level: str) -> BackupHome:
    return BackupHome(level=level, path=f"/data/storage/{level}/backup", service_folder=True)


def _below_base(level: str) -> BackupHome:
    return BackupHome(level=level, path=f"/data/storage/{level}/base/.backup", also=f"/data/storage/{level}/backup")


EL2_ONLY = Staging(homes=(_service_folder("el2"),))
"""OpenHarmony 4.0 (API 10)."""

SERVICE_FOLDERS = Staging(homes=(_service_folder("el2"), _service_folder("el1")))
"""OpenHarmony 4.1 (API 11)."""

BELOW_BASE = Staging(homes=(_below_base("el2"), _below_base("el1")))
"""Since OpenHarmony 5.0 (API 12); the older paths are mounted a second time for what still names them."""

EVERY_WORKING_FOLDER = tuple(
    dict.fromkeys(
        f"{path}/{name}"
        for home in BELOW_BASE.homes
        for path in (home.path, home.also)
        for name in ("backup", "restore")
    )
)
"""The framework's own folders by all their names: nowhere does an app keep data in them."""
