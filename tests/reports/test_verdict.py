"""How outcomes add up."""

from __future__ import annotations

import pytest
from ohos_backup.harness.results.policy import UnknownPolicy, policy_of
from ohos_backup.reports.model import Level, Outcome, Verdict
from ohos_backup.reports.verdict import verdict_of, worst_case
from sample_results import every_outcome, requirement


@pytest.mark.parametrize(
    ("parts", "policy", "verdict"),
    [
        ([("MUST", "pass")], "", "conforms"),
        ([("MUST", "pass"), ("MUST", "fail")], "", "does-not-conform"),
        ([("MUST", "inconclusive"), ("MUST", "fail")], "", "does-not-conform"),
        ([("MUST", "pass"), ("MUST", "inconclusive")], "", "inconclusive"),
        ([("MUST", "pass"), ("MUST", "inconclusive")], "inconclusive", "does-not-conform"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], "", "conforms"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], "inconclusive", "conforms"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], "warn", "inconclusive"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], "warn inconclusive", "does-not-conform"),
        ([("MUST", "pass"), ("SHOULD", "warn")], "", "conforms"),
        ([("MUST", "pass"), ("SHOULD", "warn")], "warn", "does-not-conform"),
        ([("MUST", "pass"), ("SHOULD", "warn")], "warn MUST", "conforms"),
        ([("MUST", "pass"), ("MAY", "warn")], "warn SHOULD", "conforms"),
        ([("MUST", "pass"), ("SHOULD", "fail")], "MUST", "conforms"),
        ([("SHOULD", "pass")], "MUST", "inconclusive"),
        ([("MUST", "pass"), ("MUST", "not_applicable")], "", "conforms"),
        ([("MUST", "waived"), ("MUST", "pass")], "", "conforms"),
        ([("MUST", "waived"), ("MUST", "pass")], "waived", "does-not-conform"),
        ([("MUST", "not_applicable")], "", "inconclusive"),
        ([], "", "inconclusive"),
    ],
)
def test_verdict_follows_levels_and_outcomes(parts: list[tuple[Level, Outcome]], policy: str, verdict: Verdict) -> None:
    requirements = [requirement(f"RST-{n:03}", level, outcome) for n, (level, outcome) in enumerate(parts)]
    levels = [word for word in policy.split() if word.isupper()]
    asked = policy_of(levels[0] if levels else None, [word for word in policy.split() if word.islower()])

    assert verdict_of(requirements, asked) == verdict


def test_strict_is_failing_on_warn() -> None:
    assert policy_of(strict=True) == policy_of(fail_on=["warn"]) == policy_of("may", ["warn", "fail"])


@pytest.mark.parametrize(("level", "fail_on"), [("HIGH", []), (None, ["never"])])
def test_an_unknown_policy_is_refused(level: str | None, fail_on: list[str]) -> None:
    with pytest.raises(UnknownPolicy):
        policy_of(level, fail_on)


def test_the_worst_case_speaks_for_its_requirement() -> None:
    cases = [case for requirement in every_outcome().requirements for case in requirement.cases]

    assert worst_case(cases).outcome == "fail"
    assert worst_case([case for case in cases if case.outcome != "fail"]).outcome == "inconclusive"


def test_every_outcome_is_counted_once() -> None:
    summary = every_outcome().summary

    assert (summary.passed, summary.fail, summary.warn) == (1, 1, 1)
    assert (summary.inconclusive, summary.not_applicable, summary.waived) == (1, 1, 1)
