"""Incremental sessions end to end: what is sent after a change, and that a chain of them brings everything back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from installed_app import STAGING, F, installed, tree_of, write
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile
from ohos_backup.emulator.backup.report_file import read_report
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.trace import ClientCall, FileOperation, FrameworkStep

MB = 1024 * 1024
RESTORE = RestoreOptions(kind="incremental")


def back_up(device: Device, bundle: InstalledBundle, previous: Archive | None = None, since_s: int = 0) -> Archive:
    result = device.backup_service.backup(
        bundle, SessionOptions(kind="incremental", previous=previous, since_s=since_s)
    )
    assert result.succeeded, result.message
    assert result.archive is not None
    return result.archive


def restored(*chain: Archive) -> dict[str, bytes]:
    device, bundle = installed()
    for archive in chain:
        result = device.backup_service.restore(bundle, archive, RESTORE)
        assert result.succeeded, result.message
    assert not bundle.files.exists(f"{STAGING}/restore")
    return tree_of(bundle)


def test_the_first_backup_carries_everything_with_reports_and_the_full_list() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a", f"{F}/d/big.bin": bytes(2 * MB + 1)})
    archive = back_up(device, bundle)
    tar, big, index = archive.file_names
    assert (tar, index) == (f"{device.clock.now_ms}_part.0.tar", "manage.json")
    assert list(read_report(archive.files[tar].report or b"")) == [F[1:], f"{F}/a"[1:], f"{F}/d"[1:]]
    assert list(read_report(archive.files[big].report or b"")) == [f"{F}/d/big.bin"[1:]]
    assert len(read_report(archive.full_list)) == 4
    assert archive.capability.increment_size == archive.data_size > 2 * MB
    assert restored(archive) == tree_of(bundle)


def test_the_next_one_carries_only_what_changed() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a", f"{F}/b": b"b"})
    first = back_up(device, bundle)
    since_s = device.clock.now_ms // 1000
    device.clock.advance(5000)
    write(bundle, {f"{F}/b": b"changed"})
    second = back_up(device, bundle, first, since_s)
    tar, _ = second.file_names
    assert list(read_report(second.files[tar].report or b"")) == [f"{F}/b"[1:]]
    assert set(read_report(second.full_list)) == {F[1:], f"{F}/a"[1:], f"{F}/b"[1:]}
    assert second.capability.increment_size == len(b"changed")
    assert restored(first, second) == {f"{F}/a": b"a", f"{F}/b": b"changed"}


def test_a_change_in_the_second_of_the_last_backup_is_missed() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    first = back_up(device, bundle)
    write(bundle, {f"{F}/a": b"other"})
    assert back_up(device, bundle, first, device.clock.now_ms // 1000).file_names == ("manage.json",)


def test_nothing_changed_sends_the_index_alone() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    first = back_up(device, bundle)
    second = back_up(device, bundle, first)
    assert second.manage_text == "null"
    assert second.full_list == first.full_list
    assert restored(first, second) == tree_of(bundle)


def test_a_full_archive_before_it_leaves_nothing_to_compare_with() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    full = device.backup_service.backup(bundle).archive
    assert full is not None
    assert full.full_list == b""
    assert len(back_up(device, bundle, full).file_names) == 2


def test_the_default_includes_name_the_modules_folders() -> None:
    device, bundle = installed()
    write(bundle, {"/data/storage/el2/base/haps/entry/preferences/p": b"p"})
    other_device, other = installed()
    assert other_device.backup_service.restore(other, back_up(device, bundle), RESTORE).succeeded
    assert other.files.read_file("/data/storage/el2/base/haps/entry/preferences/p") == b"p"


def test_the_callers_callbacks_come_in_the_order_of_a_full_backup() -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    back_up(device, bundle)
    assert [call.callback for call in device.trace.of(ClientCall)] == [
        "onBundleBegin",
        "onFileReady",
        "onFileReady",
        "onBundleEnd",
        "onAllBundlesEnd",
    ]


def test_the_index_is_gone_before_the_restore_callbacks() -> None:
    source, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a"})
    archive = back_up(source, bundle)
    device, target = installed()
    assert device.backup_service.restore(target, archive, RESTORE).succeeded
    events = list(device.trace)
    removed = next(
        at
        for at, event in enumerate(events)
        if isinstance(event, FileOperation) and event.operation == "unlink" and event.path.endswith("manage.json")
    )
    timer = next(
        at for at, event in enumerate(events) if isinstance(event, FrameworkStep) and event.step == "ext-timer-started"
    )
    assert removed < timer


@pytest.mark.parametrize("name", ["../evil.tar", "a/../../evil", "x/.."])
def test_a_name_that_leads_out_of_the_incoming_folder_ends_the_restore(name: str) -> None:
    source, bundle = installed(includes=[F])
    archive = back_up(source, bundle)
    hostile = Archive(capability=archive.capability, files={name: ArchivedFile(b"x"), **archive.files})
    device, target = installed()
    result = device.backup_service.restore(target, hostile, RESTORE)
    assert result.code == 13900020
    assert tree_of(target, "/data/storage/el2/base") == {}


def test_a_report_decides_which_members_come_back() -> None:
    source, bundle = installed(includes=[F])
    write(bundle, {f"{F}/a": b"a", f"{F}/b": b"b"})
    archive = back_up(source, bundle)
    tar = archive.file_names[0]
    *head, _, b = (archive.files[tar].report or b"").splitlines(keepends=True)
    only_b = Archive(
        capability=archive.capability,
        files={**archive.files, tar: ArchivedFile(archive.files[tar].content, b"".join((*head[:2], b)))},
    )
    assert restored(only_b) == {f"{F}/b": b"b"}


NAMES = st.sampled_from(["a", "b", "d/x", "d/e/y", "z;1", "é", "v.tar"])
CONTENTS = st.binary(max_size=20) | st.just(bytes(2 * MB + 7))
CHANGES = st.lists(st.dictionaries(NAMES, CONTENTS, max_size=4), min_size=1, max_size=3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(first=st.dictionaries(NAMES, CONTENTS, max_size=5), changes=CHANGES)
def test_a_chain_restored_in_order_gives_the_present_tree(
    first: dict[str, bytes], changes: list[dict[str, bytes]]
) -> None:
    device, bundle = installed(includes=[F])
    write(bundle, {f"{F}/{name}": content for name, content in first.items()})
    chain = [back_up(device, bundle)]
    for change in changes:
        since_s = device.clock.now_ms // 1000
        device.clock.advance(2000)
        write(bundle, {f"{F}/{name}": content for name, content in change.items()})
        chain.append(back_up(device, bundle, chain[-1], since_s))
    assert restored(*chain) == tree_of(bundle)
    assert {f"/{path}" for path, record in read_report(chain[-1].full_list).items() if not record.is_directory} == set(
        tree_of(bundle)
    )
