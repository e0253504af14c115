"""LIF: what the extension answers reaches the framework and its caller in a form that they can use."""

from __future__ import annotations

import json
from typing import cast

import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.filesystem.faults import CountOperations, FailAt
from ..emulator.trace import CallbackSettled
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .situations import FAULTS, ODD_VERSIONS, session, with_fault
from .steps import seeded

AWAITED = ("onBackup", "onBackupEx", "onRestore", "onRestoreEx", "onRelease")
"""The callbacks whose promise the framework waits for."""

OPERATIONS_TRIED = 12
"""Of all operations on files, so many fail one at a time (or fewer than twice as many)."""

QUERIES = {"getBackupInfo": "a text that is returned at once", "compatibility": "a promise of a text within 1 s"}


@pytest.mark.requirement("LIF-010")
@pytest.mark.parametrize(
    ("direction", "situation"),
    [(direction, name) for direction in ("backup", "restore") for name in (*FAULTS, "an-operation-fails")]
    + [("restore", name) for name in ODD_VERSIONS],
)
def test_a_rejection_is_an_error(case: Case, direction: str, situation: str, typical: DataSet) -> None:
    if situation != "an-operation-fails":
        require_errors(case, *session(case, direction, typical, situation), situation)
        return
    counter = CountOperations()
    with_fault(case, direction, typical, counter)
    if not counter.count:
        case.not_applicable("the extension does nothing with files that could fail")
    step = max(1, counter.count // OPERATIONS_TRIED)
    for number in range(1, counter.count + 1, step):
        operation, path = counter.seen[number - 1]
        trial, result = with_fault(case, direction, typical, FailAt(number))
        require_errors(case, trial, result, f"{operation} {path} fails")


def require_errors(case: Case, trial: Trial, result: SessionResult, situation: str) -> None:
    settled = [e for e in trial.events(result) if isinstance(e, CallbackSettled) and e.callback in AWAITED]
    if not any(event.outcome != "missing" for event in settled):
        case.not_applicable("no callback could be called: see CFG-014 and LIF-001")
    for event in settled:
        if event.outcome == "rejected" and event.value_type != "error":
            said = f" ({event.value[:80]})" if event.value else ""
            case.fail(
                f"{event.callback} rejects with {event.value_type}{said} instead of an Error ({situation}): the "
                "framework never learns of it and waits until its timer ends the run",
                position=event.position,
            )


@pytest.mark.requirement("LIF-014")
@pytest.mark.parametrize("direction", ["backup", "restore"])
@pytest.mark.parametrize("situation", ["undisturbed", "broken-disk"])
def test_a_result_has_the_documented_shape(case: Case, direction: str, situation: str, typical: DataSet) -> None:
    trial, result = session(case, direction, typical, situation)
    name = "onBackupEx" if direction == "backup" else "onRestoreEx"
    texts = [call.value for call in trial.settled(result, name) if call.value_type == "string" and call.value]
    if not texts or trial.settled(result, name)[0].outcome not in ("returned", "resolved"):
        case.not_applicable(f"{name} gives no text: BKP-007 and RST-008 tell whether that is right")
    text = texts[0]
    case.require("\0" not in text, f"the result of {name} holds a NUL character, at which some readers stop")
    try:
        parsed: object = json.loads(text)
    except ValueError:
        case.not_applicable(f"the result of {name} is not JSON: see BKP-007 and RST-008")
    case.require(
        any(is_error_info(entry) for entry in entries(parsed)),
        f"the result of {name} ({situation}) tells neither success nor failure in the documented way, with a text "
        f"'type', a number 'errorCode' and a text 'errorInfo': {text[:120]}",
    )


def entries(result: object) -> list[object]:
    """The object itself, or those in its list resultInfo, as the system's own apps answer; or those of a bare list."""
    if isinstance(result, list):
        return cast("list[object]", result)
    if not isinstance(result, dict):
        return []
    inner = cast("dict[str, object]", result).get("resultInfo")
    return [cast("object", result), *(cast("list[object]", inner) if isinstance(inner, list) else [inner])]


def is_error_info(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    members = cast("dict[str, object]", entry)
    code = members.get("errorCode")
    is_number = isinstance(code, int | float) or (isinstance(code, str) and code.lstrip("-").isdecimal())
    return is_number and isinstance(members.get("type"), str) and isinstance(members.get("errorInfo"), str)


@pytest.mark.requirement("LIF-016")
@pytest.mark.parametrize("query", ["getBackupInfo", "getBackupCompatibilityInfo", "getRestoreCompatibilityInfo"])
def test_a_query_is_answered_in_the_form_that_counts(case: Case, query: str, typical: DataSet) -> None:
    trial, _ = seeded(case, typical)
    service = trial.device.backup_service
    before = len(trial.device.trace)
    if query == "getBackupInfo":
        service.get_backup_info(trial.bundle)
    else:
        service.get_compatibility_info(trial.bundle, "backup" if "Backup" in query else "restore")
    asked = trial.device.trace.of(CallbackSettled, before)
    if not asked or asked[0].outcome == "missing" or says_nothing(asked[0]):
        case.not_applicable(f"{query} is not overridden, or this device does not ask it")
    told = asked[0]
    wanted = QUERIES["getBackupInfo" if query == "getBackupInfo" else "compatibility"]
    if told.outcome in ("threw", "rejected"):
        case.fail(f"{query} {told.outcome} {told.value}: the caller gets an empty text", position=told.position)
    form = "returned" if query == "getBackupInfo" else "resolved"
    case.require(
        told.outcome == form and told.value_type == "string",
        f"{query} gave {described(told)}, but only {wanted} counts: the caller gets an empty text",
    )


def says_nothing(told: CallbackSettled) -> bool:
    """As the methods of the base class do."""
    return told.outcome in ("returned", "resolved") and told.value_type in ("undefined", "null")


def described(told: CallbackSettled) -> str:
    if told.outcome == "abandoned":
        return f"no answer in time ({told.value})"
    if told.outcome == "resolved":
        return f"a promise of {told.value_type}"
    return f"{told.value_type} at once"
