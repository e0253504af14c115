"""Which files one preferences store owns beside each other (preferences_utils.h, preferences_helper.cpp)."""

from __future__ import annotations

import os

from ...filesystem.api import FileSystemView

FILE_MODE = 0o660
BACKUP_SUFFIX = ".bak"
BROKEN_SUFFIX = ".broken"
LOCK_SUFFIX = ".lock"
OBJECT_SUFFIX = ".objectFlag"
DATABASE_SUFFIX = ".db"
DATABASE_PARTS = (".ctrl", ".ctrl.dwr", ".redo", ".undo", ".safe", ".map")

STORE_SUFFIXES = (
    "",
    BACKUP_SUFFIX,
    BROKEN_SUFFIX,
    LOCK_SUFFIX,
    OBJECT_SUFFIX,
    DATABASE_SUFFIX,
    *(DATABASE_SUFFIX + part for part in DATABASE_PARTS),
)
"""What deletePreferences removes."""

LOCK_FILE_SINCE = 18
"""First API version whose devices leave a lock file behind for every store (release 5.1.0)."""

OBJECT_FLAG_SINCE = 20
"""First API version whose devices mark a store that holds an object (release 6.0)."""


def leave_marker(view: FileSystemView, path: str) -> None:
    """An empty file at ``path`` unless there is one. Raises OSError: the device goes on in silence, but an app that is
    not told of a failure cannot be judged by what it does about it."""
    if not view.exists(path):
        view.close(view.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
