"""Variants of a session: without tar, scenes, the bundles of user 0, clones of an app."""

from __future__ import annotations

import json

import pytest
from installed_app import STAGING, B, F, application, installed, tree_of, write
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.backup.archive import Archive
from ohos_backup.emulator.backup.messages import extension_info
from ohos_backup.emulator.backup.report_file import read_report
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.trace import FileOperation

TREE = {f"{F}/a": b"a", f"{F}/zero": b"", f"{F}/e/": b""}
SCENES = [
    {"sceneId": "album", "includes": [f"{F}/album"]},
    {"sceneId": "all", "includes": [F], "excludes": [f"{F}/album/x"]},
]


def archive_of(device: Device, bundle: InstalledBundle, **options: object) -> Archive:
    result = device.backup_service.backup(bundle, SessionOptions(**options))
    assert result.succeeded, result.message
    assert result.archive is not None
    return result.archive


def test_without_tar_every_file_travels_under_its_path_and_empty_folders_in_a_tar() -> None:
    device, bundle = installed(includes=[f"{F}/"])
    write(bundle, TREE)
    archive = archive_of(device, bundle, without_tar=True)
    tar = f"{STAGING}/backup/part.0.tar"
    assert archive.file_names == (f"{F}/a", f"{F}/zero", tar, "manage.json")
    index = {entry["fileName"]: entry for entry in json.loads(archive.manage_text)}
    assert set(index) == {f"{F}/a", f"{F}/zero", tar}
    assert set(index[f"{F}/a"]["information"]["stat"]) == {"st_size", "st_mode"}
    assert (index[f"{F}/zero"]["isBigFile"], index[tar]["isBigFile"]) == (True, False)


@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_a_restore_without_tar_leaves_the_files_below_the_incoming_folder(kind: str) -> None:
    device, bundle = installed(includes=[f"{F}/"])
    write(bundle, TREE)
    archive = archive_of(device, bundle, without_tar=True)
    other, target = installed()
    options = RestoreOptions(kind=kind, without_tar=True, clear_data=False)
    assert other.backup_service.restore(target, archive, options).succeeded
    assert tree_of(target) == {}
    assert target.files.exists(f"{F}/e")
    assert target.files.read_file(f"{STAGING}/restore{F}/a") == b"a"


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        ("", ["album/x", "b"]),
        ("album", ["album/x"]),
        ("all", ["b"]),
        ("other", []),
    ],
)
@pytest.mark.parametrize("user", [0, 100])
def test_a_scene_chooses_its_own_lists(scene: str, expected: list[str], user: int) -> None:
    device = Device(users=(0, 100))
    bundle = device.install(application(includes=[F], optionDir=SCENES), user=user)
    write(bundle, {f"{F}/album/x": b"x", f"{F}/b": b"b"})
    kind = "incremental" if user == 0 else "full"
    archive = archive_of(device, bundle, scene=scene, kind=kind)
    new, target = installed(Device())
    assert new.backup_service.restore(target, archive, RestoreOptions(kind=kind)).succeeded
    assert sorted(path.removeprefix(f"{F}/") for path in tree_of(target)) == expected


def test_an_incremental_backup_knows_no_scenes() -> None:
    device, bundle = installed(includes=[F], optionDir=SCENES)
    write(bundle, {f"{F}/b": b"b"})
    archive = archive_of(device, bundle, scene="album", kind="incremental")
    assert f"{F}/b"[1:] in read_report(archive.full_list)


def test_a_bundle_of_user_0_selects_by_itself_and_sends_all_each_time() -> None:
    device = Device(users=(0, 100))
    bundle = device.install(application(includes=[f"{F}/*.txt", f"{F}/e/"], excludes=["*.bak"]), user=0)
    write(bundle, {f"{F}/a.txt": b"a", f"{F}/b.bak": b"b", f"{F}/e/": b""})
    first = archive_of(device, bundle, kind="incremental")
    device.clock.advance(5000)
    second = archive_of(device, bundle, kind="incremental", previous=first, since_s=device.clock.now_ms // 1000)
    for archive in (first, second):
        tar, index = archive.file_names
        assert (index, tar.endswith("_part.0.tar")) == ("manage.json", True)
        assert set(read_report(archive.full_list)) == {f"{F}/a.txt"[1:], f"{F}/e/"[1:]}
    assert second.data_size == 0


def test_an_app_of_user_0_is_told_whose_session_it_is() -> None:
    assert json.loads(extension_info(SessionOptions(), 0)) == [{"type": "userId", "detail": "100"}]
    assert extension_info(SessionOptions(), 100) == ""
    assert extension_info(SessionOptions(extension_info="own"), 0) == "own"


@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_a_clone_is_a_bundle_of_its_own(kind: str) -> None:
    device, bundle = installed(includes=[F])
    clone = device.install(application(includes=[F]), app_index=1)
    write(bundle, {f"{F}/a": b"original"})
    write(clone, {f"{F}/a": b"clone"})
    archive = archive_of(device, clone, kind=kind)
    assert (archive.capability.name, archive.capability.app_index) == ("com.example.notes", 1)
    new, target = installed(includes=[F])
    target_clone = new.install(application(includes=[F]), app_index=1)
    assert new.backup_service.restore(target_clone, archive, RestoreOptions(kind=kind)).succeeded
    assert (tree_of(target), tree_of(target_clone)) == ({}, {f"{F}/a": b"clone"})


def test_a_backup_leaves_the_other_users_files_alone() -> None:
    device = Device(users=(100, 101))
    one = device.install(application(includes=[F]), user=100)
    two = device.install(application(includes=[F]), user=101)
    write(one, {f"{F}/a": b"one"})
    write(two, {f"{F}/a": b"two"})
    archive = archive_of(device, two, kind="incremental")
    assert b"two" in archive.files[archive.file_names[0]].content
    physical = {event.path for event in device.trace.of(FileOperation) if event.path.startswith("/data/app/")}
    assert not any("/100/" in path for path in physical)


def test_fullbackuponly_holds_an_incremental_restore_in_staging() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a", f"{F}/big": bytes(2 * 1024 * 1024 + 1)})
    archive = archive_of(device, bundle, kind="incremental")
    new, target = installed(fullBackupOnly=True)
    options = RestoreOptions(kind="incremental", clear_data=False)
    assert new.backup_service.restore(target, archive, options).succeeded
    staged = tree_of(target, f"{B}/.backup/restore")
    data = {path for path in staged if not path.endswith(".rp")}
    assert data == {f"{STAGING}/restore{F}/a", f"{STAGING}/restore{F}/big"}
    assert tree_of(target) == {}


@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_a_kept_process_goes_on_numbering_its_tars_and_a_fresh_one_begins_again(kind: str) -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    service = device.backup_service
    with service.keep_process(bundle) as kept:
        results = [service.backup(bundle, SessionOptions(kind=kind), kept=kept) for _ in range(2)]
    results.append(service.backup(bundle, SessionOptions(kind=kind)))
    tars = [name for result in results if result.archive for name in result.archive.file_names if ".tar" in name]
    assert [name.partition("part.")[2] for name in tars] == ["0.tar", "1.tar", "0.tar"]
