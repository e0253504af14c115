"""LIF: onRelease and the queries come when they come, find what they find, and leave order."""

from __future__ import annotations

import errno
import os

import pytest

from ..emulator.backup.api import RestoreOptions, SessionOptions, SessionResult
from ..emulator.backup.service import BackupResult
from ..emulator.filesystem.faults import CountOperations
from ..emulator.trace import CallbackEntered, CallbackSettled
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree, difference, only
from ..harness.scenarios.case import Case
from ..harness.scenarios.lone_call import call_alone
from ..harness.scenarios.trial import Trial
from ..harness.scenarios.verdicts import Violation
from .steps import archive_of, described, files_of, plain_backup, plain_restore, seeded
from .test_backup import written
from .test_repeated_runs import ORDERS, SCENARIO, in_backup_folder, require_same_run

CAN_FAIL = frozenset(("open", "read", "write", "list", "rename", "mkdir", "unlink"))


class FailWithin(CountOperations):
    """Counts the operations until onRelease begins, and fails one of them."""

    def __init__(self, trial: Trial, number: int = 0) -> None:
        super().__init__()
        self._trace = trial.device.trace
        self._number = number
        self._released = False

    def __call__(self, operation: str, path: str) -> None:
        if not self._released and operation in CAN_FAIL:
            self._released = any(e.callback == "onRelease" for e in self._trace.of(CallbackEntered))
            if not self._released:
                super().__call__(operation, path)

    def _act(self, number: int, operation: str, path: str) -> None:
        if number == self._number:
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)


def run(case: Case, direction: str, data_set: DataSet, failing: int = 0) -> tuple[Trial, SessionResult, FailWithin]:
    """A backup or a restore in which operation ``failing`` fails and the process survives that."""
    archive = None if direction == "backup" else archive_of(case, data_set)[0]
    trial = seeded(case, data_set)[0] if archive is None else case.device()
    fault = trial.device.filesystem.fault = FailWithin(trial, failing)
    result: SessionResult
    if archive is None:
        result = trial.backup(SessionOptions(on_uncaught="observed"))
    else:
        result = trial.restore(archive, RestoreOptions(on_uncaught="observed"))
    trial.device.filesystem.fault = None
    return trial, result, fault


def is_temporary(path: str) -> bool:
    return "/temp/" in path or "/cache/" in path or in_backup_folder(path)


def left_behind(trial: Trial, result: SessionResult) -> list[str]:
    """Files in temporary folders that the extension wrote in a session and that are still there."""
    return [path for path in sorted(written(trial, result)) if is_temporary(path) and trial.exists(path)]


@pytest.mark.requirement("LIF-007")
@pytest.mark.parametrize("situation", ["backup", "failed-backup", "failed-restore"])
def test_temporary_files_are_gone_after_a_run(case: Case, situation: str, typical: DataSet) -> None:
    direction = situation.rpartition("-")[2]
    trial, result, undisturbed = case.once(("whole run", direction), lambda: run(case, direction, typical))
    if not trial.settled(result, "onRelease"):
        case.not_applicable("this device does not call onRelease, or nothing was run")
    if not result.succeeded:
        case.not_applicable(f"the {direction} fails even undisturbed: see BKP-001 and RST-001")
    usual = left_behind(trial, result)
    if situation == "backup":
        copies = {node.content for node in files_of(plain_backup(case, typical).before).values() if node.content}
        kept = [path for path in usual if "/cache/" not in path or trial.read(path) in copies]
        lone = [path for path in kept if not in_backup_folder(path) or is_archived(case, path, typical)]
        case.require(
            not lone,
            f"{lone[0] if lone else ''} is still there after the backup: nobody needs it any more, and it takes the "
            "user's space",
            differences=[Change(path, "unexpected", "", "left by the backup") for path in lone],
        )
        return
    count = undisturbed.count
    for number in sorted({count, (count + 1) // 2} - {0}):
        failed, outcome, _ = run(case, direction, typical, number)
        more = [path for path in left_behind(failed, outcome) if path not in usual]
        case.require(
            not more,
            f"{more[0] if more else ''} stays after a {direction} that failed ({described(outcome)}), though it goes "
            "after one that succeeds",
            differences=[Change(path, "unexpected", "", f"left by the failed {direction}") for path in more],
        )


def is_archived(case: Case, path: str, data_set: DataSet) -> bool:
    """A file of the backup folder that no include selects is BKP-003's."""
    archive, _ = archive_of(case, data_set)
    return any(entry.endswith(path) for entry in content_of(archive))


@pytest.mark.requirement("LIF-008")
@pytest.mark.parametrize("scenario", [0, 3, -1])
def test_an_unknown_scenario_is_no_error(case: Case, scenario: int, typical: DataSet) -> None:
    trial, _ = seeded(case, typical)
    if not trial.device.profile.calls("onRelease"):
        case.not_applicable("this device does not call onRelease")
    for known in (1, 2):
        usual = call_alone(seeded(case, typical)[0], "onRelease", known)
        if usual is None or usual.outcome == "missing":
            case.not_applicable("there is no onRelease to call")
        if usual.outcome not in ("returned", "resolved"):
            case.not_applicable(f"onRelease({known}) does not end well either: see LIF-011 and LIF-004")
    told = call_alone(trial, "onRelease", scenario)
    if told is None or told.outcome not in ("returned", "resolved"):
        said = f"{told.outcome} {told.value}" if told is not None else "ended the process"
        case.fail(
            f"onRelease({scenario}) {said}: a later version of the system may well give a number that is unknown today",
            position=told.position if told is not None else None,
        )


@pytest.mark.requirement("LIF-011")
@pytest.mark.parametrize("direction", ["backup", "restore"])
@pytest.mark.parametrize("situation", ["release-after-run", "release-alone", "release-alone-on-first-day"])
def test_on_release_may_come_at_any_time(case: Case, direction: str, situation: str, typical: DataSet) -> None:
    if situation == "release-after-run":
        made = plain_backup(case, typical)
        trial, result = made.trial, made.result
        if direction == "restore":
            restored = plain_restore(case, archive_of(case, typical)[0])
            trial, result = restored.trial, restored.result
        require_calm(case, trial.settled(result, "onRelease"), f"after the {direction}")
        return
    require_calm_after_run(case, direction, typical)
    trial = seeded(case, typical)[0] if situation == "release-alone" else case.device()
    if not trial.device.profile.calls("onRelease"):
        case.not_applicable("this device does not call onRelease")
    before = files_of(trial.tree())
    told = call_alone(trial, "onRelease", SCENARIO[direction])
    if told is None:
        case.not_applicable("there is no object to call: see LIF-001")
    alone = f"with {SCENARIO[direction]} and no callback before it, as after a cancelled or failed {direction}"
    require_calm(case, (told,), alone)
    if told.outcome == "abandoned":
        case.fail(f"onRelease does not settle {alone}")
    require_unharmed(case, before, files_of(trial.tree()), made=files_of(plain_backup(case, typical).trial.tree()))


def require_calm(case: Case, calls: tuple[CallbackSettled, ...], when: str) -> None:
    if not calls or calls[0].outcome == "missing":
        case.not_applicable("onRelease is not overridden, or this device does not call it")
    for call in calls:
        if call.outcome in ("threw", "rejected"):
            case.fail(f"onRelease {call.outcome} {call.value} {when}", position=call.position)


def require_calm_after_run(case: Case, direction: str, data_set: DataSet) -> None:
    """Alone is worth a look only when onRelease ends well, and in time, where everything is as it expects."""
    made = plain_backup(case, data_set)
    trial, result = made.trial, made.result
    if direction == "restore":
        restored = plain_restore(case, archive_of(case, data_set)[0])
        trial, result = restored.trial, restored.result
    if any(call.outcome not in ("returned", "resolved") for call in trial.settled(result, "onRelease")):
        case.not_applicable("onRelease does not end well after a whole run: the other cases and LIF-004 tell why")


def require_unharmed(case: Case, before: Tree, after: Tree, *, made: Tree) -> None:
    """What a whole backup leaves alone, onRelease by itself leaves alone, too."""
    wanted = {path: node for path, node in before.items() if path in made}
    harmed = difference(wanted, only(after, lambda path: path in wanted), modes=False)
    case.require(not harmed, "onRelease by itself costs files of the user", differences=harmed)


@pytest.mark.requirement("LIF-011")
@pytest.mark.parametrize("moment", ["before-the-first-run", "between-two-runs"])
def test_a_query_disturbs_no_run(case: Case, moment: str, typical: DataSet) -> None:
    usual = plain_backup(case, typical)
    if usual.result.archive is None:
        case.not_applicable("a backup does not even succeed without a query before it: see BKP-001")
    trial, _ = seeded(case, typical)
    service = trial.device.backup_service
    if moment == "before-the-first-run":
        before = files_of(trial.tree())
        service.get_backup_info(trial.bundle)
        for scenario in ("backup", "restore"):
            service.get_compatibility_info(trial.bundle, scenario)
        require_unharmed(case, before, files_of(trial.tree()), made=before)
        made = trial.backup()
        case.require(made.succeeded, f"a backup after a query ends with {described(made)}")
        return
    try:
        require_same_run(case, ORDERS[0], typical)
    except Violation:
        case.not_applicable("two backups in one process differ even without a query: see LIF-006")
    if not trial.device.profile.calls("getBackupInfo"):
        case.not_applicable("this device does not ask")
    undisturbed = second_backup(seeded(case, typical)[0], asked=False)
    made = second_backup(trial, asked=True)
    case.require(
        made.succeeded or not undisturbed.succeeded,
        f"a backup in the same process as a query before it ends with {described(made)}",
    )
    case.require(
        names_in(made) == names_in(undisturbed),
        "a backup in the same process as a query before it does not hold the same files as one without a query",
    )


def second_backup(trial: Trial, *, asked: bool) -> BackupResult:
    """The second of two backups in one process, in which getBackupInfo was ``asked`` for between them."""
    service = trial.device.backup_service
    with service.keep_process(trial.bundle) as kept:
        service.backup(trial.bundle, kept=kept)
        if asked and kept.process is not None:
            call_alone(trial, "getBackupInfo", process=kept.process)
        return service.backup(trial.bundle, kept=kept)


def names_in(made: BackupResult) -> set[str]:
    return set(content_of(made.archive)) if made.archive is not None else set()
