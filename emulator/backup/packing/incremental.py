"""An incremental backup (flow I) or a backup for user 0 (flow U): tars and big files, each with its report.

Source: sub_ext_extension.cpp:DoIncrementalBackup, IncrementalPacket, GetIncrmentBigInfos; ext_extension.cpp:
IncrementalTarFileReady, IncrementalBigFileReady, IncrementalAllFileReady.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

import msgspec

from ...filesystem.api import FileStat, FileSystemView
from ...staging import BELOW_BASE, Staging
from ..compare import IncrementalPlan, name_big_files
from ..framework_error import EXT_BACKUP_PACKET_ERROR, EXT_INVAL_ARG, FrameworkThrew
from ..manifest import ManageEntry, entry_of_incremental_file, write_document
from ..naming import MANAGE_FILE_NAME
from ..paths import byte_order
from ..report_file import ReportRecord, write_report
from ..result_codes import UNKNOWN_ERROR, code_of_errno
from ..selection.scan import SmallFile, absolute
from .full import ExtensionMemory
from .packer import TarNotWritable, groups
from .tar import PackProblem

_MANAGE_MODE = 0o600


class SentPair(msgspec.Struct, frozen=True, kw_only=True):
    """One file with its report, handed to the service. ``content`` is None when it could not be opened."""

    name: str
    path: str
    content: bytes | None
    report: bytes
    error: int = 0


class IncrementalBackup:
    """One incremental backup. Exhaust ``deliver``: tars as they are packed, big files by name, manage.json last, whose
    report is the full list (``all.rp``) that the next backup compares with.

    ``without_tar`` changes nothing but the index, which then says less of each file.
    """

    def __init__(
        self,
        view: FileSystemView,
        plan: IncrementalPlan,
        memory: ExtensionMemory | None = None,
        *,
        now_ms: int,
        without_tar: bool = False,
        staging: Staging = BELOW_BASE,
    ) -> None:
        self._view = view
        self._staging = staging
        self._plan = plan
        self._memory = memory or ExtensionMemory(view)
        self._without_tar = without_tar
        self._base_name = f"{now_ms}_part"
        self._entries: dict[str, ManageEntry] = {}
        self.problems: list[PackProblem] = []

    def deliver(self) -> Iterator[SentPair]:
        """Raises FrameworkThrew: the outgoing folder or a tar cannot be made, or a big file is gone."""
        try:
            self._view.make_directory(self._staging.outgoing, 0o700)
        except OSError as error:
            if error.errno != errno.EEXIST:
                raise FrameworkThrew(EXT_INVAL_ARG, "Failed to mkdir") from error
        if self._plan.small or self._plan.big:
            yield from self._tars()
            yield from self._big_files()
        yield self._index()

    def _tars(self) -> Iterator[SentPair]:
        records = {record.path: record for record in self._plan.small}
        for group in groups(SmallFile(record.path, record.size) for record in self._plan.small):
            try:
                tars, problems = self._memory.packer.pack(group, self._base_name, self._staging.outgoing)
            except TarNotWritable as error:
                raise FrameworkThrew(EXT_BACKUP_PACKET_ERROR, "CreateSplitTarFile Failed to open file") from error
            self.problems += problems
            for tar in tars.values():
                content, number = self._opened(tar.path)
                report = write_report(records[file.path] for file in group)
                yield SentPair(name=tar.name, path=tar.path, content=content, report=report, error=number)
                self._add(tar.name, tar.path, tar.status, by_itself=False)
                with contextlib.suppress(OSError):
                    self._view.unlink(tar.path)

    def _big_files(self) -> Iterator[SentPair]:
        by_path = {record.path: record for record in self._plan.big}
        try:
            named = name_big_files(self._view, self._plan.big)
        except OSError as error:
            raise FrameworkThrew(EXT_INVAL_ARG, f"Failed to stat file: {error.strerror}") from error
        for name in sorted(named):
            file = named[name]
            content, number = self._opened(absolute(file.path))
            if number == errno.EACCES:
                continue
            self._add(name, file.path, file.status, by_itself=True)
            report = write_report([by_path[file.path]])
            yield SentPair(name=name, path=file.path, content=content, report=report, error=number)

    def _opened(self, path: str) -> tuple[bytes | None, int]:
        try:
            return self._view.read_file(path), 0
        except OSError as error:
            return None, error.errno or errno.EIO

    def _add(self, name: str, path: str, status: FileStat, *, by_itself: bool) -> None:
        self._entries[name] = entry_of_incremental_file(
            self._view, name, path, status, by_itself=by_itself, without_tar=self._without_tar, staging=self._staging
        )

    def _index(self) -> SentPair:
        ordered = [self._entries[name] for name in sorted(self._entries, key=byte_order)]
        content = write_document(ordered, without_tar=self._without_tar)
        path = self._staging.manage_file_out
        try:
            self._view.write_file(path, content, _MANAGE_MODE)
        except OSError as error:
            content = self._cut_index(path, content, error)
        return SentPair(name=MANAGE_FILE_NAME, path=path, content=content, report=write_report(self._plan.all))

    def _cut_index(self, path: str, content: bytes, error: OSError) -> bytes:
        """What a full disk takes of the index is sent, and nobody notices; an index of which nothing can be written, or
        that cannot be opened, ends the backup (ext_extension.cpp:IncrementalAllFileReady, b_file.cpp:Write)."""
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise FrameworkThrew(code_of_errno(error.errno or errno.EIO), f"no index: {error}") from error
        kept = content[: self._view.space().free]
        try:
            self._view.write_file(path, kept, _MANAGE_MODE)
        except OSError:
            kept = b""
        if not kept:
            raise FrameworkThrew(UNKNOWN_ERROR, f"no index: {error}") from error
        return kept


def user0_plan(small: list[ReportRecord], big: list[ReportRecord]) -> IncrementalPlan:
    """The plan of a backup for user 0: everything that was selected is sent."""
    return IncrementalPlan((*small, *big), tuple(small), tuple(big))
