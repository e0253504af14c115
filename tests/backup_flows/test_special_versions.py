"""Restores of special versions whose archives name the places of their files (rules 116-120 of the file notes)."""

from __future__ import annotations

import errno
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
from ohos_backup.emulator.backup.restore.outcome import RestoreOutcome
from ohos_backup.emulator.backup.restore.special import restore_special
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


def index_entry(name: str, path: str = F, *, big: bool = False) -> dict[str, object]:
    return {"fileName": name, "information": {"path": path, "stat": {"st_mode": 0o100600}}, "isBigFile": big}


def archive_with(files: dict[str, ArchivedFile], *entries: dict[str, object], index_name: str) -> Archive:
    index = ArchivedFile(json.dumps(entries).encode())
    return Archive(
        capability=BundleCapability(name="com.example.notes", version=CLONE), files={**files, index_name: index}
    )


@KINDS
@pytest.mark.parametrize("slash", ["/", ""])
def test_the_index_is_received_by_its_place(kind: Kind, slash: str) -> None:
    """ext_extension.cpp:GetFileHandleForSpecialCloneCloud opens the name as it is, in the root folder."""
    device, bundle = installed()
    archive = archive_with(
        {TAR: ArchivedFile(tar_of({"a": b"a"}))},
        index_entry(TAR),
        index_name=f"{slash}data/storage/el2/base/.backup/restore/manage.json",
    )
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind=kind)).succeeded
    assert tree_of(bundle) == {f"{F}/a": b"a"}


@pytest.mark.parametrize(
    ("listed", "written"),
    [(["b"], {"b"}), (["sub/c"], {"sub/c"}), ([f"{F}/b"], set()), (["/b"], {"b"}), ([], {"a", "b", "sub/c"})],
)
def test_the_report_of_a_tar_names_members_and_not_places(listed: list[str], written: set[str]) -> None:
    """sub_ext_extension.cpp:IfCloudSpecialRestore, CloudSpecialRestore; untar_file.cpp:MatchIncrementalScenario."""
    device, bundle = installed()
    archive = archive_with(
        {
            TAR: ArchivedFile(
                tar_of({"a": b"1", "b": b"2", "sub/c": b"3"}), write_report(ReportRecord(path=p) for p in listed)
            )
        },
        index_entry(TAR, f"{F}/to"),
        index_name="manage.json",
    )
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind="incremental")).succeeded
    assert set(tree_of(bundle)) == {f"{F}/to/{name}" for name in written}


def test_the_report_of_a_tar_with_a_long_name_is_not_found_and_stays() -> None:
    """ext_extension.cpp:GetIncreFileHandleForSpecialVersion hashes its name, GetTarIncludes does not."""
    device, bundle = installed()
    tar = f"{F}/{'n' * 250}.tar"
    archive = archive_with(
        {tar: ArchivedFile(tar_of({"a": b"1", "b": b"2"}), write_report([ReportRecord(path="b")]))},
        index_entry(tar),
        index_name="manage.json",
    )
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind="incremental")).succeeded
    hashed = [path for path in tree_of(bundle) if path not in (f"{F}/a", f"{F}/b")]
    assert len(hashed) == 1
    assert len(hashed[0].rpartition("/")[2]) == 32


def test_a_cut_tar_with_a_report_counts_as_a_success() -> None:
    """untar_file.cpp:IncrementalUnPacket answers 0 for every tar that could be opened."""
    device, bundle = installed()
    tar = tar_of({"a": b"1" * 600, "b": b"2" * 600})
    archive = archive_with(
        {TAR: ArchivedFile(tar[:1800], write_report([ReportRecord(path="b")]))},
        index_entry(TAR),
        index_name="manage.json",
    )
    assert device.backup_service.restore(bundle, archive, RestoreOptions(kind="incremental")).succeeded
    assert TAR not in tree_of(bundle)


def test_a_big_file_that_is_missing_is_passed_over_and_its_report_stays() -> None:
    """ext_extension.cpp:RestoreBigFilesForSpecialCloneCloud returns where it cannot open the file."""
    device, bundle = installed()
    report = f"{F}/gone.mp4.rp"
    bundle.files.write_file(report, b"left over")
    archive = archive_with(
        {TAR: ArchivedFile(tar_of({"a": b"a"}))},
        index_entry(f"{F}/gone.mp4", f"{F}/gone.mp4", big=True),
        index_entry(TAR),
        index_name="manage.json",
    )
    assert device.backup_service.restore(bundle, archive).succeeded
    assert tree_of(bundle) == {report: b"left over", f"{F}/a": b"a"}


@pytest.mark.parametrize(("name", "path"), [(f"{F}/../in.tar", F), (TAR, f"{F}/.."), (TAR, ""), (f"{F}/gone.tar", F)])
def test_a_tar_that_cannot_be_unpacked_ends_the_restore(name: str, path: str) -> None:
    """ext_extension.cpp:RestoreTarForSpecialCloneCloud, RestoreUnSplitTarListForSpecialCloneCloud."""
    device, bundle = installed()
    later = f"{F}/later.tar"
    archive = archive_with(
        {TAR: ArchivedFile(tar_of({"a": b"a"})), later: ArchivedFile(tar_of({"b": b"b"}))},
        index_entry(name, path),
        index_entry(later),
        index_name="manage.json",
    )
    result = device.backup_service.restore(bundle, archive)
    assert (result.code, result.message) == (13900042, "Unknown error, origin errno: 22")
    assert f"{F}/b" not in tree_of(bundle)


def test_a_folder_whose_index_is_lost_fails_with_the_errno_of_opening_it() -> None:
    """ext_extension.cpp:RestoreFilesForSpecialCloneCloud."""
    outcome = RestoreOutcome()
    _, bundle = installed()
    restore_special(bundle.framework_files, outcome)
    assert outcome.code == errno.ENOENT


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
