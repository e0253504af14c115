"""``self.context`` of an extension: its directories and who it is (rules C1-C9 of the callback notes)."""

from __future__ import annotations

from types import SimpleNamespace

from ....modules.context_directories import DEFAULT_AREA, backup_directory, context_directories

BACKUP_EXTENSION_TYPE = 9


class BackupExtensionContext:
    """The directories follow ``area`` (0 is EL1 … 4 is EL5) at each read. ``backupDir`` ends with a slash and is
    empty beyond EL2; the others have no trailing slash. ``module_name`` None makes it the application's context."""

    def __init__(
        self, bundle_name: str, module_name: str | None, *, extension_name: str = "", process_name: str = ""
    ) -> None:
        self.area = DEFAULT_AREA
        self.processName = process_name
        self.applicationInfo = SimpleNamespace(name=bundle_name)
        self.currentHapModuleInfo = SimpleNamespace(name=module_name, bundleName=bundle_name)
        self.extensionAbilityInfo = SimpleNamespace(
            name=extension_name,
            bundleName=bundle_name,
            moduleName=module_name,
            extensionAbilityType=BACKUP_EXTENSION_TYPE,
            metadata=[SimpleNamespace(name="ohos.extension.backup")],
        )
        self._bundle_name = bundle_name
        self._module_name = module_name

    def getApplicationContext(self) -> BackupExtensionContext:  # noqa: N802
        return BackupExtensionContext(self._bundle_name, None, process_name=self.processName)

    def createAreaModeContext(self, area: int) -> BackupExtensionContext:  # noqa: N802
        context = BackupExtensionContext(self._bundle_name, self._module_name, process_name=self.processName)
        context.area = area
        return context

    @property
    def backupDir(self) -> str:  # noqa: N802
        return backup_directory(self.area, self._bundle_name)

    @property
    def filesDir(self) -> str:  # noqa: N802
        return self._directory("filesDir")

    @property
    def cacheDir(self) -> str:  # noqa: N802
        return self._directory("cacheDir")

    @property
    def tempDir(self) -> str:  # noqa: N802
        return self._directory("tempDir")

    @property
    def preferencesDir(self) -> str:  # noqa: N802
        return self._directory("preferencesDir")

    @property
    def databaseDir(self) -> str:  # noqa: N802
        return self._directory("databaseDir")

    @property
    def bundleCodeDir(self) -> str:  # noqa: N802
        return self._directory("bundleCodeDir")

    @property
    def distributedFilesDir(self) -> str:  # noqa: N802
        return self._directory("distributedFilesDir")

    @property
    def cloudFileDir(self) -> str:  # noqa: N802
        return self._directory("cloudFileDir")

    def _directory(self, name: str) -> str:
        return context_directories(self.area, self._module_name)[name]
