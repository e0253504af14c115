"""How files that travelled by themselves go to their places (ext_extension.cpp:RestoreBigFiles, RestoreOneBigFile)."""

from __future__ import annotations

import errno
import os
import posixpath

from ...filesystem.api import FileSystemView
from ...staging import Staging
from ..framework_error import EXT_INVAL_ARG, FrameworkThrew
from ..manifest import ManageEntry
from ..naming import REPORT_EXTENSION
from ..paths import PATH_LIMIT, byte_length, is_android_file_name, is_public_path, is_valid_path
from ..report_file import single_path
from ..selection.scan import absolute
from .outcome import RestoreOutcome
from .untar import FOLDER_MODE, force_create_directory

_COPY_MODE = 0o600
_SECOND = 1_000_000_000


def restore_big_files(
    view: FileSystemView,
    entries: list[ManageEntry],
    outcome: RestoreOutcome,
    staging: Staging,
    *,
    below_incoming: bool,
    without_tar: bool = False,
) -> None:
    """Move every big file and user tar of ``entries`` from the incoming folder to its place.

    ``below_incoming`` keeps them below the incoming folder (fullBackupOnly). Files for the user's public folders are
    only listed in ``outcome.public_moves``. Raises FrameworkThrew (EXT_INVAL_ARG) at the first file without a report
    file: later ones stay where they are.
    """
    for entry in entries:
        if not entry.is_user_tar and not entry.is_big_file:
            continue
        if is_public_path(entry.path):
            outcome.public_moves.append((staging.incoming + entry.name, entry.path))
        elif not without_tar or is_android_file_name(entry.name):
            _restore_one(view, entry, outcome, staging.incoming, below_incoming)


def _restore_one(
    view: FileSystemView, entry: ManageEntry, outcome: RestoreOutcome, incoming: str, below_incoming: bool
) -> None:
    source = incoming + entry.name
    try:
        report = view.read_file(source + REPORT_EXTENSION)
    except OSError as error:
        if error.errno != errno.EISDIR:
            outcome.add_error(entry.name, error.errno or errno.EIO)
            raise FrameworkThrew(EXT_INVAL_ARG, "open report file failed") from error
        report = b""
    reported = single_path(report) if entry.path else None
    path = entry.path if reported is None else reported
    target = incoming + path if below_incoming else path
    if not is_valid_path(target):
        return
    outcome.files[target] = entry.size
    if not target or not view.exists(source) or not _make_folder(view, target):
        return
    try:
        _move(view, source, target)
    except OSError as error:
        outcome.add_error(target, error.errno or errno.EIO)
        return
    set_mode_and_times(view, target, entry, outcome)


def set_mode_and_times(view: FileSystemView, path: str, entry: ManageEntry, outcome: RestoreOutcome) -> bool:
    """Give ``path`` the mode of the index, then its times through a descriptor opened for reading. Whether it could be
    opened."""
    place = absolute(path.partition("\0")[0])
    try:
        view.change_mode(place, entry.mode & 0o7777)
    except OSError as error:
        outcome.add_error(path, error.errno or errno.EIO)
    try:
        view.close(view.open(place, os.O_RDONLY))
    except OSError as error:
        outcome.add_error(path, error.errno or errno.EIO)
        return False
    try:
        if not all(0 <= nanoseconds < _SECOND for _, nanoseconds in (entry.atime, entry.mtime)):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), place)
        view.set_times(place, _total(entry.atime), _total(entry.mtime))
    except OSError as error:
        outcome.add_error(path, error.errno or errno.EIO)
    return True


def _total(time: tuple[int, int]) -> int:
    return time[0] * _SECOND + time[1]


def _make_folder(view: FileSystemView, target: str) -> bool:
    """b_dir.cpp:CheckAndCreateDirectory: whether the folder of ``target`` is there in the end."""
    folder, slash, _ = target.partition("\0")[0].rpartition("/")
    if not slash or view.exists(f"/{folder}"):
        return True
    try:
        force_create_directory(view, f"/{folder}", FOLDER_MODE, again=True)
    except OSError:
        return False
    return True


def _move(view: FileSystemView, source: str, target: str) -> None:
    """b_file.cpp:MoveFile: rename what the source really is into the real folder of the target, else copy it."""
    if byte_length(source) >= PATH_LIMIT or byte_length(target) >= PATH_LIMIT:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), target)
    if source == target:
        return
    real_source = view.real_path(source)
    place = absolute(target.partition("\0")[0]).rstrip("/") or "/"
    folder = view.real_path(posixpath.dirname(place))
    real_target = f"{folder.rstrip('/')}/{posixpath.basename(place)}"
    try:
        view.rename(real_source, real_target)
    except OSError:
        view.write_file(real_target, view.read_file(real_source), _COPY_MODE)
