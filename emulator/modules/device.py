"""What the device and the process say of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from ..runtime.api import ExtensionEnvironment
from .api import HostFunction

PROCESS_ID = 4096
"""Every emulated extension process has this id, so that traces do not depend on the machine."""


RELEASES = {10: (4, 0, 0), 11: (4, 1, 0), 12: (5, 0, 0), 14: (5, 0, 2), 18: (5, 1, 0), 20: (6, 0, 0), 23: (6, 1, 0)}
"""The OpenHarmony release that brought an API version; the fourth part counts builds and is 0."""

VERSION_PARTS = ("majorVersion", "seniorVersion", "featureVersion", "buildVersion")


def release(api: int) -> tuple[int, int, int, int]:
    """The parts of the system's version on a device of ``api``."""
    return (*RELEASES[max((known for known in RELEASES if known <= api), default=min(RELEASES))], 0)


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
        version = release(api)
        return {
            "sdkApiVersion": api,
            "firstApiVersion": api,
            "distributionOSApiVersion": api,
            "osFullName": "OpenHarmony-" + ".".join(map(str, version)),
            **dict(zip(VERSION_PARTS, version, strict=True)),
        }

    def process(self) -> dict[str, object]:
        sandbox = self._environment.sandbox
        return {
            "pid": PROCESS_ID,
            "uid": sandbox.uid,
            "gid": sandbox.gid,
            "uptime": self._environment.clock.elapsed_ms / 1000,
        }
