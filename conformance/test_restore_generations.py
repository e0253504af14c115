"""RST-014 and RST-016: a backup of what was restored is as good as the first one, and so is its restore."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.backup.api import SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.service import BackupResult
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.tree import Change, Tree
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import blamed, carried, described, lost, seeded
from .test_faults import undisturbed


class Generations(msgspec.Struct, frozen=True, kw_only=True):
    """The way of the data over three devices, to look at only: ``first`` was backed up on the first one, ``second`` on
    the one that it was restored on, ``again`` is the restore of that on a third, and ``third`` the backup there."""

    first: Archive
    owed: Tree
    second: BackupResult
    device: Trial | None = None
    again: SessionResult | None = None
    tree: Tree | None = None
    third: BackupResult | None = None


def generations(case: Case, data_set: DataSet) -> Generations:
    usual, owed = undisturbed(case, data_set)

    def make() -> Generations:
        target = case.device()
        target.restore(usual.archive)
        second = target.backup()
        if second.archive is None:
            return Generations(first=usual.archive, owed=owed, second=second)
        third = case.device()
        again = third.restore(second.archive)
        tree = third.tree()
        return Generations(
            first=usual.archive, owed=owed, second=second, device=third, again=again, tree=tree, third=third.backup()
        )

    return case.once(("generations", data_set), make)


@pytest.mark.requirement("RST-014")
def test_a_backup_of_restored_data_can_be_restored(case: Case, typical: DataSet) -> None:
    chain = generations(case, typical)
    if not chain.owed:
        case.not_applicable("the data set puts nothing where the configuration looks")
    if chain.second.archive is None or chain.device is None or chain.again is None or chain.tree is None:
        case.not_applicable(f"the restored data cannot be backed up ({described(chain.second)}): see RST-016")
    inside = carried(chain.owed, chain.second.archive)
    if len(inside) < len(chain.owed):
        case.not_applicable("the backup of the restored data does not hold all of it: see RST-016")
    words = "restored on one device, backed up there and restored on the next,"
    if not chain.again.succeeded:
        text, position = blamed(chain.device, chain.again)
        case.fail(f"{words} the second restore ends with {described(chain.again)}{text}", position=position)
    case.require_same(inside, lost(inside, chain.tree), f"{words} the data does not come back the second time")


@pytest.mark.requirement("RST-016")
def test_a_backup_of_restored_data_is_like_the_first(case: Case, typical: DataSet) -> None:
    chain = generations(case, typical)
    if chain.second.archive is None:
        case.fail(f"a backup of the restored data ends with {described(chain.second)}")
    require_repeatable(case, typical)
    require_all(case, chain.owed, chain.second.archive, "the restored data")
    if chain.again is None or chain.tree is None or not chain.again.succeeded or lost(chain.owed, chain.tree):
        case.not_applicable("the data does not come back the second time: see RST-014")
    if chain.third is None or chain.third.archive is None:
        case.fail("a backup of data that was restored twice does not succeed")
    require_all(case, chain.owed, chain.third.archive, "data restored twice")
    second, third = content_of(chain.second.archive), content_of(chain.third.archive)
    added = [Change(path, "unexpected", "", "not in the second backup") for path in third if path not in second]
    case.require(
        len(third) <= len(second) or not added,
        f"with every backup and restore the archive grows: {len(content_of(chain.first))}, {len(second)}, {len(third)} "
        f"files, such as {added[0].path if added else ''}",
        differences=added,
    )


def require_all(case: Case, owed: Tree, archive: Archive, words: str) -> None:
    inside = carried(owed, archive)
    absent = [Change(path, "missing", "in the first backup") for path in owed if path not in inside]
    case.require(
        not absent,
        f"a backup of {words} lacks {len(absent)} of {len(owed)} files that the first backup holds",
        differences=absent,
    )


def require_repeatable(case: Case, data_set: DataSet) -> None:
    """Two backups on one device hold the same files; otherwise BKP-004 judges it."""

    def differ() -> bool:
        source, _ = seeded(case, data_set)
        first, second = source.backup().archive, source.backup().archive
        return first is None or second is None or content_of(first).keys() != content_of(second).keys()

    if case.once(("backup twice", data_set), differ):
        case.not_applicable("two backups of the same data differ already: see BKP-004")
