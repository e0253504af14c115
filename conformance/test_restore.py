"""RST: what was backed up comes back, on any device, onto any data, as often as one likes."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.config import parse_backup_config
from ..emulator.trace import FileOperation
from ..harness.data.data_set import DataSet
from ..harness.data.databases import really_changed
from ..harness.data.tree import Change, Tree, difference
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from ..harness.scenarios.upgrade import touched_below_restore
from .steps import (
    TIMED_OUT,
    PlainRestore,
    archive_of,
    blamed,
    carried,
    described,
    files_of,
    lost,
    only_the_equal_version_fails,
    plain_restore,
    round_trip,
    seeded,
)

EARLIER_CONTENT = b"written on this device before the restore\n"


def is_full_backup_only(case: Case) -> bool:
    return parse_backup_config(case.subject.application.extension.profile_text, case.profile).full_backup_only


def require_round_trip(case: Case, archive: Archive, expected: Tree) -> None:
    restored = plain_restore(case, archive)
    result = restored.result
    if result.code == TIMED_OUT:
        case.not_applicable("the restore overruns its time: see LIF-002 and LIF-004")
    if not result.succeeded:
        words, position = blamed(restored.trial, result)
        case.fail(f"the restore on a fresh device ends with {described(result)}{words}", position=position)
    changes = lost(expected, restored.tree)
    if expected:
        case.require_same(expected, changes, "after the restore the data is not what was backed up")


@pytest.mark.requirement("RST-001")
def test_a_round_trip_to_a_fresh_device_gives_the_same_files(case: Case, data_set: DataSet) -> None:
    if is_full_backup_only(case):
        case.not_applicable("fullBackupOnly is set: RST-006 judges the round trip")
    archive, expected = archive_of(case, data_set)
    if only_the_equal_version_fails(case, archive, expected):
        case.not_applicable("only the equal version fails: see VER-002")
    require_round_trip(case, archive, expected)


class Onto(msgspec.Struct, frozen=True):
    """A restore onto existing data, shared by all cases: to look at only. ``amiss`` is what of the backup is not there
    as it was backed up, ``others`` were on the device and not in the backup."""

    trial: Trial
    result: SessionResult
    tree: Tree
    expected: Tree
    amiss: tuple[Change, ...]
    others: tuple[str, ...]

    @property
    def harmed(self) -> list[Change]:
        """The others that are gone or changed."""
        gone = [path for path in self.others if path not in self.tree]
        kept = [path for path in self.others if path in self.tree]
        changed = [path for path in kept if self.tree[path].content != EARLIER_CONTENT]
        before = "on the device before the restore"
        return [Change(path, "missing", before) for path in gone] + [
            Change(path, "content", before, self.tree[path].describe()) for path in changed
        ]

    @property
    def still_there(self) -> int:
        return sum(1 for path in self.others if path in self.tree)

    def follows(self, policy: str) -> bool:
        brings = self.result.succeeded and not self.amiss
        return brings and not (self.still_there if policy == "replace" else self.harmed)


def restored_onto_existing(case: Case, data_set: DataSet) -> Onto:
    """Raises NotApplicable when there is nothing to put onto anything."""
    archive, expected = archive_of(case, data_set)
    if not expected:
        case.not_applicable("the data set puts nothing where the configuration looks")
    plain = plain_restore(case, archive)
    if not plain.result.succeeded or lost(expected, plain.tree):
        case.not_applicable("the data does not even come back on a fresh device: see RST-001 and RST-006")

    def make() -> Onto:
        names = (f"{path.rpartition('/')[0]}/kept-{number}.txt" for number, path in enumerate(expected))
        others = dict.fromkeys(names, EARLIER_CONTENT)
        target, result = round_trip(case, archive, before=lambda trial: occupy(trial, expected, others))
        tree = target.tree()
        return Onto(target, result, tree, expected, lost(expected, tree), tuple(others))

    return case.once(("onto existing data", data_set), make)


@pytest.mark.requirement("RST-002")
def test_a_restore_onto_existing_data_follows_its_policy(case: Case, data_set: DataSet) -> None:
    onto = restored_onto_existing(case, data_set)
    if not onto.result.succeeded:
        words, position = blamed(onto.trial, onto.result)
        case.fail(f"the restore onto existing data ends with {described(onto.result)}{words}", position=position)
    case.require_same(onto.expected, onto.amiss, "restored onto existing data, the backup's files are not all there")
    if case.subject.settings.policy.on_restore == "replace":
        case.require(
            not onto.still_there,
            f"the policy is to replace, but {onto.still_there} of {len(onto.others)} older files are still there",
        )
        return
    harmed = onto.harmed
    case.require(
        not harmed,
        f"{len(harmed)} of {len(onto.others)} files that were on the device, and not in the backup, are lost "
        f"({harmed[0].path if harmed else ''})",
        differences=harmed,
    )


def occupy(trial: Trial, expected: Tree, others: dict[str, bytes]) -> None:
    """Put older content under the backup's own names, and files beside them that the backup knows nothing of."""
    for path in expected:
        trial.write(path, EARLIER_CONTENT)
    for path, content in others.items():
        trial.write(path, content)


@pytest.mark.requirement("RST-003")
def test_a_second_restore_changes_nothing(case: Case, data_set: DataSet) -> None:
    archive, _ = archive_of(case, data_set)
    target, result = round_trip(case, archive)
    if not result.succeeded:
        case.not_applicable(f"the first restore fails already ({described(result)}): see RST-001 and RST-006")
    once = target.tree()
    again = target.restore(archive)
    if not again.succeeded:
        words, position = blamed(target, again)
        case.fail(f"the same restore succeeds once and then ends with {described(again)}{words}", position=position)
    now = target.tree()
    changes = really_changed(difference(files_of(once), files_of(now)), once, now)
    if changes:
        case.fail(
            f"a second restore of the same backup changed {len(changes)} files, first {changes[0].path} "
            f"({changes[0].change})",
            differences=changes,
        )


@pytest.mark.requirement("RST-006")
def test_full_backup_only_data_is_fetched_from_the_restore_folder(case: Case, data_set: DataSet) -> None:
    if not is_full_backup_only(case):
        case.not_applicable("fullBackupOnly is not set")
    archive, expected = archive_of(case, data_set)
    restored = plain_restore(case, archive)
    if expected and not touched_below_restore(restored.trial, restored.result):
        case.not_applicable("no callback looks below the restore folder at all: see CFG-010")
    if passed_over(case, data_set, restored, expected):
        if case.has_own_data:
            case.not_applicable("the callback takes only files that it knows by name; the app's own data tells")
        case.inconclusive(
            "the callback lists what waits for it and takes none of the generated files: it may know its own files by "
            "name. Give the app's own data: --data FOLDER, or data in ohos-backup.toml"
        )
    require_round_trip(case, archive, expected)


def passed_over(case: Case, data_set: DataSet, restored: PlainRestore, expected: Tree) -> bool:
    """Whether a successful restore saw the generated files below the restore folder and left every one of them there.

    An extension may fetch only what it knows by name, as one does that takes the files of its own database.
    """
    is_generated = not data_set.must_survive and case.subject.settings.expect.survive is None
    if not (is_generated and expected and restored.result.succeeded):
        return False
    if len(lost(expected, restored.tree)) < len(expected):
        return False
    folders = tuple(f"{folder}/" for folder in restored.trial.device.profile.staging.restore_folders)
    operations = [
        event.operation
        for event in restored.trial.events(restored.result)
        if isinstance(event, FileOperation)
        and event.actor == "extension"
        and not event.error
        and (f"{event.path}/".startswith(folders) or f"{event.target}/".startswith(folders))
    ]
    return "list" in operations and set(operations) <= LOOKS


LOOKS = {"list", "stat", "lstat", "access"}
"""What tells of a file without taking it."""

OTHER_USER = 101


@pytest.mark.requirement("RST-009")
def test_another_user_gets_the_same_files(case: Case, data_set: DataSet) -> None:
    archive, _ = archive_of(case, data_set)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded:
        case.not_applicable(f"the restore fails for user 100, too ({described(usual.result)}): see RST-001 and RST-006")
    other, result = round_trip(case, archive, user=OTHER_USER)
    if not result.succeeded:
        words, position = blamed(other, result)
        case.fail(
            f"the restore succeeds for user 100 and ends with {described(result)} for user {OTHER_USER}{words}",
            position=position,
        )
    changes = lost(files_of(usual.tree), other.tree())
    if changes:
        case.fail(
            f"user {OTHER_USER} does not get what user 100 gets: {changes[0].path} ({changes[0].change})",
            differences=changes,
        )
    moved, moved_expected = seeded(case, data_set, user=OTHER_USER)
    made = moved.backup()
    arrived = carried(moved_expected, made.archive) if made.archive else {}
    absent = lost(carried(moved_expected, archive), arrived)
    case.require(
        made.succeeded and not absent,
        f"the backup of user {OTHER_USER} does not hold what that of user 100 holds ({described(made)})",
        differences=absent,
    )
