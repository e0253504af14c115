"""One emulated device: its clock, its trace, its files, the apps installed on it and its backup service."""

from __future__ import annotations

from .application import Application
from .backup.data_transfer import DataTransfer
from .backup.file_transfer import FileTransfer
from .backup.recording import Recorder
from .backup.service import BackupService
from .clock import VirtualClock
from .errors import OhosBackupError
from .filesystem.device_filesystem import DEFAULT_TOTAL_BYTES, DeviceFileSystem
from .filesystem.sandbox_layout import app_uid, create_sandbox, remove_sandbox
from .installation import DeviceSettings, InstalledBundle
from .keystore import DeviceKeystore
from .profile import LATEST, DeviceProfile
from .runtime.api import Limits
from .settings_table import SettingsTable
from .trace import Trace

FIRST_APP_ID = 10_000
"""App ids of installed apps; user 100's first app runs as 20010000 (bundle_constants.h BASE_APP_UID)."""


class UnknownUser(OhosBackupError):
    code = "E-DEVICE-USER"


class AlreadyInstalled(OhosBackupError):
    code = "E-DEVICE-INSTALLED"


class NotInstalled(OhosBackupError):
    code = "E-DEVICE-NOT-INSTALLED"


class Device:
    """A device of kind ``profile``. Two devices share nothing, and the same seed gives the same run.

    ``users`` are the ids of the users on it; ``total_bytes`` is the size of its data partition; ``data_transfer``
    replaces the framework's own rules of packing and unpacking.
    """

    def __init__(
        self,
        profile: DeviceProfile = LATEST,
        *,
        data_transfer: DataTransfer | None = None,
        seed: int = 0,
        users: tuple[int, ...] = (100,),
        total_bytes: int = DEFAULT_TOTAL_BYTES,
        timezone: str = "Asia/Shanghai",
        locale: str = "zh-CN",
        limits: Limits = Limits(),  # noqa: B008
    ) -> None:
        self.profile = profile
        self.users = users
        self.clock = VirtualClock()
        self.trace = Trace()
        self.filesystem = DeviceFileSystem(self.clock, self.trace, total_bytes=total_bytes, staging=profile.staging)
        self.keystore = DeviceKeystore()
        self._settings = DeviceSettings(
            profile=profile,
            clock=self.clock,
            trace=self.trace,
            filesystem=self.filesystem,
            keystore=self.keystore,
            seed=seed,
            timezone=timezone,
            locale=locale,
            limits=limits,
            settings=SettingsTable(),
        )
        self._installed: dict[tuple[str, int], InstalledBundle] = {}
        self._app_ids: dict[str, int] = {}
        self.backup_service = BackupService(
            Recorder(self.clock, self.trace),
            profile,
            data_transfer or FileTransfer(),
            self.is_installed,
            lambda: tuple(self._installed.values()),
        )

    def install(
        self, application: Application, *, user: int = 100, app_index: int = 0, quota_bytes: int | None = None
    ) -> InstalledBundle:
        """Install ``application`` for ``user`` and make its folders; ``app_index`` above 0 installs a clone of it.

        ``quota_bytes`` limits what the app's files may hold. Raises UnknownUser or AlreadyInstalled.
        """
        if user not in self.users:
            raise UnknownUser(
                f"there is no user {user} on this device", mend=f"Make the device with users=(…, {user})."
            )
        app_id = self._app_ids.setdefault(f"{application.bundle_name}#{app_index}", FIRST_APP_ID + len(self._app_ids))
        bundle = InstalledBundle(self._settings, application, user=user, uid=app_uid(user, app_id), app_index=app_index)
        key = (bundle.sandbox_name, user)
        if key in self._installed:
            raise AlreadyInstalled(
                f"{bundle.sandbox_name} is installed for user {user} already",
                mend="Uninstall it first, or use update() to change its version and keep its data.",
            )
        create_sandbox(self.filesystem, bundle.sandbox_name, user, bundle.uid, application.module_names)
        self.filesystem.space.set_quota(bundle.uid, quota_bytes)
        self._installed[key] = bundle
        return bundle

    def uninstall(self, bundle: InstalledBundle) -> None:
        """Remove the app, all its files and its keys. Raises NotInstalled."""
        self._check_installed(bundle)
        del self._installed[(bundle.sandbox_name, bundle.user)]
        remove_sandbox(self.filesystem, bundle.sandbox_name, bundle.user)
        self.keystore.uninstall(bundle.user, bundle.sandbox_name)

    def reinstall(self, bundle: InstalledBundle) -> InstalledBundle:
        """Uninstall and install again: the same app, nothing of its data."""
        self.uninstall(bundle)
        return self.install(bundle.application, user=bundle.user, app_index=bundle.app_index)

    def update(self, bundle: InstalledBundle, application: Application) -> InstalledBundle:
        """Replace the app by ``application``, another version of it; its data stays. ``bundle`` is no longer valid."""
        self._check_installed(bundle)
        updated = InstalledBundle(
            self._settings, application, user=bundle.user, uid=bundle.uid, app_index=bundle.app_index
        )
        if updated.sandbox_name != bundle.sandbox_name:
            raise NotInstalled(
                f"{application.bundle_name} cannot update {bundle.bundle_name}", mend="Install it as another app."
            )
        self._installed[(bundle.sandbox_name, bundle.user)] = updated
        create_sandbox(self.filesystem, bundle.sandbox_name, bundle.user, bundle.uid, application.module_names)
        return updated

    def clear_data(self, bundle: InstalledBundle) -> None:
        """Delete the app's data, as a user does in the settings; its folders are there again, empty."""
        self._check_installed(bundle)
        remove_sandbox(self.filesystem, bundle.sandbox_name, bundle.user)
        create_sandbox(self.filesystem, bundle.sandbox_name, bundle.user, bundle.uid, bundle.application.module_names)

    def is_installed(self, bundle: InstalledBundle) -> bool:
        """Whether ``bundle`` is on this device now, in this version."""
        return self._installed.get((bundle.sandbox_name, bundle.user)) is bundle

    def _check_installed(self, bundle: InstalledBundle) -> None:
        if not self.is_installed(bundle):
            raise NotInstalled(
                f"{bundle.bundle_name} is not installed on this device",
                mend="Install it first; a bundle that was removed, updated or belongs to another device is not valid.",
            )
