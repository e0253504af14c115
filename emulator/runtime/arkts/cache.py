"""Where the tool keeps what it may always fetch or compute again."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import ClassVar

import platformdirs

from ...errors import OhosBackupError

CACHE_VARIABLE = "OHOS_BACKUP_CACHE"


class CacheUnwritable(OhosBackupError):
    """The cache folder cannot be made or written."""

    code: ClassVar[str] = "E-CACHE-UNWRITABLE"

    def __init__(self, directory: Path, reason: OSError) -> None:
        super().__init__(
            f"cannot write the cache folder {directory}: {reason.strerror or reason}",
            mend=f"make it writable, or set {CACHE_VARIABLE} to a folder that is",
        )


def cache_directory() -> Path:
    """The user's cache folder of this tool, or what ``OHOS_BACKUP_CACHE`` names. It need not exist yet."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).expanduser().resolve() if named else Path(platformdirs.user_cache_dir("ohos-backup"))


def make_directory(directory: Path) -> Path:
    """Make a folder inside the cache; CacheUnwritable if that cannot be."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheUnwritable(directory, error) from error
    return directory


def write_atomically(file: Path, content: bytes) -> None:
    """Write a cache file so that no reader, in any process, ever sees half of it."""
    make_directory(file.parent)
    try:
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CacheUnwritable(file.parent, error) from error
