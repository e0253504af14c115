"""Who is called in which order in a backup and in a restore, and what the framework does in between."""

from __future__ import annotations

import json

import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.profile import device_profile
from ohos_backup.emulator.runtime.api import LoadFailure
from ohos_backup.emulator.trace import CallbackSettled, ClientCall, ExtensionEnded, FrameworkStep
from scripted_host import (
    Act,
    Error,
    ScriptedProcess,
    Setting,
    dies,
    guest_error,
    never,
    rejects,
    resolves,
    returns,
    throws,
    told,
)

EL2 = "/data/storage/el2/base"
EL1 = "/data/storage/el1/base"


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


def test_the_callbacks_get_the_documented_number_of_arguments() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle, SessionOptions(extension_info="[]"))
    setting.service.restore(setting.bundle, setting.packed, RestoreOptions(extension_info="info"))
    version = {"code": 3, "name": "1.0.3"}
    assert setting.host.calls == [
        ("onProcess", ()),
        ("onBackupEx", ("[]",)),
        ("onBackup", ()),
        ("onRelease", (1,)),
        ("onProcess", ()),
        ("onRestoreEx", (version, "info")),
        ("onRestore", (version,)),
        ("onRelease", (2,)),
    ]


def test_without_infos_the_extension_info_is_empty() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle)
    assert setting.host.calls[1] == ("onBackupEx", ("",))


def test_details_become_an_array_that_ends_with_the_user() -> None:
    setting = Setting()
    setting.service.backup(setting.bundle, SessionOptions(details=(("isSameDevice", "true"),)))
    text = setting.host.calls[1][1][0]
    assert text.startswith('[{\n\t\t"type":\t"isSameDevice",\n')
    assert json.loads(text) == [
        {"type": "isSameDevice", "detail": "true"},
        {"type": "userId", "detail": "100"},
    ]


@pytest.mark.parametrize(
    ("version", "ex_sees", "plain_sees"),
    [
        (BundleVersion(5, "1.2.3"), (5, "1.2.3"), (5, "1.2.3")),
        (BundleVersion(5, "0.0.0.0-1.2.3"), (5, "0.0.0.0-1.2.3"), (0, "0.0.0.0")),
        (BundleVersion(5, "0.0.0.0"), (5, "0.0.0.0"), (5, "0.0.0.0")),
        (BundleVersion(5, "99.99.99.999-1.2"), (5, "99.99.99.999-1.2"), (5, "99.99.99.999-1.2")),
        (BundleVersion(0, ""), (0, ""), (0, "")),
        (BundleVersion(-1, "a\0b"), (-1, "a"), (-1, "a")),
        (BundleVersion(2**53 + 1, "x"), (2**53, "x"), (2**53, "x")),
    ],
)
def test_what_the_extension_sees_of_the_old_version(
    version: BundleVersion, ex_sees: tuple[int, str], plain_sees: tuple[int, str]
) -> None:
    setting = Setting()
    setting.service.restore(setting.bundle, setting.packed, RestoreOptions(version=version))
    calls = dict(setting.host.calls)
    assert calls["onRestoreEx"][0] == {"code": ex_sees[0], "name": ex_sees[1]}
    assert calls["onRestore"][0] == {"code": plain_sees[0], "name": plain_sees[1]}


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


def test_data_is_read_when_the_callback_settles_not_earlier_nor_later() -> None:
    def early(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/early", b"1")
        process.timer(200, late)

    def late(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/too-late", b"2")

    def settling(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/in-time", b"3")

    setting = Setting(onBackup=resolves(None, 100, effect=early, late_effect=settling))
    archive = setting.service.backup(setting.bundle, SessionOptions(linger_ms=1_000)).archive
    assert sorted(archive.files) == ["early", "in-time"]
    assert setting.bundle.files.exists(f"{EL2}/files/too-late")


def test_without_lingering_unfinished_work_is_dropped() -> None:
    def late(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/too-late", b"2")

    setting = Setting(onBackup=returns(effect=lambda process: process.timer(200, late)))
    assert setting.service.backup(setting.bundle).succeeded
    assert not setting.bundle.files.exists(f"{EL2}/files/too-late")
    assert setting.device.clock.elapsed_ms == 0


def test_staging_is_wiped_before_and_after_and_other_names_stay() -> None:
    seen: list[bool] = []

    def look(process) -> None:
        view = process.environment.sandbox
        seen.append(view.exists(f"{EL2}/.backup/backup") or view.exists(f"{EL1}/.backup/restore"))
        view.make_directories(f"{EL2}/.backup/restore/x")

    setting = Setting(onBackup=returns(effect=look))
    for folder in (f"{EL2}/.backup/backup/a", f"{EL1}/.backup/restore", f"{EL2}/.backup/mine"):
        setting.bundle.files.make_directories(folder)
    setting.service.backup(setting.bundle)
    assert seen == [False]
    assert setting.bundle.files.list_directory(f"{EL2}/.backup") == ["mine"]


def test_staging_stays_when_the_caller_wants_it() -> None:
    setting = Setting()
    setting.bundle.files.make_directories(f"{EL2}/.backup/backup/a")
    setting.service.backup(setting.bundle, SessionOptions(clear_data=False))
    assert setting.bundle.files.exists(f"{EL2}/.backup/backup/a")


def with_effect(act: Act, effect) -> Act:
    return Act(act.state, act.value, effect=effect)


@pytest.mark.parametrize(("extended", "there"), [(returns("done"), True), (returns(""), False)])
def test_staged_data_at_on_release_is_there_after_on_restore_ex_only(extended: Act, there: bool) -> None:
    seen: list[bool] = []
    folder = f"{EL2}/.backup/restore/data"
    setting = Setting(
        onRestoreEx=with_effect(extended, lambda p: p.environment.sandbox.make_directories(folder)),
        onRelease=returns(effect=lambda p: seen.append(p.environment.sandbox.exists(folder))),
    )
    setting.service.restore(setting.bundle, setting.packed)
    assert seen == [there]
    assert not setting.bundle.files.exists(folder)


def test_data_is_unpacked_before_any_callback() -> None:
    seen: list[bytes] = []
    setting = Setting(
        onProcess=returns("", effect=lambda p: seen.append(p.environment.sandbox.read_file(f"{EL2}/files/note.txt")))
    )
    setting.service.restore(setting.bundle, setting.packed)
    assert seen == [b"hello"]


def test_a_failed_unpack_reaches_no_callback_but_on_release() -> None:
    setting = Setting(onRelease=returns())
    setting.data.fails_with = 13500008
    result = setting.service.restore(setting.bundle, setting.packed)
    assert (result.code, result.message) == (13500008, "Untar failed, origin errno: 13500008")
    assert setting.host.calls == [("onRelease", (2,))]


def test_a_failed_hand_over_keeps_its_raw_number_in_the_message() -> None:
    setting = Setting(onRelease=returns())
    setting.data.fails_with = 20499
    result = setting.service.backup(setting.bundle)
    assert (result.code, result.message) == (13900042, "Unknown error, origin errno: 20499")
    assert setting.host.calls[-1] == ("onRelease", (1,))


def test_an_upgrade_finds_its_data_in_place_and_nothing_is_wiped_or_sent() -> None:
    setting = Setting(onRestore=returns())
    setting.bundle.files.make_directories(f"{EL2}/.backup/restore/old.app/ce")
    seen: list[bool] = []
    setting.host.script["onRestoreEx"] = returns(
        "", effect=lambda p: seen.append(p.environment.sandbox.exists(f"{EL2}/.backup/restore/old.app/ce"))
    )
    options = RestoreOptions(version=BundleVersion(1, "0.0.0.0-1.0"), data_ready=True)
    assert setting.service.restore(setting.bundle, None, options).succeeded
    assert seen == [True]
    assert "client onFileReady" not in told(setting.device.trace)
    assert not setting.bundle.files.exists(f"{EL2}/.backup/restore")


def test_ready_data_of_an_ordinary_version_is_waited_for_in_vain() -> None:
    setting = Setting()
    options = RestoreOptions(version=BundleVersion(1, "1.0"), data_ready=True)
    assert setting.service.restore(setting.bundle, None, options).code == 13500003
    assert setting.host.calls == [("onRelease", (2,))]


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


def test_a_kept_process_that_died_is_started_afresh() -> None:
    setting = Setting(onBackup=[dies(), returns()])
    with setting.service.keep_process(setting.bundle) as kept:
        assert setting.service.backup(setting.bundle, kept=kept).code == 13500004
        setting.host.script["onBackup"] = returns()
        assert setting.service.backup(setting.bundle, kept=kept).succeeded


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


def test_no_process_is_left_behind_when_the_tool_itself_fails() -> None:
    def fail(process) -> None:
        raise LookupError("a defect of the tool")

    setting = Setting(onBackup=returns(effect=fail))
    with pytest.raises(LookupError):
        setting.service.backup(setting.bundle)
    assert setting.host.processes[0].closed
    setting.host.script["onBackup"] = returns()
    assert setting.service.backup(setting.bundle).succeeded


def test_staging_that_cannot_be_deleted_is_told_and_disturbs_nothing() -> None:
    def lock(process) -> None:
        view = process.environment.sandbox
        view.make_directories(f"{EL2}/.backup/backup/locked/x")
        view.change_mode(f"{EL2}/.backup/backup/locked", 0)

    setting = Setting(onBackup=returns(effect=lock))
    assert setting.service.backup(setting.bundle).succeeded
    assert "step clear-failed" in told(setting.device.trace)
