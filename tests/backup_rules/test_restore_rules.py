"""What a restore makes of a received archive, sound or damaged (worked vectors V87-V102 of the file notes)."""

from __future__ import annotations

import io
import json
import os
import stat
import tarfile
import tracemalloc
from collections.abc import Mapping

import pytest
from app_sandbox import BASE, Sandbox, back_up, restore
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.framework_error import EXT_INVAL_ARG, FrameworkThrew
from ohos_backup.emulator.backup.receiving import receive
from ohos_backup.emulator.backup.report_file import ReportRecord, write_report
from ohos_backup.emulator.backup.restore.outcome import RestoreOutcome
from ohos_backup.emulator.backup.restore.restore import restore_full, restore_incremental
from ohos_backup.emulator.backup.restore.special import SplitTar, restore_special
from ohos_backup.emulator.backup.restore.untar import UnpackingNeverEnds, unpack

F = f"{BASE}/files"
INCOMING = f"{BASE}/.backup/restore"
INCLUDE_FILES = {"includes": [f"{F}/"]}


def tar_of(members: Mapping[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar made by another program; names as given."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(content), 1_700_000_000, 0o644
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def archive_of(*, big: Mapping[str, tuple[str, bytes]] | None = None, **tars: bytes | None) -> Archive:
    """An archive of ``part.N.tar`` files given as ``part_N=…`` (None: listed, but not sent) and big files."""
    entries: list[dict[str, object]] = []
    files: dict[str, ArchivedFile] = {}
    for key, content in tars.items():
        name = key.replace("_", ".") + ".tar"
        entries.append({"fileName": name, "information": {"path": f"/x/{name}"}, "isBigFile": False})
        if content is not None:
            files[name] = ArchivedFile(content)
    for name, (path, content) in (big or {}).items():
        status = {"st_size": 5, "st_mode": 0o100600, "st_mtim": {"tv_sec": 1_600_000_000, "tv_nsec": 9}}
        entries.append({"fileName": name, "information": {"path": path, "stat": status}, "isBigFile": True})
        files[name] = ArchivedFile(content)
    files["manage.json"] = ArchivedFile(json.dumps(entries).encode())
    return Archive(capability=BundleCapability(name="com.example", version=BundleVersion(1, "1")), files=files)


def test_a_traversal_entry_stops_the_tar_and_is_reported_as_success(sandbox: Sandbox) -> None:
    tar = tar_of({f"{F}/a": b"a", f"{F}/../cache/c": b"c", f"{F}/b": b"b"})
    assert restore(sandbox, archive_of(part_0=tar)).code == 0
    assert sandbox.files() == {f"{F}/a": b"a"}


def test_a_wrong_checksum_loses_what_follows_and_is_reported_as_success(sandbox: Sandbox) -> None:
    tar = bytearray(tar_of({f"{F}/a": b"a", f"{F}/b": b"b"}))
    tar[1024] ^= 1
    assert restore(sandbox, archive_of(part_0=bytes(tar))).code == 0
    assert sandbox.files() == {f"{F}/a": b"a"}


def test_a_cut_tar_leaves_a_partial_file_and_is_reported_as_success(sandbox: Sandbox) -> None:
    tar = tar_of({f"{F}/a": b"a", f"{F}/b": b"b" * 400})
    assert restore(sandbox, archive_of(part_0=tar[: 3 * 512 + 100])).code == 0
    assert sandbox.files() == {f"{F}/a": b"a", f"{F}/b": b"b" * 100}


def test_text_in_place_of_a_tar_restores_nothing_and_is_reported_as_success(sandbox: Sandbox) -> None:
    assert restore(sandbox, archive_of(part_0=b"plain text " * 100)).code == 0
    assert sandbox.files() == {}


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (archive_of(part_0=None), 2),
        (archive_of(part_0=None, part_1=tar_of({f"{F}/a": b"a"})), 0),
        (archive_of(part_0=tar_of({f"{F}/a": b"a"}), part_1=None), 2),
    ],
    ids=["the only tar is missing", "an earlier tar is missing", "the last tar is missing"],
)
def test_only_the_last_tar_decides(sandbox: Sandbox, archive: Archive, code: int) -> None:
    assert restore(sandbox, archive).code == code


def test_a_file_that_exists_is_overwritten_and_others_stay(sandbox: Sandbox) -> None:
    sandbox.write({"B/files/a": b"older and longer", "B/files/extra": b"e"})
    sandbox.view.change_mode(f"{F}/a", 0o600)
    assert restore(sandbox, archive_of(part_0=tar_of({f"{F}/a": b"new"}))).code == 0
    assert sandbox.files() == {f"{F}/a": b"new", f"{F}/extra": b"e"}
    status = sandbox.view.stat(f"{F}/a")
    assert (stat.S_IMODE(status.mode), status.mtime_ns) == (0o644, 1_700_000_000 * 10**9)


def test_full_backup_only_unpacks_below_the_incoming_folder(sandbox: Sandbox) -> None:
    archive = archive_of(part_0=tar_of({f"{F}/a": b"a"}), big={"0123": (f"{F}/big", b"12345")})
    assert restore(sandbox, archive, full_backup_only=True).code == 0
    assert sandbox.files() == {}
    assert sandbox.view.read_file(f"{INCOMING}{F}/a") == b"a"
    assert sandbox.view.read_file(f"{INCOMING}{F}/big") == b"12345"


def test_an_existing_folder_keeps_its_mode(sandbox: Sandbox) -> None:
    source = Sandbox().write({"B/files/e/": 0})
    source.view.change_mode(f"{F}/e", 0o700)
    sandbox.write({"B/files/e/": 0})
    sandbox.view.change_mode(f"{F}/e", 0o755)
    restore(sandbox, back_up(source, INCLUDE_FILES))
    assert stat.S_IMODE(sandbox.view.stat(f"{F}/e").mode) == 0o755


def test_a_big_file_without_its_report_fails_the_restore(sandbox: Sandbox) -> None:
    archive = archive_of(big={"0123": (f"{F}/big", b"12345"), "4567": (f"{F}/other", b"12345")})
    receive(sandbox.view, archive)
    sandbox.view.unlink(f"{INCOMING}/0123.rp")
    with pytest.raises(FrameworkThrew, match="open report file failed") as thrown:
        restore_full(sandbox.view, RestoreOutcome())
    assert thrown.value.code == EXT_INVAL_ARG
    assert sandbox.files() == {}


def test_a_big_file_moves_to_its_path_with_mode_and_exact_time(sandbox: Sandbox) -> None:
    assert restore(sandbox, archive_of(big={"0123": (f"{F}/deep/big", b"12345")})).code == 0
    status = sandbox.view.stat(f"{F}/deep/big")
    assert (stat.S_IMODE(status.mode), status.mtime_ns) == (0o600, 1_600_000_000 * 10**9 + 9)
    assert sandbox.files() == {f"{F}/deep/big": b"12345"}


def test_a_big_file_in_a_dotted_folder_cannot_be_received(sandbox: Sandbox) -> None:
    archive = back_up(Sandbox().write({"B/files/v1.2/blob": 3 * 1024 * 1024}), INCLUDE_FILES)
    with pytest.raises(FrameworkThrew, match="open report file failed"):
        restore(sandbox, archive)


def test_a_link_member_is_ignored(sandbox: Sandbox) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        link = tarfile.TarInfo(f"{F}/ln")
        link.type, link.linkname = tarfile.SYMTYPE, "/system/x"
        tar.addfile(link)
        after = tarfile.TarInfo(f"{F}/a")
        tar.addfile(after)
    assert restore(sandbox, archive_of(part_0=buffer.getvalue())).code == 0
    assert sandbox.files() == {f"{F}/a": b""}


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT])
def test_tars_of_other_programs_are_read(sandbox: Sandbox, form: int) -> None:
    tar = tar_of({f"{F}/a": b"a", f"{F}/b": b"b"}, form)
    assert restore(sandbox, archive_of(part_0=tar)).code == 0
    assert sandbox.files() == {f"{F}/a": b"a", f"{F}/b": b"b"}


@pytest.mark.parametrize(("listed", "written"), [([f"{F}/b"], ["b"]), ([], ["a", "b"])])
def test_an_incremental_restore_writes_what_the_report_lists(
    sandbox: Sandbox, listed: list[str], written: list[str]
) -> None:
    archive = archive_of(part_0=tar_of({f"{F}/a": b"a", f"{F}/b": b"b"}))
    archive.files["part.0.tar"] = ArchivedFile(
        archive.files["part.0.tar"].content, write_report(ReportRecord(path=path) for path in listed)
    )
    receive(sandbox.view, archive)
    outcome = RestoreOutcome()
    restore_incremental(sandbox.view, outcome)
    assert outcome.code == 0
    assert sorted(sandbox.files()) == [f"{F}/{name}" for name in written]


def test_a_pax_record_that_leads_in_a_circle_ends_with_a_clear_error(sandbox: Sandbox) -> None:
    tar = bytearray(tar_of({f"{F}/{'n' * 120}": b"x"}, tarfile.PAX_FORMAT))
    tar[512:1024] = b"0 path=x\n".ljust(512, b" ")
    sandbox.view.write_file("/data/in.tar", bytes(tar))
    with pytest.raises(UnpackingNeverEnds, match="would never end"):
        unpack(sandbox.view, "/data/in.tar", "/")


def test_what_the_app_may_not_write_is_noted_and_passed_over(sandbox: Sandbox) -> None:
    sandbox.write({"B/files/a": b"old"})
    sandbox.view.change_mode(f"{F}/a", 0o400)
    assert restore(sandbox, archive_of(part_0=tar_of({f"{F}/a": b"new", f"{F}/b": b"b"}))).code == 0
    assert sandbox.files() == {f"{F}/a": b"old", f"{F}/b": b"b"}


def special(sandbox: Sandbox, entries: list[dict[str, object]]) -> RestoreOutcome:
    sandbox.view.make_directories(INCOMING)
    sandbox.view.write_file(f"{INCOMING}/manage.json", json.dumps(entries).encode())
    outcome = RestoreOutcome()
    restore_special(sandbox.view, outcome)
    return outcome


def test_a_special_version_finishes_files_where_they_lie(sandbox: Sandbox) -> None:
    sandbox.write({"B/files/big": b"12345", "B/files/in.tar": tar_of({"sub/a": b"a"})})
    status = {"st_size": 5, "st_mode": 0o100600, "st_mtim": {"tv_sec": 1_600_000_000, "tv_nsec": 9}}
    outcome = special(
        sandbox,
        [
            {"fileName": f"{F}/big", "information": {"path": "/x", "stat": status}, "isBigFile": True},
            {"fileName": f"{F}/in.tar", "information": {"path": f"{F}/to"}, "isBigFile": False},
        ],
    )
    assert outcome.code == 0
    assert sandbox.files() == {f"{F}/big": b"12345", f"{F}/to/sub/a": b"a"}
    assert sandbox.view.stat(f"{F}/big").mtime_ns == 1_600_000_000 * 10**9 + 9


def test_a_special_version_fails_at_the_first_missing_tar(sandbox: Sandbox) -> None:
    tar: dict[str, object] = {"fileName": f"{F}/gone.tar", "information": {"path": F}, "isBigFile": False}
    assert special(sandbox, [tar]).code == 22
    assert special(Sandbox(), []).code == 0


def test_a_split_tar_is_refused_with_a_clear_error(sandbox: Sandbox) -> None:
    split = bytearray(tar_of({"a": b"a"}))
    split[156] = ord("8")
    sandbox.write({"B/files/in.tar": bytes(split)})
    with pytest.raises(SplitTar, match="one part of a split tar"):
        special(sandbox, [{"fileName": f"{F}/in.tar", "information": {"path": F}, "isBigFile": False}])


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


def test_large_contents_of_a_tar_are_not_held_twice(sandbox: Sandbox) -> None:
    contents = {f"{F}/{number}": bytes([number]) * 1_000_000 for number in range(20)}
    sandbox.view.write_file("/data/in.tar", tar_of(contents))
    tracemalloc.start()
    assert unpack(sandbox.view, "/data/in.tar", "/").code == 0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
    assert {path: sandbox.view.read_file(path) for path in contents} == contents


def test_a_restored_file_can_be_changed_without_changing_the_archive(sandbox: Sandbox) -> None:
    tar = tar_of({f"{F}/a": b"a" * 2000, f"{F}/b": b"b" * 2000, f"{F}/c": b"c" * 2000})
    assert restore(sandbox, archive := archive_of(part_0=tar)).code == 0
    file = sandbox.view.open(f"{F}/a", os.O_RDWR)
    sandbox.view.write(file, b"!", 1000)
    sandbox.view.truncate(f"{F}/b", 10)
    sandbox.view.truncate(f"{F}/c", 2001)
    assert sandbox.files() == {
        f"{F}/a": b"a" * 1000 + b"!" + b"a" * 999,
        f"{F}/b": b"b" * 10,
        f"{F}/c": b"c" * 2000 + b"\0",
    }
    assert archive.files["part.0.tar"].content == tar_of(
        {f"{F}/a": b"a" * 2000, f"{F}/b": b"b" * 2000, f"{F}/c": b"c" * 2000}
    )
