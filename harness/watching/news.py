"""What a run brought since the one before: what is broken now, what is mended, what is still open."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.text import Text

from ...reports.model import Outcome, RequirementResult, Results
from ...reports.terminal import SENTENCE, STYLE

OPEN: tuple[Outcome, ...] = ("fail", "warn", "inconclusive")
REASON_SHOWN = 300


class News(msgspec.Struct, frozen=True):
    """``told``: open requirements that were not open before, or for another reason. ``still``: as before."""

    told: tuple[RequirementResult, ...]
    still: tuple[RequirementResult, ...]
    fixed: tuple[RequirementResult, ...]


def news(before: Results | None, after: Results) -> News:
    """``before`` None: everything that is open is news."""
    then = {requirement.id: requirement for requirement in before.requirements} if before else {}
    told: list[RequirementResult] = []
    still: list[RequirementResult] = []
    fixed: list[RequirementResult] = []
    for now in after.requirements:
        was = then.get(now.id)
        if now.outcome in OPEN:
            same = was is not None and (was.outcome, was.reason) == (now.outcome, now.reason)
            (still if same else told).append(now)
        elif was is not None and was.outcome in OPEN:
            fixed.append(now)
    return News(tuple(told), tuple(still), tuple(fixed))


def tell(console: Console, before: Results | None, after: Results) -> None:
    """A paragraph for each news, a line for what is fixed and what is still open, and the verdict."""
    found = news(before, after)
    then = before.requirements if before else ()
    known = {requirement.id for requirement in then if requirement.outcome in OPEN}
    for requirement in found.told:
        _tell_open(console, requirement, "still" if requirement.id in known else "new")
    if found.fixed:
        console.print(Text.assemble(("fixed  ", "green"), ", ".join(requirement.id for requirement in found.fixed)))
    if found.still:
        names = ", ".join(f"{requirement.outcome} {requirement.id}" for requirement in found.still)
        console.print(Text.assemble(("still  ", "yellow"), names))
    _tell_verdict(console, after)


def _tell_open(console: Console, requirement: RequirementResult, word: str) -> None:
    outcome = requirement.outcome
    console.print(
        Text.assemble(
            (f"{word:<7}", "bold"),
            (f"{outcome.upper()} ", STYLE[outcome]),
            (requirement.id, "bold"),
            f" {requirement.level}  {requirement.title}",
        ),
        soft_wrap=True,
    )
    case = next(case for case in requirement.cases if case.outcome == outcome)
    reason = case.reason if len(case.reason) <= REASON_SHOWN else f"{case.reason[: REASON_SHOWN - 1]}…"
    for line in (reason, f"at {case.evidence.place}" if case.evidence.place else "", case.replay):
        if line:
            console.print(Text(f"       {line}"), soft_wrap=True)


def _tell_verdict(console: Console, results: Results) -> None:
    words, style = SENTENCE[results.verdict]
    cases = [case for requirement in results.requirements for case in requirement.cases]
    ran = sum(not case.taken_over for case in cases)
    summary = results.summary
    counts = {"fail": summary.fail, "inconclusive": summary.inconclusive, "warn": summary.warn, "pass": summary.passed}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    text = f"  {told or 'nothing judged'}; {ran} of {len(cases)} cases ran in {results.duration_ms / 1000:.1f} s"
    console.print(Text.assemble((words, style), text), soft_wrap=True)
