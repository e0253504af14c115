"""The last line of .ci/run counts what really ran."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SUMMARY = Path(__file__).resolve().parents[2] / ".ci" / "summary.py"

JUnit = dict[str, str]
Gates = dict[str, dict[str, object]]


def gate(success: bool = True, skipped: bool = False) -> dict[str, object]:
    return {"result": {"success": success, "skipped": skipped}}


@pytest.mark.parametrize(
    ("gates", "junit", "status", "lines"),
    [
        ({"py310": gate(), "lint": gate()}, {"py310": "5 0 0 0"}, 0,
         ["py310: 5 passed, 0 failed", "lint: 1 passed, 0 failed", "6 passed, 0 failed"]),
        ({"py310": gate(False)}, {"py310": "9 2 1 3"}, 1,
         ["py310: 3 passed, 3 failed, 3 skipped", "3 passed, 3 failed"]),
        ({"py310": gate(), "py314": gate(skipped=True), ".pkg": {}}, {"py310": "1 0 0 0"}, 0,
         ["py310: 1 passed, 0 failed", "1 passed, 0 failed"]),
        ({"py310": gate(False)}, {"py310": "4 0 0 0"}, 3, ["py310: 4 passed, 1 failed", "4 passed, 1 failed"]),
        ({"type": gate(False)}, {}, 1, ["type: 0 passed, 1 failed", "0 passed, 1 failed"]),
        ({}, {}, 1, ["0 passed, 1 failed"]),
        (None, {}, 1, ["0 passed, 1 failed"]),
    ],
    ids=["all good", "failing tests", "skipped python", "pytest crashed", "gate failed", "nothing ran", "no tox"],
)  # fmt: skip
def test_gates_are_added_up(tmp_path: Path, gates: Gates | None, junit: JUnit, status: int, lines: list[str]) -> None:
    if gates is not None:
        (tmp_path / "result.json").write_text(json.dumps({"testenvs": gates}))
    (tmp_path / "junit").mkdir()
    for name, counted in junit.items():
        tests, failures, errors, skipped = counted.split()
        attributes = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
        (tmp_path / "junit" / f"{name}.xml").write_text(f"<testsuites><testsuite {attributes}/></testsuites>")
    command = [sys.executable, str(SUMMARY), str(tmp_path), str(status)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert printed.splitlines() == lines
