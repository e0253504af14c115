"""What an incremental backup sends, and that its own restore puts it back."""

from __future__ import annotations

from app_sandbox import BASE, Sandbox
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile, BundleCapability
from ohos_backup.emulator.backup.compare import plan_incremental
from ohos_backup.emulator.backup.packing.incremental import IncrementalBackup, SentPair
from ohos_backup.emulator.backup.receiving import receive
from ohos_backup.emulator.backup.report_file import ReportRecord, read_report, write_file_list
from ohos_backup.emulator.backup.restore.outcome import RestoreOutcome
from ohos_backup.emulator.backup.restore.restore import restore_incremental

F = f"{BASE}/files"
MB = 1024 * 1024


def service_list(sandbox: Sandbox, *, changed: bool = True) -> bytes:
    """The list of everything below the files folder, as the service would hand it over."""
    return write_file_list(
        ReportRecord(
            path=path,
            mode=str(status.mode),
            is_directory=status.mode & 0o170000 == 0o040000,
            size=status.size,
            mtime=status.mtime_ns // 10**9,
            is_incremental=changed,
        )
        for path, status in sandbox.view.walk(F)
    )


def send(sandbox: Sandbox, previous: bytes = b"", *, changed: bool = True) -> list[SentPair]:
    plan = plan_incremental(sandbox.view, service_list(sandbox, changed=changed), previous)
    return list(IncrementalBackup(sandbox.view, plan, now_ms=1700000000000).deliver())


def test_the_first_run_sends_folders_before_their_content_and_big_files_by_hash() -> None:
    sandbox = Sandbox().write({"B/files/d/x": b"x", "B/files/big.bin": 2 * MB + 1})
    sent = send(sandbox)
    assert [pair.name for pair in sent] == ["1700000000000_part.0.tar", "4b41de8171568ea2", "manage.json"]
    assert list(read_report(sent[0].report)) == [f"{F}"[1:], f"{F}/d"[1:], f"{F}/d/x"[1:]]
    assert list(read_report(sent[1].report)) == [f"{F}/big.bin"[1:]]
    assert set(read_report(sent[2].report)) == {f"{F}{name}"[1:] for name in ("", "/d", "/d/x", "/big.bin")}


def test_nothing_is_sent_when_nothing_changed() -> None:
    sandbox = Sandbox().write({"B/files/a": b"a"})
    [index] = send(sandbox, send(sandbox)[-1].report)
    assert (index.name, index.content) == ("manage.json", b"null")
    assert list(read_report(index.report)) == [F[1:], f"{F}/a"[1:]]


def test_a_touch_without_new_content_sends_nothing_and_a_change_sends_the_file() -> None:
    sandbox = Sandbox().write({"B/files/a": b"a", "B/files/b": b"b"})
    previous = send(sandbox)[-1].report
    sandbox.view.set_times(f"{F}/a", 0, 5 * 10**9)
    assert [pair.name for pair in send(sandbox, previous)] == ["manage.json"]
    sandbox.view.write_file(f"{F}/b", b"other")
    assert list(read_report(send(sandbox, previous)[0].report)) == [f"{F}/b"[1:]]


def test_the_incremental_restore_puts_back_what_was_sent() -> None:
    source = Sandbox().write({"B/files/d/x": b"x", "B/files/big.bin": 2 * MB + 1})
    files = {pair.name: ArchivedFile(pair.content, pair.report) for pair in send(source) if pair.content is not None}
    capability = BundleCapability(name="com.example.notes", version=BundleVersion(1, "1"))
    target = Sandbox()
    receive(target.view, Archive(capability=capability, files=files))
    outcome = RestoreOutcome()
    restore_incremental(target.view, outcome)
    assert outcome.code == 0
    assert target.files() == source.files()
