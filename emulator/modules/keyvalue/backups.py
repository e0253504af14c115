"""Copies of a store made by ``backup`` and taken back by ``restore`` (innerkitsimpl/kvdb/src/backup_manager.cpp)."""

from __future__ import annotations

from ...filesystem.api import FileSystemView
from ..api import BusinessError
from .database import FILE_MODE
from .errors import database_error, invalid_argument
from .store import KeyValueStore

AUTOMATIC = "autoBackup"
SUFFIX = ".bak"
MOST = 5
FOLDER_MODE = 0o770
_FIRST_STATUS = 13 << 21 | 3 << 16
INVALID_ARGUMENT_STATUS = _FIRST_STATUS + 1
NOT_FOUND_STATUS = _FIRST_STATUS + 7
"""Numbers of the native layer, which deleteBackup answers (store_errno.h)."""


def backup_folder(base: str, store: str) -> str:
    return f"{base}/kvdb/backup/{store}"


def prepare(view: FileSystemView, base: str, store: str) -> None:
    """What opening a store with ``backup`` leaves there: the empty file of the automatic copy."""
    folder = backup_folder(base, store)
    view.make_directories(folder, FOLDER_MODE)
    if not view.exists(f"{folder}/{AUTOMATIC}{SUFFIX}"):
        view.write_file(f"{folder}/{AUTOMATIC}{SUFFIX}", b"", FILE_MODE)


def make(view: FileSystemView, store: KeyValueStore, base: str, name: str, invalid: BusinessError) -> None:
    """Raises ``invalid`` for a name that cannot be, or the unnumbered error when there are five copies already."""
    content = store.database.content
    if not name or name == AUTOMATIC or not base:
        raise invalid
    folder = backup_folder(base, store.name)
    file = f"{folder}/{name}{SUFFIX}"
    if not view.exists(file) and view.exists(folder) and len(view.list_directory(folder)) >= MOST:
        raise database_error()
    try:
        view.make_directories(folder, FOLDER_MODE)
    except OSError as error:
        raise invalid from error
    view.write_file(file, content, FILE_MODE)


def take_back(view: FileSystemView, store: KeyValueStore, base: str, name: str, invalid: BusinessError) -> None:
    """Replace the store's content; an empty ``name`` stands for the newest copy. Raises ``invalid`` without one."""
    database = store.database
    folder = backup_folder(base, store.name)
    names = view.list_directory(folder) if view.exists(folder) else []
    stats = {each: view.stat(f"{folder}/{each}") for each in names}
    if name:
        found = f"{name}{SUFFIX}" if f"{name}{SUFFIX}" in stats else None
    else:
        filled = [each for each in names if stats[each].size > 0]
        found = max(filled, key=lambda each: stats[each].mtime_ns, default=None)
    if found is None:
        raise invalid
    database.replace(view.read_file(f"{folder}/{found}"))


def remove(view: FileSystemView, store: KeyValueStore, base: str, names: list[str]) -> list[tuple[str, int]]:
    """Each name with its status, in the order of a map: 0, or that of a copy which is not there."""
    store.database  # noqa: B018 - a closed store refuses
    if not names or not base:
        raise invalid_argument()
    folder = backup_folder(base, store.name)
    outcome: list[tuple[str, int]] = []
    for name in sorted(set(names)):
        file = f"{folder}/{name}{SUFFIX}"
        if not view.exists(file):
            outcome.append((name, NOT_FOUND_STATUS))
        elif name == AUTOMATIC:
            outcome.append((name, INVALID_ARGUMENT_STATUS))
        else:
            view.unlink(file)
            outcome.append((name, 0))
    return outcome
