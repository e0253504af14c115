"""Who is called in which order in a backup and in a restore, and what the trace tells of it."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.api import SessionOptions
from ohos_backup.emulator.profile import device_profile
from ohos_backup.emulator.trace import CallbackSettled, FrameworkStep
from scripted_host import (
    Act,
    Error,
    Setting,
    never,
    rejects,
    resolves,
    returns,
    throws,
    told,
)


def test_a_backup_by_on_backup_ex_from_start_to_end() -> None:
    setting = Setting(onProcess=returns("p"), onBackupEx=resolves("done", 100), onRelease=resolves(None, 10))
    assert setting.service.backup(setting.bundle).succeeded
    assert told(setting.device.trace) == [
        "start backup",
        "step ext-timer-started",
        "client onBundleBegin",
        "> onProcess",
        "< onProcess returned",
        "client onProcess",
        "> onBackupEx",
        "< onBackupEx resolved",
        "client onResultReport",
        "step scan",
        "step fwk-timer-started",
        "client onFileReady",
        "client onFileReady",
        "> onRelease",
        "< onRelease resolved",
        "end disconnected",
        "client onBundleEnd",
        "client onAllBundlesEnd",
    ]


def test_a_backup_by_on_backup_alone_has_no_result_report() -> None:
    setting = Setting(onBackup=resolves(None, 100))
    assert setting.service.backup(setting.bundle).succeeded
    assert told(setting.device.trace) == [
        "start backup",
        "step ext-timer-started",
        "client onBundleBegin",
        "> onProcess",
        "< onProcess missing",
        "> onBackupEx",
        "< onBackupEx missing",
        "> onBackup",
        "< onBackup resolved",
        "step scan",
        "step fwk-timer-started",
        "client onFileReady",
        "client onFileReady",
        "> onRelease",
        "< onRelease missing",
        "end disconnected",
        "client onBundleEnd",
        "client onAllBundlesEnd",
    ]


def test_a_restore_by_on_restore_ex_ends_for_the_caller_before_on_release() -> None:
    setting = Setting(onRestoreEx=returns("done"), onRelease=resolves(None, 10))
    assert setting.service.restore(setting.bundle, setting.packed).succeeded
    assert told(setting.device.trace) == [
        "start restore",
        "step fwk-timer-started",
        "client onBundleBegin",
        "client onFileReady",
        "client onFileReady",
        "step unpack",
        "step ext-timer-started",
        "> onProcess",
        "< onProcess missing",
        "> onRestoreEx",
        "< onRestoreEx returned",
        "client onResultReport",
        "client onBundleEnd",
        "> onRelease",
        "< onRelease resolved",
        "end disconnected",
        "client onAllBundlesEnd",
    ]


def test_a_restore_by_on_restore_ends_for_the_caller_after_on_release() -> None:
    setting = Setting(onRestore=returns(), onRelease=returns())
    assert setting.service.restore(setting.bundle, setting.packed).succeeded
    assert told(setting.device.trace)[-6:] == [
        "< onRestore returned",
        "> onRelease",
        "< onRelease returned",
        "end disconnected",
        "client onBundleEnd",
        "client onAllBundlesEnd",
    ]


@pytest.mark.parametrize(
    ("profile", "methods"),
    [
        ("api10", ["onBackup"]),
        ("api12", ["onProcess", "onBackupEx", "onBackup"]),
        ("api20", ["onProcess", "onBackupEx", "onBackup", "onRelease"]),
    ],
)
def test_a_device_never_calls_what_is_newer_than_itself(profile: str, methods: list[str]) -> None:
    setting = Setting(device_profile(profile), onProcess=returns("p"), onRelease=returns())
    assert setting.service.backup(setting.bundle).succeeded
    assert [method for method, _ in setting.host.calls] == methods


@pytest.mark.parametrize(
    "act",
    [throws("text"), throws(Error("boom")), rejects(Error("boom"), 20), rejects("text"), never(), returns(1)],
)
@pytest.mark.parametrize("direction", ["backup", "restore"])
def test_nothing_on_release_does_changes_the_result(direction: str, act: Act) -> None:
    setting = Setting(onRelease=act)
    if direction == "backup":
        assert setting.service.backup(setting.bundle).succeeded
    else:
        assert setting.service.restore(setting.bundle, setting.packed).succeeded


def test_a_kept_process_meets_the_second_run_with_the_same_object() -> None:
    setting = Setting()
    with setting.service.keep_process(setting.bundle) as kept:
        assert setting.service.backup(setting.bundle, kept=kept).succeeded
        assert setting.service.backup(setting.bundle, kept=kept).succeeded
        assert not setting.host.processes[0].closed
    assert len(setting.host.processes) == 1
    assert setting.host.processes[0].closed
    assert setting.host.processes[0].calls_of["onBackup"] == 2
    assert setting.host.processes[0].calls_of["onRelease"] == 2


def test_every_entered_callback_settles_and_time_never_runs_back() -> None:
    setting = Setting(onProcess=returns("p"), onBackupEx=resolves("", 12_000, busy_ms=7_000), onBackup=never())
    setting.service.backup(setting.bundle)
    times = [event.time_ms for event in setting.device.trace]
    assert times == sorted(times)
    lines = told(setting.device.trace)
    assert sum(line.startswith("> ") for line in lines) == len(setting.device.trace.of(CallbackSettled))


def test_the_result_bounds_its_own_part_of_the_trace() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle)
    second = setting.service.backup(setting.bundle)
    assert second.first_event > 0
    assert second.last_event == len(setting.device.trace)
    assert told(setting.device.trace, second.first_event)[0] == "start backup"


def test_a_late_result_is_ignored_after_the_time_out() -> None:
    setting = Setting(onBackup=resolves(None, 20_000), onRelease=never())
    result = setting.service.backup(setting.bundle, SessionOptions(timeout_ms=17_000))
    assert result.code == 13500003
    assert [step.detail for step in setting.device.trace.of(FrameworkStep) if step.step == "late-result-ignored"] == [
        "onBackup"
    ]
