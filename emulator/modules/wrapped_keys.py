"""The keys of encrypted stores, wrapped with a root key that never leaves the device.

A wrapped key lies in a file of the app, so it travels with a backup and cannot be unwrapped anywhere else. A device's
keys are random; here they follow from the root key, so that two runs of one check leave the same bytes.
"""

from __future__ import annotations

import hmac
import struct

from ..entropy import Entropy
from ..keystore import AppSecrets

KEY_BYTES = 32
NONCE_BYTES = 12
_HEAD = struct.Struct("<Bq")
"""The length of time and key, and the seconds since 1970 when the key was made."""

_ROOT_NONCE = bytes(NONCE_BYTES)
"""A root key wraps keys only, which differ, so that one nonce does."""


def root_key(secrets: AppSecrets, entropy: Entropy) -> bytes:
    """This device's, made when it is first asked for."""
    if not secrets.store_root_key:
        secrets.store_root_key = entropy.take(KEY_BYTES)
    return secrets.store_root_key


def new_key(root: bytes, name: str) -> bytes:
    return hmac.digest(root, name.encode("utf-8", "surrogateescape"), "sha256")


def wrapped(root: bytes, key: bytes, now_ms: int) -> bytes:
    """The content of a key's file."""
    return _HEAD.pack(8 + KEY_BYTES, now_ms // 1000) + encrypted(root, _ROOT_NONCE, key)


def unwrapped(root: bytes, file: bytes) -> bytes | None:
    """The key in a file's content, None when another root key wrapped it."""
    if len(file) <= _HEAD.size or file[0] != 8 + KEY_BYTES:
        return None
    return decrypted(root, _ROOT_NONCE, file[_HEAD.size :])


def encrypted(key: bytes, nonce: bytes, content: bytes) -> bytes:
    # The library takes a noticeable part of the tool's start; few apps encrypt.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, content, None)


def decrypted(key: bytes, nonce: bytes, text: bytes) -> bytes | None:
    """None for what another key encrypted."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, text, None)
    except (InvalidTag, ValueError):
        return None
