"""Digests and message authentication codes, by the framework's algorithm names.

Source: security_crypto_framework frameworks/crypto_operation/md.c and mac.c.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import cmac, hashes, hmac
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from .errors import invalid, not_supported

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "SHA1": hashes.SHA1(),
    "SHA224": hashes.SHA224(),
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
    "SHA3-256": hashes.SHA3_256(),
    "SHA3-384": hashes.SHA3_384(),
    "SHA3-512": hashes.SHA3_512(),
    "SM3": hashes.SM3(),
    "MD5": hashes.MD5(),
}
_CMAC_KEY_BYTES = {"AES128": 16, "AES256": 32}
_BLOCK_BYTES = 16


class Running(Protocol):
    """A digest or code under way."""

    def update(self, data: bytes) -> None: ...

    def finalize(self) -> bytes: ...


def digest_named(name: str) -> hashes.HashAlgorithm:
    """Raises 801 for a name the framework does not know or this machine's library does not offer."""
    found = DIGESTS.get(name)
    if found is None:
        raise not_supported(f"{name} is not a digest of this device")
    return found


def open_digest(name: str) -> Running:
    algorithm = digest_named(name)
    try:
        return hashes.Hash(algorithm)
    except UnsupportedAlgorithm as error:
        raise not_supported(f"{name} is not supported") from error


def mac_length(kind: str, name: str) -> int:
    """The bytes of a code; raises 801 as creating it does."""
    if kind == "CMAC":
        if name not in _CMAC_KEY_BYTES:
            raise not_supported(f"CMAC does not work with {name}")
        return _BLOCK_BYTES
    if kind != "HMAC":
        raise not_supported(f"{kind} is not supported")
    return digest_named(name).digest_size


def open_mac(kind: str, name: str, key: bytes) -> Running:
    mac_length(kind, name)
    if kind == "HMAC":
        return hmac.HMAC(key, digest_named(name))
    if len(key) != _CMAC_KEY_BYTES[name]:
        raise invalid("the key does not fit the cipher")
    return cmac.CMAC(AES(key))
