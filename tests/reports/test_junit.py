"""JUnit: every outcome as the child element that readers count, read back by a parser that others use, too."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from ohos_backup.reports.junit import junit_xml
from ohos_backup.reports.model import Results, SourceExcerpt
from sample_results import every_outcome


def element_of(identifier: str, results: Results | None = None) -> ElementTree.Element:
    document = ElementTree.fromstring(junit_xml(results or every_outcome()))
    (case,) = (element for element in document.iter("testcase") if element.get("name") == f"{identifier}[typical]")
    return case


@pytest.mark.parametrize(
    ("identifier", "children"),
    [
        ("CFG-001", []),
        ("RST-001", ["failure"]),
        ("RST-002", ["system-out"]),
        ("RST-003", ["error"]),
        ("RST-006", ["skipped"]),
        ("RST-009", ["skipped"]),
    ],
)
def test_each_outcome_has_its_element(identifier: str, children: list[str]) -> None:
    assert [child.tag for child in element_of(identifier) if child.tag != "properties"] == children


def test_counts_are_those_of_the_elements() -> None:
    document = ElementTree.fromstring(junit_xml(every_outcome()))

    assert {name: document.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
    }
    assert [suite.get("name") for suite in document] == ["Configuration", "Restore"]
    assert [suite.get("tests") for suite in document] == ["1", "5"]
    assert [suite.get("time") for suite in document] == ["0.020", "0.100"]
    assert document.get("time") == "1.234"


def test_the_parser_that_others_use_finds_the_same() -> None:
    read = JUnitXml.fromstring(junit_xml(every_outcome()).encode())
    before = (read.tests, read.failures, read.errors, read.skipped)

    read.update_statistics()

    assert (read.tests, read.failures, read.errors, read.skipped) == before == (6, 1, 1, 2)
    found = {case.name: [type(result) for result in case.result] for suite in read for case in suite}
    assert found["RST-001[typical]"] == [Failure]
    assert found["RST-003[typical]"] == [Error]
    assert found["RST-009[typical]"] == [Skipped]


def test_the_declaration_names_the_encoding_of_the_file_whatever_the_terminal_has() -> None:
    assert junit_xml(every_outcome()).startswith('<?xml version="1.0" encoding="utf-8"?>\n')


def test_a_case_has_a_class_a_place_and_properties() -> None:
    case = element_of("RST-001")

    assert case.get("classname") == "Restore.RST-001"
    assert (case.get("file"), case.get("line")) == ("entry/src/main/ets/Backup.ets", "12")
    properties = {found.get("name"): found.get("value") for found in case.iter("property")}
    assert properties == {"requirement": "RST-001", "level": "MUST", "outcome": "fail", "data_set": "typical"}


def test_a_failure_tells_where_what_and_how_to_replay() -> None:
    text = element_of("RST-001").findtext("failure", "")

    assert "entry/src/main/ets/Backup.ets:12:5" in text
    assert "日记.txt" in text
    assert "onRestore entered" in text
    assert "mend: Do the right thing." in text
    assert "replay: ohos-backup check" in text


def test_the_source_around_the_place_stands_in_the_failure_with_its_line_marked() -> None:
    results = every_outcome()
    requirements = list(results.requirements)
    case = requirements[1].cases[0]
    shown = SourceExcerpt(
        file="entry/src/main/ets/Backup.ets", first_line=11, lines=("async onRestore() {", "  fail()")
    )
    evidence = msgspec.structs.replace(case.evidence, excerpt=shown)
    case = msgspec.structs.replace(case, evidence=evidence)
    requirements[1] = msgspec.structs.replace(requirements[1], cases=(case,))

    text = element_of("RST-001", msgspec.structs.replace(results, requirements=tuple(requirements))).findtext("failure")

    assert text is not None
    assert "     11  async onRestore() {\n>    12    fail()" in text
