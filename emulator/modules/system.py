"""Settings and system parameters: what the device, not the app, keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..runtime.api import ExtensionEnvironment
from ..settings_table import DOMAINS
from . import setting_rows
from .api import HostFunction
from .device import release


class SystemValuesModule:
    """Behind ``@ohos.settings`` and ``@ohos.systemParameterEnhance``."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self.host_functions: Mapping[str, HostFunction] = {
            "settings.get": self.setting,
            "settings.set": self.set_setting,
            "settings.sql": self.sql_on_settings,
            "system.parameter": self.parameter,
        }

    def close(self) -> None:
        """Nothing is held: settings live as long as the device."""

    def setting(self, domain: str, name: str) -> str | None:
        return self._environment.settings.get(domain, name) if domain in DOMAINS else None

    def set_setting(self, domain: str, name: str, value: str) -> None:
        self._environment.settings.set(domain, name, value)

    def sql_on_settings(self, domain: str, sql: str, values: Sequence[object]) -> dict[str, object] | None:
        """See setting_rows.run."""
        return setting_rows.run(self._environment.settings, domain, sql, values)

    def parameter(self, key: str) -> str | None:
        """None for a parameter that this device does not have (startup_init parameter names)."""
        environment = self._environment
        return {
            "const.ohos.apiversion": str(environment.profile.api),
            "const.ohos.fullname": "OpenHarmony-" + ".".join(map(str, release(environment.profile.api))),
            "const.ohos.releasetype": "Release",
            "const.product.brand": "OpenHarmony",
            "const.product.devicetype": "default",
            "const.product.manufacturer": "OpenHarmony",
            "const.product.model": "emulated",
            "const.product.name": "Emulated device",
            "const.product.software.version": "emulated",
            "persist.global.locale": environment.locale,
            "persist.global.language": environment.locale.partition("-")[0],
            "persist.time.timezone": environment.timezone,
        }.get(key)
