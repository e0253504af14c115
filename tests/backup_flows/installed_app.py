"""What the tests of the flows share: an app with a silent extension on a device, and its files as a tree."""

from __future__ import annotations

import json

from ohos_backup.emulator.application import Application, BackupExtension, BundleVersion
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.runtime.api import Call, ExtensionEnvironment, LoadFailure, Turn

B = "/data/storage/el2/base"
F = f"{B}/files"
STAGING = f"{B}/.backup"


class SilentProcess:
    """An extension without any callback of its own."""

    def load(self) -> LoadFailure | None:
        return None

    def call(self, method: str, arguments: tuple[object, ...] = ()) -> tuple[Call, Turn]:
        return Call(1, method, "missing"), self.turn()

    def turn(self) -> Turn:
        return Turn((), (), None)

    def close(self) -> None:
        pass


class SilentHost:
    def start(self, environment: ExtensionEnvironment) -> SilentProcess:
        return SilentProcess()


def application(bundle_name: str = "com.example.notes", **config: object) -> Application:
    return Application(
        bundle_name=bundle_name,
        version=BundleVersion(3, "1.0.3"),
        module_names=("entry",),
        compatible_api=12,
        extension=BackupExtension(
            name="Backup",
            module_name="entry",
            profile_text=json.dumps({"allowToBackupRestore": True, **config}),
            profile_position=None,
            host=SilentHost(),
        ),
    )


def installed(device: Device | None = None, **config: object) -> tuple[Device, InstalledBundle]:
    device = device or Device()
    return device, device.install(application(**config))


def write(bundle: InstalledBundle, tree: dict[str, bytes]) -> None:
    """``tree`` maps paths to contents; a path that ends in ``/`` is an empty folder."""
    for path, content in tree.items():
        bundle.files.make_directories(path.rpartition("/")[0])
        if not path.endswith("/"):
            bundle.files.write_file(path, content)


def tree_of(bundle: InstalledBundle, *folders: str) -> dict[str, bytes]:
    """Every regular file below ``folders`` (the files folder when none is given)."""
    return {
        path: bundle.files.read_file(path)
        for folder in folders or (F,)
        for path, status in bundle.files.walk(folder)
        if status.mode & 0o170000 == 0o100000
    }
