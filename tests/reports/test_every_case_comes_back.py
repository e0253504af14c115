"""Whatever cases and reasons hold: the forms that machines read can be parsed, and every case is in them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.reports.forms import FORMS
from ohos_backup.reports.model import CaseResult, Evidence, Outcome, Place, Results
from ohos_backup.reports.plain_text import plain
from ohos_backup.reports.verdict import summarise, verdict_of
from sample_results import every_outcome, requirement

OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "warn", "not_applicable", "inconclusive", "waived")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=20)


@st.composite
def runs(draw: st.DrawFn) -> Results:
    requirements = []
    for number, outcomes in enumerate(draw(st.lists(st.lists(st.sampled_from(OUTCOMES), min_size=1), max_size=4))):
        cases = tuple(
            CaseResult(
                id=f"REQ-{number:03}[{at}-{draw(NAMES)}]",
                outcome=outcome,
                reason=draw(TEXT),
                replay=draw(TEXT),
                waiver=draw(TEXT),
                parameters={draw(TEXT): draw(TEXT)},
                evidence=Evidence(place=draw(st.none() | st.builds(Place, file=NAMES, line=st.integers(0, 9)))),
            )
            for at, outcome in enumerate(outcomes)
        )
        first = requirement(
            f"REQ-{number:03}", draw(st.sampled_from(["MUST", "SHOULD", "MAY"])), outcomes[0], draw(NAMES)
        )
        requirements.append(msgspec.structs.replace(first, cases=cases, title=draw(TEXT)))
    return msgspec.structs.replace(
        every_outcome(),
        requirements=tuple(requirements),
        verdict=verdict_of(requirements),
        summary=summarise(requirements),
    )


def ids(results: Results, *outcomes: Outcome) -> list[str]:
    return sorted(plain(c.id) for r in results.requirements for c in r.cases if c.outcome in outcomes)


@settings(max_examples=40)
@given(runs())
def test_every_case_is_in_every_form_that_machines_read(results: Results) -> None:
    """One law for all forms, for making up runs is what takes the time."""
    forms = {name: form.render(results) for name, form in FORMS.items()}

    assert all(text.encode() for text in forms.values())
    check_junit(results, ElementTree.fromstring(forms["junit"]))
    check_sarif(results, json.loads(forms["sarif"])["runs"][0])
    rows = list(csv.DictReader(io.StringIO(forms["csv"], newline="")))
    assert sorted(row["case"] for row in rows) == ids(results, *OUTCOMES)
    assert all(None not in row and None not in row.values() for row in rows)


def check_junit(results: Results, document: ElementTree.Element) -> None:
    def with_child(*tags: str) -> list[str]:
        cases = document.iter("testcase")
        return sorted(case.get("name", "") for case in cases if any(case.find(tag) is not None for tag in tags))

    assert sorted(case.get("name", "") for case in document.iter("testcase")) == ids(results, *OUTCOMES)
    assert with_child("failure") == ids(results, "fail")
    assert with_child("error") == ids(results, "inconclusive")
    assert with_child("skipped") == ids(results, "not_applicable", "waived")
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(document.get(name, "")) == len(list(document.iter(tag)))
        assert sum(int(suite.get(name, "")) for suite in document) == len(list(document.iter(tag)))


def check_sarif(results: Results, run: dict[str, Any]) -> None:
    found = {result["properties"]["case"]: "suppressions" in result for result in run["results"]}

    assert sorted(found) == ids(results, "fail", "warn", "inconclusive", "waived")
    assert sorted(case for case, suppressed in found.items() if suppressed) == ids(results, "waived")
