"""Puts the device's files in place of the host's, for everything that the author's code imports later."""

from __future__ import annotations

import builtins
import functools
import io
import os
import shutil
import sys

from .files import DeviceFiles
from .streams import open_on

_SAME_NAME = (
    *("open", "close", "read", "pread", "write", "pwrite", "lseek", "dup", "fsync", "ftruncate", "fstat", "fchmod"),
    *("isatty", "stat", "lstat", "access", "chmod", "chown", "utime", "truncate", "getxattr", "setxattr", "listxattr"),
    *("statvfs", "mkdir", "rmdir", "unlink", "rename", "symlink", "link", "readlink", "listdir", "scandir"),
    *("getcwd", "getcwdb", "chdir", "umask", "getuid", "getgid"),
)
_OTHER_NAME = {
    "remove": "unlink",
    "replace": "rename",
    "fdatasync": "fsync",
    "fstatvfs": "statvfs",
    "geteuid": "getuid",
    "getegid": "getgid",
}
_ABSENT = (
    *("chroot", "mkfifo", "mknod", "lchown", "lchmod", "fchown", "fchdir", "removexattr", "sendfile", "splice"),
    *("copy_file_range", "preadv", "pwritev", "readv", "writev", "posix_fallocate", "posix_fadvise", "memfd_create"),
    *("dup2", "pipe", "pipe2", "openpty", "fwalk", "lockf", "eventfd", "open_dir"),
)


def install_files(files: DeviceFiles) -> None:
    """Replace ``open``, ``io.open`` and the file functions of ``os``. Functions that the device does not offer go."""
    for name in _SAME_NAME:
        setattr(os, name, getattr(files, name))
    for name, own_name in _OTHER_NAME.items():
        setattr(os, name, getattr(files, own_name))
    for name in _ABSENT:
        if hasattr(os, name):
            delattr(os, name)
    for name in ("supports_dir_fd", "supports_effective_ids", "supports_follow_symlinks", "supports_fd"):
        setattr(os, name, set[object]())
    opener = functools.partial(open_on, files)
    builtins.open = opener  # pyright: ignore
    io.open = opener  # pyright: ignore
    # These two keep references to functions of os, depending on the version of Python.
    for name in [name for name in sys.modules if name == "glob" or name.partition(".")[0] == "pathlib"]:
        del sys.modules[name]
    # shutil decides at import time which of the fast calls above it may use.
    for name in ("_use_fd_functions", "_USE_CP_SENDFILE", "_USE_CP_COPY_FILE_RANGE"):
        if hasattr(shutil, name):
            setattr(shutil, name, False)


def forget_host(temporary_folder: str) -> None:
    """Empty what tells about the host's user and folders."""
    os.environ.clear()
    os.environ["TMPDIR"] = temporary_folder
    sys.argv[:] = [""]
