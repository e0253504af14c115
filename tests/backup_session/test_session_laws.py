"""What holds for every session, whatever the extension does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.profile import LATEST, PROFILES
from ohos_backup.emulator.trace import CallbackEntered, CallbackSettled, ClientCall, ExtensionEnded, ExtensionStarted
from scripted_host import Act, Error, Setting

VALUES = st.sampled_from([None, "", "text", 5, True, Error("boom")])
DELAYS = st.sampled_from([None, 0, 900, 5_000, 40_000, 1_000_000])
ACTS = st.one_of(
    st.builds(
        Act,
        state=st.sampled_from(["returned", "resolved", "rejected", "threw", "never"]),
        value=VALUES,
        after_ms=st.none(),
        busy_ms=st.sampled_from([0, 0, 1_200, 16_000, 950_000]),
    ),
    st.builds(Act, state=st.sampled_from(["resolved", "rejected"]), value=VALUES, after_ms=DELAYS),
    st.builds(Act, state=st.just("dies"), value=st.sampled_from(["died", "hung", "out-of-memory"])),
)
METHODS = ("onProcess", "onBackupEx", "onBackup", "onRestoreEx", "onRestore", "onRelease")
SCRIPTS = st.dictionaries(st.sampled_from(METHODS), st.lists(ACTS, min_size=1, max_size=6))
OPTIONS = st.fixed_dictionaries(
    {
        "linger_ms": st.sampled_from([0, 3_000]),
        "clear_data": st.booleans(),
        "on_uncaught": st.sampled_from(["dies", "observed"]),
        "timeout_ms": st.sampled_from([0, 10_000, 900_000]),
    }
)


def run(profile, script, options, direction):
    setting = Setting(profile, **script)
    if direction == "backup":
        return setting, setting.service.backup(setting.bundle, SessionOptions(**options))
    return setting, setting.service.restore(setting.bundle, setting.packed, RestoreOptions(**options))


@settings(max_examples=150)
@given(st.sampled_from((*PROFILES, LATEST)), SCRIPTS, OPTIONS, st.sampled_from(["backup", "restore"]))
def test_every_session_comes_to_one_clear_end(profile, script, options, direction) -> None:
    setting, result = run(profile, script, options, direction)
    trace = setting.device.trace
    assert [event.time_ms for event in trace] == sorted(event.time_ms for event in trace)
    entered = [event.callback for event in trace.of(CallbackEntered)]
    settled = [event.callback for event in trace.of(CallbackSettled)]
    assert sorted(entered) == sorted(settled)
    assert [record.callback for record in result.callbacks] == settled
    ends = [call.code for call in trace.of(ClientCall) if call.callback == "onBundleEnd"]
    assert ends == [result.code]
    assert trace.of(ClientCall)[-1].callback == "onAllBundlesEnd"
    assert len(trace.of(ExtensionStarted)) == len(trace.of(ExtensionEnded)) == len(setting.host.processes)
    assert all(process.closed for process in setting.host.processes)
    assert result.code in (0, 13500003, 13500004, 13500007)
    assert entered.count("onRelease") <= len(setting.host.processes)
    assert all(profile.calls(callback) for callback in entered)
    if direction == "backup":
        assert (result.archive is not None) == result.succeeded


@settings(max_examples=60)
@given(SCRIPTS, OPTIONS, st.sampled_from(["backup", "restore"]))
def test_the_same_script_gives_the_same_trace(script, options, direction) -> None:
    first, _ = run(LATEST, script, options, direction)
    second, _ = run(LATEST, script, options, direction)
    assert list(first.device.trace) == list(second.device.trace)
