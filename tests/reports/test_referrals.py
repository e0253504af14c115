"""A case that points to another requirement is settled only by something that was found there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from ohos_backup import conformance
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.scenarios import gate
from ohos_backup.reports.model import CaseResult, Outcome
from ohos_backup.reports.referrals import left_to, opened

LEFT = "the data does not come back: see RST-001 and RST-006"
PLAIN = "fullBackupOnly is not set"


def case(identifier: str, outcome: Outcome, reason: str = "") -> CaseResult:
    return CaseResult(id=f"{identifier}[typical]", outcome=outcome, reason=reason)


def run(**outcomes: tuple[Outcome, str]) -> dict[str, list[CaseResult]]:
    return {name.replace("_", "-"): [case(name.replace("_", "-"), *ended)] for name, ended in outcomes.items()}


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (("fail", "lost"), "not_applicable"),
        (("warn", "lost"), "not_applicable"),
        (("waived", "lost"), "not_applicable"),
        (("inconclusive", "who knows"), "not_applicable"),
        (("pass", ""), "inconclusive"),
        (("not_applicable", PLAIN), "inconclusive"),
    ],
)
def test_a_case_left_to_a_requirement_that_found_nothing_stays_open(
    told: tuple[Outcome, str], outcome: Outcome
) -> None:
    cases = opened(run(RST_001=told, RST_005=("not_applicable", LEFT)))

    assert cases["RST-005"][0].outcome == outcome
    assert LEFT in cases["RST-005"][0].reason


def test_a_requirement_passes_on_what_it_was_told() -> None:
    passed_on = run(
        BKP_001=("fail", "no"),
        RST_001=("not_applicable", "there is no backup: see BKP-001, LIF-002"),
        RST_005=("not_applicable", LEFT),
    )

    assert opened(passed_on) == passed_on


def test_two_that_point_to_each_other_settle_nothing() -> None:
    circle = run(RST_001=("not_applicable", "no: see RST-005"), RST_005=("not_applicable", LEFT))

    assert {own[0].outcome for own in opened(circle).values()} == {"inconclusive"}


def test_what_did_not_run_tells_nothing_unless_nobody_asked_for_its_level() -> None:
    alone = run(RST_005=("not_applicable", LEFT))

    assert opened(alone)["RST-005"][0].outcome == "inconclusive"
    assert opened(alone, level_limited=True) == alone


def test_what_does_not_apply_and_points_nowhere_stays_as_it_is() -> None:
    plain = run(RST_006=("not_applicable", PLAIN), RST_001=("pass", ""))

    assert opened(plain) == plain


def pointing_reasons() -> Iterator[str]:
    """The texts with which the sources of the suite point to requirements; what is filled in is left out."""
    folder = Path(conformance.__file__).parent
    for path in (*sorted(folder.glob("*.py")), Path(gate.__file__)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                text = ast.unparse(node).strip("f\"'")
                if "see {" not in text and ": see " in text and any(name in text for name in catalogue()):
                    yield text


def test_every_reason_that_points_is_understood() -> None:
    reasons = [text for text in pointing_reasons() if "\n" not in text]

    assert len(reasons) > 50
    for reason in reasons:
        targets = left_to(case("RST-001", "not_applicable", reason))
        assert targets, reason
        assert targets <= set(catalogue()), reason
