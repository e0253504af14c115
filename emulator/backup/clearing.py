"""Which of the extension's folders the framework empties around a session (rules CL1-CL3 of the callback notes)."""

from __future__ import annotations

from contextlib import suppress

from ..filesystem.api import FileSystemView
from ..staging import Staging


def make_backup_homes(files: FileSystemView, staging: Staging) -> None:
    """Made when the extension loads (ext_backup_js.cpp:InitTempPath). A failure is only reported to telemetry on a
    device, so an unusable sandbox shows up later, at its use."""
    for home in staging.homes:
        if not files.exists(home.path):
            with suppress(OSError):
                files.make_directories(home.path)


def clear_staging(files: FileSystemView, staging: Staging) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the staging folders; other names beside them stay. Returns the folders that are gone now and those
    that could not be deleted, which the framework only logs (ext_extension.cpp:DoClearInner)."""
    present = [folder for folder in staging.folders if files.exists(folder)]
    removed = tuple(folder for folder in present if _remove(files, folder))
    return removed, tuple(folder for folder in present if folder not in removed)


def _remove(files: FileSystemView, folder: str) -> bool:
    try:
        files.remove_tree(folder)
    except OSError:
        return False
    return True
