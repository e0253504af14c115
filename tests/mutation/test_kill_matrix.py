"""The page of the kill matrix tells who catches what, and what is not as it should be."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from ohos_backup.fixtures.catalogue_of_apps import FixtureApp
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.reports.model import Results

SAMPLES = str(Path(__file__).parents[1] / "reports")
TOOLS = str(Path(__file__).parents[2] / "tools")
GOOD = FixtureApp(name="notes", path=Path("notes"))
FAULT = FixtureApp(name="RST-001-cut", path=Path("cut"), requirement="RST-001")


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [TOOLS, *sys.path])
    return importlib.import_module("generate_kill_matrix")


def page(generator: ModuleType, fault: dict[str, str]) -> str:
    requirements = [catalogue()[name] for name in ("BKP-001", "RST-001")]
    return generator.page([(GOOD, {"BKP-001": "pass", "RST-001": "pass"}), (FAULT, fault)], requirements, "0123" * 16)


def test_a_fault_stands_beside_the_requirement_that_catches_it(generator: ModuleType) -> None:
    text = page(generator, {"BKP-001": "pass", "RST-001": "fail"})

    assert "1 caught by the requirement they are named for" in text
    assert "| MUST | cut | 1 of 1 |" in text
    assert "| MUST | **none** | 1 of 1 |" in text
    assert "Not as named" not in text
    assert "one state of the tool, `0123012301230123`" in text
    assert [line.split() for line in text.splitlines() if line.startswith(("notes", "RST-001-cut"))] == [
        ["notes", "·", "·"],
        ["RST-001-cut", "·", "X"],
    ]


@pytest.mark.parametrize(
    "fault",
    [
        {"BKP-001": "pass", "RST-001": "pass"},
        {"BKP-001": "fail", "RST-001": "fail"},
        {"BKP-001": "inconclusive", "RST-001": "fail"},
    ],
)
def test_a_fault_that_misses_anything_else_is_marked(generator: ModuleType, fault: dict[str, str]) -> None:
    text = page(generator, fault)

    assert "**Not as named:** `RST-001-cut`" in text
    assert "0 caught by the requirement they are named for" in text


def test_results_are_taken_over_until_the_app_changes(
    generator: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    source = folder / "main.ets"
    source.write_text("first")
    app = FixtureApp(name="RST-001-cut", path=folder, requirement="RST-001")
    asked: list[str] = []

    def judged(options: SuiteOptions) -> Results:
        asked.append(options.address)
        return results

    monkeypatch.setattr(sys, "path", [SAMPLES, *sys.path])
    results = importlib.import_module("sample_results").every_outcome()
    monkeypatch.setattr(generator, "suite_results", judged)

    rows = [generator.checked(app, generator.digest_of_judges(), tmp_path) for _ in range(2)]

    assert rows[0] == rows[1] == {r.id: r.outcome for r in results.requirements}
    assert len(asked) == 1
    source.write_text("other")
    generator.checked(app, generator.digest_of_judges(), tmp_path)
    assert len(asked) == 2


def test_a_process_that_finds_another_state_of_the_tool_judges_nothing(
    generator: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "digest_of_judges", lambda: "edited")

    with pytest.raises(generator.SeveralStates):
        generator.checked(FAULT, "begun with")


@pytest.mark.parametrize(("state", "content", "changed"), [("other", "first", "the tool"), ("begun", "new", "notes")])
def test_a_page_of_several_states_is_refused(
    generator: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, content: str, changed: str
) -> None:
    (tmp_path / "main.ets").write_text("first")
    app = FixtureApp(name="notes", path=tmp_path)
    digests = [generator.digest_of(tmp_path)]
    monkeypatch.setattr(generator, "state_of_the_tool", lambda: "begun")
    generator.require_unchanged("begun", [app], digests)

    (tmp_path / "main.ets").write_text(content)
    with pytest.raises(generator.SeveralStates, match=changed):
        generator.require_unchanged(state, [app], digests)
