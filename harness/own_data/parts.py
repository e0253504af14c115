"""The files that the parts of one table of the settings make: a folder, SQL scripts, preferences, a generator."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...emulator.source import SourcePosition
from ..data.data_set import DataSet, SeedDirectory, SeedFile, UnusableDataSet, data_set_from_folder
from ..settings import PreferencesPart, SqlPart, position_of
from ..settings.sandbox_paths import absolute, is_inside
from .preferences import preferences_file
from .sql import database_file


class Parts:
    """The files of the table at ``place`` of the settings in ``root``, in which each path is made once; ``name`` is
    what the team calls the data. What cannot be used raises UnusableDataSet with its line."""

    def __init__(self, root: Path, name: str, *place: str | int) -> None:
        self._root = root
        self._name = name
        self._place = place
        self._files: dict[str, SeedFile] = {}
        self._directories: tuple[SeedDirectory, ...] = ()

    def where(self, *key: str | int) -> SourcePosition:
        """The line of a key below the table."""
        return position_of(self._root, *self._place, *key)

    def add(self, made: Sequence[SeedFile], *key: str | int) -> None:
        for file in made:
            if not is_inside(file.path):
                raise UnusableDataSet(
                    f"'{file.path}' lies outside the sandbox",
                    where=self.where(*key),
                    mend="An app keeps its files below /data/storage/el1 to el5: base, database, distributedfiles, "
                    "cloud. A path without a leading slash is below /data/storage/el2/base/.",
                )
            if file.path in self._files:
                raise UnusableDataSet(
                    f"two parts of the data set '{self._name}' make {file.path}", where=self.where(*key)
                )
            self._files[file.path] = file

    def add_folder(self, folder: str) -> None:
        """What mirrors the sandbox; nothing for ``""``."""
        if folder:
            mirrored = data_set_from_folder(self._name, self.folder(folder))
            self._directories = mirrored.directories
            self.add(mirrored.files, "folder")

    def folder(self, name: str) -> Path:
        """The folder ``name`` beside the settings, which is there."""
        path = self._root / name
        if not path.is_dir():
            raise UnusableDataSet(
                f"the folder '{name}' of the data set '{self._name}' does not exist",
                where=self.where("folder"),
                mend="It is counted from the folder of this file.",
            )
        return path

    def add_databases(self, parts: Sequence[SqlPart]) -> None:
        for index, part in enumerate(parts):
            made = database_file(self._root / part.script, absolute(part.database), self.where("sql", index, "script"))
            self.add([made], "sql", index, "database")

    def add_preferences(self, parts: Sequence[PreferencesPart]) -> None:
        for index, part in enumerate(parts):
            self.add(
                [preferences_file(part, self.where("preferences", index, "values"))], "preferences", index, "store"
            )

    def made(self) -> DataSet:
        return DataSet(
            name=self._name, files=tuple(self._files.values()), directories=self._directories, must_survive=True
        )
