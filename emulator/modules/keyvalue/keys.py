"""How the app's keys lie in the database.

A single-version store keeps them as they are. A device store puts the device's own identity before them and its length
behind, so that entries of several devices go side by side: what came along in a backup belongs to the old device, and
on the new one ``get`` does not find it. Source: distributeddatamgr_kv_store innerkitsimpl/kvdb/src/convertor.cpp,
device_convertor.cpp, jskitsimpl/distributedkvstore/src/js_device_kv_store.cpp:GetDeviceKey. Keys lose the blanks around
them.
"""

from __future__ import annotations

import struct
from typing import Protocol

LONGEST_KEY, LONGEST_DEVICE_KEY = 1024, 896
BLANKS = b" \t\n\v\f\r"
IDENTITY_LENGTH = 64
_LENGTH = struct.Struct("<I")
_DIGITS = 4


class Keys(Protocol):
    """Each answers an empty key for one that no store takes."""

    def own(self, key: str) -> bytes:
        """Where the app's value of ``key`` is written."""
        ...

    def asked(self, key: str, device: str) -> bytes:
        """Where ``get`` looks, for a device that the app names."""
        ...

    def prefix(self, prefix: str, device: str) -> bytes: ...

    def shown(self, key: bytes) -> str:
        """The key as the app gets to see it."""
        ...


class PlainKeys:
    """Those of a single-version store, where devices mean nothing."""

    def own(self, key: str) -> bytes:
        trimmed = _trimmed(key)
        return trimmed if len(trimmed) <= LONGEST_KEY else b""

    def asked(self, key: str, device: str) -> bytes:
        return self.own(key)

    def prefix(self, prefix: str, device: str) -> bytes:
        return self.own(prefix)

    def shown(self, key: bytes) -> str:
        return key.decode("utf-8", "replace")


class DeviceKeys:
    """Those of a device store on the device that is called ``identity``, the only one it knows."""

    def __init__(self, identity: str) -> None:
        self._identity = identity.encode()

    def own(self, key: str) -> bytes:
        return self._local(_trimmed(key), whole=True)

    def asked(self, key: str, device: str) -> bytes:
        return self._of_device(_named(key, device), whole=True)

    def prefix(self, prefix: str, device: str) -> bytes:
        return self._of_device(_named(prefix, device), whole=False)

    def shown(self, key: bytes) -> str:
        if len(key) >= _LENGTH.size:
            (length,) = _LENGTH.unpack(key[-_LENGTH.size :])
            if length <= len(key) - _LENGTH.size:
                key = key[length : -_LENGTH.size]
        return key.decode("utf-8", "replace")

    def _of_device(self, key: bytes, *, whole: bool) -> bytes:
        """A key that begins with four digits, so many bytes and more is one of the device with that identity."""
        head, rest = key[:_DIGITS], key[_DIGITS:]
        if len(head) < _DIGITS or not head.isdigit() or int(head) > len(rest):
            return self._local(key.strip(BLANKS), whole=whole)
        identity, name = rest[: int(head)], rest[int(head) :]
        if identity != self._identity:
            return b"" if len(identity) == IDENTITY_LENGTH else self._local(key.strip(BLANKS), whole=whole)
        return self._local(name.strip(BLANKS), whole=whole)

    def _local(self, key: bytes, *, whole: bool) -> bytes:
        if len(key) > LONGEST_DEVICE_KEY or (whole and not key):
            return b""
        return self._identity + key + (_LENGTH.pack(len(self._identity)) if whole else b"")


def _trimmed(key: str) -> bytes:
    return key.encode("utf-8", "replace").strip(BLANKS)


def _named(key: str, device: str) -> bytes:
    return f"{len(device):0{_DIGITS}}{device}{key}".encode("utf-8", "replace") if device else _encoded(key)


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "replace")
