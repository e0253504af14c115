"""The directories that a context names, by encryption level and module: the rules of both guest languages.

Sources: openharmony/docs application-models/application-context-stage.md (table of paths),
openharmony/ability_ability_runtime frameworks/native/appkit/ability_runtime/context/context_impl.cpp (which wins) and
openharmony/filemanagement_app_file_service frameworks/native/backup_ext/src/ext_backup_context.cpp:GetBackupDir;
rules C2, C3, C6 and C7 of the callback notes. distributedFilesDir is spelled as mounted (DIS11 of those notes).
"""

from __future__ import annotations

DEFAULT_AREA = 1
"""``contextConstant.AreaMode.EL2``, the area of a context that nobody changed (Q2 of the callback notes)."""

LEVELS = ("el1", "el2", "el3", "el4", "el5")
"""Encryption levels in the order of ``contextConstant.AreaMode``, which counts from 0."""

BACKUP_DIRECTORY_SINCE = 12
"""First API version whose context names a backup folder (interface_sdk-js api/@ohos.file.BackupExtensionContext.d.ts;
before, frameworks/native/backup_ext had no such property)."""

_FILE_MANAGER_LENGTH = 27
_SPECIAL_BACKUP_DIRECTORIES = {"com.ohos.medialibrary.medialibrarydata": "/storage/media/local/files/.backup/"}


def context_directories(area: int, module: str | None) -> dict[str, str]:
    """Property name → path without trailing slash. ``module`` None gives the application's context, else the
    module's. An ``area`` that does not exist is treated as EL2."""
    level = LEVELS[area] if 0 <= area < len(LEVELS) else LEVELS[DEFAULT_AREA]
    root = f"/data/storage/{level}"
    base = f"{root}/base" if module is None else f"{root}/base/haps/{module}"
    own = "" if module is None else f"/{module}"
    # distributedfiles of el1 is named and not mounted; neither folder is divided by modules (context_impl.cpp).
    shared = LEVELS[0] if level == LEVELS[0] else LEVELS[1]
    return {
        "bundleCodeDir": "/data/storage/el1/bundle",
        "cacheDir": f"{base}/cache",
        "filesDir": f"{base}/files",
        "preferencesDir": f"{base}/preferences",
        "tempDir": f"{base}/temp",
        "databaseDir": f"{root}/database{own}",
        "distributedFilesDir": f"/data/storage/{shared}/distributedfiles",
        "logFileDir": "/data/storage/el2/log",
        "cloudFileDir": "/data/storage/el2/cloud",
    }


def backup_directory(area: int, bundle_name: str) -> str:
    """``context.backupDir``: ends with a slash, and is empty for areas beyond EL2."""
    if area not in (0, 1):
        return ""
    if len(bundle_name) == _FILE_MANAGER_LENGTH and bundle_name.endswith(".filemanager"):
        return "/storage/Users/currentUser/.backup/"
    return _SPECIAL_BACKUP_DIRECTORIES.get(bundle_name, f"/data/storage/{LEVELS[area]}/base/.backup/")
