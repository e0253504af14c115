"""INC: a backup of what changed, applied on top of the last one, gives the files of today and costs little."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from ..emulator.backup.api import SessionOptions
from ..emulator.backup.archive import Archive
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree, only
from ..harness.scenarios.case import Case
from ..harness.scenarios.flows import BETWEEN_BACKUPS_MS, Sent, change_a_little, expected, flow_named, receive, send
from ..harness.scenarios.trial import Trial
from .steps import blamed, described, lost, round_trip
from .test_faults import undisturbed
from .test_restore import restored_onto_existing
from .test_restore_places import copes_with_data_in_place

INCREMENTAL = flow_named("incremental")
ADDED = b"written after the first backup\n"

Doings = Callable[[Trial, DataSet], object]


@pytest.mark.requirement("INC-001")
def test_an_incremental_backup_brings_the_changes(case: Case, data_set: DataSet) -> None:
    require_changes_to_arrive(case, data_set, "changed", change_a_little, lambda: send(case, INCREMENTAL, data_set))


@pytest.mark.requirement("INC-001")
@pytest.mark.parametrize("doing", ["removed", "added"])
def test_an_incremental_backup_copes_with_files_that_came_and_went(case: Case, doing: str, typical: DataSet) -> None:
    if doing == "added" and typical.must_survive:
        case.not_applicable("which files the app would add to the team's own data is not known")
    deed = remove_one if doing == "removed" else add_one
    require_changes_to_arrive(case, typical, doing, deed, lambda: chained(case, typical, deed))


def remove_one(trial: Trial, data_set: DataSet) -> None:
    path = data_set.files[-1].path
    # An app that moves its data away during a backup is judged by BKP-002.
    if trial.exists(path):
        trial.bundle.files.unlink(path)


def add_one(trial: Trial, data_set: DataSet) -> None:
    trial.write(f"{data_set.files[0].path.rpartition('/')[0]}/added-later.txt", ADDED)


def require_changes_to_arrive(
    case: Case, data_set: DataSet, words: str, deed: Doings, sending: Callable[[], Sent]
) -> None:
    """The chain of two backups must bring what a single full backup of the changed data brings."""
    if not data_set.files:
        case.not_applicable("there is nothing that could change")
    usual, owed = undisturbed(case, data_set)
    sent = case.once(("chain", words, data_set), sending)
    if sent.succeeded and sent.expected:
        arrived = receive(case, INCREMENTAL, sent)
        missing = lost(sent.expected, arrived.tree)
        if arrived.result.succeeded and not missing:
            return
    else:
        arrived, missing = None, ()
    # Only now does it matter whether something simpler fails already.
    if not case.once(("whole by a full backup", words, data_set), lambda: comes_whole(case, data_set, deed)):
        case.not_applicable("the app takes the data along, but not as the suite changes it, even in a full backup")
    if not restored_onto_existing(case, data_set).follows(case.subject.settings.policy.on_restore):
        case.not_applicable("not even a full backup can be restored onto existing data: see RST-002")
    if not copes_with_data_in_place(case, usual, owed):
        case.not_applicable("the app cannot do with an empty restore folder: see RST-012")
    if not sent.succeeded:
        last = sent.results[-1]
        words_of, position = blamed(sent.source, last)
        case.fail(f"the incremental backup ends with {described(last)}{words_of}", position=position)
    if arrived is None:
        case.not_applicable("the backups themselves take the user's data away: see BKP-002")
    if not arrived.result.succeeded:
        words_of, position = blamed(arrived.target, arrived.result)
        case.fail(
            f"full and incremental backup restored one after the other end with {described(arrived.result)}{words_of}",
            position=position,
        )
    case.require_same(
        sent.expected,
        missing,
        f"with a file {words} between the backups, both restored one after the other do not give the files of today",
    )


def comes_whole(case: Case, data_set: DataSet, deed: Doings) -> bool:
    source = case.device()
    source.seed(data_set)
    source.device.clock.advance(BETWEEN_BACKUPS_MS)
    deed(source, data_set)
    owed = expected(source, data_set)
    made = source.backup()
    if not made.succeeded or made.archive is None:
        return False
    target, result = round_trip(case, made.archive)
    return bool(owed) and result.succeeded and not lost(owed, target.tree())


def chained(case: Case, data_set: DataSet, deed: Doings) -> Sent:
    """As harness.flows.send does it, with other changes between the two backups."""
    source = case.device()
    source.seed(data_set)
    users = source.tree()
    first = source.backup(SessionOptions(kind="incremental"))
    if first.archive is None:
        return Sent(source=source, expected=expected(source, data_set), results=(first,))
    options = a_day_later(source, first.archive)
    made = source.tree().keys() - users.keys()
    deed(source, data_set)
    owed = only(expected(source, data_set), lambda path: path not in made)
    return Sent(source=source, expected=owed, results=(first, source.backup(options)))


def a_day_later(source: Trial, previous: Archive) -> SessionOptions:
    since_s = source.device.clock.now_ms // 1000
    source.device.clock.advance(BETWEEN_BACKUPS_MS)
    return SessionOptions(kind="incremental", previous=previous, since_s=since_s)


class Idle(msgspec.Struct, frozen=True):
    """Two incremental backups with nothing done between them: the user's files before, and what each archive holds."""

    before: Tree
    first: dict[str, bytes]
    second: dict[str, bytes]


def idle(case: Case, data_set: DataSet) -> Idle:
    """Raises NotApplicable when there are no two backups."""

    def make() -> Idle | None:
        source = case.device()
        source.seed(data_set)
        before = source.tree()
        first = source.backup(SessionOptions(kind="incremental"))
        if not first.succeeded or first.archive is None:
            return None
        second = source.backup(a_day_later(source, first.archive))
        if not second.succeeded or second.archive is None:
            return None
        return Idle(before, content_of(first.archive), content_of(second.archive))

    found = case.once(("idle", data_set), make)
    if found is None:
        case.not_applicable("there are no two incremental backups: see BKP-001 and INC-001")
    if not found.first.keys() - found.before.keys():
        case.not_applicable("the extension makes no file of its own that is backed up")
    return found


@pytest.mark.requirement("INC-002")
def test_files_made_again_are_the_same_when_nothing_changed(case: Case, data_set: DataSet) -> None:
    found = idle(case, data_set)
    again = [path for path in found.second if path in found.first and path not in found.before]
    case.require(
        not again,
        f"nothing changed for a day, but {again[0] if again else ''} is made with other content and sent again",
        differences=[Change(path, "content", "in the first backup", "in the second") for path in again],
    )


@pytest.mark.requirement("INC-003")
def test_nothing_new_is_made_when_nothing_changed(case: Case, data_set: DataSet) -> None:
    found = idle(case, data_set)
    fresh = sorted(path for path in found.second.keys() - found.first.keys() if path not in found.before)
    if fresh and other_names_at_once(case, data_set):
        case.not_applicable("two backups one after the other do not even hold the same files: see BKP-004")
    case.require(
        not fresh,
        f"nothing changed for a day, but {fresh[0] if fresh else ''} is made under a new name and sent",
        differences=[Change(path, "unexpected", "", "only in the second backup") for path in fresh],
    )


def other_names_at_once(case: Case, data_set: DataSet) -> bool:
    source = case.device()
    source.seed(data_set)
    first, second = source.backup(), source.backup()
    if first.archive is None or second.archive is None:
        return True
    return content_of(first.archive).keys() != content_of(second.archive).keys()
