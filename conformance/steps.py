"""The steps that checks share. Each is proven before the next: seeded, backed up, restored, compared."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.service import BackupResult
from ..emulator.source import SourcePosition
from ..emulator.trace import CallbackSettled, FileOperation, UncaughtError
from ..harness.archives.content import content_of
from ..harness.data.data_set import DataSet
from ..harness.data.database_copy import COMPANIONS, is_database
from ..harness.data.databases import content_in, database_content, really_changed
from ..harness.data.tree import Change, Node, Tree, difference, only, same_data
from ..harness.scenarios.case import Case
from ..harness.scenarios.owed import owed
from ..harness.scenarios.trial import Trial

TIMED_OUT = 13500003
"""What a caller sees of an extension that overran (b_error.h)."""


def seeded(case: Case, data_set: DataSet, *, user: int = 100) -> tuple[Trial, Tree]:
    """A device with the app and the data; the files that a restore must bring back (harness/scenarios/owed.py)."""
    trial = case.device(user=user)
    tree = trial.seed(data_set)
    return trial, case.once(("expected", data_set, user), lambda: to_come_back(trial, data_set, tree))


def to_come_back(trial: Trial, data_set: DataSet, tree: Tree) -> Tree:
    """The files of ``tree``, seeded with ``data_set``, that a restore owes."""
    return owed(trial, data_set, tree)


def files_of(tree: Tree) -> Tree:
    """The files alone: a directory without files is not carried reliably (file notes, rule 39)."""
    return {path: node for path, node in tree.items() if node.kind == "file"}


class PlainBackup(msgspec.Struct, frozen=True):
    """A backup of a data set, shared by all cases: to look at only. ``before`` are all of the app's files before it,
    ``expected`` those that a restore owes."""

    trial: Trial
    before: Tree
    expected: Tree
    result: BackupResult


def plain_backup(case: Case, data_set: DataSet) -> PlainBackup:
    """The data on a fresh device and a backup of it, which may have failed."""

    def make() -> PlainBackup:
        trial, expected = seeded(case, data_set)
        before = trial.tree()
        return PlainBackup(trial, before, expected, trial.backup())

    return case.once(("backup", data_set), make)


def kept_by_the_app(made: PlainBackup) -> frozenset[str]:
    """Files that the extension itself writes during a backup, such as an index made of other data."""
    return frozenset(
        event.target or event.path
        for event in made.trial.events(made.result)
        if isinstance(event, FileOperation) and event.actor == "extension" and event.operation in ("write", "rename")
    )


def archive_from(case: Case, made: BackupResult) -> Archive:
    """The archive; without one there is nothing to restore, and BKP-001 or LIF-002 tells why."""
    if not made.succeeded or made.archive is None:
        case.not_applicable(f"there is no backup to restore ({described(made)}): see BKP-001, LIF-002, LIF-004")
    return made.archive


def round_trip(
    case: Case,
    archive: Archive,
    *,
    user: int = 100,
    options: RestoreOptions | None = None,
    before: Callable[[Trial], object] | None = None,
) -> tuple[Trial, SessionResult]:
    """Restore ``archive`` on a fresh device, after ``before`` has prepared it."""
    trial = case.device(user=user)
    if before is not None:
        before(trial)
    return trial, trial.restore(archive, options)


class PlainRestore(msgspec.Struct, frozen=True):
    """A restore of ``archive`` on a fresh device, shared by all cases: to look at only. ``tree`` are all of the app's
    files after it."""

    archive: Archive
    trial: Trial
    result: SessionResult
    tree: Tree


def plain_restore(
    case: Case, archive: Archive, *, user: int = 100, version: BundleVersion | None = None
) -> PlainRestore:
    """``archive`` on a fresh device of ``user``, told to come from ``version`` of the app instead of its own."""

    def make() -> PlainRestore:
        trial, result = round_trip(case, archive, user=user, options=RestoreOptions(version=version))
        return PlainRestore(archive, trial, result, trial.tree())

    # The result keeps the archive, so that its id is never given to another one.
    return case.once(("restore", id(archive), user, version), make)


def lost(expected: Tree, found: Tree) -> tuple[Change, ...]:
    """What of ``expected`` is missing or different in ``found``; other files there do not matter, nor do permission
    bits: a file that the app itself copied back has those of a new file, and the app can read it. A database counts by
    what it holds: SQLite writes other bytes whenever a copy is made by its own means."""
    changes = difference(expected, only(found, lambda path: path in expected), modes=False)
    return tuple(really_changed(changes, expected, found))


def carried(expected: Tree, archive: Archive) -> Tree:
    """The files of ``expected`` whose bytes are in the archive, under whatever name; of a database, what it holds.

    A file in which the team lets something change is also there when the archive has it with other bytes.
    """
    archived = content_of(archive)
    contents = set(archived.values())

    def is_there(path: str, node: Node) -> bool:
        if node.content in contents or node.reading is None or path not in archived:
            return node.content in contents
        beside = {suffix: archived[path + suffix] for suffix in COMPANIONS if path + suffix in archived}
        reading = msgspec.structs.replace(node.reading, beside=beside)
        return same_data(node, msgspec.structs.replace(node, content=archived[path], reading=reading))

    inside = {path: node for path, node in expected.items() if is_there(path, node)}
    databases = [path for path, node in expected.items() if is_database(node.content)]
    absent = [path for path in databases if any(f"{path}{end}" not in inside for end in (*COMPANIONS, ""))]
    if absent:
        held = [database_content(content) for content in contents if is_database(content)]
        for path in absent:
            if content_in(expected, path) in held:
                whole = (path, *(f"{path}{end}" for end in COMPANIONS))
                inside |= {part: expected[part] for part in whole if part in expected}
    return inside


def archive_of(case: Case, data_set: DataSet) -> tuple[Archive, Tree]:
    """A backup of the data set, and those expected files that it really holds (BKP-005 judges the others)."""

    def make() -> tuple[Archive, Tree]:
        made = plain_backup(case, data_set)
        archive = archive_from(case, made.result)
        inside = carried(made.expected, archive)
        if made.expected and not inside:
            case.not_applicable("the archive holds none of the data: see BKP-005")
        return archive, inside

    return case.once(("archive", data_set), make)


def only_the_equal_version_fails(case: Case, archive: Archive, expected: Tree) -> bool:
    """Whether the data comes back when the backup is one version older, but not when it is of this very version."""
    equal = plain_restore(case, archive)
    if equal.result.succeeded and not lost(expected, equal.tree):
        return False
    current = case.subject.application.version
    older = plain_restore(case, archive, version=BundleVersion(max(current.code - 1, 1), current.name))
    return older.result.succeeded and not lost(expected, older.tree)


def described(result: SessionResult) -> str:
    """How a session ended, for people."""
    return "success" if result.succeeded else f"code {result.code}, {result.message}"


def blamed(trial: Trial, result: SessionResult) -> tuple[str, SourcePosition | None]:
    """What the app's own code said when a session failed: the text of its error and its position."""
    for event in reversed(trial.events(result)):
        if isinstance(event, UncaughtError):
            return f": {event.message}", event.position
        if isinstance(event, CallbackSettled) and event.outcome in ("threw", "rejected"):
            return f": {event.callback} {event.outcome} {event.value}", event.position
    return "", None
