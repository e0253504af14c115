"""The data sets of a run: generated ones, and those a team keeps itself (``--data DIR`` or ``ohos-backup.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..emulator.backup.config import DEFAULT_INCLUDES, parse_backup_config
from ..emulator.source import SourcePosition
from .data_set import DataSet, UnusableDataSet, data_set_from_folder
from .generated_data import generated_data_sets
from .settings import SETTINGS_FILE, DataEntry, project_settings
from .subject import Subject


def data_sets_for(subject: Subject, folders: Sequence[Path], seed: int) -> tuple[DataSet, ...]:
    """The generated sets for what the configuration includes, then the team's own ones.

    Raises BadSettings and UnusableDataSet.
    """
    config = parse_backup_config(subject.application.extension.profile_text)
    includes = config.includes if config.usable else DEFAULT_INCLUDES
    own = [(entry.name, _existing(subject.root, entry)) for entry in project_settings(subject.root).data]
    own += [(folder.resolve().name, folder) for folder in folders]
    sets = list(generated_data_sets(includes, subject.application.module_names, seed))
    for name, folder in own:
        if any(data_set.name == name for data_set in sets):
            raise UnusableDataSet(f"two data sets are called '{name}'", mend="Rename one of them.")
        sets.append(data_set_from_folder(name, folder))
    return tuple(sets)


def _existing(root: Path, entry: DataEntry) -> Path:
    folder = root / entry.folder
    if not folder.is_dir():
        raise UnusableDataSet(
            f"the folder '{entry.folder}' of the data set '{entry.name}' does not exist",
            where=SourcePosition(str(root / SETTINGS_FILE)),
            mend="It is counted from the folder of this file.",
        )
    return folder
