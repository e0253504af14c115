"""Restores of special versions whose archives name the places of their files (rules 116-120 of the file notes)."""

from __future__ import annotations

import io
import json
import tarfile
from typing import Literal

import pytest
from installed_app import F, installed, tree_of
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.report_file import ReportRecord, write_report
from ohos_backup.emulator.trace import FrameworkStep

CLONE = BundleVersion(3, "99.99.99.999-1.0.3")
BIG, TAR = f"{F}/films/big.mp4", f"{F}/in.tar"
Kind = Literal["full", "incremental"]
KINDS = pytest.mark.parametrize("kind", ["full", "incremental"])


def tar_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def clone_archive(tar: bytes, report: bytes | None = None, big: str = BIG) -> Archive:
    status = {"st_size": 5, "st_mode": 0o100640, "st_mtim": {"tv_sec": 1_600_000_000, "tv_nsec": 0}}
    index = [
        {"fileName": big, "information": {"path": big, "stat": status}, "isBigFile": True},
        {"fileName": TAR, "information": {"path": F}, "isBigFile": False},
    ]
    files = {
        big: ArchivedFile(b"12345"),
        TAR: ArchivedFile(tar, report),
        "manage.json": ArchivedFile(json.dumps(index).encode()),
    }
    return Archive(capability=BundleCapability(name="com.example.notes", version=CLONE), files=files)


@KINDS
@pytest.mark.parametrize("full_backup_only", [False, True])
def test_files_are_received_where_they_belong(kind: Kind, full_backup_only: bool) -> None:
    device, bundle = installed(fullBackupOnly=full_backup_only)
    archive = clone_archive(tar_of({"sub/a": b"a"}))
    result = device.backup_service.restore(bundle, archive, RestoreOptions(kind=kind))
    assert result.succeeded, result.message
    assert tree_of(bundle) == {BIG: b"12345", f"{F}/sub/a": b"a"}
    status = bundle.files.stat(BIG)
    assert (status.mode & 0o777, status.mtime_ns) == (0o640, 1_600_000_000 * 10**9)


def test_a_report_chooses_what_of_a_tar_is_written() -> None:
    device, bundle = installed()
    archive = clone_archive(tar_of({"a": b"a", "b": b"b"}), write_report([ReportRecord(path="b")]))
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind="incremental")).succeeded
    assert tree_of(bundle) == {BIG: b"12345", f"{F}/b": b"b"}


def test_a_report_with_a_long_name_is_found_under_its_hash_and_removed() -> None:
    device, bundle = installed()
    big = f"{F}/{'n' * 254}"
    archive = clone_archive(tar_of({"a": b"a"}), big=big)
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind="incremental")).succeeded
    assert tree_of(bundle) == {big: b"12345", f"{F}/a": b"a"}


@KINDS
def test_a_split_tar_fails_the_restore_and_says_so(kind: Kind) -> None:
    split = bytearray(tar_of({"a": b"a"}))
    split[156] = ord("8")
    device, bundle = installed()
    result = device.backup_service.restore(bundle, clone_archive(bytes(split)), RestoreOptions(kind=kind))
    assert (result.code, result.message) == (13900042, "Unknown error, origin errno: 22")
    steps = [event.detail for event in device.trace.of(FrameworkStep) if event.step == "unpack-failed"]
    assert len(steps) == 1
    assert f"{TAR} is one part of a split tar" in steps[0]


def test_an_ordinary_version_does_not_take_absolute_places_for_itself() -> None:
    device, bundle = installed()
    result = device.backup_service.restore(
        bundle, clone_archive(tar_of({"a": b"a"})), RestoreOptions(version=BundleVersion(3, "1.0.3"))
    )
    assert not result.succeeded
    assert tree_of(bundle) == {}
