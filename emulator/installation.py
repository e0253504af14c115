"""An app as it is installed on one device: who it runs as, and its files as app, framework and tests see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .application import Application
from .runtime.api import ExtensionEnvironment, Limits

if TYPE_CHECKING:
    from .clock import VirtualClock
    from .filesystem.api import FileSystemView
    from .filesystem.device_filesystem import DeviceFileSystem
    from .keystore import DeviceKeystore
    from .profile import DeviceProfile
    from .settings_table import SettingsTable
    from .staging import Staging
    from .trace import Actor, Trace


class DeviceSettings:
    """What every extension process of a device is given: time, trace, files, place and limits."""

    def __init__(
        self,
        *,
        profile: DeviceProfile,
        clock: VirtualClock,
        trace: Trace,
        filesystem: DeviceFileSystem,
        keystore: DeviceKeystore,
        seed: int,
        timezone: str,
        locale: str,
        limits: Limits,
        settings: SettingsTable,
    ) -> None:
        self.profile = profile
        self.clock = clock
        self.trace = trace
        self.filesystem = filesystem
        self.keystore = keystore
        self.seed = seed
        self.timezone = timezone
        self.locale = locale
        self.limits = limits
        self.settings = settings


class InstalledBundle:
    """One installed app of one user. ``app_index`` counts the app's clones; 0 is the app itself."""

    def __init__(
        self, device: DeviceSettings, application: Application, *, user: int, uid: int, app_index: int
    ) -> None:
        self._device = device
        self.application = application
        self.user = user
        self.uid = uid
        self.app_index = app_index
        self.files: FileSystemView = self.view("harness")
        """The app's own view of its files, for tests to seed and inspect."""
        self.framework_files: FileSystemView = self.view("framework")
        """The same view as the backup framework uses it inside the extension's process."""
        self.physical_files: FileSystemView = device.filesystem.physical_view(actor="harness")
        """The whole tree of the device."""
        self.service_files: FileSystemView = device.filesystem.physical_view(actor="framework")
        """The same tree as the backup service sees it: outside every sandbox, as root."""

    @property
    def now_ms(self) -> int:
        """The device's virtual time, milliseconds since 1970."""
        return self._device.clock.now_ms

    @property
    def profile(self) -> DeviceProfile:
        """The kind of device it is installed on."""
        return self._device.profile

    @property
    def staging(self) -> Staging:
        """Where the device's framework stages what travels."""
        return self._device.profile.staging

    @property
    def bundle_name(self) -> str:
        return self.application.bundle_name

    @property
    def sandbox_name(self) -> str:
        """The name of this bundle's folders below ``/data/app``; clones of an app have their own
        (bundlemanager_bundle_framework: installd names them ``+clone-<index>+<bundle>``)."""
        return f"+clone-{self.app_index}+{self.bundle_name}" if self.app_index else self.bundle_name

    def view(self, actor: Actor, *, recording: bool = True) -> FileSystemView:
        """A fresh view of the app's files, with descriptors of its own; ``recording`` puts its events in the trace."""
        view = self._device.filesystem.app_view(
            self.sandbox_name, self.user, self.uid, self.application.module_names, actor=actor
        )
        view.recording = recording
        return view

    def extension_environment(self) -> ExtensionEnvironment:
        """The world of one new extension process, whose mounts are made anew (startup_appspawn)."""
        device = self._device
        device.filesystem.sandboxes_changed()
        extension = self.application.extension
        return ExtensionEnvironment(
            bundle_name=self.bundle_name,
            module_name=extension.module_name,
            extension_name=extension.name,
            process_name=f"{self.bundle_name}:backup",
            user=self.user,
            app_index=self.app_index,
            profile=device.profile,
            sandbox=self.view("extension"),
            clock=device.clock,
            trace=device.trace,
            seed=device.seed,
            timezone=device.timezone,
            locale=device.locale,
            limits=device.limits,
            secrets=device.keystore.of(self.user, self.sandbox_name),
            version_code=self.application.version.code,
            version_name=self.application.version.name,
            package=self.application.package,
            settings=device.settings.of(self.user),
        )
