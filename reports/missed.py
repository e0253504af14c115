"""The cases that a reader has to look at, and the story of one of them as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from .excerpt import excerpt
from .language import ENGLISH, Words
from .model import CaseResult, Outcome, RequirementResult, Results
from .places import place_of_case
from .wording import timeline_text

MISSED: tuple[Outcome, ...] = ("fail", "inconclusive", "warn")
"""Outcomes that ask for something to be done, the gravest first."""

ENTRIES_SHOWN = 40
DIFFERENCES_SHOWN = 20


def missed(results: Results) -> list[RequirementResult]:
    """The requirements that are not fulfilled, the gravest first, else in the order of the catalogue."""
    return sorted((r for r in results.requirements if r.outcome in MISSED), key=lambda r: MISSED.index(r.outcome))


def cases_of(results: Results, *outcomes: Outcome) -> Iterator[tuple[RequirementResult, CaseResult]]:
    for requirement in results.requirements:
        for case in requirement.cases:
            if case.outcome in outcomes:
                yield requirement, case


def story(results: Results, requirement: RequirementResult, case: CaseResult) -> list[str]:
    """What failed, where, what differed, what went before, how to mend it and how to see it again; in English, for it
    goes into forms that programs read."""
    lines = [f"{requirement.id} {requirement.level}: {requirement.title}", case.reason]
    place = place_of_case(results, case)
    if place:
        lines.append(f"at {place}")
    lines += [*source_lines(case), *difference_lines(case), *timeline_lines(case)]
    if requirement.mend:
        lines.append(f"mend: {requirement.mend}")
    if case.replay:
        lines.append(f"replay: {case.replay}")
    return lines


def source_lines(case: CaseResult) -> list[str]:
    """The lines around the place, numbered, the very line marked."""
    found = case.evidence.excerpt
    if found is None:
        return []
    at = case.evidence.place.line if case.evidence.place and case.evidence.place.file == found.file else 0
    return [f"{'>' if n == at else ' '} {n:>5}  {text}" for n, text in enumerate(found.lines, found.first_line)]


def difference_lines(case: CaseResult, words: Words = ENGLISH) -> list[str]:
    shown = case.evidence.differences[:DIFFERENCES_SHOWN]
    lines = [
        f"{words.told(c.change)}: {c.path}  {' -> '.join(words.told(s) for s in (c.before, c.after) if s)}".rstrip()
        for c in shown
    ]
    rest = len(case.evidence.differences) - len(shown)
    if rest:
        lines.append(words.n(rest, "… and 1 more difference", "… and {n} more differences"))
    return lines


def timeline_lines(case: CaseResult, words: Words = ENGLISH) -> list[str]:
    shown = excerpt(case.evidence, ENTRIES_SHOWN)
    return [f"{entry.time_ms:>8} ms  {timeline_text(entry, words)}" for entry in shown]
