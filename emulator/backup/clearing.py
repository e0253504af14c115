"""Which of the extension's folders the framework empties around a session (rules CL1-CL3 of the callback notes)."""

from __future__ import annotations

from contextlib import suppress

from ..filesystem.api import FileSystemView

BACKUP_HOMES = ("/data/storage/el2/base/.backup", "/data/storage/el1/base/.backup")
"""Made when the extension loads (ext_backup_js.cpp:InitTempPath)."""

STAGING_FOLDERS = tuple(f"{home}/{name}" for home in BACKUP_HOMES for name in ("backup", "restore"))


def make_backup_homes(files: FileSystemView) -> None:
    """A failure is only reported to telemetry on a device, so an unusable sandbox shows up later, at its use."""
    for home in BACKUP_HOMES:
        if not files.exists(home):
            with suppress(OSError):
                files.make_directories(home)


def clear_staging(files: FileSystemView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the staging folders; other names below ``.backup`` stay. Returns the folders that are gone now and those
    that could not be deleted, which the framework only logs (ext_extension.cpp:DoClearInner)."""
    present = [folder for folder in STAGING_FOLDERS if files.exists(folder)]
    removed = tuple(folder for folder in present if _remove(files, folder))
    return removed, tuple(folder for folder in present if folder not in removed)


def _remove(files: FileSystemView, folder: str) -> bool:
    try:
        files.remove_tree(folder)
    except OSError:
        return False
    return True
