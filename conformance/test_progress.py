"""LIF: onProcess tells how far a callback has come, and the callback lets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import msgspec
import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.filesystem.faults import CountOperations, Fault
from ..emulator.trace import CallbackEntered, CallbackSettled, FileOperation, FrameworkStep
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.lone_call import call_alone
from ..harness.scenarios.slow_storage import SlowStorage
from ..harness.scenarios.trial import Trial
from .steps import archive_of, seeded

DIRECTIONS = ("backup", "restore")

RUN_MS = 60_000
"""How long a session is stretched: a dozen questions (b_constants.h:CALL_APP_ON_PROCESS_TIME_INTERVAL, 5 s)."""

SLOWEST_OPERATION_MS = 4_000
"""Below one interval, so that an answer lies between any two operations that the app does one by one."""

BUSY_OPERATION_MS = 100
"""What an operation may take while a whole phone is being copied, and what an app may do between two answers: ten."""

LONGEST_SILENCE_MS = 25_000
"""More than four questions in a row take (21 s): the framework gives up at the fourth that is not answered."""


NO_ANSWER = "a promise is no answer"
"""Why the framework drops what onProcess returned (emulator/backup/progress_polling.py)."""


class Item(msgspec.Struct, frozen=True):
    """One line of a progress report."""

    name: str
    processed: float
    total: float


class Slow(msgspec.Struct, frozen=True):
    """A session on slow storage. ``final`` is what onProcess says when all is over, None if nobody is left to ask."""

    trial: Trial
    result: SessionResult
    final: CallbackSettled | None


def operations(case: Case, direction: str, data_set: DataSet) -> int:
    """How many operations the extension needs, counted on storage that costs no time."""

    def count() -> int:
        counter = CountOperations()
        _run(case, direction, data_set, lambda _: counter)
        return counter.count

    return case.once(("operations", direction, data_set), count)


def slow(case: Case, direction: str, data_set: DataSet, each_ms: int) -> Slow:
    """A backup of the data, or the restore of one, where each operation takes ``each_ms``; to look at only."""
    return case.once(
        ("slow", direction, data_set, each_ms),
        lambda: _run(case, direction, data_set, lambda trial: SlowStorage(trial.device.clock, each_ms)),
    )


def _run(case: Case, direction: str, data_set: DataSet, storage: Callable[[Trial], Fault]) -> Slow:
    archive = None if direction == "backup" else archive_of(case, data_set)[0]
    trial = seeded(case, data_set)[0] if archive is None else case.device()
    service = trial.device.backup_service
    trial.device.filesystem.fault = storage(trial)
    with service.keep_process(trial.bundle) as kept:
        if archive is None:
            result: SessionResult = service.backup(trial.bundle, kept=kept)
        else:
            result = service.restore(trial.bundle, archive, kept=kept)
        trial.device.filesystem.fault = None
        alive = kept.process if kept.load_failure is None and trial.settled(result, "onProcess") else None
        final = call_alone(trial, "onProcess", process=alive) if alive is not None else None
    return Slow(trial, result, final)


@pytest.mark.requirement("LIF-005")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_on_process_always_tells_how_far_the_work_has_come(case: Case, direction: str, typical: DataSet) -> None:
    count = operations(case, direction, typical)
    run = slow(case, direction, typical, min(SLOWEST_OPERATION_MS, RUN_MS // max(count, 1)))
    answers = run.trial.settled(run.result, "onProcess")
    if not answers or answers[0].outcome == "missing":
        case.not_applicable("onProcess is not overridden, or never asked on this device")
    for answer in answers:
        require_text(case, answer)
    texts = [answer.value for answer in answers if answer.value]
    if not answers[0].value:
        if run.final is not None and run.final.value_type == "string" and run.final.value:
            case.fail(
                "the first answer of onProcess, before any other callback, is empty: the framework takes that for "
                f"'there is no progress' and never asks again; after the {direction} it answers {run.final.value[:80]}"
            )
        case.not_applicable("onProcess gives no text, so there is no progress to show")
    reports = [require_shape(case, text) for text in texts]
    require_forward(case, reports)


def require_text(case: Case, answer: CallbackSettled) -> None:
    """Only a string that is returned at once counts (ext_backup_js.cpp:OnProcess)."""
    if answer.outcome == "threw":
        case.fail(f"onProcess threw: {answer.value}: the framework never asks again", position=answer.position)
    if answer.outcome in ("resolved", "rejected") or (answer.outcome == "abandoned" and answer.value == NO_ANSWER):
        case.fail("onProcess returned a promise: only a text that is returned at once counts, so there is no progress")
    if answer.outcome == "returned" and answer.value_type not in ("string", "undefined", "null"):
        case.fail(f"onProcess returned {answer.value_type} instead of a text, so there is no progress")


def require_shape(case: Case, text: str) -> list[Item]:
    """The documented shape; quoted numbers are documented as well, in an older guide."""
    try:
        parsed: object = json.loads(text)
    except ValueError:
        case.fail(f"onProcess returned a text that is not JSON: {text[:80]}")
    items = cast("dict[str, object]", parsed).get("progressInfo") if isinstance(parsed, dict) else None
    case.require(isinstance(items, list), f"onProcess returned no list named progressInfo: {text[:80]}")
    return [require_item(case, item, text) for item in cast("list[object]", items)]


def require_item(case: Case, item: object, text: str) -> Item:
    members = cast("dict[str, object]", item) if isinstance(item, dict) else {}
    name, processed, total = members.get("name"), number(members.get("processed")), number(members.get("total"))
    if not isinstance(name, str) or processed is None or total is None:
        case.fail(f"an item of onProcess lacks a name, or processed and total as numbers: {text[:120]}")
    case.require(
        members.get("isPercentage") in (None, True, False, "true", "false"),
        f"isPercentage in the answer of onProcess is neither true nor false: {text[:120]}",
    )
    case.require(processed <= total, f"onProcess says that more is done than there is: {text[:120]}")
    return Item(name, processed, total)


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def require_forward(case: Case, reports: list[list[Item]]) -> None:
    """What has been done stays done."""
    reached: dict[str, Item] = {}
    for items in reports:
        for item in items:
            before = reached.get(item.name)
            if before is not None and item.processed < before.processed:
                case.fail(
                    f"progress of '{item.name}' goes backwards, from {before.processed:g} of {before.total:g} to "
                    f"{item.processed:g} of {item.total:g}"
                )
            reached[item.name] = item


@pytest.mark.requirement("LIF-012")
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_main_callback_lets_on_process_answer(case: Case, direction: str, data_set: DataSet) -> None:
    count = operations(case, direction, data_set)
    each_ms = min(BUSY_OPERATION_MS, RUN_MS // max(count, 1))
    if count * each_ms < LONGEST_SILENCE_MS:
        case.not_applicable(f"{count} operations on files are too few to block the thread for long")
    run = slow(case, direction, data_set, each_ms)
    asked = run.trial.settled(run.result, "onProcess")
    if not asked or not (asked[0].value_type == "string" and asked[0].value):
        case.not_applicable("onProcess gives no progress, so the framework does not ask for it: LIF-005 judges that")
    if files_in_progress(run):
        case.not_applicable("onProcess works with files itself: LIF-004 judges that")
    silenced = [
        event
        for event in run.trial.events(run.result)
        if isinstance(event, FrameworkStep) and event.step == "timer-expired" and event.detail.startswith("onProcess")
    ]
    case.require(
        not silenced,
        f"the callback does its {count} operations on files without a pause, so onProcess cannot answer meanwhile: on "
        f"storage that takes {each_ms} ms for each, the framework ends the {direction} with {run.result.code}",
    )


def files_in_progress(run: Slow) -> bool:
    inside = False
    for event in run.trial.events(run.result):
        if isinstance(event, CallbackEntered | CallbackSettled) and event.callback == "onProcess":
            inside = isinstance(event, CallbackEntered)
        elif inside and isinstance(event, FileOperation) and event.actor == "extension":
            return True
    return False
