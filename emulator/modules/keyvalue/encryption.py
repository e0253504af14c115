"""Encrypted stores: a key for each, wrapped with a root key that never leaves the device.

The wrapped key lies below the databases' folder, so it travels with a backup and cannot be unwrapped anywhere else:
there a new key is made and the store that came along counts as damaged
(distributeddatamgr_kv_store innerkitsimpl/kvdb/src/security_manager.cpp:GetDBPassword, SaveKeyToFile, LoadKeyFromFile).
A device encrypts page by page with SQLCipher; here the whole file is one AES-GCM text, unreadable to other tools, too.
A device's keys are random; here they follow from the root key, and the file from key and content, so that two restores
of the same data leave the same bytes and a difference is the app's own.
"""

from __future__ import annotations

import hmac
import posixpath
import struct

from ...clock import VirtualClock
from ...entropy import Entropy
from ...filesystem.api import FileSystemView
from ...keystore import AppSecrets
from .database import FILE_MODE, DamagedDatabase

KEY_BYTES = 32
NONCE_BYTES = 12
FOLDER_MODE = 0o770
_HEAD = struct.Struct("<Bq")
"""The length of time and key, and the seconds since 1970 when the key was made."""

_ROOT_NONCE = bytes(NONCE_BYTES)
"""A root key wraps keys only, which differ, so that one nonce does."""


class StoreCipher:
    """``base`` is the databases' folder. Makes the key of a store when there is none that this device can unwrap."""

    def __init__(
        self,
        view: FileSystemView,
        clock: VirtualClock,
        secrets: AppSecrets,
        entropy: Entropy,
        base: str,
        name: str,
    ) -> None:
        if not secrets.store_root_key:
            secrets.store_root_key = entropy.take(KEY_BYTES)
        path = f"{base}/key/{name}.key"
        key = _unwrapped(view.read_file(path), secrets.store_root_key) if view.exists(path) else None
        if key is None:
            key = hmac.digest(secrets.store_root_key, name.encode(), "sha256")
            wrapped = _encrypted(secrets.store_root_key, _ROOT_NONCE, key)
            view.make_directories(posixpath.dirname(path), FOLDER_MODE)
            view.write_file(path, _HEAD.pack(8 + KEY_BYTES, clock.now_ms // 1000) + wrapped, FILE_MODE)
        self._key = key

    def encode(self, content: bytes) -> bytes:
        """The file that holds the database ``content``."""
        nonce = hmac.digest(self._key, content, "sha256")[:NONCE_BYTES]
        return nonce + _encrypted(self._key, nonce, content)

    def decode(self, file: bytes) -> bytes:
        """The database in ``file``. Raises DamagedDatabase for what another key encrypted."""
        content = _decrypted(self._key, file[:NONCE_BYTES], file[NONCE_BYTES:])
        if content is None:
            raise DamagedDatabase("the store was encrypted with another key")
        return content


def _unwrapped(file: bytes, root: bytes) -> bytes | None:
    if len(file) <= _HEAD.size or file[0] != 8 + KEY_BYTES:
        return None
    return _decrypted(root, _ROOT_NONCE, file[_HEAD.size :])


def _encrypted(key: bytes, nonce: bytes, content: bytes) -> bytes:
    # The library takes a noticeable part of the tool's start; few apps encrypt.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, content, None)


def _decrypted(key: bytes, nonce: bytes, text: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, text, None)
    except (InvalidTag, ValueError):
        return None
