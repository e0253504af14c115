"""What ``fs.AtomicFile`` does below its streams (filemanagement_file_api mod_fs/class_atomicfile)."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from .descriptors import Descriptors
from .errors import reported
from .paths import TemporaryNames

TEMPORARY_FILE_MODE = 0o600
"""mkstemp(3)."""


class AtomicFiles:
    def __init__(self, view: FileSystemView, descriptors: Descriptors, names: TemporaryNames) -> None:
        self._view = view
        self._descriptors = descriptors
        self._names = names
        self.host_functions: Mapping[str, HostFunction] = {
            "atomic.read": reported(self.read),
            "atomic.start": reported(self.start),
        }

    def read(self, path: str) -> bytes:
        """The whole file; an empty one is refused with EIO (atomicfile_n_exporter.cpp:ReadFileToBuffer)."""
        content = self._view.read_file(self._view.real_path(path))
        if not content:
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return content

    def start(self, template: str) -> str:
        """Make the file that is going to be written and answer its path. Whatever goes wrong is ENOENT there."""
        if not self._view.exists(posixpath.dirname(template) or "/"):
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), template)
        try:
            return self._names.make(template, self._create)
        except OSError as error:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), template) from error

    def _create(self, path: str) -> None:
        """The device never closes what mkstemp gave it; here it is closed, lest the app seem to leak a descriptor."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
        self._descriptors.close_descriptor(self._descriptors.opened(path, flags, TEMPORARY_FILE_MODE))
