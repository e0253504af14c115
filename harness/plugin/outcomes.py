"""Turns the end of a check into pytest's report and into the record that travels with it (also between processes)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, cast

import pytest

from .collecting import CASE_ID, REQUIREMENT
from .fixtures import CASE
from .options import SETTINGS

if TYPE_CHECKING:
    from ...reports.model import CaseResult
    from ..scenarios.case import Case
    from ..scenarios.verdicts import CaseEnded

RECORD = "ohos_backup_case"
"""The attribute of a test report that carries ``{"requirement": id, "case": CaseResult as JSON-like data,
"callbacks": names of the callbacks that the app's own code answered, "imported": system modules that it imported by
names made at run time, "unwaived": the case without its waiver, "ran": lines by
file that no earlier case of this process ran, "check": the module of its check, "data_set": the name
of its data set or ``""``}``."""

JUDGED = pytest.StashKey["CaseResult"]()

DIFFERENCES_SHOWN = 20
TIMELINE_SHOWN = 20


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    made = item.stash.get(CASE, None)
    if call.when == "call" and made is not None and call.excinfo is not None and _ends_case(call.excinfo.value):
        # The record says it below; pytest's own words for it take as long as a short case.
        setattr(item, "repr_failure", str)  # noqa: B010 - a method to the type checker
    report = yield
    if call.when == "teardown":
        _tell_allure(item)
        if made is not None:
            del item.stash[CASE]
    if call.when == "call" and made is not None:
        import msgspec

        from ..judging.recording import imported_modules, own_callbacks

        unwaived = _record(item, made, call)
        if unwaived is not None:
            record = item.config.stash[SETTINGS].waivers.judged(unwaived)
            item.stash[JUDGED] = record
            if record.outcome == "inconclusive":
                call.excinfo = _as_inconclusive(record.reason)
            _describe(report, item, record)
            getattr(report, RECORD).update(
                callbacks=sorted(own_callbacks(made)),
                imported=msgspec.to_builtins(imported_modules(made)),
                unwaived=msgspec.to_builtins(unwaived),
                ran=_ran(item),
            )
    return report


def _tell_allure(item: pytest.Item) -> None:
    """After allure-pytest has said what it knows by itself."""
    record = item.stash.get(JUDGED, None)
    if record is not None and item.config.getoption("allure_report_dir", None):
        from .allure_case import say_as_results_do

        say_as_results_do(item, record)


def _ends_case(error: BaseException) -> bool:
    from ...emulator.errors import OhosBackupError
    from ..scenarios.verdicts import CaseEnded

    return isinstance(error, CaseEnded | OhosBackupError)


def _record(item: pytest.Item, made: Case, call: pytest.CallInfo[None]) -> CaseResult | None:
    from ...emulator.errors import OhosBackupError
    from ..judging.recording import record_case
    from ..scenarios.verdicts import CaseEnded, Inconclusive

    ended = call.excinfo.value if call.excinfo else None
    if isinstance(ended, OhosBackupError):
        ended = Inconclusive(str(ended))
    if ended is not None and not isinstance(ended, CaseEnded):
        return None
    if ended is None:
        ended = _missed_strike(item, made)
    return record_case(made, item.stash[CASE_ID], ended, int(call.duration * 1000))


def _missed_strike(item: pytest.Item, made: Case) -> CaseEnded | None:
    """A case of a fault passes only when the fault was there: a folder that is on the device need not be made."""
    from ..scenarios.fault_points import FaultPoint
    from ..scenarios.verdicts import NotApplicable

    callspec = getattr(item, "callspec", None)
    point = callspec.params.get("fault_point") if callspec is not None else None
    if not isinstance(point, FaultPoint) or point.struck(made.trials):
        return None
    return NotApplicable(f"{point.described()} never came: here the extension does not do that")


def _ran(item: pytest.Item) -> dict[str, list[int]]:
    settings = item.config.stash[SETTINGS]
    if settings.ran_lines is None:
        return {}
    from ..judging.coverage import fresh_lines

    return fresh_lines(settings.subject, settings.ran_lines)


def _as_inconclusive(reason: str) -> pytest.ExceptionInfo[BaseException]:
    """For plugins that judge by the exception: one that is no assertion means broken, not failed."""
    from ..scenarios.verdicts import Inconclusive

    with pytest.raises(Inconclusive) as told:
        raise Inconclusive(reason)
    return cast("pytest.ExceptionInfo[BaseException]", told)


def _describe(report: pytest.TestReport, item: pytest.Item, record: CaseResult) -> None:
    import msgspec

    requirement = item.stash[REQUIREMENT]
    carried = {
        "requirement": requirement,
        "case": msgspec.to_builtins(record),
        "check": item.path.stem,
        "data_set": record.parameters.get("data_set", ""),
    }
    setattr(report, RECORD, carried)
    report.user_properties += [("requirement", requirement), ("outcome", record.outcome)]
    match record.outcome:
        case "pass" | "warn":
            report.outcome = "passed"
            report.longrepr = None
        case "not_applicable" | "waived":
            report.outcome = "skipped"
            waiver = f" - waived: {record.waiver}" if record.waiver else ""
            report.longrepr = (str(item.path), 0, f"Skipped: {record.reason}{waiver}")
        case "fail" | "inconclusive":
            report.outcome = "failed"
            report.longrepr = story(record)


def story(record: CaseResult) -> str:
    """A failing case in plain lines: reason, place, differences, what led to it, how to replay it."""
    from ...reports.excerpt import excerpt

    evidence = record.evidence
    lines = [f"{record.id} {record.outcome}: {record.reason}"]
    if evidence.place:
        lines.append(f"  at {evidence.place}")
    for change in evidence.differences[:DIFFERENCES_SHOWN]:
        states = " -> ".join(filter(None, (change.before, change.after)))
        lines.append(f"  {change.change:10} {change.path}  {states}".rstrip())
    if len(evidence.differences) > DIFFERENCES_SHOWN:
        lines.append(f"  and {len(evidence.differences) - DIFFERENCES_SHOWN} more differences")
    lines += [f"  {entry.time_ms:>8} ms  {entry.text}" for entry in excerpt(evidence, TIMELINE_SHOWN)]
    lines.append(f"  replay: {record.replay}")
    return "\n".join(lines)


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, str] | None:
    record = getattr(report, RECORD, None)
    if record is None:
        return None
    outcome = record["case"]["outcome"]
    words = {
        "warn": ("warnings", "w", "SHOULD MISSED"),
        "inconclusive": ("error", "I", "INCONCLUSIVE"),
        "not_applicable": ("skipped", "s", "NOT APPLICABLE"),
        "waived": ("skipped", "s", "WAIVED"),
    }
    return words.get(outcome)
