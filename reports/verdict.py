"""How outcomes add up: from cases to a requirement, from requirements to the verdict of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from .model import CaseResult, Level, Outcome, Policy, RequirementResult, Results, Summary, Verdict

WORST_FIRST: tuple[Outcome, ...] = ("fail", "inconclusive", "warn", "waived", "pass", "not_applicable")
DEFAULT_POLICY = Policy()
STRICTEST_FIRST: tuple[Level, ...] = ("MUST", "SHOULD", "MAY")


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


def verdict_of(requirements: Iterable[RequirementResult], policy: Policy = DEFAULT_POLICY) -> Verdict:
    """By default a failed MUST breaks conformance, a MUST that could not be judged leaves it open, a missed SHOULD does
    neither. A run that judged nothing is inconclusive.
    """
    judged: list[tuple[Level, Outcome]] = [
        (requirement.level, case.outcome)
        for requirement in requirements
        if counts(requirement.level, policy)
        for case in requirement.cases
        if case.outcome != "not_applicable"
    ]
    if any(breaks(level, outcome, policy) for level, outcome in judged):
        return "does-not-conform"
    if not judged or any(leaves_open(level, outcome, policy) for level, outcome in judged):
        return "inconclusive"
    return "conforms"


def counts(level: Level, policy: Policy) -> bool:
    """Whether the verdict asks for requirements of ``level`` at all."""
    return STRICTEST_FIRST.index(level) <= STRICTEST_FIRST.index(policy.level)


def breaks(level: Level, outcome: Outcome, policy: Policy) -> bool:
    """Whether one case of ``outcome`` breaks conformance."""
    if not counts(level, policy):
        return False
    if outcome == "inconclusive":
        return "inconclusive" in policy.fail_on and _binds(level, policy)
    return outcome == "fail" or (outcome in ("warn", "waived") and outcome in policy.fail_on)


def leaves_open(level: Level, outcome: Outcome, policy: Policy) -> bool:
    """Whether one case of ``outcome`` keeps conformance from being judged."""
    return outcome == "inconclusive" and counts(level, policy) and _binds(level, policy)


def rejudged(results: Results, requirements: Iterable[RequirementResult], policy: Policy) -> Results:
    """``results`` with other ``requirements``, and with the summary and the verdict that follow from them."""
    kept = tuple(requirements)
    return msgspec.structs.replace(
        results, requirements=kept, policy=policy, summary=summarise(kept), verdict=verdict_of(kept, policy)
    )


def _binds(level: Level, policy: Policy) -> bool:
    return level == "MUST" or "warn" in policy.fail_on
