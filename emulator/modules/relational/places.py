"""Where a store lies (distributeddatamgr_relational_store napi_rdb_js_utils.cpp:GetRealPath, rdb_sql_utils.cpp).

The rules for names and lengths that end in an argument error are the guest's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from ...filesystem.api import FileSystemView
from ..api import BusinessError
from ..context_directories import context_directories
from .errors import INVALID_PATH, PARAMETER_ERROR, failure

DIRECTORY_MODE = 0o771
FOLDER = "rdb"
DATABASE_SUFFIX, REPLICA_SUFFIX = ".db", "_slave.db"
FAILED_SUFFIX = "-slaveFailure"
"""Marks a main database whose replica missed something."""

INTERRUPTED_SUFFIX = "-syncInterrupt"
"""Marks a main database whose replica is being written as a whole."""

DELETED_SUFFIXES = (
    "",
    "-shm",
    "-wal",
    "-dwr",
    "-journal",
    FAILED_SUFFIX,
    INTERRUPTED_SUFFIX,
    ".corruptedflg",
    "-compare",
    "-walcompress",
    "-journalcompress",
    "-shmcompress",
    "-lockcompress",
)
"""What goes with a store that is deleted (sqlite_connection.h:FILE_SUFFIXES)."""


class Place(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The context a store is opened with, and the part of StoreConfig that decides where it lies."""

    level: Literal["application", "module"]
    area: int
    module: str
    name: str
    custom_dir: str = ""
    root_dir: str = ""
    is_read_only: bool = False
    allow_rebuild: bool = False
    persist: bool = True
    ha_mode: int = 0
    encrypt: bool = False
    """Whether the files are encrypted; ``crypto_param`` says how, see encryption.py."""

    crypto_param: object = None


def store_path(view: FileSystemView, place: Place) -> str:
    """The path; its folder is there afterwards. With ``rootDir`` the file must be there already."""
    if place.root_dir:
        path = "/".join((place.root_dir, place.custom_dir, place.name))
        if not view.exists(path):
            raise failure(INVALID_PATH)
        return path
    directories = context_directories(place.area, place.module if place.level == "module" else None)
    folder = "/".join(filter(None, (directories["databaseDir"], FOLDER, place.custom_dir)))
    try:
        view.make_directories(folder, DIRECTORY_MODE)
    except OSError as error:
        raise BusinessError(PARAMETER_ERROR, "Parameter error. The database path must be a valid path.") from error
    return f"{folder}/{place.name}"


def replica_path(store: str) -> str:
    """Where the second database of a store in high-availability mode lies (sqlite_utils.cpp:GetSlavePath)."""
    return store.removesuffix(DATABASE_SUFFIX) + REPLICA_SUFFIX


def delete_store(view: FileSystemView, path: str) -> None:
    """Remove the files, and a replica's whatever the mode (sqlite_connection.cpp:Delete)."""
    remove_files(view, replica_path(path), DELETED_SUFFIXES)
    remove_files(view, path, DELETED_SUFFIXES)


def remove_files(view: FileSystemView, path: str, suffixes: Iterable[str]) -> None:
    """One that is missing or cannot be removed is passed over, as on a device."""
    for suffix in suffixes:
        if view.exists(path + suffix):
            try:
                view.unlink(path + suffix)
            except OSError:
                continue


def backup_path(view: FileSystemView, store: str, name: str) -> str:
    """Where ``backup`` and ``restore`` look: beside the store, or at an absolute path with an existing folder."""
    path = name
    if "/" not in name:
        path = f"{store.rpartition('/')[0]}/{name}"
    elif name.endswith("/") or not view.exists(name.rpartition("/")[0] or "/"):
        raise failure(INVALID_PATH)
    if path == store:
        raise failure(INVALID_PATH)
    return path
