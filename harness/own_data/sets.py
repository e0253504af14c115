"""Puts together the data sets of a run, each of a team's own ones from its parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...emulator.backup.config import DEFAULT_INCLUDES, parse_backup_config
from ...emulator.source import SourcePosition
from ..data.data_set import DataSet, SeedFile, UnusableDataSet, data_set_from_folder
from ..data.generated import Placement, generated_data_sets, placements
from ..scenarios.staging_folders import staging_folders
from ..settings import BadSettings, DataEntry, position_of
from ..settings.functions import NamedFunction, function_named
from ..settings.globs import path_matches
from ..subjects.device_choice import chosen_profile
from ..subjects.subject import Subject
from .parts import Parts

PYTHON = ".py"


def data_sets_for(subject: Subject, folders: Sequence[Path], seed: int) -> tuple[DataSet, ...]:
    """The generated sets for what the configuration includes, then the team's own ones.

    Raises BadSettings and UnusableDataSet.
    """
    config = parse_backup_config(subject.application.extension.profile_text)
    includes = config.includes if config.usable else DEFAULT_INCLUDES
    sets = list(_generated_sets(subject, placements(includes, subject.application.module_names), seed))
    for number, entry in enumerate(subject.settings.data):
        _require_new(entry.name, sets, position_of(subject.root, "data", number, "name"))
        sets.append(_own(subject, number, entry, seed))
    for folder in folders:
        _require_new(folder.resolve().name, sets, None)
        sets.append(data_set_from_folder(folder.resolve().name, folder))
    _require_survivors(subject, sets)
    _require_noticed(subject, main_set(sets))
    return tuple(sets)


def main_set(sets: Sequence[DataSet]) -> DataSet:
    """The one set of checks that vary something else: the team's first own one, else the generated typical one."""
    return next((s for s in sets if s.must_survive), next(s for s in sets if s.name == "typical"))


def _generated_sets(subject: Subject, places: Sequence[Placement], seed: int) -> tuple[DataSet, ...]:
    """The standard sets, none of them with files in a folder that the extension takes for its own staging."""
    sets = generated_data_sets(places, seed)
    if subject.packed:
        return sets
    typical = next(data_set for data_set in sets if data_set.name == "typical")
    folders = [place.path for place in places if not place.is_file]
    unfilled = staging_folders(subject, typical, folders, profile=chosen_profile(subject, None), seed=seed)
    if not unfilled:
        return sets
    filled = [place for place in places if place.path not in unfilled]
    return tuple(msgspec.structs.replace(data_set, unfilled=unfilled) for data_set in generated_data_sets(filled, seed))


def _require_new(name: str, sets: Sequence[DataSet], where: SourcePosition | None) -> None:
    if any(data_set.name == name for data_set in sets):
        raise UnusableDataSet(f"two data sets are called '{name}'", where=where, mend="Rename one of them.")


def _own(subject: Subject, number: int, entry: DataEntry, seed: int) -> DataSet:
    """One ``[[data]]`` table: the files of all of its parts."""
    parts = Parts(subject.root, entry.name, "data", number)
    parts.add_folder(entry.folder)
    parts.add_databases(entry.sql)
    parts.add_preferences(entry.preferences)
    generator = function_named(entry.generator)
    if generator is not None:
        parts.add(_generated(subject, number, generator, seed), "generator")
    return parts.made()


def _generated(subject: Subject, number: int, named: NamedFunction, seed: int) -> Sequence[SeedFile]:
    where = position_of(subject.root, "data", number, "generator")
    path = subject.root / named.file
    if not path.is_file():
        raise UnusableDataSet(
            f"there is no file '{named.file}'", where=where, mend="It is counted from the folder of this file."
        )
    if path.suffix == PYTHON:
        from .python_generator import files_from_python

        return files_from_python(path, named.function, seed, where)
    from .arkts_generator import files_from_arkts

    return files_from_arkts(subject, path, named.function, seed, where)


def _require_survivors(subject: Subject, sets: Sequence[DataSet]) -> None:
    """A pattern that no data set has a file for would demand nothing, and nobody would notice."""
    for pattern in subject.settings.expect.survive or ():
        if not any(path_matches(pattern, file.path) for data_set in sets for file in data_set.files):
            raise BadSettings(
                f"no data set has a file that '{pattern}' matches, so it would prove nothing",
                where=position_of(subject.root, "expect", "survive"),
                mend="Correct the pattern, or add a data set with such a file.",
            )


def _require_noticed(subject: Subject, used: DataSet) -> None:
    """The same for a promise: it is tried on the files of ``used`` alone."""
    notices = subject.settings.expect.notices
    for key, patterns in (
        ("missing", notices.missing),
        ("truncated", notices.truncated),
        ("changed", notices.changed),
    ):
        for pattern in patterns:
            if not any(path_matches(pattern, file.path) for file in used.files):
                raise BadSettings(
                    f"the data set '{used.name}' has no file that '{pattern}' matches, so it would prove nothing",
                    where=position_of(subject.root, "expect", "notices", key),
                    mend="Correct the pattern, or put such a file into the first data set of your own.",
                )
