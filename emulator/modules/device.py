"""What the device and the process say of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from ..runtime.api import ExtensionEnvironment
from .api import HostFunction

PROCESS_ID = 4096
"""Every emulated extension process has this id, so that traces do not depend on the machine."""


class DeviceModule:
    """Behind ``@ohos.deviceInfo`` and ``@ohos.process``."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._environment = environment
        self.host_functions: Mapping[str, HostFunction] = {
            "device.info": self.info,
            "process.info": self.process,
        }

    def close(self) -> None:
        """Nothing is held."""

    def info(self) -> dict[str, object]:
        api = self._environment.profile.api
        return {
            "sdkApiVersion": api,
            "firstApiVersion": api,
            "distributionOSApiVersion": api,
            "osFullName": f"OpenHarmony-emulated-api{api}",
        }

    def process(self) -> dict[str, object]:
        sandbox = self._environment.sandbox
        return {
            "pid": PROCESS_ID,
            "uid": sandbox.uid,
            "gid": sandbox.gid,
            "uptime": self._environment.clock.elapsed_ms / 1000,
        }
