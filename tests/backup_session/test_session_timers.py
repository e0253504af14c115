"""The framework's timers: who is ended when, and that a guest cannot keep the device busy for ever."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup import javascript_thread
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.backup.timers import framework_limit_ms
from ohos_backup.emulator.profile import device_profile
from ohos_backup.emulator.trace import CallbackEntered, ClientCall, FrameworkStep
from scripted_host import Act, Setting, dies, never, rejects, resolves, returns, throws, told


def progress_calls(setting: Setting) -> list[int]:
    """When onProcess was called, in milliseconds since the start."""
    return [event.time_ms for event in setting.device.trace.of(CallbackEntered) if event.callback == "onProcess"]


def test_on_process_is_polled_every_five_seconds_until_the_callback_settles() -> None:
    setting = Setting(onProcess=returns("p"), onBackup=resolves(None, 12_000), onRelease=resolves(None, 4_000))
    setting.service.backup(setting.bundle)
    assert progress_calls(setting) == [0, 5_000, 10_000]
    texts = [call.payload for call in setting.device.trace.of(ClientCall) if call.callback == "onProcess"]
    assert len(texts) == 3
    assert texts[1] == '{\n\t"processResult":\t{\n\t\t"timeInfo":\t"1767225605",\n\t\t"resultInfo":\t"p"\n\t}\n}'


@pytest.mark.parametrize(
    "act", [returns(""), returns(), returns(5), resolves("p"), never(), throws("no"), rejects("no")]
)
def test_an_empty_answer_ends_polling_and_is_no_error(act: Act) -> None:
    setting = Setting(onProcess=act, onBackup=resolves(None, 30_000))
    assert setting.service.backup(setting.bundle).succeeded
    assert progress_calls(setting) == [0]


def test_a_later_empty_answer_ends_polling_too() -> None:
    setting = Setting(onProcess=[returns("p"), returns("")], onBackup=resolves(None, 30_000))
    assert setting.service.backup(setting.bundle).succeeded
    assert progress_calls(setting) == [0, 5_000]


@pytest.mark.parametrize("busy_ms", [1_000, 15_000, 60_000])
def test_overrunning_the_first_on_process_is_one_miss_on_a_device_of_api_12(busy_ms: int) -> None:
    """sub_ext_extension.cpp:StartOnProcessTimeOutTimer of OpenHarmony 5.0.0."""
    setting = Setting(
        profile=device_profile("api12"),
        onProcess=[returns("p", busy_ms=busy_ms), returns("p")],
        onBackup=resolves(None, 30_000),
    )
    assert setting.service.backup(setting.bundle).code == 0


@pytest.mark.parametrize(("name", "limit_ms"), [("api10", 15_000), ("api20", 15_000), ("latest", 25_000)])
def test_an_extension_that_does_not_start_is_waited_for_as_long_as_the_release_says(name: str, limit_ms: int) -> None:
    """b_constants.h:EXT_CONNECT_MAX_TIME."""
    setting = Setting(profile=device_profile(name))
    setting.host.load_dies = "hung"
    assert setting.service.backup(setting.bundle).code == 13500002
    (expired,) = [step for step in setting.device.trace.of(FrameworkStep) if step.step == "timer-expired"]
    assert expired.detail == f"connect after {limit_ms} ms"


@pytest.mark.parametrize(("busy_ms", "code"), [(14_999, 0), (15_000, 13500003), (60_000, 13500003)])
def test_the_first_on_process_has_fifteen_seconds(busy_ms: int, code: int) -> None:
    setting = Setting(onProcess=[returns("p", busy_ms=busy_ms), returns("p")], onRelease=returns())
    assert setting.service.backup(setting.bundle).code == code
    called = [method for method, _ in setting.host.calls]
    assert ("onBackup" in called) == (code == 0)
    assert called[-1] == "onRelease"


@pytest.mark.parametrize(("busy_ms", "code"), [(20_999, 0), (21_000, 13500003), (200_000, 13500003)])
@pytest.mark.parametrize("method", ["onBackupEx", "onBackup"])
def test_the_fourth_missed_answer_in_a_row_ends_the_run(method: str, busy_ms: int, code: int) -> None:
    setting = Setting(**{method: returns("done", busy_ms=busy_ms)}, onProcess=returns("p"))
    assert setting.service.backup(setting.bundle).code == code


def test_after_a_block_one_waiting_answer_is_dropped_as_late_and_the_next_one_counts() -> None:
    setting = Setting(onProcess=returns("p"), onBackup=resolves(None, 1_000, busy_ms=12_000))
    assert setting.service.backup(setting.bundle).succeeded
    assert progress_calls(setting) == [0, 12_000, 12_000]
    told_at = [call.time_ms for call in setting.device.trace.of(ClientCall) if call.callback == "onProcess"]
    assert told_at == [0, 12_000]


def test_blocking_does_no_harm_without_on_process() -> None:
    setting = Setting(onBackup=returns(busy_ms=899_000))
    assert setting.service.backup(setting.bundle).succeeded


def test_an_answer_in_time_resets_the_misses() -> None:
    slow, quick = returns("p", busy_ms=1_500), returns("p")
    setting = Setting(
        onProcess=[quick, slow, slow, slow, quick, quick, slow, slow, slow, quick],
        onBackup=resolves(None, 60_000),
    )
    assert setting.service.backup(setting.bundle).succeeded


def test_four_slow_answers_in_a_row_end_the_run_while_the_callback_waits() -> None:
    setting = Setting(onProcess=[returns("p"), returns("p", busy_ms=1_500)], onBackup=resolves(None, 60_000))
    assert setting.service.backup(setting.bundle).code == 13500003
    missed = [step for step in setting.device.trace.of(FrameworkStep) if step.step == "progress-missed"]
    assert len(missed) == 3


@pytest.mark.parametrize(("timeout_ms", "code"), [(10_001, 0), (10_000, 13500003), (0, 13500003)])
@pytest.mark.parametrize("direction", ["backup", "restore"])
@pytest.mark.parametrize("act", [resolves(None, 10_000), returns(busy_ms=10_000)])
def test_the_ext_timer_limits_the_apps_callbacks(direction: str, act: Act, timeout_ms: int, code: int) -> None:
    setting = Setting(onBackup=act, onRestore=act)
    if direction == "backup":
        result = setting.service.backup(setting.bundle, SessionOptions(timeout_ms=timeout_ms))
    else:
        result = setting.service.restore(setting.bundle, setting.packed, RestoreOptions(timeout_ms=timeout_ms))
    assert result.code == code


def test_the_end_by_the_ext_timer_in_full() -> None:
    setting = Setting(onBackup=never(), onRelease=never())
    setting.service.backup(setting.bundle)
    lines = told(setting.device.trace)
    assert lines[lines.index("> onBackup") :] == [
        "> onBackup",
        "step timer-expired",
        "< onBackup abandoned",
        "> onRelease",
        "< onRelease abandoned",
        "end disconnected",
        "client onBundleEnd 13500003",
        "client onAllBundlesEnd",
    ]
    assert setting.device.clock.elapsed_ms == 905_000


def test_on_release_has_five_seconds() -> None:
    setting = Setting(onRelease=never())
    assert setting.service.backup(setting.bundle).succeeded
    assert setting.device.clock.elapsed_ms == 5_000


def test_a_rejected_string_in_on_release_is_waited_out() -> None:
    setting = Setting(onRelease=rejects("no"))
    assert setting.service.backup(setting.bundle).succeeded
    assert setting.device.clock.elapsed_ms == 5_000


def test_the_synchronous_part_of_on_release_has_no_limit_of_its_own() -> None:
    setting = Setting(onRelease=resolves(None, 4_999, busy_ms=60_000))
    setting.service.backup(setting.bundle)
    assert "< onRelease resolved" in told(setting.device.trace)


@pytest.mark.parametrize("method", ["onProcess", "onBackupEx", "onBackup", "onRelease"])
@pytest.mark.parametrize("direction", ["backup", "restore"])
def test_a_process_that_never_comes_back_ends_by_the_services_own_timer(direction: str, method: str) -> None:
    method = method.replace("Backup", direction.capitalize())
    setting = Setting(**{method: dies("hung")})
    if direction == "backup":
        result = setting.service.backup(setting.bundle)
    else:
        result = setting.service.restore(setting.bundle, setting.packed)
    assert result.code == 13500003
    assert setting.device.clock.elapsed_ms == 900_000
    assert told(setting.device.trace)[-3:] == ["end hung", "client onBundleEnd 13500003", "client onAllBundlesEnd"]


def test_a_guest_that_rearms_a_timer_for_ever_ends_by_the_ext_timer() -> None:
    def rearm(process) -> None:
        process.timer(1_000, rearm)

    setting = Setting(onBackup=Act("never", effect=rearm))
    assert setting.service.backup(setting.bundle).code == 13500003
    assert setting.device.clock.elapsed_ms == 900_000


def test_a_guest_that_rearms_a_timer_without_delay_counts_as_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    def rearm(process) -> None:
        process.timer(0, rearm)

    monkeypatch.setattr(javascript_thread, "MAX_TURNS", 500)
    setting = Setting(onBackup=Act("never", effect=rearm))
    assert setting.service.backup(setting.bundle).code == 13500003
    assert "end hung" in told(setting.device.trace)


def test_lingering_ends_early_when_nothing_is_left() -> None:
    setting = Setting(onBackup=returns(effect=lambda process: process.timer(300)))
    setting.service.backup(setting.bundle, SessionOptions(linger_ms=10_000))
    assert setting.device.clock.elapsed_ms == 300


@pytest.mark.parametrize(
    ("size", "limit_ms"),
    [(0, 900_000), (870 * 1024 * 1024, 900_000), (900 * 1024 * 1024, 930_000), (3 * 1024**3, 3_102_000)],
)
def test_the_frameworks_own_limit_grows_with_the_data(size: int, limit_ms: int) -> None:
    assert framework_limit_ms(size) == limit_ms
