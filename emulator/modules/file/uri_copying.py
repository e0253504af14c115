"""fs.copy between ``file://`` URIs on one device.

Source: filemanagement_file_api mod_fs/properties/copy.cpp and filemanagement_dfs_service
distributed_file_inner/src/copy/file_copy_manager.cpp (ExecLocal, CopyDirFunc, RecurCopyDir).
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat as stat_bits
from collections.abc import Mapping

from ...filesystem.api import FileSystemView
from ..api import HostFunction
from . import uri
from .descriptors import FILE_MODE
from .errors import reported


class UriCopying:
    def __init__(self, view: FileSystemView, bundle_name: str) -> None:
        self._view = view
        self._bundle_name = bundle_name
        self.host_functions: Mapping[str, HostFunction] = {"fs.copy": reported(self.copy)}

    def copy(self, source_uri: str, target_uri: str) -> int:
        """Copy a file onto a file, or a directory below a directory that is there; existing files are overwritten.

        Answers the bytes copied. Symbolic links in a directory are left out. EINVAL for a pair that the device does
        not support: a file onto itself, a directory into itself, a file onto a directory and the other way round.
        """
        source = posixpath.normpath(uri.real_path(source_uri, self._bundle_name))
        target = posixpath.normpath(uri.split(target_uri)[1])
        if stat_bits.S_ISREG(self._view.stat(source).mode):
            if source == target or self._is_directory(target):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), target)
            return self._copy_file(source, target)
        if not self._is_directory(target) or f"{target}/".startswith(f"{source}/"):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), target)
        return self._copy_directory(source, posixpath.join(target, posixpath.basename(source)))

    def _is_directory(self, path: str) -> bool:
        return self._view.exists(path) and stat_bits.S_ISDIR(self._view.stat(path).mode)

    def _copy_file(self, source: str, target: str) -> int:
        content = self._view.read_file(source)
        self._view.write_file(target, content, FILE_MODE)
        return len(content)

    def _copy_directory(self, source: str, target: str) -> int:
        if not self._view.exists(target):
            self._view.make_directory(target)
        copied = 0
        for name in self._view.list_directory(source):
            inner, outer = posixpath.join(source, name), posixpath.join(target, name)
            mode = self._view.lstat(inner).mode
            if stat_bits.S_ISDIR(mode):
                copied += self._copy_directory(inner, outer)
            elif not stat_bits.S_ISLNK(mode):
                copied += self._copy_file(inner, outer)
        return copied
