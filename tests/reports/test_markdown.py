"""The Markdown summary: what it shows, that texts of an app stay texts in it, that it fits into a job summary."""

from __future__ import annotations

from html import escape

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from ohos_backup.reports.markdown import markdown
from ohos_backup.reports.markdown_text import block, cell, code, inline
from ohos_backup.reports.model import Results, TreeChange
from sample_results import every_outcome, requirement

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]) | st.sampled_from("`*_~|\\<>[]()!#&@$ -+.=:'\""),
    min_size=1,
).filter(lambda text: text == " ".join(text.split()) and text.strip("\u00a0\u3000") == text)


def leaves(token: Token) -> list[Token]:
    return [leaf for child in token.children or () for leaf in (child, *leaves(child))]


def all_tokens(text: str) -> list[Token]:
    return [found for token in READER.parse(text) for found in (token, *leaves(token))]


def shown(tokens: list[Token]) -> str:
    """The text that a reader sees."""
    assert {token.type for token in tokens} <= {"text", "text_special", "code_inline"}, tokens
    return "".join(token.content for token in tokens)


@given(TEXT)
def test_running_text_is_shown_as_it_is(text: str) -> None:
    (paragraph,) = [token for token in READER.parse(f"Said: {inline(text)}") if token.type == "inline"]

    assert shown(paragraph.children or []) == f"Said: {text}"


@given(TEXT)
def test_a_cell_and_a_code_span_in_one_show_it_as_it_is(text: str) -> None:
    table = f"| a | b | c |\n| --- | --- | --- |\n| {cell(text)} | {code(text, in_cell=True)} | end |"

    cells = [token.children or [] for token in READER.parse(table) if token.type == "inline"]

    assert [shown(found) for found in cells] == ["a", "b", "c", text, text, "end"]


@given(TEXT)
def test_a_code_span_shows_it_as_it_is(text: str) -> None:
    (paragraph,) = [token for token in READER.parse(f"At: {code(text)}") if token.type == "inline"]

    assert shown(paragraph.children or []) == f"At: {text}"


@given(st.lists(TEXT | st.just("```") | st.just("</details>"), min_size=1))
def test_a_block_is_closed_by_nothing_in_it(lines: list[str]) -> None:
    (fence, after) = [token for token in READER.parse(f"{block(lines)}\n\nafter") if token.content]

    assert (fence.type, fence.content) == ("fence", "\n".join(lines) + "\n")
    assert after.content == "after"


def test_no_person_is_mentioned() -> None:
    assert "@" not in inline("@ohos.file.fs and @team")


def test_verdict_counts_and_limits_come_first() -> None:
    text = markdown(every_outcome())

    assert text.startswith("## ❌ com.example.notes 1.0.0 does not conform\n")
    assert "| **all** | 1 | 1 | 1 | 1 | 1 | 1 |" in text
    assert "> - 1 requirement could not be judged: RST-003." in text
    assert text.index("not conform") < text.index("could not be judged") < text.index("### ❌ RST-001")


def test_a_miss_shows_reason_place_mend_and_folds_its_evidence() -> None:
    tokens = all_tokens(markdown(every_outcome()))
    blocks = [token.content for token in tokens if token.type == "fence"]

    assert "ohos-backup check my-app --case 'RST-001[typical]'\n" in blocks
    assert any("日记.txt" in content for content in blocks)
    text = markdown(every_outcome())
    assert "**At:** `entry/src/main/ets/Backup.ets:12:5`" in text
    assert "**Mend:** Do the right thing." in text
    assert text.count("<details>") == text.count("</details>") == 4


def test_no_html_but_its_own_comes_about() -> None:
    tokens = all_tokens(markdown(every_outcome()))

    html = "".join(token.content for token in tokens if token.type in ("html_block", "html_inline"))
    assert "<markup>" not in html
    assert escape("<markup>") in markdown(every_outcome())


def with_many_failures(number: int) -> Results:
    """Each with as much evidence as a data set can bring."""
    differences = tuple(TreeChange(path="/data/" + "x" * 5000, change="missing") for _ in range(50))
    failing = requirement("RST-001", "MUST", "fail")
    evidence = msgspec.structs.replace(failing.cases[0].evidence, differences=differences)
    case = msgspec.structs.replace(failing.cases[0], evidence=evidence, reason="r" * 50_000)
    many = tuple(msgspec.structs.replace(failing, id=f"RST-{n:03}", cases=(case,)) for n in range(number))
    return msgspec.structs.replace(every_outcome(), requirements=many)


@pytest.mark.parametrize("largest", [10_000, 1_000_000])
def test_it_stays_within_its_size_and_says_what_is_left_out(largest: int) -> None:
    text = markdown(with_many_failures(100), largest=largest)

    assert len(text.encode()) <= largest
    assert "left out** for want of room" in text
    assert text.count("<details>") == text.count("</details>")


def test_a_clean_run_is_short() -> None:
    passing = (requirement("CFG-001", "MUST", "pass"),)
    results = msgspec.structs.replace(every_outcome(), requirements=passing, verdict="conforms", not_emulated=())

    text = markdown(results)

    assert text.startswith("## ✅ com.example.notes 1.0.0 conforms\n")
    assert "IMPORTANT" not in text
    assert "left out" not in text
