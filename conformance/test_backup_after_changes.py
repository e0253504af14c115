"""BKP-004: the next backup holds what there is now, whatever an earlier one has left behind."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from ..emulator.backup.archive import Archive
from ..emulator.runtime.api import ExtensionDied
from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.archives.rewritten import edited as rewritten
from ..harness.data.content import STORES
from ..harness.data.data_set import DataSet
from ..harness.data.database_copy import COMPANIONS, is_database
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial, is_app_data
from .failures import reported
from .steps import (
    archive_from,
    archive_of,
    blamed,
    described,
    kept_by_the_app,
    lost,
    plain_backup,
    plain_restore,
    seeded,
)
from .test_backup import under
from .test_backup_text import TEXT_SUFFIXES

EARLIER = {
    "after-a-backup": "after a backup",
    "after-an-interrupted-backup": "after a backup that was interrupted before it took away what it had made",
}
REMOVING = ("unlink", "rmdir", "remove_tree")


class Edited(msgspec.Struct, frozen=True, kw_only=True):
    """What the user has done since the first backup: ``gone`` files were deleted, of ``cut`` ones the beginning is
    left. ``after``: the data that there is now."""

    gone: tuple[str, ...]
    cut: Mapping[str, bytes]
    after: DataSet


@pytest.mark.requirement("BKP-004")
@pytest.mark.parametrize("earlier", EARLIER)
def test_a_later_backup_holds_what_there_is_now(case: Case, earlier: str, typical: DataSet) -> None:
    made = own_leavings(case, typical)
    if earlier == "after-an-interrupted-backup" and not made:
        case.not_applicable("the extension takes away nothing that it made for the backup")
    edited = edited_by_the_user(case, typical)
    usual = without_history(case, edited)
    source = case.device()
    source.seed(typical)
    if earlier == "after-an-interrupted-backup":
        source.device.filesystem.fault = KilledWhileTidying(source, made)
    source.backup()
    source.device.filesystem.fault = None
    if not all(source.exists(path) for path in (*edited.gone, *edited.cut)):
        case.not_applicable("the backup takes the user's own files away: see BKP-002 and BKP-014")
    for path in edited.gone:
        source.bundle.files.unlink(path)
    for path, content in edited.cut.items():
        source.write(path, content)
    again = source.backup()
    words = f"{EARLIER[earlier]}, the user deletes and shortens files;"
    if again.archive is None:
        told, position = blamed(source, again)
        case.fail(f"{words} the next backup ends with {described(again)}{told}", position=position)
    target = case.device()
    result = target.restore(again.archive)
    if not result.succeeded:
        told, position = blamed(target, result)
        case.fail(f"{words} the restore of the next backup ends with {described(result)}{told}", position=position)
    tree = target.tree()
    returned = [path for path in edited.gone if path in tree and path not in usual.tree]
    back = [Change(path, "unexpected", "deleted before the backup", tree[path].describe()) for path in returned]
    case.require(not back, f"{words} the next backup brings back {len(back)} deleted files", differences=back)
    # What a shortened text itself holds is judged by BKP-013.
    owed = {path: node for path, node in usual.expected.items() if path not in edited.cut}
    missing = lost(owed, tree)
    if usual.expected:
        case.require_same(usual.expected, missing, f"{words} the next backup does not bring what is there now")
    if usual.watched and not told_without(case, again.archive, usual.watched):
        case.fail(
            f"{words} nobody is told any more when {usual.watched} does not arrive from the next backup, as it is with "
            "a first one"
        )


def own_leavings(case: Case, data_set: DataSet) -> frozenset[str]:
    """The files that the extension makes in a backup and takes away again before that ends."""
    usual = plain_backup(case, data_set)
    archive_from(case, usual.result)
    made: set[str] = set()
    removed: set[str] = set()
    for event in usual.trial.events(usual.result):
        if not isinstance(event, FileOperation) or event.actor != "extension" or event.error:
            continue
        if event.operation == "write":
            made.add(event.path)
        elif event.operation == "rename":
            made.add(event.target)
        elif event.operation in REMOVING:
            removed.update(path for path in made if under(path, event.path))
    return frozenset(path for path in removed if path not in usual.before and is_app_data(path))


def edited_by_the_user(case: Case, data_set: DataSet) -> Edited:
    """Every other text shortened, every other file of the rest deleted. Raises NotApplicable when there is none."""
    archive, owed = archive_of(case, data_set)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded or lost(owed, usual.tree):
        case.not_applicable("the data does not even come back as it is: see RST-001, RST-006 and VER-002")
    own = kept_by_the_app(plain_backup(case, data_set))
    users = {file.path: file.content for file in data_set.files}
    paths = sorted(path for path in owed if path in users and path not in own and not _is_store(path, users[path]))
    cut = {path: beginning(users[path]) for path in [p for p in paths if p.endswith(TEXT_SUFFIXES)][::2]}
    gone = tuple([path for path in paths if path not in cut][::2])
    if not gone and not cut:
        case.not_applicable("the data set holds no file that a user could delete or shorten")
    kept = (file for file in data_set.files if file.path not in gone)
    after = tuple(msgspec.structs.replace(f, content=cut[f.path]) if f.path in cut else f for f in kept)
    return Edited(gone=gone, cut=cut, after=msgspec.structs.replace(data_set, files=after))


def _is_store(path: str, content: bytes) -> bool:
    """Whether other files may belong to it, or the system's own modules keep it."""
    return is_database(content) or path.endswith(COMPANIONS) or any(store in path for store in STORES)


def beginning(content: bytes) -> bytes:
    """The first eighth of a text, up to a whole letter."""
    return content[: len(content) // 8].decode("utf-8", "ignore").encode()


class WithoutHistory(msgspec.Struct, frozen=True, kw_only=True):
    """A first backup of the data as it is now, and its restore: to look at only. ``expected`` are the files that it
    owes, ``tree`` all of the app's after it; ``watched``: one of the former of which the app tells when it does not
    arrive, if there is such a one."""

    expected: Tree
    tree: Tree
    watched: str


def without_history(case: Case, edited: Edited) -> WithoutHistory:
    """Raises NotApplicable when such data does not travel even from a device that knew no other state."""

    def make() -> WithoutHistory:
        source, expected = seeded(case, edited.after)
        archive = source.backup().archive
        target = case.device()
        whole = archive is not None and target.restore(archive).succeeded
        tree = target.tree()
        if archive is None or not whole or lost(expected, tree):
            case.not_applicable("with some files deleted and others shortened, the app's data does not travel at all")
        in_place = next((path for path in content_of(archive) if path in expected), "")
        watched = in_place if in_place and told_without(case, archive, in_place) else ""
        return WithoutHistory(expected=expected, tree=tree, watched=watched)

    return case.once(("without history", edited.after), make)


def told_without(case: Case, archive: Archive, path: str) -> bool:
    """Whether the caller of a restore learns that the file ``path`` is not in the archive."""
    target = case.device()
    lacking = rewritten(archive, lambda name, content: [] if name == path else [(name, content)])
    return reported(target, target.restore(lacking))


class KilledWhileTidying:
    """A fault: the process ends before the extension removes the first of the files ``made`` that is there."""

    def __init__(self, trial: Trial, made: frozenset[str]) -> None:
        self._trial = trial
        self._made = made

    def __call__(self, operation: str, path: str) -> None:
        if operation in REMOVING and any(under(each, path) and self._trial.exists(each) for each in self._made):
            raise ExtensionDied("killed-by-fault", f"killed before operation {operation} {path}")
