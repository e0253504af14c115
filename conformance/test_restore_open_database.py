"""RST-002 for databases: a database that the app puts in place is not mixed with what the old one had open."""

from __future__ import annotations

import pytest

from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.databases import content_in
from ..harness.data.open_database import OpenDatabase
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import PlainRestore, described
from .test_backup_databases import in_use, put
from .test_faults import undisturbed
from .test_restore_care import altered


@pytest.mark.requirement("RST-002")
@pytest.mark.parametrize("existing", ["a-database-in-use"])
def test_a_database_in_use_is_replaced_with_its_log(case: Case, existing: str, typical: DataSet) -> None:
    usual, _ = undisturbed(case, typical)
    there = put_by_the_app(case, usual, typical)
    closed = case.device()
    for path, database in there.items():
        closed.write(path, database.later_database)
    if not restored_whole(closed, usual, there):
        case.not_applicable("the app does not replace a database that is there, not even a closed one")
    target = case.device()
    for path, database in there.items():
        put(target, path, database.database, database.wal)
    result = target.restore(usual.archive)
    case.require(result.succeeded, f"onto {existing.replace('-', ' ')}, the restore ends with {described(result)}")
    tree = target.tree()
    mixed = [path for path in there if content_in(tree, path) != content_in(usual.tree, path)]
    case.require(
        not mixed,
        "the write-ahead log of the database that was on the device stays beside the restored one and is replayed over "
        f"it: {mixed[0] if mixed else ''} does not hold what was backed up",
    )


def put_by_the_app(case: Case, usual: PlainRestore, data_set: DataSet) -> dict[str, OpenDatabase]:
    """The databases that the extension itself brings to their places, as they are on a device in use. Those that the
    framework unpacks lie there before the app is asked."""
    in_place, own = content_of(usual.archive), altered(usual)
    found = {
        path: database
        for path, database in in_use(case, data_set, in_transaction=False).items()
        if path in own and path not in in_place
    }
    if not found:
        case.not_applicable("the app puts no database in place itself")
    return found


def restored_whole(target: Trial, usual: PlainRestore, there: dict[str, OpenDatabase]) -> bool:
    result = target.restore(usual.archive)
    tree = target.tree()
    return result.succeeded and all(content_in(tree, path) == content_in(usual.tree, path) for path in there)
