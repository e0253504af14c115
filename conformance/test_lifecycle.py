"""LIF: the extension loads, its callbacks settle in time, nothing goes on behind their back."""

from __future__ import annotations

import pytest

from ..emulator.backup.api import RestoreOptions, SessionOptions, SessionResult
from ..emulator.trace import AnyEvent, CallbackEntered, CallbackSettled, FileOperation, FrameworkStep, UncaughtError
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import TIMED_OUT, plain_backup, seeded

LINGER_MS = 120_000
"""Virtual time given to work that nobody awaited."""

LONGEST_TIMEOUT_MS = 14_400_000
"""The most that a caller may grant (b_constants.h:MAX_UPDATE_TIMER): tells slow from never."""

RELEASE_LIMIT_MS = 5000
"""b_constants.h:APP_ON_RELEASE_MAX_TIMEOUT."""

DIRECTIONS = ("backup", "restore")


@pytest.mark.requirement("LIF-001")
def test_the_module_loads_and_the_class_is_constructed(case: Case) -> None:
    trial = case.device()
    process = case.subject.application.extension.host.start(trial.bundle.extension_environment())
    try:
        failure = process.load()
    finally:
        process.close()
    if failure is None:
        return
    said = failure.error.message or failure.error.value.text
    where = {
        "module": "evaluating the extension's module failed",
        "export": "the extension's module has no class as its default export",
        "constructor": "constructing the extension failed (this.context is not there yet)",
    }
    case.fail(f"{where[failure.stage]}: {said}".rstrip(": "), position=failure.error.position)


def session(case: Case, direction: str, data_set: DataSet, *, timeout_ms: int) -> tuple[Trial, SessionResult]:
    """A backup, or the restore of a backup, followed by time in which forgotten work shows; to look at only."""
    return case.once(
        ("session", direction, data_set, timeout_ms), lambda: _session(case, direction, data_set, timeout_ms)
    )


def _session(case: Case, direction: str, data_set: DataSet, timeout_ms: int) -> tuple[Trial, SessionResult]:
    if direction == "backup":
        source, _ = seeded(case, data_set)
        return source, source.backup(SessionOptions(linger_ms=LINGER_MS, timeout_ms=timeout_ms))
    made = plain_backup(case, data_set).result
    if not made.succeeded:
        # Nothing but the timer may be to blame, and then more time gives an archive.
        source, _ = seeded(case, data_set)
        made = source.backup(SessionOptions(timeout_ms=timeout_ms))
    if not made.succeeded:
        case.not_applicable("there is no backup to restore: the case of the backup itself tells why")
    target = case.device()
    return target, target.restore(made.archive, RestoreOptions(linger_ms=LINGER_MS, timeout_ms=timeout_ms))


def session_in_time(case: Case, direction: str, data_set: DataSet) -> tuple[Trial, SessionResult]:
    """The session with the framework's own timer: the one with the longest timer, unless that one outlasted it."""
    limit = SessionOptions().timeout_ms
    patient = session(case, direction, data_set, timeout_ms=LONGEST_TIMEOUT_MS)
    if _elapsed(*patient) < limit:
        return patient
    return session(case, direction, data_set, timeout_ms=limit)


def is_work(event: FileOperation) -> bool:
    """Whether the extension did it. Descriptors that are closed when the process ends are no work."""
    return event.actor == "extension" and event.operation != "close"


def never_settled(trial: Trial, result: SessionResult) -> bool:
    """Whether a callback outlasted even the longest timer; the limits of onProcess and onRelease end a run sooner."""
    return result.code == TIMED_OUT and _elapsed(trial, result) >= LONGEST_TIMEOUT_MS


@pytest.mark.requirement("LIF-002")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_callbacks_settle_and_leave_no_work_running(case: Case, direction: str, data_set: DataSet) -> None:
    trial, result = session(case, direction, data_set, timeout_ms=LONGEST_TIMEOUT_MS)
    events = trial.events(result)
    if never_settled(trial, result):
        name = next((e.callback for e in events if isinstance(e, CallbackSettled) and e.outcome == "abandoned"), None)
        if name is None:
            case.not_applicable("a callback rejects with something that is no Error: see LIF-010")
        case.fail(f"{name} never settles: the framework waits until its timer ends the run")
    last_settled = max((n for n, event in enumerate(events) if isinstance(event, CallbackSettled)), default=-1)
    if last_settled < 0:
        case.not_applicable("no callback could be called: see CFG-014 and LIF-001")
    late = [e for e in events[last_settled + 1 :] if isinstance(e, FileOperation) and is_work(e)]
    if late:
        operations = ", ".join(dict.fromkeys(f"{event.operation} {event.path}" for event in late[:3]))
        case.fail(
            f"work goes on after the last callback of the {direction} settled ({len(late)} file operations, "
            f"first: {operations}): what it writes comes too late, and the process may be gone"
        )


@pytest.mark.requirement("LIF-003")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_error_goes_uncaught(case: Case, direction: str, data_set: DataSet) -> None:
    trial, result = session(case, direction, data_set, timeout_ms=LONGEST_TIMEOUT_MS)
    loose = [e for e in trial.events(result) if isinstance(e, UncaughtError) and e.origin != "throw"]
    settled = {e.value for e in trial.events(result) if isinstance(e, CallbackSettled) and e.outcome == "rejected"}
    unawaited = [event for event in loose if event.origin == "timer" or event.message not in settled]
    if unawaited:
        case.fail(
            f"an error nobody caught during {direction} ({unawaited[0].origin}): {unawaited[0].message}",
            position=unawaited[0].position,
        )


def release_ms(events: tuple[AnyEvent, ...]) -> int:
    """How long the framework waited for onRelease, 0 without one. It may also stop waiting because the process died."""
    asked = [e.time_ms for e in events if isinstance(e, CallbackEntered) and e.callback == "onRelease"]
    ended = [e.time_ms for e in events if isinstance(e, CallbackSettled) and e.callback == "onRelease"]
    return ended[0] - asked[0] if asked and ended else 0


@pytest.mark.requirement("LIF-004")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_time_limits_are_kept(case: Case, direction: str, data_set: DataSet) -> None:
    trial, result = session_in_time(case, direction, data_set)
    events = trial.events(result)
    if any(isinstance(e, FrameworkStep) and e.step == "progress-missed" for e in events):
        case.fail(
            f"onProcess did not answer in time during {direction} (15 s for its first call, 1 s later): "
            "after four misses in a row the framework ends the run"
        )
    if release_ms(events) >= RELEASE_LIMIT_MS:
        case.fail(f"onRelease did not settle within 5 s after the {direction}: the framework waits no longer")
    if result.code != TIMED_OUT:
        return
    if never_settled(*session(case, direction, data_set, timeout_ms=LONGEST_TIMEOUT_MS)):
        case.not_applicable("a callback never settles at all: see LIF-002")
    elapsed = _elapsed(trial, result) / 1000
    case.fail(f"the {direction} overran a time limit of the framework after {elapsed:.0f} s (code {result.code})")


def _elapsed(trial: Trial, result: SessionResult) -> int:
    events = trial.events(result)
    return events[-1].time_ms - events[0].time_ms if events else 0
