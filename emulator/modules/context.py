"""Behind the contexts of an app: their directories, made when they are read, and the end of the process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..runtime.api import ExtensionDied, ExtensionEnvironment
from .api import HostFunction
from .context_directories import BACKUP_DIRECTORY_SINCE, backup_directory, context_directories

MADE_WHEN_READ = ("cacheDir", "filesDir", "preferencesDir", "tempDir", "databaseDir")
DIRECTORY_MODE = 0o771
"""The mode with which the device makes a directory that is read from a context (context_impl.cpp)."""


class ContextModule:
    """Behind BackupExtensionContext and the contexts made from it."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self.host_functions: Mapping[str, HostFunction] = {
            "context.directory": self.directory,
            "context.hasResourceFiles": self.has_resource_files,
            "context.killProcesses": self.kill_processes,
        }

    def close(self) -> None:
        """Nothing is held."""

    def directory(self, level: Literal["application", "module"], area: int, module: str, name: str) -> str | None:
        """The path of the property ``name``, None for one that this kind of device does not have.

        A directory that follows the area is there afterwards (context_impl.cpp: its getters call
        CreateDirIfNotExist and ignore a failure).
        """
        if name == "backupDir":
            known = self._environment.profile.api >= BACKUP_DIRECTORY_SINCE
            return backup_directory(area, self._environment.bundle_name) if known else None
        path = context_directories(area, module if level == "module" else None)[name]
        if name in MADE_WHEN_READ and not self._environment.sandbox.exists(path):
            try:
                self._environment.sandbox.make_directories(path, DIRECTORY_MODE)
            except OSError:
                return path
        return path

    def has_resource_files(self, module: str) -> bool:
        """Whether ``resourceDir`` would lead to files (context_impl.cpp:GetResourceDir answers nothing without any)."""
        modules = (packaged for packaged in self._environment.package.modules if packaged.name == module)
        return any((folder / "resfile").is_dir() for packaged in modules for folder in packaged.resource_folders)

    def kill_processes(self) -> None:
        raise ExtensionDied("died", "the app called killAllProcesses, and its extension is one of its processes")
