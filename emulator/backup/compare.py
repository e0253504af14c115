"""What an incremental backup sends: the service's list against the last full list and the files themselves.

Source: frameworks/native/backup_ext/src/ext_extension.cpp:FillFileInfos, AdDeduplication;
sub_ext_extension.cpp:FillFileInfosWithoutCmp, CompareFiles, GetIncrmentBigInfos.
"""

from __future__ import annotations

import msgspec

from ..filesystem.api import FileSystemView
from .naming import incremental_big_name, is_tar
from .paths import byte_order
from .report_file import ReportRecord, read_report, read_report_in_chunks
from .selection.scan import BIG_FILE_BOUNDARY, BigFile, absolute
from .selection.user0 import file_hash


class IncrementalPlan(msgspec.Struct, frozen=True):
    """``all`` goes into ``all.rp``; ``small`` is packed into tars, folders included; ``big`` is sent by itself. Each
    in byte order of the paths, every path once."""

    all: tuple[ReportRecord, ...]
    small: tuple[ReportRecord, ...]
    big: tuple[ReportRecord, ...]


def plan_incremental(view: FileSystemView, local_list: bytes, previous_report: bytes) -> IncrementalPlan:
    """Decide from the service's list and the ``all.rp`` of the last time (empty at the first time).

    A folder is sent when it is new since then. A file is hashed unless size and mtime are as last time; it is sent
    when the service marked it and its hash is new. What cannot be hashed vanishes from all lists.
    """
    previous = read_report(previous_report)
    everything: list[ReportRecord] = []
    small: list[ReportRecord] = []
    big: list[ReportRecord] = []
    for chunk in read_report_in_chunks(local_list):
        for record in chunk.values():
            if not record.path:
                continue
            before = previous.get(record.path)
            if record.is_directory:
                everything.append(record)
                if record.is_incremental and before is None:
                    small.append(record)
                continue
            current = _with_hash(view, record, before)
            if current is None:
                continue
            everything.append(current)
            if current.is_incremental and (before is None or before.hash != current.hash):
                (small if current.size <= BIG_FILE_BOUNDARY else big).append(current)
    return IncrementalPlan(_ordered(everything), _ordered(small), _ordered(big))


def name_big_files(view: FileSystemView, big: tuple[ReportRecord, ...]) -> dict[str, BigFile]:
    """The big files by the name under which each is sent. Raises OSError when one is gone: the framework throws the
    bare errno there."""
    named: dict[str, BigFile] = {}
    for record in big:
        status = view.stat(absolute(record.path))
        name = incremental_big_name(record.path, named)
        named[name] = BigFile(name, record.path, status)
    return named


def _with_hash(view: FileSystemView, record: ReportRecord, before: ReportRecord | None) -> ReportRecord | None:
    if before is not None and before.size == record.size and before.mtime == record.mtime:
        content_hash = before.hash
    else:
        content_hash = file_hash(view, record.path)
        if not content_hash:
            return None
    return msgspec.structs.replace(record, hash=content_hash, user_tar=1 if is_tar(record.path) else record.user_tar)


def _ordered(records: list[ReportRecord]) -> tuple[ReportRecord, ...]:
    unique: dict[str, ReportRecord] = {}
    for record in records:
        unique.setdefault(record.path, record)
    return tuple(unique[path] for path in sorted(unique, key=byte_order))
