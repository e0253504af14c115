"""Putting back a filled incoming folder: which tars, in which order, whose code counts.

Source: frameworks/native/backup_ext/src/ext_extension.cpp:ExtractTarFiles, DoRestore, DoIncrementalRestore,
ProcessTarFile, AsyncTaskRestore, DealIncreRestoreBigAndTarFile.
"""

from __future__ import annotations

import contextlib
from typing import TypeVar

from ...filesystem.api import FileSystemView
from ...staging import BELOW_BASE, Staging
from ..framework_error import ERR_INVALID_VALUE, EXT_INVAL_ARG, FrameworkThrew
from ..jsoncpp import JsonLogicError
from ..manifest import ManageEntry, read_entries, read_names
from ..naming import REPORT_EXTENSION, is_tar
from ..paths import PATH_LIMIT, byte_length, is_valid_path
from ..report_file import ReportRecord, read_report
from .big_files import restore_big_files
from .outcome import RestoreOutcome
from .untar import unpack

_Value = TypeVar("_Value")


def restore_full(
    view: FileSystemView,
    outcome: RestoreOutcome,
    staging: Staging = BELOW_BASE,
    *,
    full_backup_only: bool = False,
    special_version: bool = False,
    without_tar: bool = False,
) -> None:
    """Put back what a full restore received, into ``outcome``; ``outcome.code`` is that of the last tar alone.

    Tars are unpacked in byte order of their names and removed when they could be opened; big files follow whatever
    the tars' code was. ``full_backup_only`` and ``special_version`` unpack below the incoming folder.
    Raises FrameworkThrew as ``restore_big_files`` does.
    """
    index = _read_index(view, staging)
    entries = _entries(index)
    root = staging.incoming if full_backup_only or special_version else "/"
    for name in read_names(index):
        if not is_tar(name) or _is_user_tar(name, entries):
            continue
        path = staging.incoming + name
        unpacked = unpack(view, path, root)
        if unpacked.code != 0:
            outcome.files[path] = _size(name, entries)
            outcome.errors[path] = [unpacked.code]
        _merge(outcome.files, unpacked.files)
        _merge(outcome.errors, unpacked.errors)
        outcome.code = unpacked.code
        if unpacked.code == 0:
            _remove(view, path)
    if not without_tar:
        restore_big_files(view, entries, outcome, staging, below_incoming=full_backup_only and not special_version)


def restore_incremental(
    view: FileSystemView,
    outcome: RestoreOutcome,
    staging: Staging = BELOW_BASE,
    *,
    full_backup_only: bool = False,
    special_version: bool = False,
    without_tar: bool = False,
) -> None:
    """Put back what an incremental restore received. Every name of the index sets the code anew, so a failing tar
    counts only when it is the last name of all; then no big file is moved.

    Of each tar only the files that its report lists are written, all when it lists none. Tar and report are removed
    whatever happened. Raises FrameworkThrew as ``restore_big_files`` does.
    """
    index = _read_index(view, staging)
    entries = _entries(index)
    root = staging.incoming if full_backup_only or special_version else "/"
    for name in read_names(index):
        outcome.code = 0
        if is_tar(name) and not _is_user_tar(name, entries):
            outcome.code = _restore_incremental_tar(view, name, _size(name, entries), root, outcome, staging)
    if outcome.code == 0:
        restore_big_files(
            view,
            entries,
            outcome,
            staging,
            below_incoming=full_backup_only and not special_version,
            without_tar=without_tar,
        )


def remove_index(view: FileSystemView, staging: Staging = BELOW_BASE) -> None:
    """Remove manage.json and its report, as an incremental restore does before onRestore."""
    _remove(view, staging.manage_file_in)
    _remove(view, staging.manage_file_in + REPORT_EXTENSION)


def read_tar_report(view: FileSystemView, tar_path: str) -> dict[str, ReportRecord]:
    """The records of the report beside a tar; none when there is no readable report."""
    try:
        return read_report(view.read_file(tar_path + REPORT_EXTENSION))
    except OSError:
        return {}


def _restore_incremental_tar(
    view: FileSystemView, name: str, size: int, root: str, outcome: RestoreOutcome, staging: Staging
) -> int:
    path = staging.incoming + name
    if not is_valid_path(path):
        return ERR_INVALID_VALUE
    listed = read_tar_report(view, path)
    for file, record in listed.items():
        if file and byte_length(file) <= PATH_LIMIT:
            outcome.files[root + file] = record.size
    unpacked = unpack(view, path, root, incremental=True, only=listed)
    if not listed:
        if unpacked.code != 0:
            outcome.files[name] = size
            outcome.errors[name] = [unpacked.code]
        _merge(outcome.files, unpacked.files)
    _merge(outcome.errors, unpacked.errors)
    outcome.public_moves += [(source, target) for source, target, _ in unpacked.public_files]
    _remove(view, path)
    _remove(view, path + REPORT_EXTENSION)
    return unpacked.code


def _read_index(view: FileSystemView, staging: Staging) -> bytes:
    try:
        return view.read_file(staging.manage_file_in)
    except OSError:
        return b""


def _entries(index: bytes) -> list[ManageEntry]:
    try:
        return read_entries(index)
    except JsonLogicError as error:
        raise FrameworkThrew(EXT_INVAL_ARG, str(error)) from error


def _is_user_tar(name: str, entries: list[ManageEntry]) -> bool:
    return next((entry.is_user_tar for entry in entries if entry.name == name), False)


def _size(name: str, entries: list[ManageEntry]) -> int:
    return next((entry.size for entry in entries if entry.name == name), 0)


def _merge(into: dict[str, _Value], new: dict[str, _Value]) -> None:
    """What is known already stays."""
    for path, value in new.items():
        into.setdefault(path, value)


def _remove(view: FileSystemView, path: str) -> None:
    with contextlib.suppress(OSError):
        view.unlink(path)
