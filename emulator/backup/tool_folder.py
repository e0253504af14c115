"""Backups as the on-device ``backup_tool`` keeps them in /data/backup, to be pulled from a device or pushed to one.

    <capability file>                                     default name: tmp
    received/<bundle>/<file>                              backup, restore
    incrementalreceived/<bundle>/manifest.rp              list of all files as of the last incrementalbackup
    incrementalreceived/<bundle>/<time>/incremental/<file>
    incrementalreceived/<bundle>/<time>/manifest/<file>.rp

``<time>`` is --incrementalTime, the time of the backup before, in seconds. A clone's folder is ``<bundle>:<index>``.
Source: tools/backup_tool/src/tools_op_backup.cpp, tools_op_restore.cpp, tools_op_incremental_backup.cpp,
tools_op_incremental_restore.cpp:OnFileReady, RestoreApp; utils/include/b_resources/b_constants.h:BACKUP_TOOL_*;
utils/src/b_jsonutil/b_jsonutil.cpp:BuildBundleNameIndexInfo.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ..errors import OhosBackupError
from ..source import SourcePosition
from .archive import Archive, ArchivedFile, BundleCapability
from .capability_file import (
    CapabilityFile,
    UnusableCapabilityFile,
    read_capability_file,
    why_no_bundles,
    write_capability_file,
)
from .jsoncpp import JsonLogicError, parse_json
from .manifest import ManageEntry, read_entries
from .naming import MANAGE_FILE_NAME, REPORT_EXTENSION
from .report_file import read_report

RECEIVED = "received"
INCREMENTAL_RECEIVED = "incrementalreceived"
DATA_FOLDER = "incremental"
REPORT_FOLDER = "manifest"
FULL_LIST = f"manifest{REPORT_EXTENSION}"
CAPABILITY_FILE = "tmp"
"""The name that OpenHarmony's samples give: --pathCapFile /data/backup/tmp."""


class DamagedToolFolder(OhosBackupError):
    """A folder that backup_tool did not leave behind like this, or that was not pulled whole."""

    code = "E-TOOL-FOLDER-DAMAGED"


class ToolFolderNotWritten(OhosBackupError):
    """The archives cannot be kept as backup_tool keeps them, or the host did not let them be written."""

    code = "E-TOOL-FOLDER-NOT-WRITTEN"


class ToolBackup(msgspec.Struct, frozen=True, kw_only=True):
    """One backup of one app. ``since_s`` is None for ``backup_tool backup``, else the --incrementalTime."""

    archive: Archive
    since_s: int | None = None


def require_free_place(folder: Path) -> None:
    """Raises ToolFolderNotWritten when ``folder`` is there already and not empty."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise _refused(folder, error) from error
    if taken:
        raise _not_written(folder, "the place exists and is not empty", "Name a new folder or an empty one.")


def export_tool_folder(backups: Iterable[ToolBackup], folder: Path) -> None:
    """Write ``backups`` to ``folder``, which must not exist or be empty; it is there whole or not at all.

    ``backup_tool restore`` reads it at /data/backup with ``--pathCapFile /data/backup/tmp``, incrementalrestore with
    the same time. Raises ToolFolderNotWritten, also for names with a slash: the tool refuses to receive them.
    """
    wanted = tuple(backups)
    contents = _contents(wanted, folder)
    require_free_place(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        for name, content in contents.items():
            path = building / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        building.chmod(0o755)
        building.replace(folder)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def import_tool_folder(folder: Path, capability_file: Path | None = None) -> tuple[ToolBackup, ...]:
    """Every backup below ``folder``: whole ones by bundle, then incremental ones by bundle and time.

    ``capability_file`` is what --pathCapFile named, ``tmp`` in the folder if not given. A file that the index does not
    list is kept, as a device takes it; one that is listed and missing, or has another size than its index says, was
    not pulled whole. Raises DamagedToolFolder.
    """
    bundles = [*_bundle_folders(folder / RECEIVED), *_bundle_folders(folder / INCREMENTAL_RECEIVED)]
    if not bundles:
        raise _damaged(folder, f"there is no backup below {RECEIVED} or {INCREMENTAL_RECEIVED}")
    capabilities = _capabilities(capability_file or folder / CAPABILITY_FILE)
    found: list[ToolBackup] = []
    for bundle in bundles:
        capability = _capability_of(capabilities, bundle)
        if bundle.parent.name == RECEIVED:
            found.append(ToolBackup(archive=_read_archive(bundle, capability, None)))
            continue
        for time in _times(bundle):
            archive = _read_archive(time / DATA_FOLDER, capability, time / REPORT_FOLDER)
            found.append(ToolBackup(archive=archive, since_s=int(time.name)))
    return tuple(found)


def _contents(backups: tuple[ToolBackup, ...], folder: Path) -> dict[str, bytes]:
    """What is written: paths below the folder and their bytes. The newest list of all files is the bundle's own."""
    contents: dict[str, bytes] = {}
    entries: dict[tuple[str, int], BundleCapability] = {}
    for backup in sorted(backups, key=lambda one: -1 if one.since_s is None else one.since_s):
        capability = backup.archive.capability
        entries[capability.name, capability.app_index] = capability
        owner = f"{capability.name}:{capability.app_index}" if capability.app_index else capability.name
        if "/" in owner or owner in ("", ".", ".."):
            raise _not_written(folder, f"'{owner}' is no name of a bundle", "Mend the archive's capability entry.")
        home = f"{RECEIVED}/{owner}" if backup.since_s is None else f"{INCREMENTAL_RECEIVED}/{owner}/{backup.since_s}"
        if any(path.startswith(f"{home}/") for path in contents):
            raise _not_written(folder, f"two backups would lie in {home}", "Export one of them to another folder.")
        if backup.since_s is not None:
            entries[capability.name, capability.app_index] = msgspec.structs.replace(
                capability, increment_size=_changed_bytes(backup.archive)
            )
        for name, file in backup.archive.files.items():
            _require_receivable(folder, name)
            if backup.since_s is None:
                contents[f"{home}/{name}"] = file.content
                continue
            report = file.report or b""
            contents[f"{home}/{DATA_FOLDER}/{name}"] = file.content
            contents[f"{home}/{REPORT_FOLDER}/{name}{REPORT_EXTENSION}"] = report
            if name == MANAGE_FILE_NAME:
                contents[f"{INCREMENTAL_RECEIVED}/{owner}/{FULL_LIST}"] = report
    incremental = any(backup.since_s is not None for backup in backups)
    contents[CAPABILITY_FILE] = write_capability_file(entries.values(), incremental=incremental)
    return contents


def _changed_bytes(archive: Archive) -> int:
    """What an incremental archive sent, by its reports; the report of the index lists everything else, too."""
    reports = [file.report for name, file in archive.files.items() if name != MANAGE_FILE_NAME and file.report]
    records = [record for report in reports for record in read_report(report).values()]
    return sum(record.size for record in records if not record.is_directory)


def _require_receivable(folder: Path, name: str) -> None:
    if "/" in name or name in ("", ".", "..") or "\0" in name:
        raise _not_written(
            folder,
            f"backup_tool cannot hold a file named '{name}'",
            "A backup without tars, or a big file whose extension holds a slash, can only be kept as our own archive.",
        )


def _bundle_folders(home: Path) -> list[Path]:
    try:
        return sorted(path for path in home.iterdir() if path.is_dir()) if home.is_dir() else []
    except OSError as error:
        raise _unreadable(home, error) from error


def _capabilities(path: Path) -> CapabilityFile:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedToolFolder(
            f"the capability file cannot be read: {error.strerror}",
            where=SourcePosition(str(path)),
            mend="Pull the file that --pathCapFile named as well, and name it if it is not 'tmp' in the folder.",
        ) from error
    try:
        read = read_capability_file(content)
    except UnusableCapabilityFile:
        read = None
    if read is None or not read.bundles:
        raise DamagedToolFolder(
            f"the capability file cannot be used: {why_no_bundles(content)}",
            where=SourcePosition(str(path)),
            mend="Give the file that the backup wrote at its --pathCapFile, whole and unchanged.",
        )
    return read


def _capability_of(capabilities: CapabilityFile, bundle: Path) -> BundleCapability:
    name, _, index = bundle.name.partition(":")
    capability = capabilities.find(name, int(index) if index.isdecimal() else 0)
    if capability is None:
        raise _damaged(bundle, f"the capability file has no entry for {bundle.name}: a device would not restore it")
    return capability


def _times(bundle: Path) -> list[Path]:
    times = [path for path in _bundle_folders(bundle) if path.name.isdecimal()]
    if not times:
        raise _damaged(bundle, "there is no folder named after the time of the backup before")
    return sorted(times, key=lambda path: int(path.name))


def _read_archive(data: Path, capability: BundleCapability, reports: Path | None) -> Archive:
    received = dict(_read_files(data))
    index = received.get(MANAGE_FILE_NAME)
    if index is None:
        raise _damaged(data, f"{MANAGE_FILE_NAME} is missing, so the backup had not come to its end")
    entries = _entries(data / MANAGE_FILE_NAME, index)
    for entry in entries:
        content = received.get(entry.name)
        if content is None:
            raise _damaged(data / entry.name, f"the file is listed in {MANAGE_FILE_NAME} and missing")
        if len(content) != entry.size:
            raise _damaged(
                data / entry.name, f"the file has {len(content)} bytes, {MANAGE_FILE_NAME} says {entry.size}"
            )
    listed = [entry.name for entry in entries]
    order = [*listed, *sorted(received.keys() - {*listed, MANAGE_FILE_NAME}), MANAGE_FILE_NAME]
    files = {name: ArchivedFile(received[name], _read_report(reports, name)) for name in order}
    return Archive(capability=capability, files=files)


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    try:
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                raise _damaged(path, "a folder lies among the files of a backup, as restoreAsync leaves it")
            yield os.fsencode(path.name).decode("utf-8", "surrogateescape"), _read(path)
    except OSError as error:
        raise _unreadable(folder, error) from error


def _read_report(folder: Path | None, name: str) -> bytes | None:
    """The report beside a file; the tool sends an empty one where it has none."""
    if folder is None:
        return None
    path = folder / f"{name}{REPORT_EXTENSION}"
    return _read(path) if os.path.lexists(path) else b""


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _damaged(path, "it is no regular file")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _entries(path: Path, index: bytes) -> list[ManageEntry]:
    valid, document = parse_json(index.partition(b"\0")[0])
    if not valid or not (document is None or isinstance(document, list)):
        raise _damaged(path, "the index is no JSON array")
    try:
        return read_entries(index)
    except JsonLogicError as error:
        raise _damaged(path, f"the index has an entry that the framework cannot read: {error}") from error


def _damaged(path: Path, what: str) -> DamagedToolFolder:
    return DamagedToolFolder(
        what,
        where=SourcePosition(str(path)),
        mend="Make the backup again with backup_tool and pull the whole folder /data/backup from the device.",
    )


def _unreadable(path: Path, error: OSError) -> DamagedToolFolder:
    return DamagedToolFolder(
        f"it cannot be read: {error.strerror}",
        where=SourcePosition(str(path)),
        mend="Allow reading the folder: files pulled as root often belong to root.",
    )


def _not_written(folder: Path, what: str, mend: str) -> ToolFolderNotWritten:
    return ToolFolderNotWritten(what, where=SourcePosition(str(folder)), mend=mend)


def _refused(folder: Path, error: OSError) -> ToolFolderNotWritten:
    return _not_written(
        folder, f"the folder cannot be written: {error.strerror}", "Choose a disk that can be written and has room."
    )
