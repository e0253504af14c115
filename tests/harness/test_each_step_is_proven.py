"""Seeded, backed up, wiped, compared: what cannot be proven ends a case without a pass."""

from __future__ import annotations

import msgspec
import pytest
from ohos_backup.conformance.steps import archive_from, archive_of, round_trip
from ohos_backup.emulator.profile import LATEST
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.data.data_set import DataSet, SeedFile
from ohos_backup.harness.naming import requirement
from ohos_backup.harness.scenarios.case import Case
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.scenarios.verdicts import Inconclusive, NotApplicable
from ohos_backup.harness.subjects.loading import load_subject

NOTE = "/data/storage/el2/base/haps/entry/files/notes/a.md"
ELSEWHERE = "/data/storage/el2/base/haps/entry/cache/a.md"
DATA = DataSet(name="one-note", files=(SeedFile(path=NOTE, content=b"# milk\n"),), must_survive=True)


@pytest.fixture
def case() -> Case:
    app = next(app for app in good_apps() if app.name == "python-notes")
    return Case(load_subject(app.address), requirement("RST-001"), {}, profile=LATEST, seed=0)


def test_data_that_is_there_already_cannot_be_seeded(case: Case) -> None:
    trial = case.device()
    trial.seed(DATA)

    with pytest.raises(Inconclusive, match="already held"):
        trial.seed(DATA)


def test_data_that_arrives_otherwise_is_noticed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = msgspec.structs.replace(DATA, files=(SeedFile(path=NOTE, content=b"# mil"),))
    place = DataSet.place
    monkeypatch.setattr(DataSet, "place", lambda _, *told: place(shorter, *told))

    with pytest.raises(Inconclusive, match="did not arrive"):
        case.device().seed(DATA)


def test_a_device_that_takes_no_data_is_noticed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(DataSet, "place", full)

    with pytest.raises(Inconclusive, match="did not take"):
        case.device().seed(DATA)


def test_a_backup_without_any_of_the_data_is_no_backup_to_restore(case: Case) -> None:
    left_out = msgspec.structs.replace(DATA, files=(SeedFile(path=ELSEWHERE, content=b"# milk\n"),))

    with pytest.raises(NotApplicable, match=r"none of the data: see BKP-005"):
        archive_of(case, left_out)


def test_a_backup_that_failed_is_no_backup_to_restore(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    made = case.device().backup()

    with pytest.raises(NotApplicable, match=r"no backup to restore .*: see BKP-001"):
        archive_from(case, msgspec.structs.replace(made, code=13500004))


def test_a_restore_goes_to_another_device_that_is_empty(case: Case) -> None:
    archive, expected = archive_of(case, DATA)
    found: list[Trial] = []

    def look(trial: Trial) -> None:
        assert all(node.kind == "directory" for node in trial.tree().values())
        found.append(trial)

    target, _ = round_trip(case, archive, before=look)

    assert set(expected) == {NOTE}
    assert target is found[0]
    assert target.device not in [trial.device for trial in case.trials if trial is not target]
    assert target.read(NOTE) == b"# milk\n"


def test_nothing_to_compare_is_no_pass(case: Case) -> None:
    with pytest.raises(Inconclusive, match="nothing to compare"):
        case.require_same({}, [], "the data differs")
