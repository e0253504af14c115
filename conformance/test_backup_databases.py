"""BKP-006: a database that the app has open comes back with every row that was committed."""

from __future__ import annotations

import pytest

from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.database_copy import COMPANIONS, is_database
from ..harness.data.databases import DatabaseContent, content_in
from ..harness.data.open_database import OpenDatabase, opened
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import archive_from, archive_of, described, lost, plain_backup, plain_restore, round_trip, seeded

SHM_SIZE = 32 * 1024
SITUATIONS = ("rows-in-the-log", "open-transaction", "written-meanwhile")


@pytest.mark.requirement("BKP-006")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_database_in_use_comes_back_with_all_that_was_committed(case: Case, situation: str, typical: DataSet) -> None:
    databases = in_use(case, typical, in_transaction=situation == "open-transaction")
    source, _ = seeded(case, typical)
    for path, database in databases.items():
        put(source, path, database.database, database.wal)
    if situation == "written-meanwhile":
        copied = copied_by_hand(case, typical, databases)
        if not copied:
            case.not_applicable("the extension copies no open database file by file")
        source.device.filesystem.fault = WritesMeanwhile(source, copied)
    made = source.backup()
    source.device.filesystem.fault = None
    archive = archive_from(case, made)
    target, result = round_trip(case, archive)
    if not result.succeeded:
        case.fail(f"with {words(situation)}, the restore ends with {described(result)}")
    tree = target.tree()
    for path, database in databases.items():
        found = content_in(tree, path)
        case.require(found == database.holds, f"with {words(situation)}, {complaint(path, database.holds, found)}")


def in_use(case: Case, data_set: DataSet, *, in_transaction: bool) -> dict[str, OpenDatabase]:
    """The databases of the set that come back when nobody has them open, as they are while the app has."""
    if not any(is_database(file.content) for file in data_set.files):
        case.not_applicable("the data set holds no database; a set of your own can: see --data")
    archive, expected = archive_of(case, data_set)
    usual = plain_restore(case, archive)
    if not usual.result.succeeded or lost(expected, usual.tree):
        case.not_applicable("the data does not even come back undisturbed: see RST-001, RST-006 and VER-002")
    beside = {file.path for file in data_set.files}
    found: dict[str, OpenDatabase] = {}
    for file in data_set.files:
        alone = not in_use_already(file.path, beside)
        if file.path in expected and alone and content_in(usual.tree, file.path) is not None:
            database = opened(file.content, in_transaction=in_transaction)
            if database is not None:
                found[file.path] = database
    if not found and any(is_database(file.content) and in_use_already(file.path, beside) for file in data_set.files):
        case.not_applicable("the databases of the set are in use already: RST-001 and RST-006 judge them as they are")
    if not found:
        case.not_applicable("no database of the set comes back as such: see BKP-005")
    return found


def in_use_already(path: str, beside: set[str]) -> bool:
    return any(f"{path}{end}" in beside for end in COMPANIONS)


def put(trial: Trial, path: str, database: bytes, wal: bytes) -> None:
    """The three files of an open database. The device's SQLite keeps its index in the ``-shm``, made anew if empty."""
    for end, content in (("", database), ("-wal", wal), ("-shm", bytes(SHM_SIZE))):
        trial.write(f"{path}{end}", content)


def copied_by_hand(case: Case, data_set: DataSet, databases: dict[str, OpenDatabase]) -> dict[str, OpenDatabase]:
    """Those of which the extension makes a copy byte by byte without opening them as stores: a store is locked while
    SQLite copies it."""
    usual = plain_backup(case, data_set)
    archived = content_of(archive_from(case, usual.result))
    sources = {file.path: file.content for file in data_set.files}
    read, written = touched(usual.trial, usual.result.first_event, "read"), touched(usual.trial, 0, "write")
    return {
        path: database
        for path, database in databases.items()
        if path in read
        and path not in written
        and any(name != path and content == sources[path] for name, content in archived.items())
    }


def touched(trial: Trial, since: int, operation: str) -> set[str]:
    return {
        event.path
        for event in trial.device.trace.of(FileOperation, since)
        if event.actor == "extension" and event.operation == operation
    }


class WritesMeanwhile:
    """A fault: right after the extension has read a database, the app copies its log back and goes on writing."""

    def __init__(self, trial: Trial, databases: dict[str, OpenDatabase]) -> None:
        self._trial = trial
        self._databases = databases
        self._read: set[str] = set()

    def __call__(self, operation: str, path: str) -> None:
        for done in [name for name in self._read if name != path]:
            self._read.discard(done)
            database = self._databases[done]
            put(self._trial, done, database.later_database, database.later_wal)
        if operation == "read" and path in self._databases:
            self._read.add(path)


def words(situation: str) -> str:
    return {
        "rows-in-the-log": "the latest rows in the database's write-ahead log",
        "open-transaction": "a transaction under way",
        "written-meanwhile": "the app writing between the copies of the database's files",
    }[situation]


def complaint(path: str, holds: DatabaseContent, found: DatabaseContent | None) -> str:
    if found is None:
        return f"{path} is damaged or missing after the restore"
    rows = holds.missing_from(found)
    if not rows:
        return f"{path} does not hold what it held before the backup"
    return f"{path} lacks {rows} of the rows that were committed before the backup"
