"""JUnit: every outcome as the child element that readers count."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from ohos_backup.reports.junit import junit_xml
from sample_results import every_outcome


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
    document = ElementTree.fromstring(junit_xml(every_outcome()))

    (case,) = (element for element in document.iter("testcase") if element.get("classname") == identifier)

    assert [child.tag for child in case if child.tag != "properties"] == children


def test_counts_are_those_of_the_elements() -> None:
    document = ElementTree.fromstring(junit_xml(every_outcome()))

    assert {name: document.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
    }
    assert [suite.get("name") for suite in document] == ["Configuration", "Restore"]


def test_a_failure_tells_where_what_and_how_to_replay() -> None:
    document = ElementTree.fromstring(junit_xml(every_outcome()))

    (failure,) = document.iter("failure")

    assert failure.text is not None
    assert "entry/src/main/ets/Backup.ets:12:5" in failure.text
    assert "日记.txt" in failure.text
    assert "replay: ohos-backup check" in failure.text
