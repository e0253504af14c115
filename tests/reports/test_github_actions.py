"""GitHub Actions: when a step is told, what it prints, that its summary fits and never costs a verdict."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ohos_backup.harness.results.github_actions import SUMMARY_FILE, is_told, tell
from ohos_backup.reports.annotations import workflow_commands
from ohos_backup.reports.markdown import markdown
from rich.console import Console
from sample_results import every_outcome

LARGEST_OF_GITHUB = 1024 * 1024


@pytest.mark.parametrize(
    ("asked", "environment", "told"),
    [
        (None, {}, False),
        (None, {"GITHUB_ACTIONS": "true"}, True),
        (None, {"GITHUB_ACTIONS": "false"}, False),
        (False, {"GITHUB_ACTIONS": "true"}, False),
        (True, {}, True),
    ],
)
def test_what_the_user_says_goes_before_what_the_environment_says(
    asked: bool | None, environment: dict[str, str], told: bool
) -> None:
    assert is_told(asked, environment) is told


def telling(environment: dict[str, str]) -> tuple[str, str]:
    output, messages = io.StringIO(), io.StringIO()
    plain = {"width": 40, "markup": False, "highlight": False, "emoji": False}
    tell(every_outcome(), environment, Console(file=output, **plain), Console(file=messages, **plain))
    return output.getvalue(), messages.getvalue()


def test_commands_are_printed_whole_on_any_width_of_a_terminal() -> None:
    assert telling({}) == (workflow_commands(every_outcome()), "")


def test_the_summary_is_appended(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# before\n")

    telling({SUMMARY_FILE: str(file)})

    assert file.read_text(encoding="utf-8") == f"# before\n{markdown(every_outcome())}\n"


def test_a_summary_that_is_almost_full_takes_what_has_room(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("x" * 1_030_000)

    telling({SUMMARY_FILE: str(file)})

    assert file.stat().st_size <= LARGEST_OF_GITHUB
    assert "does not conform" in file.read_text(encoding="utf-8")


def test_a_summary_that_cannot_be_written_is_said_and_no_more(tmp_path: Path) -> None:
    printed, said = telling({SUMMARY_FILE: str(tmp_path)})

    assert printed == workflow_commands(every_outcome())
    assert " ".join(said.split()).startswith("no job summary: ")
