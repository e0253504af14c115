"""GitHub annotations: which commands there are, that nothing breaks out of one, that there are not too many."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.reports.annotations import workflow_commands
from ohos_backup.reports.model import Finding, Place
from sample_results import every_outcome, requirement

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner of GitHub Actions reads them."""
    found: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        values = dict(pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {name: unescaped(value) for name, value in values.items()}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    codes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda found: codes[found[0]], text)


def test_each_miss_is_an_annotation_at_its_place() -> None:
    kind, values, text = commands(workflow_commands(every_outcome()))[0]

    assert kind == "error"
    assert values == {
        "file": "entry/src/main/ets/Backup.ets",
        "line": "12",
        "col": "5",
        "title": "RST-001 MUST fail: Title of RST-001",
    }
    assert text.splitlines()[1:] == [
        "mend: Do the right thing.",
        "replay: ohos-backup check my-app --case 'RST-001[typical]'",
    ]


def test_kinds_follow_what_a_gate_makes_of_the_outcome() -> None:
    found = [(kind, values["title"].split(":")[0]) for kind, values, _ in commands(workflow_commands(every_outcome()))]

    assert found == [
        ("error", "RST-001 MUST fail"),
        ("error", "RST-003 MUST inconclusive"),
        ("warning", "RST-002 SHOULD warn"),
        ("notice", "RST-009 MUST waived"),
        ("notice", "ohos-backup"),
    ]


@pytest.mark.parametrize(("number", "shown", "last"), [(10, 10, "RST-00009"), (11, 10, "ohos-backup"), (99, 10, "oh")])
def test_no_more_than_github_shows(number: int, shown: int, last: str) -> None:
    many = tuple(requirement(f"RST-{n:05}", "MUST", "fail") for n in range(number))

    found = commands(workflow_commands(msgspec.structs.replace(every_outcome(), requirements=many, findings=())))

    assert Counter(kind for kind, _, _ in found) == {"error": shown}
    assert found[-1][1]["title"].startswith(last)
    if number > shown:
        assert found[-1][2].startswith(f"{number - 9} more are left out")


@given(
    file=st.text(st.characters(exclude_categories=["C"]), min_size=1),
    message=st.text(st.characters(exclude_categories=["C"])),
)
def test_whatever_a_text_holds_comes_back(file: str, message: str) -> None:
    finding = Finding(message=f"{message}\n::error::x", place=Place(file=file, line=3))
    results = msgspec.structs.replace(every_outcome(), requirements=(), findings=(finding,))

    text = workflow_commands(results)

    assert text.count("\n") == 1
    match = COMMAND.fullmatch(text.rstrip("\n"))
    assert match
    assert unescaped(match[3]) == f"{message}\n::error::x"
    assert unescaped(match[2].split(",")[0]) == f"file={file}"
