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

from ...clock import VirtualClock
from ...entropy import Entropy
from ...filesystem.api import FileSystemView
from ...keystore import AppSecrets
from ..wrapped_keys import NONCE_BYTES, decrypted, encrypted, new_key, root_key, unwrapped, wrapped
from .database import FILE_MODE, DamagedDatabase

FOLDER_MODE = 0o770


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
        root, path = root_key(secrets, entropy), f"{base}/key/{name}.key"
        key = unwrapped(root, view.read_file(path)) if view.exists(path) else None
        if key is None:
            key = new_key(root, name)
            view.make_directories(posixpath.dirname(path), FOLDER_MODE)
            view.write_file(path, wrapped(root, key, clock.now_ms), FILE_MODE)
        self._key = key

    def encode(self, content: bytes) -> bytes:
        """The file that holds the database ``content``."""
        nonce = hmac.digest(self._key, content, "sha256")[:NONCE_BYTES]
        return nonce + encrypted(self._key, nonce, content)

    def decode(self, file: bytes) -> bytes:
        """The database in ``file``. Raises DamagedDatabase for what another key encrypted."""
        content = decrypted(self._key, file[:NONCE_BYTES], file[NONCE_BYTES:])
        if content is None:
            raise DamagedDatabase("the store was encrypted with another key")
        return content
