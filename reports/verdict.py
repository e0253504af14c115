"""How outcomes add up: from cases to a requirement, from requirements to the verdict of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .model import CaseResult, Outcome, RequirementResult, Summary, Verdict

WORST_FIRST: tuple[Outcome, ...] = ("fail", "inconclusive", "warn", "waived", "pass", "not_applicable")


def worst_case(cases: Sequence[CaseResult]) -> CaseResult:
    """The case that speaks for its requirement: the first among those with the worst outcome."""
    return min(cases, key=lambda case: WORST_FIRST.index(case.outcome))


def summarise(requirements: Iterable[RequirementResult]) -> Summary:
    count = Counter(requirement.outcome for requirement in requirements)
    return Summary(
        passed=count["pass"],
        fail=count["fail"],
        warn=count["warn"],
        not_applicable=count["not_applicable"],
        inconclusive=count["inconclusive"],
        waived=count["waived"],
    )


def verdict_of(requirements: Sequence[RequirementResult], *, strict: bool = False) -> Verdict:
    """A failed MUST breaks conformance, a MUST that could not be judged leaves it open, a missed SHOULD does neither.

    With ``strict`` a missed SHOULD breaks conformance too. A run that judged nothing is inconclusive.
    """
    judged = [requirement for requirement in requirements if requirement.outcome != "not_applicable"]
    if any(requirement.outcome == "fail" or (strict and requirement.outcome == "warn") for requirement in judged):
        return "does-not-conform"
    if not judged or any(r.outcome == "inconclusive" and (strict or r.level == "MUST") for r in judged):
        return "inconclusive"
    return "conforms"
