"""What the key service and the secret service of a device keep for its apps, outside every sandbox.

It outlives the processes of an app and never leaves the device: no backup holds it, a new device starts with none.
Uninstalling an app takes its keys (security_huks hks_event_observer.cpp) and its secrets that are not marked as
persistent (security_asset common_event/listener.rs); clearing its data takes neither.
"""

from __future__ import annotations

import msgspec


class StoredKey(msgspec.Struct, frozen=True):
    """``parameters`` by HUKS tag; ``material``: the bytes of a symmetric key, DER of a private or public one."""

    parameters: dict[int, int | bytes]
    material: bytes
    public_only: bool = False


Asset = dict[int, int | bool | bytes]
"""A secret with its attributes, by asset tag."""

IS_PERSISTENT = 0x10000011
"""The tag of an asset that outlives its app (interface_sdk-js api/@ohos.security.asset.d.ts)."""


class AppSecrets(msgspec.Struct):
    """Of one app of one user. ``keys`` by storage level and alias; ``assets`` in the order they were added;
    ``store_root_key`` wraps the keys of encrypted stores, empty before the first; ``device_identity`` names this
    device in the app's device stores, empty before the first."""

    keys: dict[tuple[int, str], StoredKey] = msgspec.field(default_factory=dict[tuple[int, str], StoredKey])
    assets: list[Asset] = msgspec.field(default_factory=list[Asset])
    store_root_key: bytes = b""
    device_identity: str = ""


class DeviceKeystore:
    """Every app's secrets on one device."""

    def __init__(self) -> None:
        self._apps: dict[tuple[int, str], AppSecrets] = {}

    def of(self, user: int, sandbox_name: str) -> AppSecrets:
        """The secrets of the app (or clone of it) that is called ``sandbox_name`` on this device."""
        return self._apps.setdefault((user, sandbox_name), AppSecrets())

    def uninstall(self, user: int, sandbox_name: str) -> None:
        """Forget what goes with the app."""
        secrets = self.of(user, sandbox_name)
        secrets.keys.clear()
        secrets.store_root_key = b""
        secrets.assets[:] = [asset for asset in secrets.assets if asset.get(IS_PERSISTENT) is True]
