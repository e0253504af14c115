"""A restore of a special version (upgrade, clone, cloud) whose files travel under the places where they belong.

Source: ext_extension.cpp:GetFileHandleForSpecialCloneCloud, GetIncreFileHandleForSpecialVersion,
HandleSpecialVersionRestore, AsyncTaskIncreRestoreSpecialVersion.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from ..application import BundleVersion
from ..staging import Staging
from .api import SessionOptions
from .archive import Archive
from .config import is_special_version
from .data_transfer import TransferFailed
from .framework_error import ERR_INVALID_VALUE
from .jsoncpp import JsonLogicError
from .manifest import read_names
from .naming import MANAGE_FILE_NAME
from .paths import is_valid_path
from .receiving import RECEIVED_MODE
from .restore.outcome import RestoreOutcome
from .restore.special import SplitTar, report_path, restore_special
from .restore.untar import FOLDER_MODE, force_create_directory
from .result_codes import INVALID_ARGUMENT
from .selection.scan import absolute
from .transfer_failures import failures_reported

if TYPE_CHECKING:
    from ..filesystem.api import FileSystemView


def travels_by_place(archive: Archive, version: BundleVersion, options: SessionOptions, staging: Staging) -> bool:
    """Whether ``archive`` is in the form of special versions: its index names nothing but absolute places. The
    program that writes such an archive is not part of the framework. An archive of this device, also one made
    without tar, is in the ordinary form whatever version it is restored as.

    The index is called ``manage.json`` or, as its client has to ask for it, by the place where it is received.
    """
    index = next((file for name, file in archive.files.items() if _is_index(name, staging)), None)
    if index is None or options.without_tar or not is_special_version(version.name):
        return False
    try:
        names = read_names(index.content)
    except JsonLogicError:
        return False
    return bool(names) and all(name.startswith("/") for name in names)


def place_special(view: FileSystemView, archive: Archive, options: SessionOptions, staging: Staging) -> None:
    """Receive every file where it says it belongs and finish it there; fullBackupOnly counts for nothing.

    Raises TransferFailed, with the code of any unusable tar when one is split (this emulator joins none), and
    TransferBlocked when unpacking never ends.
    """
    outcome = RestoreOutcome()
    try:
        with failures_reported():
            _receive(view, archive, staging, with_reports=options.kind == "incremental")
            restore_special(view, outcome, staging)
    except SplitTar as error:
        raise TransferFailed(ERR_INVALID_VALUE, error.what) from error
    if outcome.code != 0:
        raise TransferFailed(outcome.code, f"a tar could not be unpacked into its place (code {outcome.code})")


def _is_index(name: str, staging: Staging) -> bool:
    return name == MANAGE_FILE_NAME or absolute(name) == staging.manage_file_in


def _receive(view: FileSystemView, archive: Archive, staging: Staging, *, with_reports: bool) -> None:
    """A file that cannot be opened is not received; the restore finds that out. Raises OSError without room, and
    TransferFailed for a name that no incremental restore opens (ext_extension.cpp:GetIncrementalFileHandle)."""
    view.make_directories(staging.incoming.rstrip("/"), 0o700)
    for name, file in archive.files.items():
        if with_reports and not is_valid_path(name):
            raise TransferFailed(INVALID_ARGUMENT, f"the file name '{name}' holds a '..'")
        path = staging.manage_file_in if _is_index(name, staging) else absolute(name)
        try:
            folder = path.rpartition("/")[0]
            if folder and not view.exists(folder):
                force_create_directory(view, folder, FOLDER_MODE)
            view.write_file(path, file.content, RECEIVED_MODE)
            if with_reports or file.report is not None:
                view.write_file(report_path(path), file.report or b"", RECEIVED_MODE)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
