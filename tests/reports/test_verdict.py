"""How outcomes add up."""

from __future__ import annotations

import pytest
from ohos_backup.reports.model import Level, Outcome, Verdict
from ohos_backup.reports.verdict import verdict_of, worst_case
from sample_results import every_outcome, requirement


@pytest.mark.parametrize(
    ("parts", "strict", "verdict"),
    [
        ([("MUST", "pass")], False, "conforms"),
        ([("MUST", "pass"), ("MUST", "fail")], False, "does-not-conform"),
        ([("MUST", "inconclusive"), ("MUST", "fail")], False, "does-not-conform"),
        ([("MUST", "pass"), ("MUST", "inconclusive")], False, "inconclusive"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], False, "conforms"),
        ([("MUST", "pass"), ("SHOULD", "inconclusive")], True, "inconclusive"),
        ([("MUST", "pass"), ("SHOULD", "warn")], False, "conforms"),
        ([("MUST", "pass"), ("SHOULD", "warn")], True, "does-not-conform"),
        ([("MUST", "pass"), ("MUST", "not_applicable")], False, "conforms"),
        ([("MUST", "waived"), ("MUST", "pass")], False, "conforms"),
        ([("MUST", "not_applicable")], False, "inconclusive"),
        ([], False, "inconclusive"),
    ],
)
def test_verdict_follows_levels_and_outcomes(
    parts: list[tuple[Level, Outcome]], strict: bool, verdict: Verdict
) -> None:
    requirements = [requirement(f"RST-{n:03}", level, outcome) for n, (level, outcome) in enumerate(parts)]

    assert verdict_of(requirements, strict=strict) == verdict


def test_the_worst_case_speaks_for_its_requirement() -> None:
    cases = [case for requirement in every_outcome().requirements for case in requirement.cases]

    assert worst_case(cases).outcome == "fail"
    assert worst_case([case for case in cases if case.outcome != "fail"]).outcome == "inconclusive"


def test_every_outcome_is_counted_once() -> None:
    summary = every_outcome().summary

    assert (summary.passed, summary.fail, summary.warn) == (1, 1, 1)
    assert (summary.inconclusive, summary.not_applicable, summary.waived) == (1, 1, 1)
