"""An app that never comes back is waited for in full once, and no case tries again what has no end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import Limits
from ohos_backup.emulator.runtime.patience import Patience
from ohos_backup.harness.data.data_set import DataSet
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.suite_run import suite_results
from ohos_backup.harness.scenarios.fault_points import rehearse
from ohos_backup.harness.scenarios.trial import Direction, Trial
from ohos_backup.harness.scenarios.verdicts import NotApplicable
from ohos_backup.harness.subjects.loading import load_subject
from ohos_backup.harness.subjects.subject import Subject

TEMPLATE = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "empty-callbacks"
EMPTY = DataSet(name="empty")
LIMITS = Limits(wall_seconds=9.0, wall_seconds_after_hang=2.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patience, "seconds", lambda _, limits: 0.5)


def app(folder: Path, **bodies: str) -> Subject:
    root = folder / "app"
    shutil.copytree(TEMPLATE, root)
    [source] = root.rglob("EntryBackupAbility.ets")
    callbacks = "".join(f" async {name}() {{ {body} }}" for name, body in bodies.items())
    source.write_text(
        "import { BackupExtensionAbility } from '@kit.CoreFileKit';\n"
        f"export default class E extends BackupExtensionAbility {{{callbacks} }}",
        encoding="utf-8",
    )
    return load_subject(str(root))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("bodies", "endless"),
    [
        ({"onBackup": "for (;;) {}", "onRestore": ""}, {"backup"}),
        ({"onBackup": "", "onRestore": "for (;;) {}"}, {"restore"}),
        ({"onBackup": "throw new Error('no')", "onRestore": ""}, set()),
        ({"onBackup": "await new Promise(() => {})", "onRestore": ""}, set()),
        ({"onBackup": "", "onRestore": ""}, set()),
    ],
    ids=["backup", "restore", "one-that-throws", "one-that-waits-in-vain", "neither"],
)
def test_a_rehearsal_finds_what_has_no_end(tmp_path: Path, bodies: dict[str, str], endless: set[Direction]) -> None:
    assert rehearse(app(tmp_path, **bodies), EMPTY, profile=LATEST, seed=0).endless == endless


@pytest.mark.parametrize("direction", ["backup", "restore"])
def test_what_has_no_end_is_not_tried_on_any_device_of_the_case(tmp_path: Path, direction: Direction) -> None:
    subject = app(tmp_path, onBackup="", onRestore="")
    archive = Trial(subject, profile=LATEST).backup().archive
    trial = Trial(subject, profile=LATEST, endless=frozenset((direction,))).fresh()

    with pytest.raises(NotApplicable, match=f"an ordinary {direction} never comes to an end.*LIF-002"):
        trial.backup() if direction == "backup" else trial.restore(archive)


@pytest.mark.usefixtures("impatient")
def test_a_check_fails_what_has_no_end_once_and_refers_to_that(tmp_path: Path) -> None:
    subject = app(tmp_path, onBackup="for (;;) {}", onRestore="")

    results = suite_results(SuiteOptions(address=str(subject.root), cases=("LIF-002", "BKP-001", "RST-001")))

    outcomes = {requirement.id: requirement.outcome for requirement in results.requirements}
    assert outcomes == {"LIF-002": "fail", "BKP-001": "not_applicable", "RST-001": "not_applicable"}
    assert all("see LIF-002" in requirement.reason for requirement in results.requirements[1:])
    assert results.verdict == "does-not-conform"


def test_an_app_that_has_hung_once_gets_less_time() -> None:
    patience = Patience()
    assert patience.seconds(LIMITS) == LIMITS.wall_seconds

    patience.run_out(LIMITS)

    assert patience.seconds(LIMITS) == LIMITS.wall_seconds_after_hang


def test_every_hang_is_told_in_the_same_words() -> None:
    patience = Patience()

    assert patience.run_out(LIMITS) == patience.run_out(LIMITS)
