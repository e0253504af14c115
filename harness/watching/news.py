"""What a run brought since the one before: what is broken now, what is mended, what is still open."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.text import Text

from ...reports.language import ENGLISH, Words
from ...reports.model import Outcome, RequirementResult, Results
from ...reports.terminal import STYLE, VERDICT_STYLE
from ...reports.wording import outcome_words, verdict_headline

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


def tell(console: Console, before: Results | None, after: Results, words: Words = ENGLISH) -> None:
    """A paragraph for each news, a line for what is fixed and what is still open, and the verdict."""
    found = news(before, after)
    then = before.requirements if before else ()
    known = {requirement.id for requirement in then if requirement.outcome in OPEN}
    for requirement in found.told:
        _tell_open(console, requirement, words, words.t("still") if requirement.id in known else words.t("new"))
    if found.fixed:
        console.print(
            Text.assemble((f"{words.t('fixed'):<7}", "green"), ", ".join(requirement.id for requirement in found.fixed))
        )
    if found.still:
        names = ", ".join(
            f"{outcome_words(words)[requirement.outcome]} {requirement.id}" for requirement in found.still
        )
        console.print(Text.assemble((f"{words.t('still'):<7}", "yellow"), names))
    _tell_verdict(console, after, words)


def _tell_open(console: Console, requirement: RequirementResult, words: Words, word: str) -> None:
    outcome = requirement.outcome
    console.print(
        Text.assemble(
            (f"{word:<7}", "bold"),
            (f"{outcome_words(words)[outcome].upper()} ", STYLE[outcome]),
            (requirement.id, "bold"),
            f" {requirement.level}  {words.told(requirement.title)}",
        ),
        soft_wrap=True,
    )
    case = next(case for case in requirement.cases if case.outcome == outcome)
    reason = words.told(case.reason)
    reason = reason if len(reason) <= REASON_SHOWN else f"{reason[: REASON_SHOWN - 1]}…"
    for line in (reason, str(case.evidence.place or ""), case.replay):
        if line:
            console.print(Text(f"       {line}"), soft_wrap=True)


def _tell_verdict(console: Console, results: Results, words: Words) -> None:
    cases = [case for requirement in results.requirements for case in requirement.cases]
    summary = results.summary
    counts = (
        (summary.fail, words.t("{count} fail", count=summary.fail)),
        (summary.inconclusive, words.t("{count} inconclusive", count=summary.inconclusive)),
        (summary.warn, words.t("{count} warn", count=summary.warn)),
        (summary.passed, words.t("{count} pass", count=summary.passed)),
    )
    text = words.t(
        "{outcomes}; {ran} of {all} cases ran in {seconds} s",
        outcomes=words.t(", ").join(told for count, told in counts if count) or words.t("nothing judged"),
        ran=sum(not case.taken_over for case in cases),
        all=len(cases),
        seconds=f"{results.duration_ms / 1000:.1f}",
    )
    verdict = (verdict_headline(results.verdict, words), VERDICT_STYLE[results.verdict])
    console.print(Text.assemble(verdict, f"  {text}"), soft_wrap=True)
