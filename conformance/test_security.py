"""SEC: what comes out of a backup is not trusted, and what goes into one is shown to nobody."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator

import msgspec
import pytest

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.trace import FileOperation
from ..harness.archives.content import content_of
from ..harness.archives.rewritten import rewritten
from ..harness.data.data_set import DataSet
from ..harness.data.hostile_texts import places
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import PlainRestore, archive_from, plain_backup, plain_restore
from .test_backup import CHANGING

VICTIM = "not-of-the-backup.txt"
VICTIM_CONTENT = b"no restore may touch this\n"
BASE = "/data/storage/el2/base/"
UPWARDS = (1, 2, 3)
"""So many folders up, for names are joined to folders of different depth."""

MOST_NAMES = 3
"""At most so many names of one list are exchanged, one at a time."""


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """A restore of something that was tampered with; ``what`` was, for people."""

    what: str
    archive: Archive
    options: RestoreOptions = RestoreOptions()


@pytest.mark.requirement("SEC-001")
@pytest.mark.parametrize("attack", ["names", "archived-names", "version-name", "details"])
def test_restored_names_lead_nowhere_else(case: Case, attack: str, typical: DataSet) -> None:
    usual = working_restore(case, typical)
    intended = {event.path.rpartition("/")[0] for event in changes(usual.trial, usual.result)}
    if not intended:
        case.not_applicable("the extension changes no file during a restore, so no name can lead it elsewhere")
    attacks = list(_attacks(case, attack, typical, usual.archive))
    if not attacks:
        case.not_applicable("the extension puts no such names into the backup")
    for one in attacks:
        target = case.device()
        for victim in victims(case):
            target.write(victim, VICTIM_CONTENT)
        result = target.restore(one.archive, one.options)
        for event in changes(target, result):
            path = posixpath.normpath(event.path)
            outside = not any(_below(path, folder) for folder in intended)
            case.require(
                VICTIM not in path or not outside,
                f"{one.what}: the restore does {event.operation} on {path}, outside of every folder that an ordinary "
                "restore changes",
            )


def working_restore(case: Case, data_set: DataSet) -> PlainRestore:
    """A restore that succeeds, whatever form the data travels in."""
    usual = plain_restore(case, archive_from(case, plain_backup(case, data_set).result))
    if not usual.result.succeeded:
        case.not_applicable("an ordinary restore does not even succeed: see RST-001 and RST-006")
    return usual


def victims(case: Case) -> tuple[str, ...]:
    """Files that a name could lead to: one in each folder above those that an app usually restores into."""
    modules = [f"haps/{name}/{part}" for name in case.subject.application.module_names for part in ("", "files/")]
    return tuple(f"{BASE}{folder}{VICTIM}" for folder in ("", "haps/", "files/", *modules))


def changes(trial: Trial, result: SessionResult) -> Iterator[FileOperation]:
    for event in trial.events(result):
        if isinstance(event, FileOperation) and event.actor == "extension" and event.operation in CHANGING | REMOVALS:
            yield event
            if event.target:
                yield msgspec.structs.replace(event, path=event.target)


REMOVALS = frozenset(("remove_tree",))


def _below(path: str, folder: str) -> bool:
    return path.startswith(f"{posixpath.normpath(folder)}/")


def _attacks(case: Case, attack: str, data_set: DataSet, archive: Archive) -> Iterator[Attack]:
    elsewhere = [f"{'../' * up}{VICTIM}" for up in UPWARDS] + [f"{BASE}haps/{VICTIM}"]
    if attack == "version-name":
        code = case.subject.application.version.code
        for name in elsewhere:
            told = BundleVersion(code, name)
            yield Attack(what=f"told version '{name}'", archive=archive, options=RestoreOptions(version=told))
        return
    if attack == "details":
        for name in elsewhere:
            details = tuple((kind, name) for kind in ("path", "dir", "file", "folder", "name", "restoreDir"))
            yield Attack(what=f"told '{name}' in restoreInfo", archive=archive, options=RestoreOptions(details=details))
        return
    before = plain_backup(case, data_set).before
    content = content_of(archive)
    produced = {path: data for path, data in content.items() if path not in before}
    if attack == "archived-names":
        for path, data in produced.items():
            yield from _zip_attacks(path, data, elsewhere, archive)
        return
    known = _spellings({*before, *content})
    for path, data in produced.items():
        named = [place for place in places(data) if place.value.strip("/ ") in known]
        step = max(1, len(named) // MOST_NAMES)
        for place in named[::step][:MOST_NAMES]:
            for name in elsewhere:
                yield Attack(
                    what=f"'{place.value}' exchanged for '{name}' in {path}",
                    archive=rewritten(archive, {path: place.put(name)}),
                )


def _spellings(paths: set[str]) -> set[str]:
    """Every way to name a file by the end of its path, with and without the ending of its name."""
    found: set[str] = set()
    for path in paths:
        parts = path.strip("/").split("/")
        found.update("/".join(parts[number:]) for number in range(len(parts)))
    return found


def _zip_attacks(path: str, data: bytes, elsewhere: list[str], archive: Archive) -> Iterator[Attack]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    for name in elsewhere:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
            for number, entry in enumerate(source.infolist()):
                target.writestr(name if number == 0 else entry.filename, source.read(entry))
        yield Attack(what=f"an entry of {path} is called '{name}'", archive=rewritten(archive, {path: made.getvalue()}))
