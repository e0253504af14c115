"""SEC-002: a value that came out of a backup stays a value, whatever it is made of."""

from __future__ import annotations

import posixpath
from itertools import islice, zip_longest

import msgspec
import pytest

from ..emulator.backup.archive import Archive
from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.archives.rewritten import rewritten
from ..harness.data.content import row_counts
from ..harness.data.data_set import DataSet
from ..harness.data.hostile_texts import Place, places
from ..harness.scenarios.case import Case
from .steps import PlainRestore, blamed, round_trip
from .test_security import changes, working_restore

HARMLESS = "o hara"
HOSTILE = {
    "apostrophe": "o'hara",
    "always-true": "x' OR '1'='1",
    "second-statement": "x'); DROP TABLE item; --",
}
"""Nothing but apostrophes in the place of harmless letters: double quotes and braces are BKP-013's."""

MOST_VALUES = 8
"""At most so many values of one file are exchanged, one at a time."""

MOST_EXCHANGES = 40
"""At most so many values in all: of each file one before any gives a second one, those that the extension opens
first."""

DATABASES = (".db", ".db-wal", ".db-journal", ".sqlite")


class Outcome(msgspec.Struct, frozen=True):
    """How a restore with one value exchanged ended."""

    succeeded: bool
    tables: dict[str, dict[str, int]]
    words: str


@pytest.mark.requirement("SEC-002")
@pytest.mark.parametrize("value", HOSTILE)
def test_restored_values_change_no_statement(case: Case, value: str, typical: DataSet) -> None:
    usual = working_restore(case, typical)
    if not any(event.path.endswith(DATABASES) for event in changes(usual.trial, usual.result)):
        case.not_applicable("the extension changes no database during a restore")
    exchanged = _values(usual)
    if not exchanged:
        case.not_applicable("the backup holds no text whose values could be exchanged")
    for path, place in exchanged:
        harmless = case.once(
            ("harmless", path, place.put(HARMLESS)),
            lambda path=path, place=place: _harmless(case, usual.archive, path, place),
        )
        if not harmless.succeeded:
            continue
        with case.aside():
            hostile = _outcome(case, usual.archive, path, place, HOSTILE[value])
            words = f"with '{HOSTILE[value]}' instead of '{place.value[:40]}' in {path}"
            case.require(
                hostile.succeeded or "sql" not in hostile.words.lower(),
                f"{words}, the restore ends with an error of the database{hostile.words}",
            )
            if hostile.succeeded:
                differing = _differing(harmless.tables, hostile.tables)
                case.require(
                    not differing, f"{words}, the database ends otherwise than with harmless words: {differing}"
                )


def _values(usual: PlainRestore) -> list[tuple[str, Place]]:
    opened = {
        posixpath.basename(event.path)
        for event in usual.trial.events(usual.result)
        if isinstance(event, FileOperation) and event.actor == "extension"
    }
    by_file: list[list[tuple[str, Place]]] = []
    for path, content in sorted(
        content_of(usual.archive).items(), key=lambda file: (posixpath.basename(file[0]) not in opened, file[0])
    ):
        found = [place for place in places(content) if not place.is_member_name]
        step = max(1, len(found) // MOST_VALUES)
        by_file.append([(path, place) for place in found[::step][:MOST_VALUES]])
    in_turn = (one for turn in zip_longest(*by_file) for one in turn if one is not None)
    return list(islice(in_turn, MOST_EXCHANGES))


def _harmless(case: Case, archive: Archive, path: str, place: Place) -> Outcome:
    with case.aside():
        return _outcome(case, archive, path, place, HARMLESS)


def _outcome(case: Case, archive: Archive, path: str, place: Place, value: str) -> Outcome:
    target, result = round_trip(case, rewritten(archive, {path: place.put(value)}))
    return Outcome(result.succeeded, row_counts(target.tree()), blamed(target, result)[0])


def _differing(harmless: dict[str, dict[str, int]], hostile: dict[str, dict[str, int]]) -> str:
    for path in harmless.keys() | hostile.keys():
        one, other = harmless.get(path), hostile.get(path)
        if one is None or other is None:
            return f"{path} is there in only one of the two"
        for table in one.keys() | other.keys():
            if table not in other:
                return f"the table {table} of {path} is gone"
            if one.get(table) != other[table]:
                return f"the table {table} of {path} has {other[table]} rows, not {one.get(table)}"
    return ""
