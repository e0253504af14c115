"""The compliance statement: it claims what was judged, and nothing else, in both of its forms."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser

import msgspec
import pytest
from ohos_backup.reports.model import Environment, Policy, Results
from ohos_backup.reports.results_file import to_json
from ohos_backup.reports.statement import Statement, statement_of
from ohos_backup.reports.statement_html import statement_html
from ohos_backup.reports.statement_markdown import statement_markdown
from ohos_backup.reports.verdict import verdict_of
from sample_results import every_outcome, requirement

PASS, FAIL = requirement("RST-001", "MUST", "pass"), requirement("RST-002", "MUST", "fail")
OPEN, WAIVED = requirement("RST-003", "MUST", "inconclusive"), requirement("RST-004", "MUST", "waived")
MISSED, SKIPPED = requirement("RST-005", "SHOULD", "warn"), requirement("RST-006", "MUST", "not_applicable")


def run(*requirements, complete: bool = True, strict: bool = False, **fields) -> Results:
    return msgspec.structs.replace(
        every_outcome(),
        requirements=requirements,
        verdict=verdict_of(requirements, Policy(fail_on=("fail", "warn")) if strict else Policy()),
        not_emulated=(),
        complete=complete,
        **fields,
    )


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        (run(PASS, SKIPPED), "The app met the one MUST requirement of this suite that applies to it."),
        (run(PASS, PASS), "The app met all 2 MUST requirements of this suite that apply to it."),
        (run(MISSED), "The app broke no MUST requirement, but none applied to what was judged."),
        (run(PASS, MISSED), "The app met the one MUST requirement of this suite that applies to it."),
        (run(PASS, MISSED, strict=True), "The app does not conform: 1 requirement not met."),
        (run(PASS, FAIL), "The app does not conform: 1 requirement not met."),
        (
            run(PASS, WAIVED),
            "The app met 1 MUST requirement of those that were judged, and failed 1 that its team has waived.",
        ),
        (run(PASS, OPEN), "No statement of conformance can be made: a MUST requirement could not be judged."),
        (run(SKIPPED), "No statement of conformance can be made: no requirement was judged."),
        (
            run(PASS, complete=False),
            "In a partial run, the app met the one MUST requirement of this part that applies to it.",
        ),
        (run(FAIL, complete=False), "In a partial run, the app does not conform: 1 requirement not met."),
    ],
)
def test_the_claim_is_no_wider_than_the_run(results: Results, sentence: str) -> None:
    assert statement_of(results).sentence == sentence


def test_what_was_left_out_is_said_before_anything_else_but_the_claim() -> None:
    results = run(PASS, OPEN, complete=False, incomplete_because="--fail-fast")

    for text in (statement_markdown(results), statement_html(results)):
        said = ("In a partial run, no statement", "is not complete: --fail-fast", "RST-003", "What was checked")
        positions = [text.index(part) for part in said]
        assert positions == sorted(positions)


def test_digests_are_those_of_the_files() -> None:
    results = run(PASS, environment=Environment(sources="ab" * 32, catalogue="cd" * 32))
    digests = dict(statement_of(results).digests)

    assert digests["results.json"] == hashlib.sha256(to_json(results).encode()).hexdigest()
    assert digests["Sources of the app"] == "ab" * 32
    assert digests["Catalogue and checks"] == "cd" * 32


def test_a_digest_that_nobody_took_is_not_invented() -> None:
    assert dict(statement_of(run(PASS)).digests)["Sources of the app"] == "not recorded"


def test_waivers_are_listed_with_their_words_also_those_that_hold_no_more() -> None:
    accepted = msgspec.structs.replace(WAIVED.cases[0], waiver="merged in 2.0 (until 2999-12-31, us)")
    expired = msgspec.structs.replace(FAIL.cases[0], waiver="soon (until 2020-01-31, us)")
    results = run(msgspec.structs.replace(WAIVED, cases=(accepted,)), msgspec.structs.replace(FAIL, cases=(expired,)))

    assert [(w.id, w.waiver) for w in statement_of(results).waived] == [
        ("RST-004", "merged in 2.0 (until 2999-12-31, us)"),
        ("RST-002", "soon (until 2020-01-31, us); not accepted any more"),
    ]


def test_both_forms_say_the_same() -> None:
    results = every_outcome()
    said = statement_of(results)
    page = _Reader()
    page.feed(statement_html(results))
    shown = " ".join(page.texts)
    markdown = statement_markdown(results)

    for part in parts_of(said):
        assert " ".join(part.split()) in " ".join(shown.split())
    for row in said.rows:
        assert f"| {row.id} | {row.level} |" in markdown
    for label in ("Name", "Role", "Place and date", "Signature"):
        assert label in shown
        assert f"{label}: ...." in markdown


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    page = _Reader()
    page.feed(statement_html(every_outcome()))

    assert not page.tags & {"script", "link", "img", "iframe", "markup"}
    assert page.language == "en"


def parts_of(said: Statement) -> list[str]:
    facts = [value for _, value in (*said.facts, *said.digests)]
    rows = [part for row in said.rows for part in (row.id, row.level, row.title, row.outcome)]
    return [said.sentence, *said.limits, *facts, *rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs) -> None:
        self.tags.add(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
