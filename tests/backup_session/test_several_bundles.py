"""Several bundles in one session: places, order, ends, and what the caller does while they run."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.backup.bundle_group import InvalidTimeout, WrongScenario
from ohos_backup.emulator.backup.bundle_runs import BackupResult
from ohos_backup.emulator.backup.restore_deps import split_restore_deps
from ohos_backup.emulator.backup.service import SessionClosed
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.installation import InstalledBundle
from ohos_backup.emulator.runtime.api import LoadFailure
from ohos_backup.emulator.trace import ClientCall, ExtensionStarted, FrameworkStep
from scripted_host import (
    Act,
    Error,
    PackedFiles,
    ScriptedData,
    ScriptedHost,
    application,
    dies,
    guest_error,
    never,
    resolves,
    returns,
    throws,
)


class Several:
    """A device with apps ``com.a``, ``com.b`` …, each with an extension that takes its time."""

    def __init__(self, **scripts: dict[str, Act | list[Act]]) -> None:
        self.data = ScriptedData()
        self.device = Device(data_transfer=self.data)
        self.service = self.device.backup_service
        self.hosts = {name: ScriptedHost(**script) for name, script in scripts.items()}
        self.bundles = {name: self.install(name, host) for name, host in self.hosts.items()}
        self.archive = PackedFiles(self["a"].application.version, ("part.0.tar", "manage.json"), 5, {})

    def install(self, name: str, host: ScriptedHost, **more: object) -> InstalledBundle:
        return self.device.install(application(host, bundle_name=f"com.{name}"), **more)

    def depends(self, name: str, on: str) -> None:
        bundle = self[name]
        text = json.dumps({"restoreDeps": on})
        extension = msgspec.structs.replace(bundle.application.extension, profile_text=text)
        self.bundles[name] = self.device.update(
            bundle, msgspec.structs.replace(bundle.application, extension=extension)
        )

    def __getitem__(self, name: str) -> InstalledBundle:
        return self.bundles[name]

    def calls(self, callback: str) -> list[tuple[str, int, int]]:
        return [
            (event.bundle_name.removeprefix("com."), event.time_ms, event.code)
            for event in self.device.trace.of(ClientCall)
            if event.callback == callback
        ]

    def starts(self) -> list[tuple[str, int]]:
        return [
            (event.bundle_name.removeprefix("com."), event.time_ms) for event in self.device.trace.of(ExtensionStarted)
        ]

    def back_up(self, *names: str, meanwhile: Callable[[object], None] | None = None, **options: object):
        with self.service.open_session() as session:
            for name in names:
                session.append_backup(self[name], SessionOptions(**options))
            if meanwhile:
                meanwhile(session)
            return session.run()

    def restore(self, *names: str, order: str = "as-coded"):
        with self.service.open_session(restore_order=order) as session:
            for name in names:
                session.append_restore(self[name], self.archive)
            return session.run()


def after(milliseconds: int) -> dict[str, Act | list[Act]]:
    return {"onBackupEx": resolves("done", milliseconds), "onRestoreEx": resolves("done", milliseconds)}


def test_three_extensions_run_at_once_and_the_next_starts_when_one_ends() -> None:
    several = Several(a=after(3000), b=after(1000), c=after(2000), d=after(500), e=after(100))
    results = several.back_up("e", "d", "c", "b", "a")
    assert several.starts() == [("a", 0), ("b", 0), ("c", 0), ("d", 1000), ("e", 1500)]
    assert several.calls("onBundleEnd") == [
        ("b", 1000, 0),
        ("d", 1500, 0),
        ("e", 1600, 0),
        ("c", 2000, 0),
        ("a", 3000, 0),
    ]
    assert several.calls("onAllBundlesEnd") == [("", 3000, 0)]
    assert several.device.clock.elapsed_ms == 3000
    assert list(results) == [several[name] for name in "edcba"]
    assert all(isinstance(result, BackupResult) and result.archive is not None for result in results.values())


def test_the_bundles_begin_together() -> None:
    several = Several(a=after(10), b=after(10))
    several.back_up("a", "b")
    assert several.calls("onBundleBegin") == [("a", 0, 0), ("b", 0, 0)]


def test_a_failing_bundle_does_not_disturb_the_others() -> None:
    several = Several(
        a={"onBackupEx": throws("no")}, b=after(200), c={"onBackup": dies()}, d={"onBackupEx": never()}, e=after(5)
    )
    several.hosts["e"].load_failure = LoadFailure("export", guest_error(Error("no class")))
    results = several.back_up("a", "b", "c", "d", "e", timeout_ms=60_000)
    codes = {bundle.bundle_name: result.code for bundle, result in results.items()}
    assert codes == {"com.a": 13500007, "com.b": 0, "com.c": 13500004, "com.d": 13500003, "com.e": 13900042}
    assert several.calls("onAllBundlesEnd") == [("", 60_000, 0)]
    assert all(process.closed for host in several.hosts.values() for process in host.processes)


def test_a_bundle_that_may_not_start_is_told_and_the_others_go_on() -> None:
    several = Several(a=after(1), b=after(1))
    several.device.uninstall(several["a"])
    results = several.back_up("a", "b")
    assert [result.code for result in results.values()] == [13500005, 0]
    assert several.hosts["a"].processes == []


def test_a_busy_extension_delays_the_others_but_loses_none_of_their_time() -> None:
    several = Several(a={"onBackupEx": returns("done", busy_ms=5000)}, b=after(1000))
    results = several.back_up("a", "b")
    assert all(result.succeeded for result in results.values())
    assert several.calls("onBundleEnd") == [("a", 5000, 0), ("b", 6000, 0)]


def test_clones_are_bundles_of_their_own_in_a_session() -> None:
    several = Several(a=after(10))
    clone = several.install("a", ScriptedHost(**after(20)), app_index=1)
    with several.service.open_session() as session:
        session.append_backup(clone)
        session.append_backup(several["a"])
        results = session.run()
    assert [result.succeeded for result in results.values()] == [True, True]


def test_a_session_is_for_backup_or_for_restore() -> None:
    several = Several(a=after(1), b=after(1))
    with several.service.open_session() as session:
        session.append_backup(several["a"])
        with pytest.raises(WrongScenario):
            session.append_restore(several["b"], several.archive)


def test_a_session_without_bundles_has_only_its_end() -> None:
    several = Several(a=after(1))
    assert several.back_up() == {}
    assert several.calls("onAllBundlesEnd") == [("", 0, 0)]


def test_cancel_ends_a_running_bundle_with_release_and_code_0() -> None:
    several = Several(a={"onBackupEx": never(), "onRelease": returns()}, b=after(4000))
    codes: list[int] = []
    several.back_up("a", "b", meanwhile=lambda s: s.at(1500, lambda: codes.append(s.cancel(several["a"]))))
    assert codes == [0]
    assert several.calls("onBundleEnd") == [("a", 1500, 0), ("b", 4000, 0)]
    assert ("onRelease", (1,)) in several.hosts["a"].calls
    assert several.hosts["a"].processes[0].closed


def test_cancel_of_what_does_not_run_says_so() -> None:
    several = Several(a=after(100), b=after(100), c=after(100), d=after(10))
    codes: list[int] = []

    def meanwhile(session) -> None:
        codes.append(session.cancel(several["d"]))
        session.at(50, lambda: codes.append(session.cancel(several["d"])))
        session.at(105, lambda: codes.append(session.cancel(several["a"])))

    results = several.back_up("a", "b", "c", "d", meanwhile=meanwhile)
    assert codes == [13500011, 13500011, 13500012]
    assert all(result.succeeded for result in results.values())


def test_cancelling_twice_ends_once() -> None:
    several = Several(a={"onBackupEx": never(), "onRelease": never()})

    def meanwhile(session) -> None:
        session.at(10, lambda: session.cancel(several["a"]))
        session.at(20, lambda: session.cancel(several["a"]))

    several.back_up("a", meanwhile=meanwhile)
    assert several.calls("onBundleEnd") == [("a", 5010, 0)]


def test_release_drops_what_waits_and_ends_what_runs_without_a_word() -> None:
    several = Several(a=after(1000), b=after(10), c=after(1000), d=after(1000), e=after(1))
    results = several.back_up("a", "b", "c", "d", "e", meanwhile=lambda s: s.at(500, s.release))
    assert list(results) == [several["b"]]
    assert several.calls("onBundleEnd") == [("b", 10, 0)]
    assert several.calls("onAllBundlesEnd") == []
    assert several.starts() == [("a", 0), ("b", 0), ("c", 0), ("d", 10)]
    assert all(process.closed for host in several.hosts.values() for process in host.processes)
    assert several.service.backup(several["b"]).succeeded


def test_a_released_restore_with_all_its_files_goes_on_to_its_end() -> None:
    several = Several(a=after(1000), b=after(1000), c=after(1000), d=after(1000))
    conflicts: list[int] = []
    with several.service.open_session() as session:
        for name in "abcd":
            session.append_restore(several[name], several.archive)
        session.at(500, session.release)
        session.at(600, lambda: conflicts.append(several.service.backup(several["a"]).code))
        results = session.run()
    assert [bundle.bundle_name for bundle in results] == ["com.a", "com.b", "com.c"]
    assert several.calls("onAllBundlesEnd") == [("", 1000, 0)]
    assert conflicts == [13500013]
    with pytest.raises(SessionClosed):
        session.run()


def test_a_restore_that_waits_for_files_is_released_at_once() -> None:
    several = Several(a=after(1))
    with several.service.open_session() as session:
        version = several.archive.version
        session.append_restore(several["a"], None, RestoreOptions(data_ready=True, version=version))
        session.at(500, session.release)
        assert session.run() == {}
    assert several.device.clock.elapsed_ms == 500


def test_update_timer_starts_a_running_limit_anew() -> None:
    several = Several(a={"onBackupEx": never()})
    several.back_up("a", meanwhile=lambda s: s.at(1000, lambda: s.update_timer(several["a"], 2000)), timeout_ms=900_000)
    assert several.calls("onBundleEnd") == [("a", 3000, 13500003)]


def test_update_timer_before_the_start_is_kept_for_it() -> None:
    several = Several(a={"onBackupEx": never()})
    several.back_up("a", meanwhile=lambda s: s.update_timer(several["a"], 700))
    assert several.calls("onBundleEnd") == [("a", 700, 13500003)]


def test_update_timer_can_lengthen_the_limit_for_ever_new() -> None:
    several = Several(a=after(2500))

    def meanwhile(session) -> None:
        for moment in (900, 1800):
            session.at(moment, lambda: session.update_timer(several["a"], 1000))

    assert several.back_up("a", meanwhile=meanwhile, timeout_ms=1000)[several["a"]].succeeded


@pytest.mark.parametrize("timeout_ms", [-1, 14_400_001])
def test_update_timer_refuses_what_no_caller_may_set(timeout_ms: int) -> None:
    several = Several(a=after(1))
    with several.service.open_session() as session, pytest.raises(InvalidTimeout):
        session.update_timer(several["a"], timeout_ms)


def test_update_timer_of_another_bundle_is_false() -> None:
    several = Several(a=after(1))
    with several.service.open_session() as session:
        assert session.update_timer(several["a"], 5) is False


def test_restore_deps_are_noted_and_not_waited_for() -> None:
    several = Several(a=after(100), b=after(1000))
    several.depends("a", "com.b")
    several.restore("a", "b")
    assert several.starts() == [("a", 0), ("b", 0)]
    steps = [step.detail for step in several.device.trace.of(FrameworkStep) if step.step == "restore-deps"]
    assert steps == ["com.a does not wait for com.b"]


def test_the_documented_order_waits_for_them() -> None:
    several = Several(a=after(100), b=after(1000))
    several.depends("a", "com.b, com.not.there")
    results = several.restore("a", "b", order="documented")
    assert several.starts() == [("b", 0), ("a", 1000)]
    assert all(result.succeeded for result in results.values())


def test_in_the_documented_order_a_failing_dependency_fails_the_bundle() -> None:
    several = Several(a=after(1), b={"onRestoreEx": throws("no")}, c=after(1))
    several.depends("a", "com.b")
    results = several.restore("a", "b", "c", order="documented")
    assert [result.code for result in results.values()] == [13900001, 13500007, 0]
    assert several.hosts["a"].processes == []


def test_in_the_documented_order_a_circle_still_ends() -> None:
    several = Several(a=after(1), b=after(1))
    several.depends("a", "com.b")
    several.depends("b", "com.a")
    assert all(result.succeeded for result in several.restore("a", "b", order="documented").values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("com.b", ("com.b",)),
        (" com.b ", (" com.b ",)),
        ("com.b, com.c ,,com.d\r", ("com.b", "com.c", "com.d")),
        (",", ()),
        ("a, ", ("a", "")),
    ],
)
def test_restore_deps_are_split_as_the_service_does(text: str, names: tuple[str, ...]) -> None:
    assert split_restore_deps(text) == names


@settings(max_examples=40)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=7))
def test_never_more_than_three_run_and_all_come_to_their_end(durations: list[int]) -> None:
    names = "abcdefg"[: len(durations)]
    several = Several(**{name: after(duration * 100) for name, duration in zip(names, durations, strict=True)})
    results = several.back_up(*names)
    assert len(results) == len(durations)
    running = most = 0
    for event in several.device.trace.of(ClientCall):
        running += (event.callback == "onBundleBegin") - (event.callback == "onBundleEnd")
        most = max(most, running)
    assert most == min(3, len(durations))
    places = [0, 0, 0]
    for duration in durations:
        places[places.index(min(places))] += duration * 100
    assert several.device.clock.elapsed_ms == max(places)
    assert [callback.callback for callback in several.device.trace.of(ClientCall)][-1] == "onAllBundlesEnd"
