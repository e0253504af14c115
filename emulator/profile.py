"""Device profiles: what an OpenHarmony device of a given API version offers to a backup extension.

Each fact was read in the release branch of that API version of app_file_service (OpenHarmony-4.0-Release is API 10, 4.1
is 11, 5.0.0 is 12, 5.0.2 is 14, 5.1.0 is 18, 6.0 is 20, 6.1 is 23); docs/fidelity.md lists them.
"""

from __future__ import annotations

import msgspec

from .errors import OhosBackupError
from .staging import BELOW_BASE, EL2_ONLY, SERVICE_FOLDERS, Staging


class UnknownDeviceProfile(OhosBackupError):
    code = "E-DEVICE-PROFILE"


class DeviceProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of device."""

    name: str
    api: int

    def calls(self, callback: str) -> bool:
        """Whether a device of this kind knows ``callback`` at all."""
        return self.api >= CALLBACK_SINCE.get(callback, 10)

    def reads(self, key: str) -> bool:
        """Whether a device of this kind looks for ``key`` in backup_config.json."""
        return self.api >= CONFIG_KEY_SINCE.get(key, 10)

    @property
    def staging(self) -> Staging:
        """Where its framework stages what travels."""
        if self.api >= 12:
            return BELOW_BASE
        return SERVICE_FOLDERS if self.api >= 11 else EL2_ONLY

    @property
    def backs_up_el1(self) -> bool:
        """Whether EL1 and the distributed files are among the folders that are backed up without ``includes``
        (b_constants.h:PATHES_TO_BACKUP)."""
        return self.api >= 11

    @property
    def opens_for_special_versions(self) -> bool:
        """Whether data of a special version is restored into an app that does not allow backup and restore
        (ext_backup.cpp:AllowToBackupRestore)."""
        return self.api >= 11

    @property
    def connect_limit_ms(self) -> int:
        """How long the service waits for an extension to start (b_constants.h:EXT_CONNECT_MAX_TIME)."""
        return 25_000 if self.api >= 23 else 15_000

    @property
    def first_progress_limit_ms(self) -> int:
        """How long the first call of onProcess may take (b_constants.h:FIRST_CALL_APP_ON_PROCESS_MAX_TIMEOUT, before it
        APP_ON_PROCESS_MAX_TIMEOUT)."""
        return 15_000 if self.api >= 13 else 1_000

    @property
    def strict_about_progress(self) -> bool:
        """Whether overrunning the first call of onProcess ends the bundle at once, and an answer after a miss is
        dropped. Before, the first call was like the others, and every answer made all misses forgotten
        (sub_ext_extension.cpp:StartOnProcessTimeOutTimer, SyncCallJsOnProcessTask)."""
        return self.api >= 13


CALLBACK_SINCE = {
    "onBackup": 10,
    "onRestore": 10,
    "onBackupEx": 12,
    "onRestoreEx": 12,
    "onProcess": 12,
    "getBackupInfo": 12,
    "onRelease": 20,
    "getBackupCompatibilityInfo": 20,
    "getRestoreCompatibilityInfo": 20,
}
"""First API version of each callback (interface_sdk-js api/@ohos.application.BackupExtensionAbility.d.ts, and the calls
in ext_backup_js.cpp of each release)."""

CONFIG_KEY_SINCE = {
    "fullBackupOnly": 11,
    "restoreDeps": 11,
    "supportScene": 11,
    "extraInfo": 12,
    "requireCompatibility": 20,
    "backupScene": 23,
    "optionDir": 23,
    "compatibleDirMapping": 23,
}
"""First API version whose reader asks for a key (b_json_entity_extension_config.cpp of each release)."""

PROFILES = tuple(DeviceProfile(name=f"api{api}", api=api) for api in (10, 11, 12, 14, 18, 20))
LATEST = DeviceProfile(name="latest", api=23)


def device_profile(name: str) -> DeviceProfile:
    """The profile called ``name`` (``api12``, ``latest`` …). Raises UnknownDeviceProfile."""
    known = {profile.name: profile for profile in (*PROFILES, LATEST)}
    if name not in known:
        raise UnknownDeviceProfile(
            f"there is no device profile '{name}'", mend="Choose one of " + ", ".join(known) + "."
        )
    return known[name]


def profile_for_api(api: int) -> DeviceProfile:
    """The newest profile that is not newer than ``api``, the oldest for anything older, the latest for the newest."""
    if api >= LATEST.api:
        return LATEST
    fitting = [profile for profile in PROFILES if profile.api <= api]
    return fitting[-1] if fitting else PROFILES[0]
