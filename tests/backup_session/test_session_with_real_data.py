"""A whole backup and restore with the framework's own packing rules, between two devices."""

from __future__ import annotations

import errno
import json

import msgspec
import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.packing.full import FullBackup
from ohos_backup.emulator.backup.packing.tar import PackingNeverEnds, PackProblem
from ohos_backup.emulator.backup.paths import anonymous_path
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.trace import ClientCall
from scripted_host import ScriptedHost, application, returns

FILES = "/data/storage/el2/base/files"
INCOMING = "/data/storage/el2/base/.backup/restore"
TREE = {
    f"{FILES}/note.txt": b"hello",
    f"{FILES}/deep/er/empty.bin": b"",
    "/data/storage/el1/base/preferences/settings": b"<xml/>",
    f"{FILES}/film.mp4": bytes(3 * 1024 * 1024),
}


def installed(host: ScriptedHost, device: Device | None = None, **config: object) -> tuple[Device, InstalledBundle]:
    device = device or Device()
    app = application(host)
    text = json.dumps({"allowToBackupRestore": True, **config})
    extension = msgspec.structs.replace(app.extension, profile_text=text)
    return device, device.install(msgspec.structs.replace(app, extension=extension))


def backed_up(**config: object):
    device, bundle = installed(ScriptedHost(), **config)
    for path, content in TREE.items():
        bundle.files.make_directories(path.rpartition("/")[0])
        bundle.files.write_file(path, content)
    result = device.backup_service.backup(bundle)
    assert result.succeeded, result.message
    assert result.archive is not None
    names = [call.payload for call in device.trace.of(ClientCall) if call.callback == "onFileReady"]
    assert names == list(result.archive.file_names)
    return result.archive


def test_what_was_backed_up_comes_back_on_another_device() -> None:
    archive = backed_up()
    assert [name.rpartition(".")[2] for name in archive.file_names] == ["mp4", "tar", "json"]
    assert archive.data_size == sum(len(content) for content in TREE.values())
    device, bundle = installed(ScriptedHost())
    result = device.backup_service.restore(bundle, archive)
    assert result.succeeded, result.message
    assert {path: bundle.files.read_file(path) for path in TREE} == TREE
    assert not bundle.files.exists(INCOMING)
    assert bundle.files.stat(f"{FILES}/note.txt").uid == bundle.uid


def test_what_is_excluded_stays_behind() -> None:
    archive = backed_up(excludes=["data/storage/el2/base/files/deep/"])
    device, bundle = installed(ScriptedHost())
    assert device.backup_service.restore(bundle, archive).succeeded
    assert bundle.files.exists(f"{FILES}/note.txt")
    assert not bundle.files.exists(f"{FILES}/deep")


@pytest.mark.parametrize(
    ("version", "place"),
    [
        (BundleVersion(3, "1.0.3"), f"{INCOMING}{FILES}/note.txt"),
        (BundleVersion(3, "99.99.99.999-1.0.3"), f"{FILES}/note.txt"),
    ],
)
def test_full_backup_only_leaves_the_data_in_staging_but_for_special_versions(
    version: BundleVersion, place: str
) -> None:
    archive = backed_up(fullBackupOnly=True)
    seen: list[bool] = []
    host = ScriptedHost(
        onRestore=returns(
            effect=lambda process: seen.extend(
                process.environment.sandbox.exists(path) for path in (place, place.replace("note.txt", "film.mp4"))
            )
        )
    )
    device, bundle = installed(host, fullBackupOnly=True)
    result = device.backup_service.restore(bundle, archive, RestoreOptions(version=version))
    assert result.succeeded, result.message
    assert seen == [True, True]


def test_what_the_ex_callback_changes_before_it_settles_is_in_the_archive() -> None:
    host = ScriptedHost(
        onBackupEx=returns("done", effect=lambda p: p.environment.sandbox.write_file(f"{FILES}/made", b"in time"))
    )
    device, bundle = installed(host)
    archive = device.backup_service.backup(bundle).archive
    assert archive is not None
    assert b"in time" in archive.files["part.0.tar"].content


@pytest.mark.parametrize("text", ["", "{}", '{"allowToBackupRestore": "true"}', "[]", "{"])
def test_a_configuration_that_does_not_allow_it_keeps_the_extension_from_starting(text: str) -> None:
    host = ScriptedHost()
    device = Device()
    app = application(host)
    extension = msgspec.structs.replace(app.extension, profile_text=text)
    bundle = device.install(msgspec.structs.replace(app, extension=extension))
    assert device.backup_service.backup(bundle).code == 13500001
    assert host.processes == []


def test_a_full_device_ends_the_restore_before_any_callback() -> None:
    archive = backed_up()
    host = ScriptedHost()
    device, bundle = installed(host, Device(total_bytes=1024 * 1024))
    result = device.backup_service.restore(bundle, archive)
    assert (result.code, result.message) == (13900025, "No space left on device, origin errno: 13900025")
    assert [method for method, _ in host.calls] == ["onRelease"]


def test_a_file_that_cannot_be_packed_is_told_as_a_problem_and_the_backup_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = FullBackup.pack

    def pack_badly(self: FullBackup) -> list[PackProblem]:
        return [*pack(self), PackProblem(f"{FILES}/locked.txt", "", errno.EIO)]

    monkeypatch.setattr(FullBackup, "pack", pack_badly)
    device, bundle = installed(ScriptedHost())
    result = device.backup_service.backup(bundle)
    assert result.succeeded
    assert result.archive is not None
    told = [json.loads(call.payload) for call in device.trace.of(ClientCall) if call.callback == "onProcess"]
    assert told == [
        {
            "processResult": {
                "timeInfo": "1767225600",
                "errorInfo": {"errorCode": "5", "errorMessage": anonymous_path(f"{FILES}/locked.txt")},
            }
        }
    ]


def test_packing_that_never_ends_is_ended_by_the_frameworks_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    def pack(self: FullBackup) -> None:
        raise PackingNeverEnds("an include names a FIFO")

    monkeypatch.setattr(FullBackup, "pack", pack)
    host = ScriptedHost()
    device, bundle = installed(host)
    result = device.backup_service.backup(bundle)
    assert (result.code, result.archive) == (13500003, None)
    assert host.calls[-1] == ("onRelease", (1,))
    assert device.clock.elapsed_ms == 900_000
