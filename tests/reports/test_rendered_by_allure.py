"""What Allure itself makes of our results: read from the data of the report that the real command rendered."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from allure_command import allure_command
from ohos_backup.reports.allure import allure_files
from ohos_backup.reports.model import Results
from sample_results import every_outcome

pytestmark = pytest.mark.matrix


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two apps' results in one folder, and the first one's twice, as a CI job would collect them."""
    place = tmp_path_factory.mktemp("allure")
    first = every_outcome()
    other = msgspec.structs.replace(first.subject, bundle_name="com.example.other")
    for results in (first, first, msgspec.structs.replace(first, subject=other)):
        write(results, place / "allure-results")
    rules = json.loads((place / "allure-results" / "categories.json").read_text(encoding="utf-8"))
    settings = {
        "output": str(place / "report"),
        "categories": rules,
        "plugins": {"awesome": {"options": {}}, "allure2": {"import": "@allurereport/plugin-allure2", "options": {}}},
    }
    (place / "allurerc.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [*allure_command(), "generate", "--config", "allurerc.json", "allure-results"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, "error" in done.stderr + done.stdout) == (0, False), done.stderr + done.stdout
    return place / "report"


def write(results: Results, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in allure_files(results, "https://pages.example/{}.html"):
        (folder / file.name).write_text(file.text, encoding="utf-8")


def rendered(report: Path, app: str = "com.example.notes") -> dict[str, Any]:
    """The report's own data of each case of ``app``, by its id."""
    found = [json.loads(file.read_text("utf-8")) for file in (report / "awesome/data/test-results").iterdir()]
    return {case["name"].split()[0]: case for case in found if case["groupedLabels"]["epic"] == [app]}


def test_nothing_that_is_not_known_to_be_good_is_green(report: Path) -> None:
    statuses = {name: case["status"] for name, case in rendered(report).items()}

    assert statuses == {
        "CFG-001[typical]": "passed",
        "RST-001[typical]": "failed",
        "RST-002[typical]": "passed",
        "RST-003[typical]": "broken",
        "RST-006[typical]": "skipped",
        "RST-009[typical]": "skipped",
    }


def test_two_apps_keep_apart_and_a_second_run_replaces_the_first(report: Path) -> None:
    ours, theirs = rendered(report), rendered(report, "com.example.other")

    assert len(ours) == len(theirs) == 6
    assert not {case["historyId"] for case in ours.values()} & {case["historyId"] for case in theirs.values()}
    assert not any(case["isRetry"] for case in (*ours.values(), *theirs.values()))


def test_the_categories_are_in_our_words(report: Path) -> None:
    nodes = json.loads((report / "awesome/widgets/categories.json").read_text("utf-8"))["nodes"].values()
    counts = {node["name"]: node["statistic"]["total"] for node in nodes if node["type"] == "category"}

    assert counts == {
        "Does not conform": 2,
        "Warnings (SHOULD)": 2,
        "Inconclusive: could not be judged": 2,
        "Waived": 2,
        "Not applicable": 2,
    }


def test_a_failure_leads_to_its_requirement_and_shows_its_evidence(report: Path) -> None:
    case = rendered(report)["RST-001[typical]"]
    attachments = {step["link"]["name"]: step["link"] for step in case["steps"] if step["type"] == "attachment"}
    replay = next((report / "awesome/data/attachments").glob(f"{attachments['replay']['id']}*"), None)

    assert case["links"][0]["url"] == "https://pages.example/RST-001.html"
    assert case["error"]["message"].startswith("does not conform: ")
    assert case["groupedLabels"]["severity"] == ["critical"]
    assert {"replay", "timeline", "differences"} <= set(attachments)
    assert replay is not None
    assert "--case 'RST-001[typical]'" in replay.read_text("utf-8")
    assert "onRestore" in next(steps_of(case))["name"]


def steps_of(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (step for step in case["steps"] if step["type"] == "step")


def test_the_environment_tells_what_was_checked_on_what(report: Path) -> None:
    told = json.loads((report / "awesome/widgets/allure_environment.json").read_text("utf-8"))
    facts = {entry["name"]: entry["values"] for entry in told}

    assert facts["device"] == ["api12"]
    assert facts["app"] == ["com.example.other 1.0.0 (1000000)"]


def test_the_classic_form_of_the_report_has_them_all(report: Path) -> None:
    suites = json.loads((report / "allure2/data/suites.json").read_text("utf-8"))

    assert sorted(app["name"] for app in suites["children"]) == ["com.example.notes", "com.example.other"]
