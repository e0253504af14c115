"""A device with one app whose extension overrides nothing: what the backup service costs, and nothing else."""

from __future__ import annotations

import json

from ohos_backup.emulator.application import Application, BackupExtension, BundleVersion
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.runtime.api import Call, ExtensionEnvironment, Turn

FILES = "/data/storage/el2/base/files"
_GIB = 1024**3


class _NothingOverridden:
    """A process of an extension class without any method."""

    def load(self) -> None:
        return None

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        return Call(0, method, "missing"), Turn((), (), None)

    def turn(self) -> Turn:
        return Turn((), (), None)

    def close(self) -> None:
        pass


class _Host:
    def start(self, environment: ExtensionEnvironment) -> _NothingOverridden:
        return _NothingOverridden()


def installed() -> tuple[Device, InstalledBundle]:
    """A fresh device with room for the largest run, and the app on it."""
    extension = BackupExtension(
        name="Backup",
        module_name="entry",
        profile_text=json.dumps({"allowToBackupRestore": True}),
        profile_position=None,
        host=_Host(),
    )
    app = Application(
        bundle_name="com.example.bench",
        version=BundleVersion(1, "1.0.0"),
        module_names=("entry",),
        compatible_api=12,
        extension=extension,
    )
    device = Device(total_bytes=64 * _GIB)
    return device, device.install(app)
