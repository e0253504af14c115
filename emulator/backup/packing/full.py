"""A full backup step by step: scan, pack, hand over, index (flows F and W).

Source: frameworks/native/backup_ext/src/ext_extension.cpp:ScanAllDirs, DoPacket, ReportNormalAppFileReady;
sub_ext_extension.cpp:DoBackupTaskCore. The framework runs packing and handing over side by side; their results do
not depend on that, so here the steps follow each other and the session decides when each happens.
"""

from __future__ import annotations

import contextlib
import errno
from collections import deque
from collections.abc import Collection, Iterator

import msgspec

from ...filesystem.api import FileStat, FileSystemView
from ...staging import BELOW_BASE, Staging
from ..config import BackupConfig, UnusableConfig
from ..framework_error import (
    EXT_BACKUP_PACKET_ERROR,
    EXT_INVAL_ARG,
    EXT_REPORT_FILE_READY_FAIL,
    FrameworkThrew,
)
from ..manifest import ManageEntry, entry_of_sent_file, write_lines
from ..naming import BigFileNames
from ..selection.excludes import is_excluded, prepare_excludes
from ..selection.includes import divide_includes, expand_includes
from ..selection.scan import ScanResult, ScanThrew, absolute, scan_full
from .packer import Packer, TarNotWritable, groups
from .tar import PackProblem

_MANAGE_MODE = 0o600
_BASE_NAME = "part"
_LEVEL_DEPTH = 3


class ExtensionMemory:
    """What an extension process keeps from one backup to the next: the tar counter and the names given to files."""

    def __init__(self, view: FileSystemView) -> None:
        self.packer = Packer(view)
        self.names = BigFileNames()


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file handed to the service. ``content`` is None when it could not be opened: then ``error`` says why.

    The bytes are the view's own object, not a copy. ``status`` is what the scan (or the packer) saw.
    """

    name: str
    path: str
    content: bytes | None
    error: int
    status: FileStat
    is_big_file: bool


class FullBackup:
    """One full backup of one app. Call ``scan``, ``pack``, exhaust ``deliver``, then take ``index``.

    ``scene`` is the want parameter backupScene, ``enabled`` the compatible directories that onBackupEx named,
    ``without_tar`` the want flag supportWithoutTar.
    """

    def __init__(
        self,
        view: FileSystemView,
        config: BackupConfig,
        memory: ExtensionMemory | None = None,
        *,
        scene: str = "",
        enabled: Collection[str] = frozenset(),
        without_tar: bool = False,
        staging: Staging = BELOW_BASE,
    ) -> None:
        self._view = view
        self._staging = staging
        self._config = config
        self._memory = memory or ExtensionMemory(view)
        self._scene = scene
        self._enabled = enabled
        self._without_tar = without_tar
        self._queue: deque[_Pending] = deque()
        self._entries: list[ManageEntry] = []
        self.scanned = ScanResult((), ())
        self.problems: list[PackProblem] = []
        self.reads_el3_or_el4 = False

    def scan(self) -> int:
        """Find the files. Returns the bytes that are reported to the service when they are not 0.

        Raises FrameworkThrew (EXT_INVAL_ARG): the outgoing folder cannot be made because its parent is missing, the
        configuration is unusable, or a root cannot be looked at.
        """
        try:
            self._view.make_directory(self._staging.outgoing, 0o700)
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise FrameworkThrew(EXT_INVAL_ARG, "Failed to mkdir") from error
        try:
            includes = self._config.scan_list(self._scene, "includes")
            excludes = prepare_excludes(self._config.scan_list(self._scene, "excludes"))
        except UnusableConfig as error:
            raise FrameworkThrew(EXT_INVAL_ARG, error.what) from error
        ordinary, mapped = divide_includes(includes, self._config.compatible_dir_mapping, self._enabled)
        roots = expand_includes(self._view, ordinary)
        self.reads_el3_or_el4 = _reads_el3_or_el4(roots, excludes)
        try:
            self.scanned = scan_full(
                self._view,
                roots,
                mapped,
                excludes,
                without_tar=self._without_tar,
                names=self._memory.names,
                incoming=self._staging.incoming,
            )
        except ScanThrew as error:
            raise FrameworkThrew(EXT_INVAL_ARG, f"cannot look at {error}") from error
        for file in self.scanned.big:
            self._queue.append(_Pending(file.name, file.path, file.status, True, file.restore_path))
        return self.scanned.total_size

    def pack(self) -> list[PackProblem]:
        """Pack the small files and empty folders into tars. Returns what is reported through onProcess.

        Raises FrameworkThrew when a tar cannot be written, and PackingNeverEnds at a FIFO.
        """
        for group in groups(self.scanned.small):
            try:
                tars, problems = self._memory.packer.pack(group, _BASE_NAME, self._staging.outgoing)
            except TarNotWritable as error:
                raise FrameworkThrew(EXT_BACKUP_PACKET_ERROR, "CreateSplitTarFile Failed to open file") from error
            self.problems += problems
            for tar in tars.values():
                self._queue.append(_Pending(tar.name, tar.path, tar.status, False, ""))
        return self.problems

    def deliver(self) -> Iterator[SentFile]:
        """Hand over: all big files in the order of the scan, then the tars. A big file that may not be read is left
        out; one that cannot be opened for another reason comes without content. A delivered tar is removed if
        possible.

        Without tar, files come under their full path and tars stay where they are; the device sends them in batches,
        which changes neither order nor content.
        """
        while self._queue:
            pending = self._queue.popleft()
            name = pending.path if self._without_tar else pending.name
            content: bytes | None = None
            error = 0
            try:
                content = self._view.read_file(absolute(pending.path))
            except OSError as failure:
                error = failure.errno or errno.EIO
            if error == errno.EACCES:
                continue
            self._entries.append(
                entry_of_sent_file(
                    self._view,
                    name,
                    pending.path,
                    pending.status,
                    is_big_file=pending.is_big_file,
                    restore_path=pending.restore_path,
                    without_tar=self._without_tar,
                )
            )
            yield SentFile(
                name=name,
                path=pending.path,
                content=content,
                error=error,
                status=pending.status,
                is_big_file=pending.is_big_file,
            )
            if not pending.is_big_file and not self._without_tar and content is not None:
                with contextlib.suppress(OSError):
                    self._view.unlink(pending.path)

    def index(self) -> bytes:
        """Write manage.json to the outgoing folder and return its bytes; it is handed over last.

        Raises FrameworkThrew (EXT_REPORT_FILE_READY_FAIL, ext_extension.cpp:DoBackupTaskCore, DoAppendFiles) when it
        cannot be written.
        """
        content = write_lines(self._entries, without_tar=self._without_tar)
        path = self._staging.manage_file_out
        try:
            if self._view.exists(path):
                self._view.unlink(path)
            self._view.write_file(path, content, _MANAGE_MODE)
        except OSError as error:
            raise FrameworkThrew(EXT_REPORT_FILE_READY_FAIL, f"manage.json cannot be written: {error}") from error
        return content

    @property
    def entries(self) -> tuple[ManageEntry, ...]:
        """The index so far."""
        return tuple(self._entries)


class _Pending(msgspec.Struct, frozen=True):
    name: str
    path: str
    status: FileStat
    is_big_file: bool
    restore_path: str


def _reads_el3_or_el4(roots: list[str], excludes: list[str]) -> bool:
    """A statistic of the framework: whether a root lies in, or above, the folders of el3 and el4
    (sub_ext_extension.cpp:PathHasEl3OrEl4)."""
    levels = ("/data/storage/el3/", "/data/storage/el4/")
    if all(is_excluded(excludes, level) for level in levels):
        return False
    return any(
        root.startswith(levels) or root.count("/") <= _LEVEL_DEPTH for root in roots if not is_excluded(excludes, root)
    )
