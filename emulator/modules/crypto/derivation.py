"""Key derivation: PBKDF2, HKDF, SCRYPT and X963KDF, by the framework's algorithm names.

Source: security_crypto_framework frameworks/crypto_operation/kdf.c, plugin/openssl_plugin/crypto_operation/kdf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF

from .errors import invalid, not_supported, operation_failed
from .hashing import DIGESTS

HKDF_MODES = ("EXTRACT_AND_EXPAND", "EXTRACT_ONLY", "EXPAND_ONLY")


class DerivationInput(msgspec.Struct, frozen=True, kw_only=True):
    """A KdfSpec as the guest sends it: ``secret`` is its password, passphrase or key."""

    kind: str
    secret: bytes
    salt: bytes = b""
    info: bytes = b""
    length: int = 0
    iterations: int = 0
    n: int = 0
    r: int = 0
    p: int = 0
    max_memory: int = 0


Derivation = Callable[[DerivationInput], bytes]


def derivation_named(name: str) -> Derivation:
    """``PBKDF2|SHA256``, ``HKDF|SHA256|EXTRACT_ONLY``, ``SCRYPT`` … Raises 401 and 801."""
    kind, *rest = name.split("|")
    if kind == "SCRYPT" and not rest:
        return _checked(kind, _scrypt)
    if kind not in ("PBKDF2", "HKDF", "X963KDF"):
        raise not_supported(f"{name} is not a derivation of this device")
    modes = [part for part in rest if part in HKDF_MODES]
    digests = [DIGESTS[part] for part in rest if part in DIGESTS]
    if len(digests) != 1 or len(modes) + 1 != len(rest) or (modes and kind != "HKDF"):
        raise invalid(f"{name} is not a derivation")
    digest = digests[0]
    if kind == "PBKDF2":
        return _checked(kind, lambda given: _pbkdf2(digest, given))
    if kind == "X963KDF":
        return _checked(kind, lambda given: X963KDF(digest, given.length, given.info).derive(given.secret))
    mode = modes[0] if modes else HKDF_MODES[0]
    return _checked(kind, lambda given: _hkdf(digest, mode, given))


def _checked(kind: str, derive: Derivation) -> Derivation:
    def checked(given: DerivationInput) -> bytes:
        if given.kind != kind or given.length <= 0:
            raise invalid(f"the parameters are not those of {kind}")
        try:
            return derive(given)
        except (ValueError, OverflowError, MemoryError) as error:
            raise operation_failed(f"{kind} fails with these parameters") from error

    return checked


def _pbkdf2(digest: hashes.HashAlgorithm, given: DerivationInput) -> bytes:
    if given.iterations <= 0:
        raise invalid("PBKDF2 needs iterations above 0")
    return PBKDF2HMAC(digest, given.length, given.salt, given.iterations).derive(given.secret)


def _hkdf(digest: hashes.HashAlgorithm, mode: str, given: DerivationInput) -> bytes:
    key = given.secret
    if mode != "EXPAND_ONLY":
        extraction = hmac.HMAC(given.salt or bytes(digest.digest_size), digest)
        extraction.update(key)
        key = extraction.finalize()
    return key if mode == "EXTRACT_ONLY" else HKDFExpand(digest, given.length, given.info).derive(key)


def _scrypt(given: DerivationInput) -> bytes:
    if min(given.n, given.r, given.p) <= 0:
        raise invalid("SCRYPT needs n, r and p above 0")
    return hashlib.scrypt(
        given.secret, salt=given.salt, n=given.n, r=given.r, p=given.p, maxmem=given.max_memory, dklen=given.length
    )
