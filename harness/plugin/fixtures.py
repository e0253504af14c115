"""The fixtures: ``case`` for the suite's own checks, the others for a team's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from .collecting import REQUIREMENT
from .options import SETTINGS

if TYPE_CHECKING:
    from ...emulator.backup.api import SessionResult
    from ...emulator.backup.archive import Archive
    from ...emulator.backup.service import BackupResult
    from ...emulator.device import Device
    from ..data.data_set import DataSet
    from ..scenarios.case import Case
    from ..scenarios.trial import Trial

CASE = pytest.StashKey["Case"]()

JUDGES_THE_END = "LIF-002"
"""The requirement that tries what never comes to an end; all others point to it."""


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """The case being judged; only for functions marked with ``requirement``."""
    from ..naming import requirement
    from ..scenarios.case import Case
    from .parameters import parameters_of

    node = request.node
    assert isinstance(node, pytest.Function)
    settings = request.config.stash[SETTINGS]
    parameters = parameters_of(node)
    judges_the_end = node.stash[REQUIREMENT] == JUDGES_THE_END and parameters["data_set"] == settings.typical.name
    made = Case(
        settings.subject,
        requirement(node.stash[REQUIREMENT]),
        parameters,
        profile=settings.profile,
        seed=settings.seed,
        shared=settings.shared_steps,
        has_own_data=any(data_set.must_survive for data_set in settings.data_sets),
        endless=frozenset() if judges_the_end else settings.rehearsal.endless,
    )
    node.stash[CASE] = made
    return made


@pytest.fixture
def typical(request: pytest.FixtureRequest) -> DataSet:
    """The one data set of checks that vary something else: the team's own if there is one, else the typical one."""
    return request.config.stash[SETTINGS].typical


@pytest.fixture
def installed_app(request: pytest.FixtureRequest) -> Trial:
    """The app named by ``--ohos-backup-app`` or the ini file, freshly installed on a fresh device.

    ``installed_app.fresh()`` is the same app on a new phone.
    """
    from ...emulator.errors import OhosBackupError
    from ..scenarios.trial import Trial

    settings = request.config.stash[SETTINGS]
    try:
        return Trial(settings.subject, profile=settings.profile, seed=settings.seed)
    except OhosBackupError as error:
        pytest.fail(f"{error}  [{error.code}]", pytrace=False)


@pytest.fixture
def device(installed_app: Trial) -> Device:
    """The emulated device that ``installed_app`` lives on."""
    return installed_app.device


class BackupCall(Protocol):
    def __call__(self, *, on: Trial | None = None, **options: object) -> BackupResult: ...


class RestoreCall(Protocol):
    def __call__(self, archive: Archive | None, *, on: Trial | None = None, **options: object) -> SessionResult: ...


@pytest.fixture
def backup(installed_app: Trial) -> BackupCall:
    """``backup(**options)`` backs up ``installed_app``, or the app ``on=`` another device.

    Options are the fields of SessionOptions. The result has ``succeeded``, ``message`` and ``archive``, which is None
    unless the backup succeeded.
    """
    from ...emulator.backup.api import SessionOptions

    def run(*, on: Trial | None = None, **options: object) -> BackupResult:
        return (on or installed_app).backup(SessionOptions(**options))  # pyright: ignore[reportArgumentType]

    return run


@pytest.fixture
def restore(installed_app: Trial) -> RestoreCall:
    """``restore(archive, on=installed_app.fresh(), **options)`` restores onto a new phone; without ``on`` onto the
    device that ``installed_app`` lives on.

    Options are the fields of RestoreOptions; ``version=BundleVersion(code, name)`` tells the extension that the
    backup came from that version.
    """
    from ...emulator.backup.api import RestoreOptions

    def run(archive: Archive | None, *, on: Trial | None = None, **options: object) -> SessionResult:
        return (on or installed_app).restore(archive, RestoreOptions(**options))  # pyright: ignore[reportArgumentType]

    return run
