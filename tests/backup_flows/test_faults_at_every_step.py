"""Each single operation of the framework fails once, in every flow: a clear end, and a device that goes on working."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Literal

import pytest
from installed_app import STAGING, F, installed, tree_of, write
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions, SessionResult
from ohos_backup.emulator.backup.archive import Archive
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt, KillAt
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.trace import ClientCall, FileOperation, FrameworkStep

Kind = Literal["full", "incremental"]
KINDS = pytest.mark.parametrize("kind", ["full", "incremental"])
TREE = {f"{F}/a": b"1", f"{F}/big.bin": b"x" * (2 * 1024 * 1024 + 1), f"{F}/d/x": b"2"}
EMPTY = f"{F}/d/empty/"
ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS)
DOCUMENTED = {0, 13500004, 13500006, 13500008, 13900001, 13900005, 13900011, 13900020, 13900025, 13900042}
"""ohos.file.backup's numbers (interface_sdk-js api/@ohos.file.backup.d.ts; b_error.h)."""


def filled() -> tuple[Device, InstalledBundle]:
    device, bundle = installed(includes=[f"{F}/"])
    write(bundle, {**TREE, EMPTY: b""})
    return device, bundle


def made(kind: Kind) -> Archive:
    device, bundle = filled()
    archive = device.backup_service.backup(bundle, SessionOptions(kind=kind)).archive
    assert archive is not None
    return archive


def back_up(kind: Kind) -> Callable[[Device, InstalledBundle], SessionResult]:
    return lambda device, bundle: device.backup_service.backup(bundle, SessionOptions(kind=kind))


def restore(kind: Kind) -> Callable[[Device, InstalledBundle], SessionResult]:
    archive = made(kind)
    return lambda device, bundle: device.backup_service.restore(bundle, archive, RestoreOptions(kind=kind))


def operations(device: Device, bundle: InstalledBundle, run: Callable[[Device, InstalledBundle], SessionResult]) -> int:
    counter = CountOperations()
    device.filesystem.framework_fault = counter
    assert run(device, bundle).succeeded
    return counter.count


def require_clear_end(device: Device, result: SessionResult, what: str) -> None:
    assert result.code in DOCUMENTED, what
    assert bool(result.message) == (result.code != 0), what
    ends = [call.code for call in device.trace.of(ClientCall) if call.callback == "onBundleEnd"]
    assert ends == [result.code], what
    if result.code not in (0, 13500004):
        words = [
            step.detail for step in device.trace.of(FrameworkStep) if step.step in ("pack-failed", "unpack-failed")
        ]
        assert [word for word in words if word], what


def require_usable(device: Device, bundle: InstalledBundle, what: str) -> None:
    """The same device, without any repair: the app's data goes to another phone and comes back here."""
    bundle.files.remove_tree(F)
    write(bundle, {**TREE, EMPTY: b""})
    again = device.backup_service.backup(bundle)
    assert again.archive is not None, what
    bundle.files.remove_tree(F)
    assert device.backup_service.restore(bundle, again.archive).succeeded, what
    assert tree_of(bundle) == TREE, what
    assert bundle.files.exists(EMPTY), what
    assert not bundle.files.exists(f"{STAGING}/backup"), what
    assert not bundle.files.exists(f"{STAGING}/restore"), what


@KINDS
@pytest.mark.parametrize("direction", ["backup", "restore"])
@pytest.mark.parametrize("fault", [*ERRORS, "killed"])
def test_one_failing_operation_ends_clearly_and_leaves_the_device_usable(
    kind: Kind, direction: str, fault: int | str
) -> None:
    run = back_up(kind) if direction == "backup" else restore(kind)
    fresh = filled if direction == "backup" else lambda: installed(includes=[f"{F}/"])
    for number in range(1, operations(*fresh(), run) + 1):
        device, bundle = fresh()
        failing: FailAt | KillAt = KillAt(number) if isinstance(fault, str) else FailAt(number, fault)
        device.filesystem.framework_fault = failing
        result = run(device, bundle)
        device.filesystem.framework_fault = None
        what = f"{direction}, operation {number} {failing.seen[number - 1]}"
        require_clear_end(device, result, what)
        if isinstance(fault, str) and result.code == 0:
            # Killed while clearing up: the end was told already, or the framework ignored a clear that failed.
            assert failing.seen[number - 1][1].startswith(STAGING), what
        require_usable(device, bundle, what)


@KINDS
def test_nothing_is_ever_written_outside_the_sandbox_whatever_fails(kind: Kind) -> None:
    run = restore(kind)
    for number in range(1, operations(*installed(includes=[f"{F}/"]), run) + 1):
        device, bundle = installed(includes=[f"{F}/"])
        device.filesystem.framework_fault = FailAt(number, errno.EACCES)
        run(device, bundle)
        changed = [
            event.path
            for event in device.trace.of(FileOperation)
            if event.operation in ("write", "mkdir", "rename", "unlink", "chmod", "utimes")
        ]
        assert all(path.startswith((F, STAGING)) for path in changed)


@KINDS
@pytest.mark.parametrize("free", [0, 512, 700, 2_500])
def test_a_full_disk_cuts_the_tar_and_the_framework_calls_it_a_success(kind: Kind, free: int) -> None:
    """tar_file.cpp:SplitWriteAll, FillSplitTailBlocks; each file that did not get in whole is told by onProcess."""
    device, bundle = installed(includes=[f"{F}/"])
    write(bundle, {f"{F}/a": b"a" * 600, f"{F}/b": b"b" * 600})
    room = 1_200 + free
    device.filesystem.space.set_quota(bundle.uid, room)
    result = device.backup_service.backup(bundle, SessionOptions(kind=kind))
    told = [call.payload for call in device.trace.of(ClientCall) if call.callback == "onProcess"]
    device.filesystem.space.set_quota(bundle.uid, None)
    if free == 0:
        # Not even the index can be written.
        assert result.code == 13900042
        return
    assert result.succeeded
    assert result.archive is not None
    tars = [file for name, file in result.archive.files.items() if name.endswith(".tar")]
    assert [len(file.content) for file in tars] == [free]
    assert told
    assert all(f'"errorCode":\t"{errno.EDQUOT}"' in text for text in told)


@KINDS
def test_a_restore_without_room_says_so_and_succeeds_when_there_is_room(kind: Kind) -> None:
    run = restore(kind)
    device, bundle = installed(includes=[f"{F}/"])
    device.filesystem.space.set_quota(bundle.uid, 4096)
    result = run(device, bundle)
    assert (result.code, result.message) == (13900025, "No space left on device, origin errno: 13900025")
    device.filesystem.space.set_quota(bundle.uid, None)
    require_usable(device, bundle, "after the quota was lifted")


@KINDS
def test_an_unwritable_staging_folder_is_an_invalid_argument(kind: Kind) -> None:
    device, bundle = filled()
    bundle.physical_files.change_mode(f"/data/app/el2/100/base/com.example.notes/{STAGING.rpartition('/')[2]}", 0o500)
    result = device.backup_service.backup(bundle, SessionOptions(kind=kind))
    assert (result.code, result.message) == (13900020, "Invalid argument, origin errno: 13900020")
    bundle.physical_files.change_mode(f"/data/app/el2/100/base/com.example.notes/{STAGING.rpartition('/')[2]}", 0o2770)
    require_usable(device, bundle, "after the folder became writable again")
