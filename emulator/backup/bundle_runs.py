"""One bundle from its gate to its end, inside a session that may hold others.

Source: app_file_service services/backup_sa/src/module_ipc/service.cpp:AppendBundlesBackupSession,
AppendBundlesRestoreSessionData, HandleExceptionOnAppendBundles, SetCurrentSessProperties.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from .api import CallbackRecord, RestoreOptions, SessionOptions, SessionResult
from .archive import Archive, BundleCapability
from .backup_flow import back_up
from .capability_file import CapabilityFile, UnusableCapabilityFile, read_capability_file
from .client import BundleClient
from .config import is_special_version
from .connection import KeptProcess
from .data_transfer import DataTransfer
from .extension_session import BACKUP, RESTORE, ExtensionSession, Scenario
from .recording import Recorder
from .restore_flow import restore
from .result_codes import BUNDLE_UNKNOWN, INVALID_ARGUMENT, NOT_PERMITTED, NOT_SUPPORTED, OK, external_code, message_of

if TYPE_CHECKING:
    from ..application import BundleVersion
    from ..installation import InstalledBundle
    from ..profile import DeviceProfile

Watcher = Callable[[ExtensionSession], None]
"""Is told of a bundle's session before it connects."""


class BackupResult(SessionResult, frozen=True, kw_only=True):
    """``archive`` is None unless the backup came to its end."""

    archive: Archive | None


class BundleRuns:
    """Runs bundles on one device. Each method tells the caller everything but the end of all bundles."""

    def __init__(
        self,
        recorder: Recorder,
        profile: DeviceProfile,
        data: DataTransfer,
        is_installed: Callable[[InstalledBundle], bool],
    ) -> None:
        self._recorder = recorder
        self._profile = profile
        self._data = data
        self._is_installed = is_installed

    def with_recorder(self, recorder: Recorder) -> BundleRuns:
        """The same runs on another clock."""
        return BundleRuns(recorder, self._profile, self._data, self._is_installed)

    def back_up(
        self,
        bundle: InstalledBundle,
        options: SessionOptions,
        kept: KeptProcess | None = None,
        watcher: Watcher | None = None,
    ) -> BackupResult:
        first_event = len(self._recorder.trace)
        refused = self.backup_refusal(bundle)
        if refused != OK:
            return backup_result(self.refuse(bundle, refused, first_event), None)
        session = self._session(bundle, options, BACKUP, kept, watcher)
        packed = back_up(session, self._data)
        return backup_result(self._finish(session.client, session.callbacks, first_event), packed)

    def restore(
        self,
        bundle: InstalledBundle,
        archive: Archive | None,
        options: RestoreOptions,
        kept: KeptProcess | None = None,
        watcher: Watcher | None = None,
    ) -> SessionResult:
        """Without a version of the old device the start is refused with 13900020 (rule V3)."""
        first_event = len(self._recorder.trace)
        capability: BundleCapability | None = archive.capability if archive else None
        if options.capabilities is not None:
            told = self._read_capabilities(options.capabilities)
            if isinstance(told, int):
                refused = self.refuse(bundle, BUNDLE_UNKNOWN, first_event)
                return msgspec.structs.replace(refused, code=external_code(told), message=message_of(told))
            capability = told.find(bundle.bundle_name, bundle.app_index)
            if capability is None:
                return self.refuse(bundle, BUNDLE_UNKNOWN, first_event)
        elif archive is None and not options.data_ready:
            return self.refuse(bundle, INVALID_ARGUMENT, first_event)
        version = options.version or (capability.version if capability else None)
        if version is None:
            return self.refuse(bundle, INVALID_ARGUMENT, first_event)
        refused = self._restore_refusal(bundle, capability, version)
        if refused != OK:
            return self.refuse(bundle, refused, first_event)
        session = self._session(bundle, options, RESTORE, kept, watcher)
        restore(session, self._data, None if options.data_ready else archive, version)
        return self._finish(session.client, session.callbacks, first_event)

    def backup_refusal(self, bundle: InstalledBundle) -> int:
        """Why ``bundle`` cannot be backed up, 0 when it can (ext_backup.cpp:AllowToBackupRestore)."""
        if not self._is_installed(bundle):
            return BUNDLE_UNKNOWN
        return OK if self._data.allows_backup(bundle) else NOT_SUPPORTED

    def refuse(self, bundle: InstalledBundle, code: int, first_event: int | None = None) -> SessionResult:
        """Tell the caller at once that ``bundle`` does not start."""
        here = len(self._recorder.trace) if first_event is None else first_event
        client = BundleClient(self._recorder, bundle.bundle_name)
        client.on_bundle_begin(code)
        return self._finish(client, (), here)

    def _read_capabilities(self, content: bytes) -> CapabilityFile | int:
        """The file, or the code with which the append itself fails: no usable entry is 13900020, a document that makes
        the reader throw 13900001 (service.cpp:AppendBundlesRestoreSession)."""
        try:
            told = read_capability_file(content)
        except UnusableCapabilityFile as error:
            self._recorder.step("capabilities-unusable", str(error))
            return NOT_PERMITTED
        if not told.bundles:
            self._recorder.step("capabilities-empty", "the file is no JSON, or one of its entries is not as it must be")
            return INVALID_ARGUMENT
        return told

    def _restore_refusal(
        self, bundle: InstalledBundle, capability: BundleCapability | None, version: BundleVersion
    ) -> int:
        """The old device's word counts as well as this one's (service.cpp:SetCurrentSessProperties)."""
        if not self._is_installed(bundle):
            return BUNDLE_UNKNOWN
        if capability is not None and not capability.allow_to_backup and not is_special_version(version.name):
            return NOT_SUPPORTED
        return OK if self._data.allows_restore(bundle, version) else NOT_SUPPORTED

    def _session(
        self,
        bundle: InstalledBundle,
        options: SessionOptions,
        scenario: Scenario,
        kept: KeptProcess | None,
        watcher: Watcher | None,
    ) -> ExtensionSession:
        session = ExtensionSession(bundle, options, self._recorder, self._profile, scenario, kept)
        if watcher is not None:
            watcher(session)
        return session

    def _finish(self, client: BundleClient, callbacks: tuple[CallbackRecord, ...], first_event: int) -> SessionResult:
        code = OK if client.code is None else client.code
        return SessionResult(
            code=external_code(code),
            message=message_of(code),
            report=client.report,
            callbacks=callbacks,
            first_event=first_event,
            last_event=len(self._recorder.trace),
        )


def backup_result(result: SessionResult, archive: Archive | None) -> BackupResult:
    return BackupResult(archive=archive, **msgspec.structs.asdict(result))
