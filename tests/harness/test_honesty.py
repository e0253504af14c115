"""Nothing vanishes and nothing passes by accident: each case ends with a verdict that has a reason."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import NOTES, plain_environment
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.profile import LATEST
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.scenarios.verdicts import Inconclusive, NotApplicable, Violation
from ohos_backup.harness.subjects.loading import load_subject

DOCUMENT = Path(__file__).parents[2] / "docs" / "scenarios.md"
SKIPPING = "import pytest\ndef pytest_runtest_setup(item):\n    pytest.skip('a plugin did not like it')\n"


@pytest.mark.parametrize("kind", [Violation, NotApplicable, Inconclusive])
def test_no_case_ends_without_a_reason(kind: type[Violation | NotApplicable | Inconclusive]) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        kind(" ")


def test_a_case_that_something_else_skips_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "unhappy.py").write_text(SKIPPING)
    command = [sys.executable, "-m", "pytest", "-p", "unhappy", "--pyargs", "ohos_backup.conformance"]

    done = subprocess.run(
        [*command, f"--ohos-backup-app={NOTES}", "--ohos-backup-case=CFG-001"],
        cwd=tmp_path,
        env={**plain_environment(), "PYTHONPATH": os.fspath(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )

    assert done.returncode == 3, done.stdout + done.stderr


def test_a_device_that_is_not_empty_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = load_subject(str(NOTES))
    install = Device.install

    def install_with_leftovers(self: Device, *arguments: object, **named: object) -> object:
        bundle = install(self, *arguments, **named)  # pyright: ignore[reportArgumentType]
        bundle.files.write_file("/data/storage/el2/base/left-over.txt", b"of an earlier case")
        return bundle

    monkeypatch.setattr(Device, "install", install_with_leftovers)

    with pytest.raises(Inconclusive, match=r"left-over\.txt"):
        Trial(subject, profile=LATEST)


def test_every_scenario_family_is_covered_or_explained() -> None:
    rows = dict(re.findall(r"^\| ([A-Z]) \| [^|]+ \| ([^|]+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))

    assert "".join(rows) == "ABCDEFGHIJKLMNOPQRST"
    assert all(re.search(r"[A-Z]{3}-\d{3}|Not applicable: |next section", text) for text in rows.values())


def test_every_requirement_belongs_to_a_scenario_family() -> None:
    table = DOCUMENT.read_text(encoding="utf-8").partition("## How")[0]
    named = set(re.findall(r"[A-Z]{3}-\d{3}", table))
    for family, first, last in re.findall(r"([A-Z]{3})-(\d{3}) to [A-Z]{3}-(\d{3})", table):
        named |= {f"{family}-{number:03}" for number in range(int(first), int(last) + 1)}

    assert named == set(catalogue())
