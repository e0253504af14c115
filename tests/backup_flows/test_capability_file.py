"""The capability file in both directions, and restores that are given one (rules V2, V3; items 30-32)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from installed_app import F, application, installed, tree_of, write
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.archive import Archive, BundleCapability
from ohos_backup.emulator.backup.capability_file import (
    UnusableCapabilityFile,
    read_capability_file,
    write_capability_file,
)
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.trace import ClientCall

ENTRY = {
    "name": "com.example.notes",
    "versionCode": 3,
    "versionName": "1.0.3",
    "spaceOccupied": 5,
    "allToBackup": True,
    "extensionName": "Backup",
}


def file_of(*entries: object) -> bytes:
    return json.dumps({"backupVersion": "16", "bundleInfos": entries}).encode()


def backed_up() -> Archive:
    device, bundle = installed()
    write(bundle, {f"{F}/a": b"a"})
    archive = device.backup_service.backup(bundle).archive
    assert archive is not None
    return archive


def restored(content: bytes, *, app_index: int = 0) -> tuple[int, list[tuple[str, int]], dict[str, bytes]]:
    device = Device()
    bundle = device.install(application(), app_index=app_index)
    result = device.backup_service.restore(bundle, backed_up(), RestoreOptions(capabilities=content))
    calls = [(call.callback, call.code) for call in device.trace.of(ClientCall) if call.code]
    return result.code, calls, tree_of(bundle)


def test_this_devices_file_names_its_apps_with_what_they_hold() -> None:
    device, bundle = installed(restoreDeps="com.other", supportScene="scene")
    device.install(application("com.closed", allowToBackupRestore=False))
    clone = device.install(application(), app_index=1)
    write(bundle, {f"{F}/a": bytes(10), "/data/storage/el1/database/b": bytes(5), f"{F}/../cache/c": bytes(100)})
    write(clone, {f"{F}/a": bytes(7)})
    document = json.loads(device.backup_service.local_capabilities())
    assert (document["backupVersion"], document["increAppIndex"]) == ("26", True)
    sizes = [(entry["name"], entry["appIndex"], entry["spaceOccupied"]) for entry in document["bundleInfos"]]
    assert sizes == [("com.closed", 0, 0), ("com.example.notes", 0, 15), ("com.example.notes", 1, 7)]
    entry = document["bundleInfos"][1]
    assert (entry["restoreDeps"], entry["supportScene"]) == ("com.other", "scene")
    assert entry["extraInfo"] == {"supportScene": []}
    assert "increSpaceOccupied" not in entry


def test_the_incremental_file_says_what_changed() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/old": bytes(10)})
    since_s = device.clock.now_ms // 1000
    device.clock.advance(3000)
    write(bundle, {f"{F}/new": bytes(4)})
    bundle.files.set_times(F, 0, 0)
    [entry] = json.loads(device.backup_service.local_capabilities_incremental({bundle: since_s}))["bundleInfos"]
    assert entry["increSpaceOccupied"] == 4
    assert entry["spaceOccupied"] >= 14


def test_a_device_without_apps_has_no_bundle_infos() -> None:
    assert "bundleInfos" not in json.loads(Device().backup_service.local_capabilities())


def test_the_old_devices_version_comes_from_the_file() -> None:
    code, _, tree = restored(file_of(ENTRY | {"versionName": "99.99.99.999-1"}))
    assert (code, tree) == (0, {f"{F}/a": b"a"})


@pytest.mark.parametrize("member", sorted(ENTRY))
@pytest.mark.parametrize("value", [None, [], "missing"])
def test_one_bad_entry_empties_the_whole_list(member: str, value: object) -> None:
    bad = dict(ENTRY, **{member: value})
    if value == "missing":
        del bad[member]
    content = file_of(ENTRY, bad)
    assert read_capability_file(content).bundles == ()
    code, calls, tree = restored(content)
    assert (code, calls, tree) == (13900020, [("onBundleBegin", 13500005)], {})


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"null", b'{"bundleInfos": {}}', file_of(), file_of(None)])
def test_a_file_without_entries_is_refused(content: bytes) -> None:
    assert restored(content)[0] == 13900020


@pytest.mark.parametrize("content", [b"[]", b"1", b'"x"', file_of(1), file_of(ENTRY, [])])
def test_what_makes_the_reader_throw_is_refused_with_not_permitted(content: bytes) -> None:
    with pytest.raises(UnusableCapabilityFile):
        read_capability_file(content)
    assert restored(content)[0] == 13900001


@pytest.mark.parametrize(
    ("entry", "app_index", "code"),
    [
        (ENTRY | {"name": "com.other"}, 0, 13500005),
        (ENTRY | {"appIndex": 1}, 0, 13500005),
        (ENTRY, 1, 13500005),
        (ENTRY | {"appIndex": 1}, 1, 0),
        (ENTRY | {"appIndex": "1"}, 0, 0),
        (ENTRY | {"allToBackup": False}, 0, 13500001),
        (ENTRY | {"allToBackup": False, "versionName": "0.0.0.0-1"}, 0, 0),
        (ENTRY | {"versionCode": 3.0}, 0, 0),
        (ENTRY | {"versionCode": 2**63}, 0, 13900020),
    ],
)
def test_the_entry_of_the_bundle_decides(entry: dict[str, object], app_index: int, code: int) -> None:
    assert restored(file_of(entry), app_index=app_index)[0] == code


def test_a_file_read_back_has_lost_restore_deps_and_scene() -> None:
    content = file_of(ENTRY | {"restoreDeps": "com.a", "supportScene": "s"})
    [bundle] = read_capability_file(content).bundles
    assert (bundle.restore_deps, bundle.support_scene) == ("", "")


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(
    st.lists(
        st.builds(
            BundleCapability,
            name=NAMES,
            version=st.builds(BundleVersion, code=st.integers(-(2**63), 2**63 - 1), name=NAMES),
            app_index=st.integers(0, 5),
            data_size=st.integers(0, 2**50),
            allow_to_backup=st.booleans(),
            full_backup_only=st.booleans(),
            require_compatibility=st.booleans(),
            extension_name=NAMES,
            extra_info=st.just({"supportScene": ["next2next"]}),
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read(bundles: list[BundleCapability]) -> None:
    read = read_capability_file(write_capability_file(bundles))
    assert (read.backup_version, list(read.bundles)) == ("26", bundles)
