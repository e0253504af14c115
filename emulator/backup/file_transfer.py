"""The data side of a session by the framework's file rules: backups out of an app's sandbox and back into it.

This module holds the full flow and hands the incremental one on. Implements ``data_transfer.DataTransfer``.
Sources: ext_extension.cpp:HandleBackup, GetFileHandle, PublishFile, AsyncTaskRestore; sub_ext_extension.cpp:
OnBackupCallback, DoBackupTask.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ..application import BundleVersion
from .api import SessionOptions
from .archive import Archive, ArchivedFile, capability_of
from .compatibility import parse_backup_ex_answer
from .config import BackupConfig, UnusableConfig, allows_backup, allows_restore, is_special_version, parse_backup_config
from .data_transfer import PLAIN, PackedBackup, TransferFailed
from .incremental_transfer import pack_incremental, place_incremental
from .naming import MANAGE_FILE_NAME
from .packing.full import ExtensionMemory, FullBackup
from .receiving import receive
from .restore.outcome import RestoreOutcome
from .restore.restore import restore_full
from .special_transfer import place_special, travels_by_place
from .transfer_failures import failures_reported

if TYPE_CHECKING:
    from ..installation import InstalledBundle


class FileTransfer:
    """Backup and restore of an installed app, full or incremental as the session's options say."""

    def allows_backup(self, bundle: InstalledBundle) -> bool:
        with contextlib.suppress(UnusableConfig):
            return allows_backup(_config(bundle))
        return False

    def allows_restore(self, bundle: InstalledBundle, version: BundleVersion) -> bool:
        with contextlib.suppress(UnusableConfig):
            return allows_restore(_config(bundle), version.name, bundle.profile)
        return False

    def pack(
        self,
        bundle: InstalledBundle,
        result_text: str,
        options: SessionOptions = PLAIN,
        memory: ExtensionMemory | None = None,
    ) -> PackedBackup:
        """Back up what the configuration selects now. A file that could not be opened is not in the archive but
        stays in its index, as on a device."""
        config = _config(bundle)
        if options.kind == "incremental":
            return pack_incremental(bundle, config, options, memory)
        backup = FullBackup(
            bundle.framework_files,
            config,
            memory,
            scene=options.scene,
            enabled=parse_backup_ex_answer(result_text).enabled_directories,
            without_tar=options.without_tar,
            staging=bundle.staging,
        )
        files: dict[str, ArchivedFile] = {}
        with failures_reported():
            total = backup.scan()
            problems = backup.pack()
            for sent in backup.deliver():
                if sent.content is not None:
                    files[sent.name] = ArchivedFile(sent.content)
            files[MANAGE_FILE_NAME] = ArchivedFile(backup.index())
        capability = capability_of(
            config,
            name=bundle.bundle_name,
            version=bundle.application.version,
            extension_name=bundle.application.extension.name,
            app_index=bundle.app_index,
            data_size=total,
        )
        return PackedBackup(archive=Archive(capability=capability, files=files), problems=tuple(problems))

    def place(
        self, bundle: InstalledBundle, archive: Archive, version: BundleVersion, options: SessionOptions = PLAIN
    ) -> None:
        """Receive the files of ``archive`` and put them where they belong. Only the last tar's code counts.

        The client of a full restore sends a report file for each big file; where it has none it sends an empty one.
        Data of a special version ignores fullBackupOnly and goes to its final place, which is where the restore of
        clones puts it (ext_extension.cpp:RestoreFilesForSpecialCloneCloud), also when the archive is in the ordinary
        form of a backup by this device.
        """
        view = bundle.framework_files
        if travels_by_place(archive, version, options, bundle.staging):
            place_special(view, archive, options, bundle.staging)
            return
        below_incoming = _config(bundle).full_backup_only and not is_special_version(version.name)
        if options.kind == "incremental":
            place_incremental(
                view, archive, bundle.staging, full_backup_only=below_incoming, without_tar=options.without_tar
            )
            return
        receive(view, archive, bundle.staging, with_folders=options.without_tar)
        outcome = RestoreOutcome()
        with failures_reported():
            restore_full(
                view, outcome, bundle.staging, full_backup_only=below_incoming, without_tar=options.without_tar
            )
        if outcome.code != 0:
            raise TransferFailed(outcome.code, f"the last tar could not be unpacked (errno {outcome.code})")


def _config(bundle: InstalledBundle) -> BackupConfig:
    return parse_backup_config(bundle.application.extension.profile_text, bundle.profile)
