"""What a settings file may not say although every value is of the right type."""

from __future__ import annotations

from collections.abc import Iterator, Set

import msgspec

from ...emulator.errors import OhosBackupError
from ...emulator.profile import device_profile
from .functions import function_named, meant_by
from .globs import matches
from .model import Becomes, DataEntry, OldGenerationEntry, ProjectSettings, Waiver
from .positions import KeyPath

NAMING = "Write PATH#NAME, such as \"haps/entry/preferences/settings#last_sync\"; both sides take '*'."


class SettingsProblem(msgspec.Struct, frozen=True):
    """``place`` is the key to blame."""

    place: KeyPath
    message: str
    mend: str


def problem_of(settings: ProjectSettings) -> SettingsProblem | None:
    """The first thing that is wrong, None when nothing is."""
    return next(_problems(settings), None)


def _problems(settings: ProjectSettings) -> Iterator[SettingsProblem]:
    if settings.profile:
        try:
            device_profile(settings.profile)
        except OhosBackupError as error:
            yield SettingsProblem(("profile",), error.what, error.mend or "")
    for number, entry in enumerate(settings.data):
        yield from _data_problems(entry, ("data", number))
    if settings.migration.reader:
        yield from _function_problems(
            settings.migration.reader, ("migration", "reader"), "entry/src/main/ets/notes/Notes.ets:readAll"
        )
    may_change = settings.expect.may_change
    for name, rules in (("tables", may_change.tables), ("preferences", may_change.preferences)):
        for rule in rules:
            path, separator, inner = rule.partition("#")
            if not (path and separator and inner):
                yield SettingsProblem(("expect", "may_change", name), f"'{rule}' does not say what in it", NAMING)
    for number, entry in enumerate(settings.old_generation):
        earlier = {other.name for other in settings.old_generation[:number]}
        yield from _old_data_problems(entry, ("old_generation", number), earlier, bool(settings.migration.reader))
    for number, waiver in enumerate(settings.waiver):
        yield from _waiver_problems(waiver, ("waiver", number))


def _data_problems(entry: DataEntry, place: KeyPath) -> Iterator[SettingsProblem]:
    if not entry.name or any(letter in entry.name for letter in "[]/\\\n"):
        yield SettingsProblem((*place, "name"), f"'{entry.name}' cannot name a data set", "Use letters, digits and -.")
    if not (entry.folder or entry.generator or entry.sql or entry.preferences):
        yield SettingsProblem(
            place,
            f"the data set '{entry.name}' has no data",
            "Give it folder, generator, [[data.sql]] or [[data.preferences]].",
        )
    if entry.generator:
        yield from _function_problems(entry.generator, (*place, "generator"), "backup-data/notes.py:many_notes")


def _function_problems(text: str, place: KeyPath, example: str) -> Iterator[SettingsProblem]:
    if function_named(text) is None:
        yield SettingsProblem(
            place, f"'{text}' does not say which function", f'Name file and function: "{meant_by(text, example)}".'
        )


def _old_data_problems(
    entry: OldGenerationEntry, place: KeyPath, earlier: Set[str], has_reader: bool
) -> Iterator[SettingsProblem]:
    if not entry.name or any(letter in entry.name for letter in "[]/\\\n"):
        yield SettingsProblem((*place, "name"), f"'{entry.name}' cannot name old data", "Use letters, digits and -.")
    if entry.name in earlier:
        yield SettingsProblem((*place, "name"), f"two old data sets are called '{entry.name}'", "Rename one of them.")
    if not (entry.folder or entry.sql or entry.preferences):
        yield SettingsProblem(
            place,
            f"the old data '{entry.name}' has no data",
            "Give it folder, [[old_generation.sql]] or [[old_generation.preferences]].",
        )
    if entry.becomes == Becomes() and not has_reader:
        yield SettingsProblem(
            place,
            f"the old data '{entry.name}' does not say what becomes of it, so it would prove nothing",
            "Give it [old_generation.becomes] with files, folder, sql or preferences, or name a reader in [migration].",
        )


def _waiver_problems(waiver: Waiver, place: KeyPath) -> Iterator[SettingsProblem]:
    from ..catalogue import catalogue
    from ..naming import mend_for_requirement

    if not waiver.reason.strip():
        yield SettingsProblem((*place, "reason"), "a waiver needs a reason", "Say why this failure is accepted.")
    wanted = waiver.id.partition("[")[0]
    if not any(matches(wanted, identifier) for identifier in catalogue()):
        yield SettingsProblem(
            (*place, "id"), f"there is no requirement '{wanted}' to be waived", mend_for_requirement(wanted)
        )
