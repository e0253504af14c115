"""Faults in an upgrade from the previous system generation, and what a killed copy leaves behind."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.fixtures.catalogue_of_apps import good_apps
from ohos_backup.harness.data.data_set import DataSet
from ohos_backup.harness.scenarios.fault_points import FaultPoint, Rehearsal, rehearse
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.subjects.loading import load_subject
from ohos_backup.harness.subjects.subject import Subject

NOTE = "/data/storage/el2/base/haps/entry/files/note.txt"
STORE = "/data/storage/el2/base/haps/entry/preferences/settings"


def app(name: str) -> Subject:
    return load_subject(next(good.address for good in good_apps() if good.name == name))


def rehearsed(name: str) -> Rehearsal:
    return rehearse(app(name), DataSet(name="empty"), profile=LATEST, seed=0)


def test_an_app_that_takes_old_data_over_is_struck_in_upgrades_too() -> None:
    found = rehearsed("old-generation")

    points = found.points("upgrade", ["killed"], seed=0)
    assert any(point.operation == "write" and point.path.endswith("/photo.jpg") for point in points)
    assert all(point.described().endswith("of the upgrade)") for point in points)
    assert found.points("upgrade-in-use", ["no-space"], seed=0)


def test_an_app_without_old_data_is_not() -> None:
    found = rehearsed("empty-callbacks")

    assert found.upgrade == found.upgrade_in_use == ()


@pytest.mark.parametrize(("path", "is_left"), [(NOTE, True), (STORE, False)], ids=["a-file", "a-store-of-the-system"])
def test_a_copy_that_is_killed_has_made_its_file(path: str, is_left: bool) -> None:
    trial = Trial(app("empty-callbacks"), profile=LATEST)
    trial.write(f"{path}.beside", b"")
    point = FaultPoint(session="restore", strike="killed", number=1, operation="write", path=path, out_of=1)

    with pytest.raises(ExtensionDied):
        point.fault(trial)("write", path)

    assert trial.exists(path) is is_left
