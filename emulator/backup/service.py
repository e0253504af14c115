"""The backup service of one device: one session at a time, gates before a bundle starts, results after its end.

Source: app_file_service services/backup_sa/src/module_ipc/{service,sub_service,svc_session_manager}.cpp.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from ..errors import OhosBackupError
from .api import RestoreOptions, SessionOptions, SessionResult
from .archive import Archive
from .bundle_group import BundleGroup, RestoreOrder
from .bundle_runs import BackupResult, BundleRuns, backup_result
from .capability_file import write_capability_file
from .client import BundleClient
from .connection import KeptProcess
from .data_transfer import DataTransfer
from .local_capabilities import incremental_capability, local_capabilities
from .queries import ExtensionAnswer, ExtensionQuery
from .recording import Recorder
from .result_codes import OK, SESSION_CONFLICT, message_of

if TYPE_CHECKING:
    from ..installation import InstalledBundle
    from ..profile import DeviceProfile

_PLAIN_BACKUP = SessionOptions()
_PLAIN_RESTORE = RestoreOptions()


class SessionConflict(OhosBackupError):
    """Another session is active; a caller on a device gets 13500013 (svc_session_manager.cpp:Active)."""

    code = "E-SESSION-CONFLICT"
    result_code = SESSION_CONFLICT


class SessionClosed(OhosBackupError):
    code = "E-SESSION-CLOSED"


class BackupSession:
    """What a caller of the service holds from opening a session to closing it; usable in a ``with`` statement."""

    def __init__(self, service: BackupService, group: BundleGroup) -> None:
        self._service = service
        self._group = group
        self._open = True

    def backup(
        self,
        bundle: InstalledBundle,
        options: SessionOptions = _PLAIN_BACKUP,
        *,
        kept: KeptProcess | None = None,
    ) -> BackupResult:
        """Back up ``bundle``; the extension runs in ``kept`` when given."""
        self._check_open()
        return self._service.run_backup(bundle, options, kept)

    def restore(
        self,
        bundle: InstalledBundle,
        archive: Archive | None,
        options: RestoreOptions = _PLAIN_RESTORE,
        *,
        kept: KeptProcess | None = None,
    ) -> SessionResult:
        """Restore ``archive`` into ``bundle``; None only with ``data_ready``, where nothing is sent."""
        self._check_open()
        return self._service.run_restore(bundle, archive, options, kept)

    def append_backup(self, bundle: InstalledBundle, options: SessionOptions = _PLAIN_BACKUP) -> None:
        """Add ``bundle`` to what ``run`` backs up."""
        self._check_open()
        self._group.append_backup(bundle, options)

    def append_restore(
        self, bundle: InstalledBundle, archive: Archive | None, options: RestoreOptions = _PLAIN_RESTORE
    ) -> None:
        """Add ``bundle`` to what ``run`` restores."""
        self._check_open()
        self._group.append_restore(bundle, archive, options)

    def at(self, delay_ms: int, deed: Callable[[], object]) -> None:
        """Let the caller do something while ``run`` goes on: ``session.at(5_000, lambda: session.cancel(bundle))``."""
        self._check_open()
        self._group.at(delay_ms, deed)

    def run(self) -> dict[InstalledBundle, SessionResult]:
        """Run what was appended, at most three extensions at once; a backup's result is a BackupResult. A bundle whose
        end the caller was not told (see ``release``) has none."""
        self._check_open()
        try:
            return self._group.run()
        finally:
            if self._group.released:
                self.close()

    def cancel(self, bundle: InstalledBundle) -> int:
        """End a running bundle: 0, or 13500011 when it has not started, 13500012 when there is none."""
        self._check_open()
        return self._group.cancel(bundle)

    def update_timer(self, bundle: InstalledBundle, timeout_ms: int) -> bool:
        """Set the time limit of the app's callbacks, 0 to 14 400 000 ms; False for a bundle that is not in the
        session."""
        self._check_open()
        return self._group.update_timer(bundle, timeout_ms)

    def release(self) -> None:
        """End everything of this session now; only restores that have all their files still come to their end, and
        the session with them."""
        self._check_open()
        self._group.release()
        if not self._group.running:
            self.close()

    def close(self) -> None:
        """Let others open a session; closing twice is no error."""
        if self._open:
            self._open = False
            self._service.close_session(self)

    def __enter__(self) -> BackupSession:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _check_open(self) -> None:
        if not self._open:
            raise SessionClosed("this session is closed", mend="Open another one with backup_service.open_session().")


class BackupService:
    """``device.backup_service``. ``is_installed`` tells whether a bundle is on this device now,
    ``installed`` which ones are."""

    def __init__(
        self,
        recorder: Recorder,
        profile: DeviceProfile,
        data: DataTransfer,
        is_installed: Callable[[InstalledBundle], bool],
        installed: Callable[[], Sequence[InstalledBundle]],
    ) -> None:
        self._recorder = recorder
        self._profile = profile
        self._runs = BundleRuns(recorder, profile, data, is_installed)
        self._installed = installed
        self._active: BackupSession | None = None
        self.last_archive: Archive | None = None
        """What the last backup or restore of a single bundle carried; None if that backup brought nothing."""

    def open_session(self, *, restore_order: RestoreOrder = "as-coded") -> BackupSession:
        """Start a session. ``restore_order`` ``documented`` keeps restoreDeps as the documentation promises it; the
        framework itself does not wait. Raises SessionConflict while another session is open."""
        if self._active is not None:
            raise SessionConflict(
                "the backup service has an active session already", mend="Close it before opening another one."
            )
        self._active = BackupSession(self, BundleGroup(self._recorder, self._runs, restore_order))
        return self._active

    def close_session(self, session: BackupSession) -> None:
        if self._active is session:
            self._active = None

    def backup(
        self,
        bundle: InstalledBundle,
        options: SessionOptions = _PLAIN_BACKUP,
        *,
        kept: KeptProcess | None = None,
    ) -> BackupResult:
        """One backup in a session of its own; code 13500013 while another session is open."""
        if self._active is not None:
            return backup_result(self._conflict(), None)
        with self.open_session() as session:
            return session.backup(bundle, options, kept=kept)

    def restore(
        self,
        bundle: InstalledBundle,
        archive: Archive | None,
        options: RestoreOptions = _PLAIN_RESTORE,
        *,
        kept: KeptProcess | None = None,
    ) -> SessionResult:
        """One restore in a session of its own; code 13500013 while another session is open."""
        if self._active is not None:
            return self._conflict()
        with self.open_session() as session:
            return session.restore(bundle, archive, options, kept=kept)

    def local_capabilities(self) -> bytes:
        """The capability file of this device: what its apps are and how much they hold (GetLocalCapabilities)."""
        return write_capability_file(local_capabilities(self._installed()))

    def local_capabilities_incremental(self, since_s: Mapping[InstalledBundle, int]) -> bytes:
        """The capability file of the given bundles with what changed after each one's time in seconds
        (GetLocalCapabilitiesIncremental)."""
        return write_capability_file(
            [incremental_capability(bundle, seconds) for bundle, seconds in since_s.items()], incremental=True
        )

    def keep_process(self, bundle: InstalledBundle) -> KeptProcess:
        """A process for several sessions of ``bundle`` in turn: the object and module state live on between them."""
        return KeptProcess(bundle, self._recorder)

    def get_backup_info(self, bundle: InstalledBundle, options: SessionOptions = _PLAIN_BACKUP) -> ExtensionAnswer:
        """The system query getBackupInfo; a session that is open does not disturb it (service.cpp:GetBackupInfo)."""
        refused = self._runs.backup_refusal(bundle)
        if refused != OK or not self._profile.calls("getBackupInfo"):
            return ExtensionAnswer(code=refused, text="")
        return ExtensionQuery(bundle, self._recorder, options.on_uncaught).backup_info()

    def get_compatibility_info(
        self,
        bundle: InstalledBundle,
        scenario: Literal["backup", "restore"],
        extension_info: str = "",
        options: SessionOptions = _PLAIN_BACKUP,
    ) -> ExtensionAnswer:
        """The system queries getBackupCompatibilityInfo and getRestoreCompatibilityInfo
        (sub_ext_extension.cpp:HandleGetCompatibilityInfo)."""
        refused = self._runs.backup_refusal(bundle)
        if refused != OK or not self._profile.calls("getBackupCompatibilityInfo"):
            return ExtensionAnswer(code=refused, text="")
        return ExtensionQuery(bundle, self._recorder, options.on_uncaught).compatibility_info(scenario, extension_info)

    def run_backup(self, bundle: InstalledBundle, options: SessionOptions, kept: KeptProcess | None) -> BackupResult:
        """The backup of one bundle inside the open session."""
        self.last_archive = None
        result = self._runs.back_up(bundle, options, kept)
        self.last_archive = result.archive
        return msgspec.structs.replace(result, last_event=self._end_all(bundle))

    def run_restore(
        self,
        bundle: InstalledBundle,
        archive: Archive | None,
        options: RestoreOptions,
        kept: KeptProcess | None,
    ) -> SessionResult:
        """The restore of one bundle inside the open session."""
        self.last_archive = archive
        result = self._runs.restore(bundle, archive, options, kept)
        return msgspec.structs.replace(result, last_event=self._end_all(bundle))

    def _end_all(self, bundle: InstalledBundle) -> int:
        """The bundle was the only one, so all have ended (sub_service.cpp:OnAllBundlesFinished). Returns the length of
        the trace."""
        BundleClient(self._recorder, bundle.bundle_name).on_all_bundles_end()
        return len(self._recorder.trace)

    def _conflict(self) -> SessionResult:
        here = len(self._recorder.trace)
        return SessionResult(
            code=SESSION_CONFLICT,
            message=message_of(SESSION_CONFLICT),
            report=None,
            callbacks=(),
            first_event=here,
            last_event=here,
        )
