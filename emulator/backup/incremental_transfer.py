"""The data side of an incremental session: the service lists, the extension compares and packs; restore by reports.

Source: service_incremental.cpp:StartGetFdTask, PublishIncrementalFile; sub_ext_extension.cpp:DoIncrementalBackupTask;
ext_extension.cpp:GetIncrementalFileHandle, DealIncreRestoreBigAndTarFile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .api import SessionOptions
from .archive import Archive, ArchivedFile, capability_of
from .compare import IncrementalPlan, plan_incremental
from .config import BackupConfig, UnusableConfig
from .data_transfer import PackedBackup, TransferFailed
from .framework_error import EXT_INVAL_ARG, FrameworkThrew
from .packing.incremental import IncrementalBackup, user0_plan
from .paths import is_valid_path
from .receiving import receive
from .restore.outcome import RestoreOutcome
from .restore.restore import remove_index, restore_incremental
from .result_codes import INVALID_ARGUMENT
from .selection.scan import ScanThrew
from .selection.service_list import list_changes
from .selection.user0 import select_for_user0, user0_record
from .transfer_failures import failures_reported

if TYPE_CHECKING:
    from ..filesystem.api import FileSystemView
    from ..installation import InstalledBundle
    from ..staging import Staging
    from .packing.full import ExtensionMemory


def pack_incremental(
    bundle: InstalledBundle, config: BackupConfig, options: SessionOptions, memory: ExtensionMemory | None = None
) -> PackedBackup:
    """Back up what changed after ``options.since_s`` and differs from the full list of ``options.previous``. A bundle
    of user 0 sends all that it selects by itself, whatever was sent before (IsUser0BundleName, User0OnBackup).

    Raises TransferFailed and TransferBlocked.
    """
    with failures_reported():
        selected = _for_user0(bundle, config, options) if bundle.user == 0 else _changes(bundle, config, options)
        return _hand_over(selected, bundle, config, options, memory)


def place_incremental(
    view: FileSystemView, archive: Archive, staging: Staging, *, full_backup_only: bool, without_tar: bool
) -> None:
    """Receive data and report files and put back what the reports list; index and its report are gone before the
    callbacks. Raises TransferFailed, also for a name that no incremental restore opens: it ends the app's restore; and
    TransferBlocked when unpacking never ends."""
    for name in archive.files:
        if not is_valid_path(name):
            raise TransferFailed(INVALID_ARGUMENT, f"the file name '{name}' leads out of the incoming folder")
    receive(view, archive, staging, with_folders=without_tar)
    outcome = RestoreOutcome()
    with failures_reported():
        restore_incremental(view, outcome, staging, full_backup_only=full_backup_only, without_tar=without_tar)
    if outcome.code != 0:
        raise TransferFailed(outcome.code, f"the last tar could not be unpacked (errno {outcome.code})")
    remove_index(view, staging)


class _Selected(msgspec.Struct, frozen=True):
    """``size`` and ``changed_size`` as the service knows them; it measures nothing for user 0."""

    plan: IncrementalPlan
    size: int
    changed_size: int


def _changes(bundle: InstalledBundle, config: BackupConfig, options: SessionOptions) -> _Selected:
    listed = list_changes(
        bundle.service_files, bundle.sandbox_name, bundle.user, config.includes, config.excludes, options.since_s
    )
    previous = options.previous.full_list if options.previous else b""
    plan = plan_incremental(bundle.framework_files, listed.content, previous)
    return _Selected(plan, listed.size, listed.changed_size)


def _for_user0(bundle: InstalledBundle, config: BackupConfig, options: SessionOptions) -> _Selected:
    """sub_ext_extension.cpp:DoUser0Backup."""
    view = bundle.framework_files
    try:
        includes = config.scan_list(options.scene, "includes")
        excludes = config.scan_list(options.scene, "excludes")
        found = select_for_user0(view, includes, excludes)
    except UnusableConfig as error:
        raise FrameworkThrew(EXT_INVAL_ARG, error.what) from error
    except ScanThrew as error:
        raise FrameworkThrew(EXT_INVAL_ARG, f"cannot look at {error}") from error
    small = [record for path in found.small if (record := user0_record(view, path, big=False))]
    big = [record for path in found.big if (record := user0_record(view, path, big=True))]
    return _Selected(user0_plan(small, big), 0, 0)


def _hand_over(
    selected: _Selected,
    bundle: InstalledBundle,
    config: BackupConfig,
    options: SessionOptions,
    memory: ExtensionMemory | None,
) -> PackedBackup:
    backup = IncrementalBackup(
        bundle.framework_files,
        selected.plan,
        memory,
        now_ms=bundle.now_ms,
        without_tar=options.without_tar,
        staging=bundle.staging,
    )
    files = {
        sent.name: ArchivedFile(sent.content, sent.report) for sent in backup.deliver() if sent.content is not None
    }
    capability = capability_of(
        config,
        name=bundle.bundle_name,
        version=bundle.application.version,
        extension_name=bundle.application.extension.name,
        app_index=bundle.app_index,
        data_size=selected.size,
        increment_size=selected.changed_size,
    )
    return PackedBackup(
        archive=Archive(capability=capability, files=files),
        problems=tuple(backup.problems),
        timed_size=selected.changed_size,
    )
