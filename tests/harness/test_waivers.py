"""Waivers: accepted for a while, strict about passing, loud when they have expired or cover nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ohos_backup.harness.judging.waivers import Waivers
from ohos_backup.harness.settings import Waiver
from ohos_backup.reports.model import CaseResult, Outcome

TODAY = date(2026, 6, 1)
LATER = date(2026, 6, 1)
PAST = date(2026, 5, 31)


def waivers(root: Path, identifier: str, expires: date = LATER) -> Waivers:
    text = f'[[waiver]]\nid = "{identifier}"\nreason = "known"\nexpires = {expires}\n'
    (root / "ohos-backup.toml").write_text(text)
    return Waivers([Waiver(id=identifier, reason="known", expires=expires, owner="us")], root, TODAY)


def case(outcome: Outcome, name: str = "typical") -> CaseResult:
    return CaseResult(id=f"RST-003[{name}]", outcome=outcome, reason="" if outcome == "pass" else "it differs")


@pytest.mark.parametrize("identifier", ["RST-003[typical]", "rst-003[TYPICAL]", "RST-003", "RST-*", "RST-003[typ*"])
@pytest.mark.parametrize("outcome", ["fail", "warn"])
def test_a_failure_is_waived_until_the_end_of_the_last_day(tmp_path: Path, identifier: str, outcome: Outcome) -> None:
    judged = waivers(tmp_path, identifier).judged(case(outcome))

    assert (judged.outcome, judged.reason) == ("waived", "it differs")
    assert judged.waiver == "known (until 2026-06-01, us)"


def test_an_expired_waiver_fails_in_its_own_words(tmp_path: Path) -> None:
    for outcome, why in (("fail", "it differs"), ("warn", "it differs"), ("pass", "the case passes, so it can go")):
        judged = waivers(tmp_path, "RST-003", PAST).judged(case(outcome))
        assert judged.outcome == "fail"
        assert judged.reason == f"the waiver of ohos-backup.toml:2 expired on 2026-05-31: {why}"


def test_a_case_that_passes_although_it_is_waived_fails(tmp_path: Path) -> None:
    judged = waivers(tmp_path, "RST-003[typical]").judged(case("pass"))

    assert (judged.outcome, judged.reason) == ("fail", "it passes, so the waiver of ohos-backup.toml:2 has to go")


@pytest.mark.parametrize("outcome", ["inconclusive", "not_applicable"])
def test_what_could_not_be_judged_stays_as_it_is(tmp_path: Path, outcome: Outcome) -> None:
    assert waivers(tmp_path, "RST-003", PAST).judged(case(outcome)) == case(outcome)


def at_the_end(root: Path, identifier: str, *cases: CaseResult, is_whole: bool = True) -> tuple[list[str], list[str]]:
    made = waivers(root, identifier)
    judged, unused = made.at_the_end({"RST-003": [made.judged(each) for each in cases]}, is_whole=is_whole)
    return [each.outcome for each in judged["RST-003"]], [finding.message for finding in unused]


def test_a_waiver_for_several_cases_needs_one_that_fails(tmp_path: Path) -> None:
    assert at_the_end(tmp_path, "RST-003", case("fail"), case("pass", "empty")) == (["waived", "pass"], [])
    assert at_the_end(tmp_path, "RST-003", case("pass"), case("pass", "empty")) == (["fail", "fail"], [])


def test_only_a_whole_run_can_tell_that_a_pattern_covers_nothing(tmp_path: Path) -> None:
    assert at_the_end(tmp_path, "RST-003", case("pass"), is_whole=False) == (["pass"], [])


def test_a_waiver_that_covers_nothing_is_told(tmp_path: Path) -> None:
    _, none = at_the_end(tmp_path, "BKP-001", case("pass"))
    _, unjudged = at_the_end(tmp_path, "RST-003", case("not_applicable"))

    assert none == ["the waiver for BKP-001 covers nothing: there is no such case"]
    assert unjudged == ["the waiver for RST-003 covers nothing: none of its cases could be judged"]
