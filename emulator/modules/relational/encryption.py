"""Encrypted stores: their files are no SQLite databases, and their keys do not leave the device.

Source: distributeddatamgr_relational_store rdb_security_manager.cpp (GetRdbPassword, KeyFiles), rdb_store_config.cpp
(GenerateEncryptedKey, CryptoParam::IsValid), sqlite_connection.cpp:SetEncryptKey. A key file that came from another
device leaves the store without a key; a database without its key file is damaged under the new key. A key of the app's
own (``cryptoParam``) is in no file, and such a store opens wherever the app has it.

A device encrypts page by page with SQLCipher. Here each byte is encrypted at its place with AES in counter mode, so
that a write of a part stays one: other tools see noise, and the bytes follow from key and content.
"""

from __future__ import annotations

import base64
import hashlib

import msgspec

from ...clock import VirtualClock
from ...entropy import Entropy
from ...filesystem.api import FileSystemView
from ...keystore import AppSecrets
from ..api import BusinessError
from ..wrapped_keys import new_key, root_key, unwrapped, wrapped
from .errors import inner_error
from .places import DATABASE_SUFFIX

KEY_FOLDER, KEY_SUFFIX = "key", ".pub_key_v2"
FOLDER_MODE, FILE_MODE = 0o771, 0o660
PLAIN_TEXT = 2
NAMED_SINCE = 14
"""First API version whose apps get a number of its own for a key that is lost (napi_rdb_store_helper.cpp)."""

_BLOCK = 16


class CryptoParameters(msgspec.Struct, frozen=True, rename="camel"):
    """CryptoParam as the guest sends it, ``encryption_key`` in base64."""

    encryption_key: str = ""
    iteration_count: int = 0
    encryption_algo: int = 0
    hmac_algo: int = 1
    kdf_algo: int = 1
    crypto_page_size: int = 1024

    @property
    def valid(self) -> bool:
        size = self.crypto_page_size
        return (
            self.iteration_count >= 0
            and 0 <= self.encryption_algo <= PLAIN_TEXT
            and 0 <= self.hmac_algo <= 2
            and 0 <= self.kdf_algo <= 2
            and 1024 <= size <= 65536
            and size & (size - 1) == 0
        )


class FileCipher:
    """Turns the bytes of one database's files into those on the device, and back."""

    def __init__(self, key: bytes, parameters: CryptoParameters) -> None:
        """Other ``parameters`` make other bytes of the same key."""
        told = msgspec.json.encode(msgspec.structs.replace(parameters, encryption_key=""))
        self._key = hashlib.sha256(key + told).digest()

    def applied(self, suffix: str, data: bytes, at: int) -> bytes:
        """``data``, which lies at ``at`` in the file with that suffix."""
        # The library takes a noticeable part of the tool's start; few apps encrypt.
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        start = hashlib.sha256(suffix.encode()).digest()[:8] + (at // _BLOCK).to_bytes(8, "big")
        stream = Cipher(algorithms.AES(self._key), modes.CTR(start)).encryptor()
        skipped = at % _BLOCK
        return stream.update(bytes(skipped) + data)[skipped:]


class StoreKeys:
    """The keys of one app on one device."""

    def __init__(
        self, view: FileSystemView, clock: VirtualClock, secrets: AppSecrets, entropy: Entropy, api: int
    ) -> None:
        self._view = view
        self._clock = clock
        self._secrets = secrets
        self._entropy = entropy
        self._api = api

    def cipher(self, path: str, parameters: CryptoParameters, *, rebuild: bool) -> FileCipher:
        """That of the store at ``path``; ``rebuild`` makes a new key in place of one that is lost. Raises
        BusinessError."""
        if not parameters.valid:
            raise inner_error()
        if parameters.encryption_key:
            return FileCipher(base64.b64decode(parameters.encryption_key), parameters)
        root, file = root_key(self._secrets, self._entropy), key_file(path)
        known = self._view.exists(file) and self._view.stat(file).size > 0
        key = unwrapped(root, self._view.read_file(file)) if known else None
        if key is None and known and not rebuild:
            raise self._lost()
        if key is None:
            key = new_key(root, path)
            self._view.make_directories(file.rpartition("/")[0], FOLDER_MODE)
            self._view.write_file(file, wrapped(root, key, self._clock.now_ms), FILE_MODE)
        return FileCipher(key, parameters)

    def _lost(self) -> BusinessError:
        if self._api < NAMED_SINCE:
            return inner_error()
        return BusinessError(14800020, "The secret key is corrupted or lost.")


def key_file(path: str) -> str:
    """Where the wrapped key of the store at ``path`` lies."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{KEY_FOLDER}/{name.removesuffix(DATABASE_SUFFIX)}{KEY_SUFFIX}"
