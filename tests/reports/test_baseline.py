"""Known failures count as waived, as long as they are the very same; a baseline only ever shrinks."""

from __future__ import annotations

import msgspec
import pytest
from ohos_backup.reports.baseline import KNOWN, baseline_of, held_against
from ohos_backup.reports.model import Policy, Results
from ohos_backup.reports.verdict import rejudged
from sample_results import every_outcome, requirement


def run(*parts: tuple[str, str, str], complete: bool = True) -> Results:
    """A run of cases ``(requirement, outcome, reason)``, all of them MUSTs."""
    made = []
    for identifier, outcome, reason in parts:
        bare = requirement(identifier, "MUST", outcome)
        case = msgspec.structs.replace(bare.cases[0], reason=reason)
        made.append(msgspec.structs.replace(bare, cases=(case,), reason=reason))
    return rejudged(msgspec.structs.replace(every_outcome(), complete=complete), made, Policy())


KNOWN_RUN = run(("RST-001", "fail", "a file is lost"), ("RST-002", "pass", ""))


def test_a_known_failure_is_waived_and_everything_follows_from_that() -> None:
    held = held_against(KNOWN_RUN, baseline_of(KNOWN_RUN))

    case = held.results.requirements[0].cases[0]
    assert (case.outcome, case.waiver) == ("waived", KNOWN)
    assert (held.results.verdict, held.results.summary.waived, held.results.summary.fail) == ("conforms", 1, 0)
    assert held.results.requirements[0].mend == ""
    assert not any((held.new, held.changed, held.fixed, held.stale))


@pytest.mark.parametrize(
    ("after", "verdict", "told"),
    [
        (run(("RST-001", "fail", "a file is lost"), ("RST-002", "fail", "x")), "does-not-conform", {"new": "RST-002"}),
        (run(("RST-001", "fail", "two files are lost")), "does-not-conform", {"changed": "RST-001"}),
        (run(("RST-001", "pass", "")), "conforms", {"fixed": "RST-001"}),
        (run(("RST-001", "not_applicable", "x"), ("RST-002", "pass", "")), "conforms", {"fixed": "RST-001"}),
        (run(("RST-001", "inconclusive", "x")), "inconclusive", {}),
        (run(("RST-002", "pass", "")), "conforms", {"stale": "RST-001"}),
        (run(("RST-002", "pass", ""), complete=False), "conforms", {}),
    ],
)  # fmt: skip
def test_what_differs_from_the_baseline_is_told(after: Results, verdict: str, told: dict[str, str]) -> None:
    held = held_against(after, baseline_of(KNOWN_RUN))

    assert held.results.verdict == verdict
    found = {name: getattr(held, name) for name in ("new", "changed", "fixed", "stale") if getattr(held, name)}
    assert found == {name: (f"{identifier}[typical]",) for name, identifier in told.items()}
    listed = [failure.case for failure in held.shrunk.failures]
    assert listed == ([] if "fixed" in told or "stale" in told else ["RST-001[typical]"])


def test_results_that_were_held_against_it_give_the_same_baseline_again() -> None:
    baseline = baseline_of(KNOWN_RUN)

    assert baseline_of(held_against(KNOWN_RUN, baseline).results) == baseline


def test_neither_a_waiver_that_expired_nor_one_that_covers_goes_into_a_baseline() -> None:
    expired = msgspec.structs.replace(KNOWN_RUN.requirements[0].cases[0], waiver="until 2020-01-01")
    broken = msgspec.structs.replace(KNOWN_RUN.requirements[0], cases=(expired,))
    results = rejudged(KNOWN_RUN, (broken, requirement("RST-009", "MUST", "waived")), Policy())

    assert baseline_of(results).failures == ()
    assert held_against(results, baseline_of(KNOWN_RUN)).results.verdict == "does-not-conform"
