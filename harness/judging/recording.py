"""From what a check said to the record of its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ...emulator.runtime.arkts.api_references import ApiReference
from ...emulator.source import SourcePosition
from ...emulator.trace import (
    AnyEvent,
    CallbackEntered,
    CallbackSettled,
    ExtensionStarted,
    LogLine,
    ModuleImported,
    NotEmulated,
    StandInFailed,
)
from ...reports.model import ArchivedEntry, CaseResult, Evidence, Outcome, TimelineEntry, TreeChange
from ..scenarios.case import Case
from ..scenarios.verdicts import CaseEnded, Inconclusive, NotApplicable, Violation
from ..subjects.subject import Subject
from ..timeline import printable, timeline
from .archive_listing import archived_entries
from .blame import blamed_place
from .source_lines import excerpt_around, place_in, relative_place

LONGEST_ARCHIVE = 200
"""Files of an archive that are listed."""

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
        position = _position(violation, missing)
        if position is None and outcome in ("fail", "warn"):
            position = blamed_place(case, reason)
        place = place_in(case.subject, position)
        archive = _carried(case)
        evidence = Evidence(
            place=place,
            excerpt=excerpt_around(place, case.subject.root),
            archive=archive[:LONGEST_ARCHIVE],
            archive_more=max(len(archive) - LONGEST_ARCHIVE, 0),
            timeline=tuple(_entries(case))[-LONGEST_TIMELINE:],
            differences=tuple(
                TreeChange(path=printable(c.path), change=c.change, before=c.before, after=c.after)
                for c in (violation.differences if violation else ())
            ),
        )
    return CaseResult(
        id=case_id,
        outcome=outcome,
        reason=printable(reason),
        replay=" ".join(
            ["ohos-backup check", _quoted(case.subject.address), *_older(case), "--case", _quoted(case_id)]
        ),
        parameters=case.parameters,
        evidence=evidence,
        not_emulated=tuple(event.capability for event in missing),
        duration_ms=duration_ms,
    )


def _entries(case: Case) -> Iterator[TimelineEntry]:
    root = case.subject.root
    for entry in timeline(event for trial in case.trials for event in trial.device.trace):
        yield msgspec.structs.replace(entry, place=relative_place(entry.place, root)) if entry.place else entry


def _carried(case: Case) -> tuple[ArchivedEntry, ...]:
    """Of the last device on which the extension ran."""
    for trial in reversed(case.trials):
        if trial.device.trace.of(ExtensionStarted):
            archive = trial.device.backup_service.last_archive
            return tuple(archived_entries(archive)) if archive is not None else ()
    return ()


def _older(case: Case) -> tuple[str, ...]:
    """Without the older sources there is no such case; naming those that the settings name, too, does no harm."""
    older = case.parameters.get("from")
    return ("--from", _quoted(older)) if older else ()


def _outcome(case: Case, ended: CaseEnded | None) -> tuple[Outcome, str]:
    match ended:
        case None:
            return "pass", "; ".join(case.remarks)
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
    own = (trial for trial in case.trials if trial.subject is case.subject)
    return frozenset(name for trial in own for name in answered(trial.device.trace, case.subject))


def answered(trace: Iterable[AnyEvent], subject: Subject) -> Iterator[str]:
    """The callbacks that ``subject`` itself answered in ``trace``, each as often as it did."""
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
