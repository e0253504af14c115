"""From what a check said to the record of its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..emulator.runtime.arkts.api_references import ApiReference
from ..emulator.source import SourcePosition
from ..emulator.trace import (
    AnyEvent,
    CallbackEntered,
    CallbackSettled,
    LogLine,
    ModuleImported,
    NotEmulated,
    StandInFailed,
)
from ..reports.model import CaseResult, Evidence, Outcome, TreeChange
from .case import Case
from .subject import Subject
from .timeline import place_of, printable, timeline
from .verdicts import CaseEnded, Inconclusive, NotApplicable, Violation

LONGEST_TIMELINE = 60
"""Entries kept of a case's timeline: the last ones, for they lead to the failure."""


def record_case(case: Case, case_id: str, ended: CaseEnded | None, duration_ms: int) -> CaseResult:
    """What is kept of ``case``. A case that touched something not emulated is inconclusive, never passed or failed."""
    missing = _without_repetition(case.not_emulated())
    outcome, reason = _outcome(case, ended)
    if missing and outcome in ("pass", "fail", "warn"):
        outcome, reason = "inconclusive", _what_is_missing(missing[0], case.subject)
    violation = ended if isinstance(ended, Violation) else None
    evidence = Evidence()
    if outcome in ("fail", "warn", "inconclusive"):
        evidence = Evidence(
            place=place_of(_position(violation, missing)),
            timeline=timeline(event for trial in case.trials for event in trial.device.trace)[-LONGEST_TIMELINE:],
            differences=tuple(
                TreeChange(path=printable(c.path), change=c.change, before=c.before, after=c.after)
                for c in (violation.differences if violation else ())
            ),
        )
    return CaseResult(
        id=case_id,
        outcome=outcome,
        reason=printable(reason),
        replay=f"ohos-backup check {_quoted(case.subject.address)} --case {_quoted(case_id)}",
        parameters=case.parameters,
        evidence=evidence,
        not_emulated=tuple(event.capability for event in missing),
        duration_ms=duration_ms,
    )


def _outcome(case: Case, ended: CaseEnded | None) -> tuple[Outcome, str]:
    match ended:
        case None:
            return "pass", ""
        case NotApplicable():
            return "not_applicable", ended.reason
        case Inconclusive():
            return "inconclusive", ended.reason
        case _:
            return ("fail" if case.requirement.level == "MUST" else "warn"), ended.reason


def _what_is_missing(event: NotEmulated, subject: Subject) -> str:
    where = f" at {event.position}" if event.position else ""
    if isinstance(event, StandInFailed):
        return f"the stand-in for {event.capability} failed: {event.message}{where}"
    problem = next((p for p in subject.problems if event.position and p.position == event.position), None)
    if problem is not None:
        return f"the app needs {event.capability}, which cannot be used: {problem.message}{where}"
    if event.capability.startswith("module "):
        return f"the app needs {event.capability}, which is missing or does not compile{where}"
    return f"the app uses {event.capability}, which is not emulated{where}"


def imported_modules(case: Case) -> tuple[ApiReference, ...]:
    """The modules that the app imported by names made at run time, on any device of ``case``."""
    return tuple(
        ApiReference(module=event.module, position=event.position)
        for trial in case.trials
        for event in trial.device.trace.of(ModuleImported)
    )


def own_callbacks(case: Case) -> frozenset[str]:
    """The callbacks that the app's own code answered on any device of ``case``.

    The platform's base class answers what an app does not override: it logs a line that has no place in the app's
    sources, or does nothing at all where an extension is written in Python.
    """
    return frozenset(name for trial in case.trials for name in _answered(trial.device.trace, case.subject))


def _answered(trace: Iterable[AnyEvent], subject: Subject) -> Iterator[str]:
    between: list[AnyEvent] = []
    for event in trace:
        if isinstance(event, CallbackEntered):
            between = []
        elif isinstance(event, CallbackSettled):
            did_nothing = event.outcome == "returned" and event.value_type == "undefined"
            of_base_class = all(isinstance(e, LogLine) and e.position is None for e in between)
            untouched = did_nothing and of_base_class and (bool(between) or subject.project is None)
            if event.outcome != "missing" and not untouched:
                yield event.callback
        else:
            between.append(event)


def _position(violation: Violation | None, missing: tuple[NotEmulated, ...]) -> SourcePosition | None:
    if violation and violation.position:
        return violation.position
    return missing[0].position if missing else None


def _without_repetition(events: tuple[NotEmulated, ...]) -> tuple[NotEmulated, ...]:
    return tuple({event.capability: event for event in reversed(events)}.values())[::-1]


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)
