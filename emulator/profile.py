"""Device profiles: what an OpenHarmony device of a given API version offers to a backup extension."""

from __future__ import annotations

import msgspec

from .errors import OhosBackupError


class UnknownDeviceProfile(OhosBackupError):
    code = "E-DEVICE-PROFILE"


class DeviceProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of device. The framework's C++ code is not gated by API version; the declarations are
    (interface_sdk-js @ohos.application.BackupExtensionAbility.d.ts), so a device older than a callback
    never calls it."""

    name: str
    api: int

    def calls(self, callback: str) -> bool:
        """Whether a device of this kind knows ``callback`` at all."""
        return self.api >= CALLBACK_SINCE.get(callback, 10)


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
"""First API version of each callback (interface_sdk-js api/@ohos.application.BackupExtensionAbility.d.ts)."""

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
