"""The contract between a session and the rules that pick, pack, place and unpack the app's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from ..application import BundleVersion
from .api import SessionOptions
from .archive import Archive
from .packing.tar import PackProblem

if TYPE_CHECKING:
    from ..installation import InstalledBundle
    from .packing.full import ExtensionMemory

PLAIN = SessionOptions()


class PackedBackup(msgspec.Struct, frozen=True, kw_only=True):
    """``problems`` are the selected files that could not be packed: they are missing in ``archive``, and the backup
    counts as a success all the same. ``timed_size`` are the bytes from which the service computes its time limit, the
    archive's own size when None."""

    archive: Archive
    problems: tuple[PackProblem, ...] = ()
    timed_size: int | None = None


class TransferFailed(Exception):
    """Selecting, packing or unpacking failed; ``code`` is the number with which the extension reports it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class TransferBlocked(Exception):
    """Packing waits for something that never comes, or unpacking turns in circles, so only the framework's own
    timer ends it."""


class DataTransfer(Protocol):
    """The data side of a session. Methods raise TransferFailed, and ExtensionDied when the process is killed; ``pack``
    and ``place`` may raise TransferBlocked."""

    def allows_backup(self, bundle: InstalledBundle) -> bool: ...

    def allows_restore(self, bundle: InstalledBundle, version: BundleVersion) -> bool: ...

    def pack(
        self,
        bundle: InstalledBundle,
        result_text: str,
        options: SessionOptions = PLAIN,
        memory: ExtensionMemory | None = None,
    ) -> PackedBackup:
        """Select and pack what is there now; ``result_text`` is what onBackupEx returned, ``""`` after onBackup.
        ``memory`` is what the extension's process keeps from its backups before, None for a process of its own."""
        ...

    def place(
        self, bundle: InstalledBundle, archive: Archive, version: BundleVersion, options: SessionOptions = PLAIN
    ) -> None:
        """Unpack to where the callbacks of a restore find it."""
        ...
