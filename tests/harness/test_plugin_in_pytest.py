"""The suite in plain pytest, in a folder with settings of its own, beside other plugins."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from command_line import APPENDING, EXTENSION, NOTES, edit, notes_at, plain_environment
from ohos_backup.harness.plugin.gathering import CRASHED, Gathering

pytestmark = pytest.mark.matrix

SUITE = ("--pyargs", "ohos_backup.conformance")
FOREIGN_SETTINGS = """\
[pytest]
python_files = check_*.py
python_functions = check_*
addopts = --strict-markers --strict-config -q -p no:cacheprovider
testpaths = elsewhere
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text(FOREIGN_SETTINGS)
    return tmp_path


def run_pytest(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *map(str, arguments)],
        cwd=folder,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_failing_case_tells_its_story_and_no_traceback(foreign: Path, workers: tuple[str, ...]) -> None:
    done = run_pytest(
        foreign, f"--ohos-backup-app={APPENDING}", *SUITE, "--ohos-backup-case", "RST-003[typical]", *workers
    )

    assert done.returncode == 1
    assert "RST-003[typical] fail: a second restore" in done.stdout
    assert f"replay: ohos-backup check {APPENDING} --case 'RST-003[typical]'" in done.stdout
    assert "Traceback" not in done.stdout
    assert "conformance/test_restore.py:" not in done.stdout


def test_the_app_may_stand_in_the_ini_file(foreign: Path) -> None:
    notes_at(foreign / "app")
    (foreign / "pytest.ini").write_text(FOREIGN_SETTINGS + "ohos_backup_app = app\n")

    done = run_pytest(foreign, *SUITE, "-k", "exactly_one")

    assert (done.returncode, "com.example.notes conforms" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no app to check"),
        (("--ohos-backup-app=gone",), "there is no 'gone'"),
        ((f"--ohos-backup-app={NOTES}", "--ohos-backup-profile=api99"), "'api99'"),
        ((f"--ohos-backup-app={NOTES}", "--ohos-backup-case=RTS-001"), "Did you mean RST-001?"),
    ],
)
def test_bad_input_is_told_without_a_traceback(foreign: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run_pytest(foreign, *SUITE, *arguments)

    assert (done.returncode, words in done.stderr) == (2, True)
    assert "Traceback" not in done.stdout + done.stderr


def test_a_wanted_case_that_no_worker_has_is_not_taken_for_success(foreign: Path) -> None:
    done = run_pytest(foreign, *SUITE, f"--ohos-backup-app={NOTES}", "--ohos-backup-case=RTS-001", "-n", "2")

    assert (done.returncode, "no case is called RTS-001" in done.stdout) == (2, True)


def test_a_missing_app_is_told_to_a_test_that_asks_for_it(foreign: Path) -> None:
    test = foreign / "check_own.py"
    test.write_text("def check_app(installed_app): ...\n")

    done = run_pytest(foreign, test)

    assert (done.returncode, "no app to check" in done.stdout) == (1, True)
    assert "fixtures.py" not in done.stdout


def test_allure_gets_labels_steps_and_attachments(foreign: Path) -> None:
    app = notes_at(foreign / "app")
    edit(app / "entry/src/main/ets/backup/BackupIndex.ets", "\n", "\nlet x = = 3;\n")
    chosen = (f"--ohos-backup-app={APPENDING}", "--ohos-backup-case=RST-003[typical]", "--ohos-backup-case=RST-006")
    for folder in ("first", "second"):
        run_pytest(foreign, *SUITE, *chosen, "--alluredir", folder)
    run_pytest(foreign, *SUITE, "--ohos-backup-app=app", "--ohos-backup-case=BKP-001", "--alluredir", "open")

    first, second = allure_results(foreign / "first"), allure_results(foreign / "second")
    failed = first["RST-003[typical]"]
    labels = {label["name"]: label["value"] for label in failed["labels"]}
    assert (labels["feature"], labels["story"][:7], labels["severity"]) == ("Restore", "RST-003", "critical")
    assert failed["status"] == "failed"
    assert any("onRestore" in callback["name"] for step in failed["steps"] for callback in step.get("steps", ()))
    assert {"replay", "timeline", "differences"} <= {attachment["name"] for attachment in failed["attachments"]}
    assert all((foreign / "first" / attachment["source"]).is_file() for attachment in failed["attachments"])
    assert "com.example" in (foreign / "first" / "environment.properties").read_text(encoding="utf-8")
    categories = json.loads((foreign / "first" / "categories.json").read_text(encoding="utf-8"))
    assert "Does not conform" in [category["name"] for category in categories]
    assert first["RST-006[typical]"]["status"] == "skipped"
    assert {name: r["historyId"] for name, r in first.items()} == {name: r["historyId"] for name, r in second.items()}
    opened = allure_results(foreign / "open")["BKP-001[typical-complete]"]
    assert (opened["status"], EXTENSION.rpartition("/")[0] in opened["statusDetails"]["message"]) == ("broken", True)


def allure_results(folder: Path) -> dict[str, Any]:
    """By the case's id, with which the title begins."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*-result.json")]
    return {result["name"].split()[0]: result for result in found}


def test_a_worker_that_dies_is_an_internal_error_and_no_verdict() -> None:
    gathering = Gathering(cast("pytest.Config", SimpleNamespace()))
    report = pytest.TestReport(
        "test_restore.py::test_x", ("", None, ""), {}, "failed", "worker 'gw0' crashed while running it", "call"
    )
    report.when = cast("Any", CRASHED)

    gathering.pytest_runtest_logreport(report)

    assert [error.summary for error in gathering.internal_errors] == [
        "test_restore.py::test_x: worker 'gw0' crashed while running it"
    ]


def test_the_plugin_loads_nothing_heavy_until_it_is_used() -> None:
    heavy = ("msgspec", "rich", "typer", "json5", "ohos_backup.emulator", "ohos_backup.reports")
    program = (
        "import sys; import pytest; from ohos_backup.harness import plugin; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
