"""Data sets: what an app's user has on the device before a backup."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ...emulator.errors import OhosBackupError
from ...emulator.filesystem.api import FileSystemView
from ...emulator.source import SourcePosition


class UnusableDataSet(OhosBackupError):
    code = "E-DATA-SET"


class SeedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the user's: absolute path in app view, content, permission bits, age before the device's start."""

    path: str
    content: bytes
    mode: int = 0o600
    age_seconds: int = 86_400


class SeedDirectory(msgspec.Struct, frozen=True, kw_only=True):
    """One directory of the user's, which may stay empty."""

    path: str
    mode: int = 0o700


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    """Named content for the sandbox. ``must_survive``: the team said that all of it has to come back after a restore;
    of a generated set only what the configuration selects is expected. ``unfilled``: included folders that a generated
    set leaves alone, because the extension empties them before it fills them."""

    name: str
    files: tuple[SeedFile, ...] = ()
    directories: tuple[SeedDirectory, ...] = ()
    must_survive: bool = False
    unfilled: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Short, for test reports show parameters by it, and some tell by it whether two runs had the same case."""
        return f"DataSet({self.name!r})"

    def place(self, view: FileSystemView, now_ns: int) -> None:
        """Write everything through ``view``. Raises OSError where the device refuses."""
        for directory in self.directories:
            view.make_directories(directory.path, directory.mode)
        parents = dict.fromkeys(file.path.rpartition("/")[0] for file in self.files)
        for parent in parents:
            view.make_directories(parent, 0o700)
        for file in self.files:
            view.write_file(file.path, file.content, file.mode)
            view.change_mode(file.path, file.mode)
            moment = now_ns - file.age_seconds * 1_000_000_000
            view.set_times(file.path, moment, moment)


def data_set_from_folder(name: str, folder: Path) -> DataSet:
    """What a team keeps in a folder that mirrors the sandbox: ``<folder>/data/storage/el2/base/files/…``.

    Raises UnusableDataSet when the folder is missing or holds anything outside ``data/storage``.
    """
    if not folder.is_dir():
        raise UnusableDataSet(
            f"the data folder {folder} does not exist",
            mend="Give a folder that mirrors the sandbox, such as <folder>/data/storage/el2/base/files/notes.txt.",
        )
    try:
        return _mirrored(name, folder)
    except OSError as error:
        raise UnusableDataSet(
            f"cannot be read: {error.strerror}", where=SourcePosition(str(error.filename or folder))
        ) from error


def _mirrored(name: str, folder: Path) -> DataSet:
    for entry in sorted(folder.iterdir()):
        if entry.name != "data" or not entry.is_dir() or [child.name for child in entry.iterdir()] != ["storage"]:
            raise UnusableDataSet(
                f"'{entry.name}' lies outside the sandbox",
                where=SourcePosition(str(entry)),
                mend="A data folder mirrors the sandbox: everything in it lies below data/storage.",
            )
    entries = sorted(folder.rglob("*"))
    files = tuple(_seed_file(entry, folder) for entry in entries if entry.is_file())
    directories = tuple(
        SeedDirectory(path=_sandbox_path(entry, folder))
        for entry in entries
        if entry.is_dir() and len(entry.relative_to(folder).parts) > 4
    )
    if not files and not directories:
        raise UnusableDataSet(
            f"the data folder {folder} holds no file",
            mend="Put the user's data below data/storage in it; that there is none is always tried.",
        )
    return DataSet(name=name, files=files, directories=directories, must_survive=True)


def _seed_file(entry: Path, folder: Path) -> SeedFile:
    return SeedFile(path=_sandbox_path(entry, folder), content=entry.read_bytes(), mode=entry.stat().st_mode & 0o777)


def _sandbox_path(entry: Path, folder: Path) -> str:
    return "/" + entry.relative_to(folder).as_posix()
