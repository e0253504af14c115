"""Nothing vanishes and nothing passes by accident: each case ends with a verdict that has a reason."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import NOTES, ohos_backup, plain_environment
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.profile import LATEST
from ohos_backup.harness.catalogue import catalogue
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.scenarios.verdicts import Inconclusive, NotApplicable, Violation
from ohos_backup.harness.subjects.loading import load_subject

DOCUMENT = Path(__file__).parents[2] / "docs" / "scenarios.md"
DOUBLING = """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    first = items[0]
    items.append(type(first).from_parent(first.parent, name=first.name, callspec=first.callspec, callobj=first.obj))
"""
FORGETTING = """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    return True if item is item.session.items[1] else None
"""
SKIPPING = "import pytest\ndef pytest_runtest_setup(item):\n    pytest.skip('a plugin did not like it')\n"


@pytest.mark.parametrize("kind", [Violation, NotApplicable, Inconclusive])
def test_no_case_ends_without_a_reason(kind: type[Violation | NotApplicable | Inconclusive]) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        kind(" ")


def with_plugin(tmp_path: Path, source: str, *cases: str) -> subprocess.CompletedProcess[str]:
    """The suite, run by pytest with a plugin that means no good."""
    (tmp_path / "unhappy.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-p", "unhappy", "--pyargs", "ohos_backup.conformance"]
    return subprocess.run(
        [*command, f"--ohos-backup-app={NOTES}", *(f"--ohos-backup-case={case}" for case in cases)],
        cwd=tmp_path,
        env={**plain_environment(), "PYTHONPATH": os.fspath(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_a_case_that_something_else_skips_is_no_pass(tmp_path: Path) -> None:
    done = with_plugin(tmp_path, SKIPPING, "CFG-001")

    assert done.returncode == 3, done.stdout + done.stderr


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    done = with_plugin(tmp_path, DOUBLING, "CFG-001")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "two cases of the suite are called" in done.stdout + done.stderr


def test_a_case_that_is_never_heard_of_again_is_no_pass(tmp_path: Path) -> None:
    done = with_plugin(tmp_path, FORGETTING, "CFG-001", "CFG-002")

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


WHIMSICAL = """
from pathlib import Path

from ohos_backup.emulator.runtime.python import BackupExtensionAbility


class Whimsical(BackupExtensionAbility):
    def onBackup(self):
        pass

    def onRestore(self, version):
        folder = Path(self.context.filesDir)
        # Only on a device without earlier files does this one touch anything.
        if not (folder / "neighbour.txt").exists():
            folder.joinpath("restored.txt").write_text("yes")
"""


def test_a_fault_that_never_came_lets_no_case_pass(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(WHIMSICAL)
    (tmp_path / "backup_config.json").write_text('{"allowToBackupRestore": true}')
    (tmp_path / "ohos-backup.toml").write_text('[app]\nbundle_name = "com.example.whims"\nversion_code = 1\n')

    ended = ohos_backup("check", tmp_path / "model.py:Whimsical", "--case", "RST-010[restore-no-space-4-write]")

    assert ended.code == 2, ended.out
    assert "never came: here the extension does not do that" in " ".join(ended.out.split())


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


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`((?:tests|conformance)/[\w/]+(?:\.py)?)`", DOCUMENT.read_text(encoding="utf-8"))

    assert len(named) > 5
    assert [name for name in named if not (DOCUMENT.parents[1] / name).exists()] == []
