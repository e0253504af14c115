"""One backup to a folder of the on-device ``backup_tool``, and one restore from such a folder."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from ...emulator.backup.api import RestoreOptions, SessionOptions
from ...emulator.backup.archive_folder import INDEX_NAME, load
from ...emulator.backup.tool_folder import (
    ToolBackup,
    export_tool_folder,
    import_tool_folder,
    require_free_place,
)
from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from ..console import output
from ..data.sandbox_folder import require_free_folder, write_sandbox
from ..data.tree import Tree
from ..exit_codes import ExitCode
from ..language import words
from ..scenarios.trial import Trial
from ..subjects.loading import load_subject
from ..subjects.subject import Subject
from .story import ending, print_title, tell, tell_archive, wanted_data, wanted_profile, wanted_version

MOST_SHOWN = 200
"""So many entries of the restored sandbox are listed; --sandbox-to has them all."""


class NoSuchBackup(OhosBackupError):
    """The folder is whole, and holds nothing of the app that was asked for."""

    code = "E-NO-SUCH-BACKUP"


class BackupRun(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup backup`` was asked for."""

    address: str
    to: Path
    incremental: bool = False
    data: Path | None = None
    data_set: str = "typical"
    profile: str | None = None
    seed: int = 0


class RestoreRun(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup restore`` was asked for. ``incremental_time`` chooses one incremental backup."""

    address: str
    source: Path
    capability_file: Path | None = None
    incremental_time: int | None = None
    app_index: int = 0
    sandbox_to: Path | None = None
    data: Path | None = None
    profile: str | None = None
    version: str | None = None
    seed: int = 0


def back_up_to_folder(wanted: BackupRun) -> ExitCode:
    """Raises OhosBackupError for bad input and a place that cannot be written; then nothing is left behind."""
    subject = load_subject(wanted.address)
    profile = wanted_profile(wanted.profile, subject)
    data_set = wanted_data(subject, wanted.data, wanted.data_set, wanted.seed)
    require_free_place(wanted.to)
    console = output()
    trial = Trial(subject, profile=profile, seed=wanted.seed)
    print_title(console, subject, data_set)
    trial.seed(data_set)
    made = trial.backup(SessionOptions(kind="incremental" if wanted.incremental else "full"))
    tell(console, trial, made)
    if made.archive is None:
        return ending(console, (trial,), ExitCode.DOES_NOT_CONFORM)
    tell_archive(console, made.archive)
    export_tool_folder([ToolBackup(archive=made.archive, since_s=0 if wanted.incremental else None)], wanted.to)
    console.print(
        Text(words().t("written to {to}, to be pushed to /data/backup", to=wanted.to), style="green"), soft_wrap=True
    )
    return ending(console, (trial,), ExitCode.CONFORMS)


def restore_from_folder(wanted: RestoreRun) -> ExitCode:
    """Raises OhosBackupError for bad input, a damaged folder and a place that cannot be written."""
    version = wanted_version(wanted.version)
    subject = load_subject(wanted.address)
    profile = wanted_profile(wanted.profile, subject)
    data_set = wanted_data(subject, wanted.data, "empty", wanted.seed)
    backups = _backups_of(subject, wanted)
    if wanted.sandbox_to is not None:
        require_free_folder(wanted.sandbox_to)
    console = output()
    trial = Trial(subject, profile=profile, seed=wanted.seed, app_index=wanted.app_index)
    trial.seed(data_set)
    good = True
    for backup in backups:
        console.print(Text(_title(backup), style="bold"))
        kind = "full" if backup.since_s is None else "incremental"
        restored = trial.restore(backup.archive, RestoreOptions(version=version, kind=kind))
        tell(console, trial, restored)
        good = good and restored.succeeded
        if not good:
            break
    tree = trial.tree()
    _list(console, tree)
    if wanted.sandbox_to is not None:
        left_out = write_sandbox(tree, wanted.sandbox_to)
        told = words().t("the sandbox is written to {to}", to=wanted.sandbox_to)
        if left_out:
            told += words().t(", without {count} links and special files", count=len(left_out))
        console.print(Text(told), soft_wrap=True)
    return ending(console, (trial,), ExitCode.CONFORMS if good else ExitCode.DOES_NOT_CONFORM)


def _backups_of(subject: Subject, wanted: RestoreRun) -> tuple[ToolBackup, ...]:
    """The app's backups that are to be restored, in their order: the whole one, else all incremental ones."""
    name = subject.application.bundle_name
    if (wanted.source / INDEX_NAME).is_file():
        known: tuple[ToolBackup, ...] = (ToolBackup(archive=load(wanted.source)),)
    else:
        known = import_tool_folder(wanted.source, wanted.capability_file)
    own = [
        backup
        for backup in known
        if (backup.archive.capability.name, backup.archive.capability.app_index) == (name, wanted.app_index)
    ]
    if wanted.incremental_time is not None:
        chosen = [backup for backup in own if backup.since_s == wanted.incremental_time]
    else:
        chosen = [backup for backup in own if backup.since_s is None] or own
    if chosen:
        return tuple(chosen)
    held = ", ".join(dict.fromkeys(_short(backup) for backup in known))
    asked = name if wanted.incremental_time is None else f"{name} since {wanted.incremental_time}"
    raise NoSuchBackup(
        f"there is no backup of {asked} in it, only of {held}",
        where=SourcePosition(str(wanted.source)),
        mend="Name the folder of this app's backup; --app-index and --incremental-time choose among several.",
    )


def _short(backup: ToolBackup) -> str:
    capability = backup.archive.capability
    clone = f" (clone {capability.app_index})" if capability.app_index else ""
    return f"{capability.name}{clone}" + ("" if backup.since_s is None else f" since {backup.since_s}")


def _title(backup: ToolBackup) -> str:
    version = backup.archive.version
    if backup.since_s is None:
        return words().t("Restore, from version {code} {name}", code=version.code, name=version.name)
    return words().t(
        "Restore of what changed since {moment}, from version {code} {name}",
        moment=_moment(backup.since_s),
        code=version.code,
        name=version.name,
    )


def _moment(seconds: int) -> str:
    return words().t("the beginning") if seconds == 0 else time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def _list(console: Console, tree: Tree) -> None:
    files = {path: node for path, node in sorted(tree.items()) if node.kind != "directory"}
    console.print(Text("\n" + words().t("The app has {count} files now", count=len(files)), style="bold"))
    for path in list(files)[:MOST_SHOWN]:
        console.print(Text(f"  {path}  {words().told(files[path].describe())}"), soft_wrap=True)
    if len(files) > MOST_SHOWN:
        console.print(
            Text("  " + words().t("and {count} more: --sandbox-to writes them all", count=len(files) - MOST_SHOWN))
        )
