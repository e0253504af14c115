"""The page: whole in itself, safe with what an app writes, the same for the same results, readable without scripts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from ohos_backup.reports.html import html_report
from ohos_backup.reports.html import page as page_module
from ohos_backup.reports.html.address import address
from ohos_backup.reports.html.coverage import coverage_of
from ohos_backup.reports.html.families import parts_of
from ohos_backup.reports.html.first import mend_first
from ohos_backup.reports.html.safe_text import for_script, printable
from ohos_backup.reports.html.touched import touched_groups
from ohos_backup.reports.html.versions import version_groups
from ohos_backup.reports.html.words import texts_in
from ohos_backup.reports.language import ENGLISH, LANGUAGES, words_in
from ohos_backup.reports.model import CaseResult, CoveredFile, CoveredLine, RequirementResult, Results
from ohos_backup.reports.verdict import summarise, verdict_of
from rich_results import rich
from sample_results import every_outcome, requirement

OF_THE_RESULTS = (
    "a control character|Title of|Why .* matters|Do the right|const text|covers nothing|until the next|cannot find"
)
"""Texts of the made-up results, which no catalogue has."""
LOADS = {"src", "srcset", "href", "data", "action", "poster", "ping", "background", "xlink:href"}
VOID = {"meta", "link", "input", "br", "img"}


class _Page(HTMLParser):
    """Elements that are open at the end, links, and texts outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self._attributes(attrs)
        self.is_data = ("id", "data") in attrs

    def handle_startendtag(self, tag, attrs):
        self._attributes(attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            self.data += data if self.is_data else ""
        elif self.open[-1:] != ["style"]:
            self.texts.append(data)

    def _attributes(self, attrs):
        self.links += [value for name, value in attrs if name in LOADS]
        self.ids += [value for name, value in attrs if name == "id"]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module")
def page() -> _Page:
    return _Page(html_report(rich()))


def test_every_element_is_closed_where_it_should_be(page):
    assert page.open == []
    assert page.wrong == []


def test_it_asks_nothing_of_the_network_or_of_other_files(page):
    assert [link for link in page.links if not link.startswith(("#", "data:"))] == []
    style = html_report(rich()).partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"@import|url\((?!['\"]?data:)", style)


def test_links_lead_to_something_in_the_page(page):
    cases = {case.id for member in rich().requirements for case in member.cases}
    known = {address(name) for name in [*page.ids, *cases]}
    assert [link for link in page.links if link.startswith("#") and "?" not in link and link not in known] == []


@pytest.mark.parametrize(
    ("site", "linked"),
    [
        ("https://docs.example.org/backup", True),
        ("../site", True),
        ("javascript:alert(1)//", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_each_requirement_leads_to_its_page_where_there_is_a_site(site, linked):
    results = rich()
    tool = msgspec.structs.replace(results.tool, documentation=site)

    links = _Page(html_report(msgspec.structs.replace(results, tool=tool))).links

    outside = [link for link in links if not link.startswith(("#", "data:"))]
    assert outside == [f"{site}/requirements/{each.id}.html" for each in results.requirements if linked]


def test_ids_are_not_given_twice(page):
    assert len(page.ids) == len(set(page.ids))


def test_without_scripts_it_tells_verdict_requirements_and_reasons(page):
    assert "Does not conform" in page.text
    for member in rich().requirements:
        assert member.id in page.text
        assert member.title in page.text
        assert " ".join(printable(member.reason).split()) in page.text


@pytest.mark.parametrize("name", ["Fail", "Inconclusive", "Warn", "Waived", "Pass", "Not applicable"])
def test_every_outcome_is_said_in_words(page, name):
    assert name in page.texts


@pytest.mark.parametrize(
    "told",
    [
        "com.example.notes",
        "1.0.0 (1000000)",
        "api12",
        "2026-01-01 00:00 UTC",
        "const text = 'a<b' + `${c}`;",
        "Do the right thing.",
        "cannot find './gone'",
        "stand-ins/http.js:1",
        "accepted until the next release",
        "CFG-003 covers nothing",
        "@ohos.net.http.createHttp",
        "@ohos.file.fs.opnSync",
        "entry/src/main/ets/Backup.ets",
        "60 %",
        "Never ran: 3–4",
        "node 22",
    ],
)
def test_what_the_results_know_is_on_the_page(page, told):
    assert told in page.text


def test_texts_of_the_app_cannot_become_markup_or_disappear(page):
    whole = html_report(rich())
    assert "<markup>" not in whole
    assert "\x00" not in whole
    assert "with <markup> & ␀ a control character" in page.text


def test_no_text_ends_the_data_early():
    hostile = "</script><script>alert(1)</script><!--"
    results = msgspec.structs.replace(every_outcome(), requirements=(_with_reason(hostile),))
    page = _Page(html_report(results))
    assert page.open == page.wrong == []
    assert hostile in json.loads(page.data)["texts"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x7fb", "a␡b"),
        ("user\u202egpj.exe", "user<U+202E>gpj.exe"),
        ("half \ud800", "half <U+D800>"),
        ("日记 🎉\ttab\nline", "日记 🎉\ttab\nline"),
    ],
)
def test_characters_that_cannot_be_seen_are_made_visible(text, shown):
    assert printable(text) == shown


def test_data_for_a_script_is_json_without_a_less_than_sign():
    value = {"a": "</script><!-- \u2028"}
    assert "<" not in for_script(value)
    assert json.loads(for_script(value)) == value


def test_the_same_results_give_the_same_page():
    assert html_report(rich()) == html_report(rich())


def test_a_page_can_be_written_as_utf_8_whatever_the_app_says():
    results = msgspec.structs.replace(every_outcome(), requirements=(_with_reason("half \ud800"),))
    assert "half &lt;U+D800&gt;" in html_report(results).encode().decode()


def test_data_names_every_case_with_what_it_shows():
    data = json.loads(_Page(html_report(rich())).data)
    assert {case["id"] for cases in data["cases"].values() for case in cases} == {
        case.id for member in rich().requirements for case in member.cases
    }
    [failed] = data["cases"]["RST-001"]
    evidence = failed["evidence"]
    assert set(evidence) == {"place", "excerpt", "timeline", "differences", "archive"}
    assert data["texts"][failed["replay"]].replace("{case}", failed["id"]) == rich().requirements[1].cases[0].replay
    assert data["texts"][evidence["differences"][0][0]].endswith("日记.txt")


def test_a_page_of_nothing_still_stands():
    results = msgspec.structs.replace(
        every_outcome(), requirements=(), touched=(), findings=(), not_emulated=(), summary=summarise(()), started_at=""
    )
    page = _Page(html_report(msgspec.structs.replace(results, verdict="inconclusive")))
    assert page.open == page.wrong == []
    assert "Nothing could be judged" in page.text


def test_a_part_of_a_run_says_that_it_is_one():
    results = msgspec.structs.replace(every_outcome(), complete=False, incomplete_because="interrupted")
    assert "Only a part was judged: interrupted." in _Page(html_report(results)).text


def test_a_part_that_conforms_is_not_called_the_whole():
    members = (requirement("RST-001", "MUST", "pass"),)
    results = msgspec.structs.replace(_results(members), complete=False)
    assert "Conforms (partial run)" in _Page(html_report(results)).texts


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (("pass",), "The one requirement that concerns this app is kept."),
        (("pass", "pass", "not_applicable"), "All 2 requirements that concern this app are kept."),
        (("pass", "warn"), "Every requirement that the app must fulfil is fulfilled; one recommendation is missed."),
        (("fail", "pass"), "One of 2 requirements that concern this app is broken."),
        (("fail", "fail", "inconclusive"), "2 of 3 requirements that concern this app are broken; one could not be"),
        (("inconclusive", "pass"), "One requirement could not be judged here, and none that could was broken."),
    ],
)
def test_the_lead_says_in_a_sentence_what_the_verdict_rests_on(outcomes, sentence):
    members = tuple(requirement(f"RST-{n:03}", "MUST", outcome) for n, outcome in enumerate(outcomes))
    assert sentence in _Page(html_report(_results(members))).text


def test_a_page_in_chinese_has_no_word_of_ours_in_english():
    whole = html_report(rich(), words_in("zh"))
    page = _Page(whole)
    assert '<html lang="zh-Hans">' in whole
    assert {"不符合", "恢复"} <= set(page.texts)
    english = [text.strip() for text in page.texts if re.search(r"[A-Za-z]{2,} [a-z]{2,}", text)]
    assert [text for text in english if not re.search(OF_THE_RESULTS, text)] == []


def test_scripts_get_the_words_that_they_use_and_nothing_in_english():
    script = "".join(path.read_text("utf-8") for path in Path(page_module.HERE, "script").glob("*.js"))
    chinese = json.loads(_Page(html_report(rich(), words_in("zh"))).data)
    english = json.loads(_Page(html_report(rich())).data)
    assert set(texts_in(script)) - set(chinese["words"]) <= {"{n} ms", "{n} s", "{n} min"}
    assert english["words"] == {}
    assert (chinese["outcomes"]["not_applicable"], english["outcomes"]["not_applicable"]) == (
        "不适用",
        "Not applicable",
    )


def test_evidence_is_told_in_the_readers_language_but_not_what_the_app_said():
    data = json.loads(_Page(html_report(rich(), words_in("zh"))).data)
    assert "onResultReport 错误码 0" in data["texts"]
    assert "I 00000/Notes: restored" in data["texts"]


def test_families_are_found_by_their_english_names_in_every_language():
    for language in LANGUAGES:
        assert 'data-family="Restore"' in html_report(rich(), words_in(language))


def test_first_comes_what_is_gravest_and_at_most_three():
    members = [
        requirement("A-1", "SHOULD", "warn"),
        requirement("B-1", "MUST", "inconclusive"),
        requirement("C-1", "MAY", "fail"),
        requirement("D-1", "MUST", "fail"),
        requirement("E-1", "MUST", "pass"),
    ]
    assert [item.requirement.id for item in mend_first(_told_apart(members))] == ["D-1", "C-1", "B-1"]


def test_what_one_cause_explains_comes_once_and_names_the_others():
    members = [requirement("A-1", "MUST", "fail"), requirement("B-1", "MUST", "fail")]
    [item] = mend_first(members)
    assert (item.requirement.id, item.also) == ("A-1", ("B-1",))


def test_the_parts_of_a_bar_fill_it():
    parts = parts_of(every_outcome().requirements)
    assert [part.outcome for part in parts] == ["fail", "inconclusive", "warn", "waived", "pass", "not_applicable"]
    assert sum(part.share for part in parts) == pytest.approx(100, abs=0.01)
    assert parts[-1].start + parts[-1].share == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    ("lines", "share", "missed"),
    [
        ({1: True, 2: True}, 100, ""),
        ({1: False, 3: False, 4: True, 9: False}, 25, "1–3, 9"),
        ({n: n != 7 for n in range(1, 1000)}, 99, "7"),
        ({}, 100, ""),
    ],
)
def test_coverage_is_never_rounded_up_and_names_what_never_ran(lines, share, missed):
    file = CoveredFile(file="a.ets", text="", lines=tuple(CoveredLine(line=n, ran=ran) for n, ran in lines.items()))
    told = coverage_of(file)
    assert (told.share, told.missed) == (share, missed)


def test_touched_apis_are_grouped_by_what_is_to_be_done():
    assert [(group.title, len(group.members)) for group in touched_groups(every_outcome().touched, ENGLISH)] == [
        ("Unknown to the SDK", 1),
        ("Not for backup extensions", 1),
        ("Newer than the app's compatible API version", 1),
        ("For system apps only", 1),
        ("Not emulated", 2),
        ("Emulated", 2),
    ]


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ([{"version": "older"}, {"version": "newer"}], [("", ["older", "newer"])]),
        (
            [{"from": "1.0", "data": "a"}, {"from": "1.0", "data": "b"}, {"from": "2.0", "data": "a"}],
            [("1.0", ["a", "b"]), ("2.0", ["a"])],
        ),
        ([{"data_set": "big"}], [("", ["big"])]),
        ([{}], [("", [""])]),
    ],
)
def test_versions_are_rows_where_cases_differ_in_something_else_too(parameters, rows):
    cases = tuple(CaseResult(id=f"VER-001[{n}]", outcome="pass", parameters=told) for n, told in enumerate(parameters))
    [group] = version_groups([msgspec.structs.replace(requirement("VER-001", "MUST", "pass"), cases=cases)])
    assert [(row.heading, [cell.name for cell in row.cells]) for row in group.rows] == rows


@pytest.mark.parametrize(
    ("identifier", "found"),
    [("RST-001[typical]", "#RST-001[typical]"), ("A[b ?#%é]", "#A[b%20%3F%23%25%C3%A9]")],
)
def test_an_address_stays_readable_and_leaves_the_question_mark_to_the_filters(identifier, found):
    assert address(identifier) == found


def test_five_thousand_cases_stay_under_two_megabytes():
    cases = tuple(
        CaseResult(
            id=f"RST-001[fault-{n}]",
            outcome="pass",
            replay=f"ohos-backup check some/app --case 'RST-001[fault-{n}]'",
            parameters={"fault": f"fault-{n}"},
            duration_ms=n,
        )
        for n in range(5000)
    )
    member = msgspec.structs.replace(requirement("RST-001", "MUST", "pass"), cases=cases)
    assert len(html_report(_results((member,))).encode()) < 2_000_000


def _with_reason(reason: str) -> RequirementResult:
    member = requirement("RST-001", "MUST", "fail")
    case = msgspec.structs.replace(member.cases[0], reason=reason)
    return msgspec.structs.replace(member, reason=reason, cases=(case,))


def _told_apart(members: list[RequirementResult]) -> list[RequirementResult]:
    """Each with a reason of its own, so that none has another's cause."""
    return [
        msgspec.structs.replace(m, cases=tuple(msgspec.structs.replace(c, reason=m.id) for c in m.cases))
        for m in members
    ]


def _results(members: tuple[RequirementResult, ...]) -> Results:
    return msgspec.structs.replace(
        every_outcome(), requirements=members, summary=summarise(members), verdict=verdict_of(members)
    )
