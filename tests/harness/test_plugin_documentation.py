"""The documentation of fixtures, settings and exit codes says what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.exit_codes import ExitCode
from ohos_backup.harness.settings import ProjectSettings

pytestmark = pytest.mark.matrix

DOCS = Path(__file__).parents[2] / "docs"
NOTES = next(app for app in good_apps() if app.name == "notes")


def blocks(document: str, language: str) -> list[str]:
    text = (DOCS / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_examples_of_tests_pass(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nohos_backup_app = {NOTES.path}\n", encoding="utf-8")
    examples = blocks("writing-tests.md", "python")
    for number, example in enumerate(examples, 1):
        (tmp_path / f"test_example_{number}.py").write_text(example, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert len(examples) == 3
    assert done.returncode == 0, done.stdout


def test_every_exit_code_is_documented() -> None:
    rows = re.findall(r"^\| +(\d+) \| ([a-z ]+) \|", (DOCS / "exit-codes.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert {int(code): name for code, name in rows} == {code.value: words(code) for code in ExitCode}


def words(code: ExitCode) -> str:
    return code.name.lower().replace("_", " ")


def test_the_examples_of_settings_are_valid() -> None:
    examples = [msgspec.toml.decode(block, type=ProjectSettings) for block in blocks("settings.md", "toml")]

    assert "two-notebooks" in {entry.name for example in examples for entry in example.data}
    assert any("libentry.so" in example.native for example in examples)
