"""CSV: a row a case, read back whole, and nothing that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.reports.case_table import COLUMNS, case_table, harmless
from ohos_backup.reports.model import Results
from sample_results import every_outcome


def rows(results: Results) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(case_table(results), newline="")))


def test_every_case_is_a_row_with_what_a_table_is_filtered_by() -> None:
    found = rows(every_outcome())

    assert [row["case"] for row in found] == [c.id for r in every_outcome().requirements for c in r.cases]
    assert [row["outcome"] for row in found] == ["pass", "fail", "warn", "inconclusive", "not_applicable", "waived"]
    failing = found[1]
    assert (failing["file"], failing["line"], failing["column"]) == ("entry/src/main/ets/Backup.ets", "12", "5")
    assert (failing["level"], failing["parameters"], failing["mend"]) == (
        "MUST",
        "data_set=typical",
        "Do the right thing.",
    )
    assert (failing["app"], failing["device"]) == ("com.example.notes", "api12")


def test_lines_end_as_the_format_says() -> None:
    text = case_table(every_outcome())

    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert text.endswith("\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=HYPERLINK(1)", "'=1"])
def test_what_could_be_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "/data/storage", "日记", "1.0"])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("=+-@'\",;\r\n\t ")))
def test_a_reason_comes_back_whatever_it_holds(reason: str) -> None:
    results = every_outcome()
    requirement = results.requirements[1]
    case = msgspec.structs.replace(requirement.cases[0], reason=reason)
    changed = msgspec.structs.replace(results, requirements=(msgspec.structs.replace(requirement, cases=(case,)),))

    (row,) = rows(changed)

    read = row["reason"]
    assert read.removeprefix("'") == reason if harmless(reason) != reason else read == reason
    assert not read.lstrip(" ").startswith(tuple("=+-@\t\r\n"))
