"""VER-003: data that an older version of the app backed up is there for today's version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import msgspec
import pytest

from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.trace import FileOperation
from ..harness.data.content import broken, differing
from ..harness.data.data_set import DataSet
from ..harness.data.lost_content import opaque, vanished
from ..harness.data.tree import Change, Tree, only
from ..harness.own_data.older_sources import Migration
from ..harness.own_data.reader import OwnReader, Reading, covers, shown
from ..harness.scenarios.case import Case, summary_of
from ..harness.scenarios.trial import Trial
from .steps import archive_of, blamed, carried, described, files_of, lost, plain_restore, round_trip, to_come_back
from .test_bundle_version import accident_of

NOTHING: tuple[object, ...] = (None, "", [], {}, 0)
"""What a reader gives that found no data; False is 0."""


class Older(msgspec.Struct, frozen=True, kw_only=True):
    """A backup by the older version's own code. ``tree``: those of its files that are in it; ``reading``: what its own
    reader gave before it."""

    archive: Archive
    tree: Tree
    reading: Reading | None = None


@pytest.mark.requirement("VER-003")
def test_data_of_an_older_version_arrives(case: Case, migration: Migration | None, typical: DataSet) -> None:
    if migration is None:
        case.not_applicable("no older sources were given: --from PATH, --from git:REF, or [migration] in the settings")
    require_restores(case, migration, typical)
    older = backed_up_by_older(case, migration)
    target, result = round_trip(
        case, older.archive, options=RestoreOptions(version=migration.source.subject.application.version)
    )
    if not result.succeeded:
        refused(case, migration, target, result)
    if migration.reader is not None and migration.in_its_format:
        require_read(case, migration, migration.reader, older, target)
    elif migration.becomes is not None:
        require_become(case, migration.becomes, target)
    else:
        require_found(case, migration, older, target, result)
    tell_the_way_back(case, migration, typical)


def require_restores(case: Case, migration: Migration, typical: DataSet) -> None:
    """Without a restore of today's own backup there is nothing to say about older ones."""
    archive, _ = archive_of(case, typical)
    if not plain_restore(case, archive).result.succeeded:
        case.not_applicable("a restore of the app's own version fails already: see RST-001, RST-006 and VER-002")
    told = plain_restore(case, archive, version=migration.source.subject.application.version)
    if accident_of(told.trial, told.result) is not None:
        case.not_applicable("a callback breaks at the mere version: see VER-001")


def backed_up_by_older(case: Case, migration: Migration) -> Older:
    """The data on a device with the older version, backed up by its code."""
    source = case.device(subject=migration.source.subject)
    owed = to_come_back(source, migration.data_set, source.seed(migration.data_set))
    reading = migration.older_reader.read(source) if migration.older_reader and migration.data_set.files else None
    if reading is not None and reading.failure:
        case.inconclusive(f"the older version's own reader fails on its own data: {reading.failure}")
    made = source.backup()
    if not made.succeeded or made.archive is None:
        words, _ = blamed(source, made)
        case.inconclusive(f"the older version makes no backup of its data: {described(made)}{words}")
    inside = carried(owed, made.archive)
    if files_of(owed) and not inside:
        case.inconclusive("the older version's backup holds none of its data, so there is nothing to bring over")
    return Older(archive=made.archive, tree=inside, reading=reading)


def refused(case: Case, migration: Migration, target: Trial, result: SessionResult) -> NoReturn:
    words, position = blamed(target, result)
    if not migration.in_its_format and accident_of(target, result) is None:
        case.not_applicable(
            f"the app does not take generated data for its own ({described(result)}{words}): give data in the older "
            "version's format, with [[data]] beside the older sources or [[migration.data]] beside today's"
        )
    version = migration.source.subject.application.version
    case.fail(
        f"a backup of version {version.name} ({version.code}) ends with {described(result)}{words}", position=position
    )


def require_read(case: Case, migration: Migration, reader: OwnReader, older: Older, target: Trial) -> None:
    """Today's own reader finds what the older one found, or what it finds in the same data in today's format."""
    if not migration.data_set.files:
        return
    now = reader.read(target)
    case.require(not now.failure, f"today's reader fails on the restored data: {now.failure}", position=now.position)
    wanted = older.reading
    if wanted is None and migration.becomes is not None:
        example = case.device()
        example.seed(migration.becomes)
        wanted = reader.read(example)
        if wanted.failure:
            case.inconclusive(f"today's reader fails on the data in 'becomes': {wanted.failure}")
    if wanted is None:
        case.require(now.value not in NOTHING, "today's reader finds nothing in the restored data")
        return
    case.require(
        covers(now.value, wanted.value),
        f"today's reader finds {shown(now.value)} in the restored data, not {shown(wanted.value)}",
    )


def require_become(case: Case, wanted: DataSet, target: Trial) -> None:
    """What the team says the data becomes: files, databases by their rows, preferences by their entries."""
    example = case.device()
    placed = example.seed(wanted)
    paths = {file.path for file in wanted.files}
    differences = differing(only(placed, lambda path: path in paths), target.tree())
    told = summary_of(differences)
    case.require(not differences, f"the data does not become what it should: {told}", differences=differences)


def require_found(case: Case, migration: Migration, older: Older, target: Trial, result: SessionResult) -> None:
    """Without anything that says what becomes of the data: nothing is damaged, and something is left of everything."""
    tree = target.tree()
    damaged = broken(older.tree, tree)
    case.require(not damaged, f"the restore damages {summary_of(damaged)}", differences=damaged)
    gone: Sequence[Change] = vanished(older.tree, tree)
    if not migration.in_its_format:
        # What the app has read and then left out may have been no data to it.
        read = {
            event.path
            for event in target.events(result)
            if isinstance(event, FileOperation) and event.actor == "extension" and event.operation == "read"
        }
        gone = [change for change in gone if change.path not in read]
    hidden = opaque(older.tree, tree) if gone else None
    if hidden is not None:
        case.inconclusive(f"the app keeps data in a form that the suite cannot read ({hidden}): name a reader")
    case.require(
        not gone,
        f"{told_gone(gone)}; if today's version has no use for it, say with [[migration.data]] what becomes of it",
        differences=gone,
    )


def told_gone(gone: Sequence[Change]) -> str:
    if not gone:
        return ""
    more = f", and {len(gone) - 1} more files have lost data" if len(gone) > 1 else ""
    return f"the restore loses data of the older version: {gone[0].path}, {gone[0].after}{more}"


def tell_the_way_back(case: Case, migration: Migration, typical: DataSet) -> None:
    """A backup of today's version, restored by the older one: nobody demands it, many would like to know."""
    archive, expected = archive_of(case, typical)
    target = case.device(subject=migration.source.subject)
    result = target.restore(archive, RestoreOptions(version=case.subject.application.version))
    if not result.succeeded:
        words, _ = blamed(target, result)
        case.remark(f"for information, the way back: the older version ends with {described(result)}{words}")
        return
    if migration.older_reader is not None and typical.must_survive:
        then = migration.older_reader.read(target)
        told = f"fails: {then.failure}" if then.failure else f"finds {shown(then.value)}"
        case.remark(f"for information, the way back: the older version restores, and its own reader {told}")
        return
    missing = lost(expected, target.tree())
    case.remark(
        "for information, the way back: the older version restores a backup of today's, "
        + (f"and {len(missing)} of {len(expected)} files differ" if missing else "all files as they were")
    )
