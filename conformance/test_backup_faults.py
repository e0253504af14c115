"""BKP under faults: a disk that is full or broken, a process that is killed, at every operation in turn."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

import msgspec
import pytest

from ..emulator.backup.archive import Archive
from ..emulator.filesystem.faults import Fault
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.databases import really_changed
from ..harness.data.tree import Change, Tree, difference
from ..harness.scenarios.case import Case
from ..harness.scenarios.fault_points import FaultPoint
from ..harness.scenarios.trial import Trial
from .failures import reported
from .steps import PlainBackup, archive_from, carried, plain_backup, seeded


class StruckBackup(msgspec.Struct, frozen=True):
    """A backup that met a fault: to look at only. ``after`` are all of the app's files when it was over."""

    trial: Trial
    before: Tree
    after: Tree
    archive: Archive | None
    reported: bool


def struck(case: Case, data_set: DataSet, fault_point: FaultPoint) -> StruckBackup:
    """A backup of ``data_set`` with the fault; several requirements look at each."""
    return case.once(("struck", data_set, fault_point), lambda: _struck(case, data_set, lambda t: fault_point.fault(t)))


def _struck(case: Case, data_set: DataSet, fault_on: Callable[[Trial], Fault]) -> StruckBackup:
    trial, _ = seeded(case, data_set)
    before = trial.tree()
    trial.device.filesystem.fault = fault_on(trial)
    result = trial.backup()
    trial.device.filesystem.fault = None
    return StruckBackup(trial, before, trial.tree(), result.archive, reported(trial, result))


def undisturbed(case: Case, data_set: DataSet) -> PlainBackup:
    usual = plain_backup(case, data_set)
    if usual.result.archive is None:
        case.not_applicable("the backup does not even succeed undisturbed: see BKP-001")
    return usual


@pytest.mark.requirement("BKP-009")
@pytest.mark.strikes("backup", "no-space", "io-error", "no-access")
def test_a_backup_that_could_not_read_or_write_says_so(
    case: Case, fault_point: FaultPoint | None, typical: DataSet
) -> None:
    if fault_point is None:
        case.not_applicable("the extension does nothing with files during a backup")
    usual = undisturbed(case, typical)
    hit = struck(case, typical, fault_point)
    if hit.reported or hit.archive is None:
        return
    wanted, found = content_of(archive_from(case, usual.result)), set(content_of(hit.archive).values())
    missing = [
        Change(path, "missing", "in an undisturbed archive") for path, data in wanted.items() if data not in found
    ]
    case.require(
        not missing,
        f"with {fault_point.described()}, the backup says that it succeeded and {len(missing)} of {len(wanted)} files "
        "are not in the archive",
        differences=missing,
    )


@pytest.mark.requirement("BKP-012")
@pytest.mark.parametrize("trouble", ["unreadable", "unwritable", "no-access"])
def test_a_backup_that_failed_does_not_pass_for_one_that_succeeded(case: Case, trouble: str, typical: DataSet) -> None:
    usual = undisturbed(case, typical)
    if not any(call.value for call in usual.trial.settled(usual.result, "onBackupEx")):
        case.not_applicable("onBackupEx is not overridden or gives no text: BKP-007 judges that")
    hit = case.once(("trouble", typical, trouble), lambda: _struck(case, typical, lambda _: TROUBLES[trouble]))
    if not hit.reported:
        case.not_applicable("nothing failed, or nothing was said about it: BKP-009 judges that")
    if hit.archive is None:
        return
    inside = carried(usual.expected, hit.archive)
    missing = [
        Change(path, "missing", "in an undisturbed archive")
        for path in carried(usual.expected, archive_from(case, usual.result))
        if path not in inside
    ]
    case.require(
        not missing,
        f"onBackupEx tells of a failure ({trouble} files) with an errorCode and throws nothing: the framework does not "
        f"look at it, the session ends with success, and {len(missing)} of the user's files are not in the archive",
        differences=missing,
    )


@pytest.mark.requirement("BKP-014")
@pytest.mark.strikes("backup", "killed", "no-space", "io-error")
def test_a_backup_that_is_interrupted_leaves_the_apps_data_alone(
    case: Case, fault_point: FaultPoint | None, typical: DataSet
) -> None:
    if fault_point is None:
        case.not_applicable("the extension does nothing with files during a backup")
    usual = undisturbed(case, typical)
    if harmed(usual.before, usual.trial.tree()):
        case.not_applicable("even an undisturbed backup changes the app's own files: see BKP-002")
    hit = struck(case, typical, fault_point)
    changes = harmed(hit.before, hit.after)
    case.require_same(hit.before, changes, f"{fault_point.described()} costs the app its own files")


def harmed(before: Tree, after: Tree) -> list[Change]:
    """The app's own files that are missing or different; new ones do not matter."""
    changes = [change for change in difference(before, after) if change.change != "unexpected"]
    return really_changed(changes, before, after)


def _failing(number: int, *operations: str) -> Fault:
    def fault(operation: str, path: str) -> None:
        if operation in operations:
            raise OSError(number, os.strerror(number), path)

    return fault


TROUBLES: dict[str, Fault] = {
    "unreadable": _failing(errno.EIO, "open", "read", "list"),
    "unwritable": _failing(errno.ENOSPC, "write", "mkdir"),
    "no-access": _failing(errno.EACCES, "open", "list", "write", "mkdir"),
}
