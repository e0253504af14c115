"""Older sources of the same app, in a folder of their own or at a ref of the app's git repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...emulator.errors import OhosBackupError
from ..data.data_set import DataSet, data_set_from_folder
from ..settings import MigrationData
from ..subjects.loading import load_subject
from ..subjects.subject import Subject
from . import data_sets_for
from .git_tree import tree_of
from .reader import OwnReader, own_reader

GIT = "git:"
"""How an address begins that is a ref of the repository in which the app lies."""


class UnusableOlderSource(OhosBackupError):
    code = "E-OLDER-SOURCE"


class OlderSource(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is the address as it was given, ``subject`` the app as those sources make it."""

    name: str
    subject: Subject

    def __repr__(self) -> str:
        return f"OlderSource({self.name!r})"


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to bring over: what an older version has on the device.

    ``reader`` reads the user's data as today's version does, ``older_reader`` as the older one does, if the settings
    of each name one. ``becomes``: the same data as today's version keeps it, if the team gave it. ``in_its_format``:
    whether the data is the older version's own; what the suite generates says nothing to an app that reads its files.
    """

    source: OlderSource
    data_set: DataSet
    reader: OwnReader | None = None
    older_reader: OwnReader | None = None
    becomes: DataSet | None = None
    in_its_format: bool = False

    def __str__(self) -> str:
        return f"{self.source.name}+{self.data_set.name}"

    def __repr__(self) -> str:
        return f"Migration({str(self)!r})"

    def parameters(self) -> dict[str, str]:
        return {"from": self.source.name, "data": self.data_set.name}


def older_sources(subject: Subject, given: Sequence[str]) -> tuple[OlderSource, ...]:
    """The sources that the settings beside ``subject`` name, counted from there, and those ``given``, counted from the
    working folder.

    Raises BadSettings, UnusableOlderSource and what the loader of that kind of app raises.
    """
    named = subject.settings.migration.sources
    found: dict[str, OlderSource] = {}
    for base, addresses in ((subject.root, named), (Path(), given)):
        for address in addresses:
            if address not in found:
                found[address] = _older_source(subject, base, address)
    return tuple(found.values())


def migrations(subject: Subject, sources: Sequence[OlderSource], seed: int) -> tuple[Migration, ...]:
    """What is tried with each source: no data, its own data sets, those that the settings beside ``subject`` keep for
    older versions; data that the suite generates where there is neither.

    Raises UnusableDataSet and UnusableReader.
    """
    if not sources:
        return ()
    reader = own_reader(subject)
    kept = subject.settings.migration.data
    found: list[Migration] = []
    for source in sources:
        older_reader = own_reader(source.subject)
        found += [
            msgspec.structs.replace(made, reader=reader, older_reader=older_reader)
            for made in (*_of_its_own(source, seed, generated=not kept), *_kept(subject, source, kept))
        ]
    return tuple(found)


def _of_its_own(source: OlderSource, seed: int, *, generated: bool) -> list[Migration]:
    sets = data_sets_for(source.subject, (), seed)
    own = [data_set for data_set in sets if data_set.must_survive]
    names = {"empty"} if own or not generated else {"empty", "typical"}
    return [
        Migration(source=source, data_set=data_set, in_its_format=data_set.must_survive or not data_set.files)
        for data_set in (*(s for s in sets if s.name in names), *own)
    ]


def _kept(subject: Subject, source: OlderSource, kept: Sequence[MigrationData]) -> list[Migration]:
    return [
        Migration(
            source=source,
            data_set=data_set_from_folder(entry.name, subject.root / entry.folder),
            becomes=data_set_from_folder(entry.name, subject.root / entry.becomes) if entry.becomes else None,
            in_its_format=True,
        )
        for entry in kept
    ]


def _older_source(subject: Subject, base: Path, address: str) -> OlderSource:
    if address.startswith(GIT):
        older = load_subject(_in_ref(subject, address.removeprefix(GIT)))
    else:
        older = load_subject(str(base / address))
    today, then = subject.application, older.application
    if then.bundle_name != today.bundle_name:
        raise UnusableOlderSource(
            f"'{address}' is another app: {then.bundle_name}, not {today.bundle_name}",
            mend="Give older sources of the app that is checked.",
        )
    if then.version.code > today.version.code:
        raise UnusableOlderSource(
            f"'{address}' is newer than the app: version {then.version.code}, not below {today.version.code}",
            mend="Check the newer sources, and give the older ones with --from.",
        )
    return OlderSource(name=address, subject=older)


def _in_ref(subject: Subject, ref: str) -> str:
    """The address of the app in the tree of ``ref``."""
    path_text, separator, class_name = subject.address.rpartition(":")
    if not (separator and path_text.endswith(".py")):
        path_text, separator, class_name = subject.address, "", ""
    path = Path(path_text).resolve()
    tree = tree_of(path if path.is_dir() else path.parent, ref)
    there = tree.folder / path.relative_to(tree.top)
    if not there.exists():
        raise UnusableOlderSource(
            f"'{ref}' has no app at '{path.relative_to(tree.top).as_posix()}'",
            mend="Give a later ref. If the app lay elsewhere then, check that ref out and give its folder.",
        )
    return f"{there}{separator}{class_name}"
