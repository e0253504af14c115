"""Extensions that do not start, die, or leave errors that nobody handles, and how their session ends."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.api import SessionOptions
from ohos_backup.emulator.runtime.api import LoadFailure
from ohos_backup.emulator.trace import ClientCall, ExtensionEnded
from scripted_host import (
    EL2,
    Error,
    ScriptedProcess,
    Setting,
    dies,
    guest_error,
    resolves,
    returns,
    told,
)


def test_a_module_without_a_class_is_an_unknown_error_without_any_callback() -> None:
    setting = Setting()
    setting.host.load_failure = LoadFailure("module", guest_error(Error("no such thing")))
    assert setting.service.backup(setting.bundle).code == 13900042
    assert setting.host.calls == []
    assert told(setting.device.trace)[:3] == ["start backup", "uncaught Error: no such thing", "step load-failed"]


@pytest.mark.parametrize(
    ("reason", "code", "callback", "elapsed_ms"),
    [("hung", 13500002, "onBundleBegin", 25_000), ("died", 13500004, "onBundleEnd", 0)],
)
def test_an_extension_that_does_not_start(reason: str, code: int, callback: str, elapsed_ms: int) -> None:
    setting = Setting()
    setting.host.load_dies = reason
    assert setting.service.backup(setting.bundle).code == code
    assert setting.device.clock.elapsed_ms == elapsed_ms
    first = setting.device.trace.of(ClientCall)[0]
    assert (first.callback, first.code) == (callback, code)


@pytest.mark.parametrize("method", ["onProcess", "onBackupEx", "onBackup", "onRelease"])
@pytest.mark.parametrize("reason", ["died", "out-of-memory", "killed-by-fault"])
def test_a_process_that_dies_anywhere_in_a_backup_ends_it(method: str, reason: str) -> None:
    setting = Setting(**{method: [dies(reason), returns()]})
    result = setting.service.backup(setting.bundle)
    assert (result.code, result.archive) == (13500004, None)
    assert setting.device.trace.of(ExtensionEnded)[0].reason == reason
    assert all(process.closed for process in setting.host.processes)


def test_after_a_death_the_service_cleans_up_in_a_fresh_process() -> None:
    setting = Setting(onBackup=dies(), onRelease=returns(), onProcess=returns("", effect=lambda p: stage(p)))

    def stage(process) -> None:
        process.environment.sandbox.make_directories(f"{EL2}/.backup/backup/x")

    setting.service.backup(setting.bundle)
    lines = told(setting.device.trace)
    assert lines[lines.index("end died") :] == [
        "end died",
        "start clean",
        "step clear",
        "> onRelease",
        "< onRelease returned",
        "end disconnected",
        "client onBundleEnd 13500004",
        "client onAllBundlesEnd",
    ]


def test_without_clear_flag_a_death_is_reported_at_once() -> None:
    setting = Setting(onBackup=dies())
    setting.service.backup(setting.bundle, SessionOptions(clear_data=False))
    assert told(setting.device.trace)[-3:] == [
        "end died",
        "client onBundleEnd 13500004",
        "client onAllBundlesEnd",
    ]


def test_a_death_after_a_reported_restore_changes_nothing_for_the_caller() -> None:
    setting = Setting(onRestoreEx=returns("done"), onRelease=[dies(), returns()])
    assert setting.service.restore(setting.bundle, setting.packed).succeeded
    assert [call.code for call in setting.device.trace.of(ClientCall) if call.callback == "onBundleEnd"] == [0]


def test_a_kept_process_that_died_is_started_afresh() -> None:
    setting = Setting(onBackup=[dies(), returns()])
    with setting.service.keep_process(setting.bundle) as kept:
        assert setting.service.backup(setting.bundle, kept=kept).code == 13500004
        setting.host.script["onBackup"] = returns()
        assert setting.service.backup(setting.bundle, kept=kept).succeeded


def test_no_process_is_left_behind_when_the_tool_itself_fails() -> None:
    def fail(process) -> None:
        raise LookupError("a defect of the tool")

    setting = Setting(onBackup=returns(effect=fail))
    with pytest.raises(LookupError):
        setting.service.backup(setting.bundle)
    assert setting.host.processes[0].closed
    setting.host.script["onBackup"] = returns()
    assert setting.service.backup(setting.bundle).succeeded


def test_an_error_in_a_timer_that_nobody_awaits_kills_the_process() -> None:
    setting = Setting(onBackup=resolves(None, 100, effect=lambda process: process.timer_that_throws(50, "stray")))
    assert setting.service.backup(setting.bundle).code == 13500004
    assert "uncaught Error: stray" in told(setting.device.trace)


def test_a_rejection_that_nobody_handles_is_only_noted() -> None:
    def stray(process: ScriptedProcess) -> None:
        process.rejection_that_nobody_handles(50, "stray")

    setting = Setting(onBackup=resolves(None, 100, effect=stray))
    assert setting.service.backup(setting.bundle).succeeded
    assert "uncaught Error: stray" in told(setting.device.trace)


def test_an_observed_stray_error_is_only_noted() -> None:
    setting = Setting(onBackup=resolves(None, 100, effect=lambda process: process.timer_that_throws(50, "stray")))
    assert setting.service.backup(setting.bundle, SessionOptions(on_uncaught="observed")).succeeded
    assert "uncaught Error: stray" in told(setting.device.trace)
