"""The data side of a session: what an installed app's backup gives, and what its restore accepts."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from app_sandbox import BASE, Sandbox
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive
from ohos_backup.emulator.backup.data_transfer import DataTransfer, TransferFailed
from ohos_backup.emulator.backup.file_transfer import FileTransfer
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.profile import LATEST

F = f"{BASE}/files"
VERSION = BundleVersion(1000000, "1.0.0")


def bundle_of(sandbox: Sandbox, config: object) -> InstalledBundle:
    extension = SimpleNamespace(name="BackupExtension", profile_text=json.dumps(config))
    application = SimpleNamespace(version=VERSION, extension=extension)
    bundle: Any = SimpleNamespace(
        bundle_name="com.example.notes",
        app_index=0,
        application=application,
        framework_files=sandbox.view,
        profile=LATEST,
        staging=LATEST.staging,
    )
    return cast("InstalledBundle", bundle)


def test_a_backup_goes_from_one_device_to_another() -> None:
    transfer: DataTransfer = FileTransfer()
    old = Sandbox().write({"B/files/a": b"a", "B/files/big.bin": 3 * 1024 * 1024})
    packed = transfer.pack(bundle_of(old, {"allowToBackupRestore": True, "supportScene": "x"}), "").archive
    assert list(packed.file_names) == ["f188bb333c16913f.bin", "part.0.tar", "manage.json"]
    assert (packed.data_size, packed.version) == (3 * 1024 * 1024 + 1, VERSION)
    assert (packed.capability.support_scene, packed.capability.extension_name) == ("x", "BackupExtension")
    new = Sandbox()
    transfer.place(bundle_of(new, {}), packed, VERSION)
    assert new.files() == old.files()


@pytest.mark.parametrize(
    ("config", "version", "backup", "restore"),
    [
        ({"allowToBackupRestore": True}, "1.0.0", True, True),
        ({}, "1.0.0", False, False),
        ({}, "0.0.0.0", False, True),
        ([], "0.0.0.0", False, False),
    ],
)
def test_the_gates_follow_the_configuration(config: object, version: str, backup: bool, restore: bool) -> None:
    bundle = bundle_of(Sandbox(), config)
    assert FileTransfer().allows_backup(bundle) is backup
    assert FileTransfer().allows_restore(bundle, BundleVersion(1, version)) is restore


def test_a_missing_working_folder_fails_the_backup_with_invalid_argument() -> None:
    sandbox = Sandbox()
    sandbox.view.remove_directory(f"{BASE}/.backup")
    with pytest.raises(TransferFailed, match="Failed to mkdir") as failed:
        FileTransfer().pack(bundle_of(sandbox, {}), "")
    assert failed.value.code == 13900020


def test_a_lost_last_tar_fails_the_restore_with_its_errno() -> None:
    sandbox = Sandbox().write({"B/files/a": b"a"})
    packed = FileTransfer().pack(bundle_of(sandbox, {}), "").archive
    files = {name: file for name, file in packed.files.items() if name != "part.0.tar"}
    with pytest.raises(TransferFailed) as failed:
        FileTransfer().place(
            bundle_of(Sandbox(), {}), Archive(capability=packed.capability, files=files), BundleVersion(1, "1")
        )
    assert failed.value.code == 2
