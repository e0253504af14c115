"""Restore of a special version (upgrade, clone, cloud): the index names absolute places.

Source: frameworks/native/backup_ext/src/ext_extension.cpp:RestoreFilesForSpecialCloneCloud,
RestoreBigFilesForSpecialCloneCloud, RestoreTarForSpecialCloneCloud, GetTarIncludes; sub_ext_extension.cpp:
IfCloudSpecialRestore, CloudSpecialRestore, RmBigFileReportForSpecialCloneCloud. Not recorded in the vectors. Tars
that are split over several files come from a closed writer and are refused here.
"""

from __future__ import annotations

import contextlib
import errno

from ...errors import OhosBackupError
from ...filesystem.api import FileSystemView
from ...staging import BELOW_BASE, Staging
from ..framework_error import ERR_INVALID_VALUE, EXT_INVAL_ARG, FrameworkThrew
from ..jsoncpp import JsonLogicError
from ..manifest import ManageEntry, read_entries
from ..naming import REPORT_EXTENSION, report_hash_name
from ..paths import byte_length, is_valid_path, with_delimiter
from ..selection.scan import absolute
from .big_files import set_mode_and_times
from .outcome import RestoreOutcome
from .restore import read_tar_report, remove_index
from .untar import DEFAULT_ERROR, unpack

_SPLIT_KINDS = frozenset(b"89A")
_BLOCK = 512
_KIND = 156
_LONGEST_NAME = 255


class SplitTar(OhosBackupError):
    """A tar that is one part of a larger one."""

    code = "E-RESTORE-SPLIT-TAR"


def restore_special(view: FileSystemView, outcome: RestoreOutcome, staging: Staging = BELOW_BASE) -> None:
    """Put back what lies where the index says: big files are there already and get mode and times; each tar is
    unpacked into its ``path`` and removed. The first tar that fails ends the restore with ERR_INVALID_VALUE.

    Raises SplitTar, and FrameworkThrew where the index makes the framework throw.
    """
    try:
        index = view.read_file(staging.manage_file_in)
    except OSError as error:
        outcome.code = error.errno or errno.EIO
        return
    try:
        entries = read_entries(index)
    except JsonLogicError as error:
        raise FrameworkThrew(EXT_INVAL_ARG, str(error)) from error
    for entry in entries:
        if entry.is_user_tar or entry.is_big_file:
            _finish_big_file(view, entry, outcome)
    tars = [entry for entry in entries if not entry.is_user_tar and not entry.is_big_file]
    for entry in tars:
        _refuse_split_tar(view, entry.name)
    for entry in tars:
        if _restore_tar(view, entry, outcome) != 0:
            outcome.code = ERR_INVALID_VALUE
            return
    remove_index(view, staging)


def report_path(path: str) -> str:
    """The report beside ``path``; a name beyond 255 bytes is replaced by a hash of it
    (ext_extension.cpp:GetIncreFileHandleForSpecialVersion)."""
    report = path + REPORT_EXTENSION
    folder, slash, name = report.rpartition("/")
    return f"{folder}{slash}{report_hash_name(name)}" if byte_length(name) > _LONGEST_NAME else report


def _finish_big_file(view: FileSystemView, entry: ManageEntry, outcome: RestoreOutcome) -> None:
    outcome.files[entry.name] = entry.size
    if not is_valid_path(entry.name):
        outcome.add_error(entry.name, DEFAULT_ERROR)
        return
    if set_mode_and_times(view, entry.name, entry, outcome):
        _remove(view, report_path(entry.name))


def _restore_tar(view: FileSystemView, entry: ManageEntry, outcome: RestoreOutcome) -> int:
    if not entry.path or not is_valid_path(entry.name) or not is_valid_path(with_delimiter(entry.path)):
        return ERR_INVALID_VALUE
    path = absolute(entry.name)
    # The report of a tar is looked for under its plain name alone, so one with a long name filters nothing.
    listed = read_tar_report(view, path)
    unpacked = unpack(view, path, with_delimiter(entry.path), incremental=bool(listed), only=listed)
    for file, size in unpacked.files.items():
        outcome.files.setdefault(file, size)
    for file, codes in unpacked.errors.items():
        outcome.errors.setdefault(file, codes)
    if unpacked.code != 0:
        outcome.files[entry.name] = entry.size
        outcome.errors[entry.name] = [unpacked.code]
    if unpacked.code == 0 or listed:
        _remove(view, path)
        _remove(view, path + REPORT_EXTENSION)
    return unpacked.code


def _refuse_split_tar(view: FileSystemView, name: str) -> None:
    try:
        content = view.read_file(absolute(name))
    except OSError:
        return
    if content[_KIND:_BLOCK][:1] and content[_KIND] in _SPLIT_KINDS:
        raise SplitTar(
            f"{name} is one part of a split tar, which this emulator does not join",
            mend="Restore from an archive of the current system, whose tars are whole.",
        )


def _remove(view: FileSystemView, path: str) -> None:
    with contextlib.suppress(OSError):
        view.unlink(absolute(path))
