"""A HUKS operation between initSession and finishSession.

Source: security_huks hks_auth.c (what a key allows), hks_base_check.c (what an operation needs).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from ...keystore import StoredKey
from ..api import BusinessError
from ..crypto import hashing, key_pair_uses, symmetric
from .key_making import PAIR_NAMES, public_key
from .parameters import (
    AE_TAG,
    AE_TAG_LENGTH,
    AES,
    ALGORITHM,
    ASSOCIATED_DATA,
    BLOCK_MODE,
    CRYPTO_FAILED,
    DECRYPT,
    DIGEST,
    DIGEST_NAMES,
    ENCRYPT,
    HMAC,
    ILLEGAL_ARGUMENT,
    INVALID_ARGUMENT,
    IV,
    KEY_SIZE,
    MAC,
    MISSING_ARGUMENT,
    MODE_NAMES,
    NO_PADDING,
    NONCE,
    OAEP,
    PADDING,
    PSS,
    PURPOSE,
    RSA,
    SIGN,
    SM4,
    TRIPLE_DES,
    VERIFY,
    Parameters,
    chosen,
    data,
    huks_error,
    number,
)

_FAMILIES = {AES: "AES", SM4: "SM4", TRIPLE_DES: "3DES"}
_POLICY = (ALGORITHM, BLOCK_MODE, PADDING, DIGEST)
_GCM_NONCE_BYTES = 12


class Session(Protocol):
    """An operation under way. ``finish`` of a verification takes the signature."""

    def update(self, content: bytes) -> bytes: ...

    def finish(self, content: bytes, parameters: Parameters) -> bytes: ...


def open_session(key: StoredKey, wanted: Parameters) -> Session:
    """Raises 401 for what the key does not allow, 12000002 and 12000003 for parameters."""
    algorithm = number(key.parameters, ALGORITHM, "The algorithm")
    number(wanted, ALGORITHM, "The algorithm")
    purpose = number(wanted, PURPOSE, "The key purpose")
    _authorise(key, wanted, purpose)
    if algorithm in _FAMILIES and purpose in (ENCRYPT, DECRYPT):
        return _cipher(key, algorithm, purpose == ENCRYPT, wanted)
    if algorithm == HMAC and purpose == MAC:
        digest = chosen(DIGEST_NAMES, number(wanted, DIGEST, "The digest"), "Digest")
        return _MacSession(hashing.open_mac("HMAC", digest, key.material))
    if (algorithm, key.parameters.get(KEY_SIZE)) in PAIR_NAMES and purpose in (ENCRYPT, DECRYPT, SIGN, VERIFY):
        return _PairSession(key, algorithm, purpose, wanted)
    raise huks_error(INVALID_ARGUMENT, "Invalid purpose.")


def _authorise(key: StoredKey, wanted: Parameters, purpose: int) -> None:
    """What was said when the key was made must be said again, and be the same."""
    allowed = number(key.parameters, PURPOSE, "The key purpose")
    if purpose == 0 or purpose & allowed != purpose:
        raise huks_error(ILLEGAL_ARGUMENT, "The key is not for this purpose.")
    uses_digest = purpose not in (ENCRYPT, DECRYPT) or number(wanted, ALGORITHM, "The algorithm") == RSA
    for tag in _POLICY:
        if tag == DIGEST and not uses_digest:
            continue
        if tag in key.parameters and wanted.get(tag) != key.parameters[tag]:
            raise huks_error(ILLEGAL_ARGUMENT, "The parameters are not those of the key.")


def _cipher(key: StoredKey, algorithm: int, encrypting: bool, wanted: Parameters) -> Session:
    mode = chosen(MODE_NAMES, number(wanted, BLOCK_MODE, "The block mode"), "Mode")
    padded = number(wanted, PADDING, "The padding") != NO_PADDING
    if padded and mode not in ("ECB", "CBC"):
        raise huks_error(INVALID_ARGUMENT, f"{mode} takes no padding.")
    transformation = symmetric.Transformation(_FAMILIES[algorithm], mode, padded)
    if mode in ("GCM", "CCM"):
        return _AeadSession(key, transformation, encrypting, wanted)
    iv = data(wanted, IV, "The IV") if mode != "ECB" else None
    return _CipherSession(_opened(key, transformation, encrypting, symmetric.Parameters(iv=iv)))


def _opened(
    key: StoredKey, transformation: symmetric.Transformation, encrypting: bool, parameters: symmetric.Parameters
) -> symmetric.SymmetricCipher:
    try:
        return symmetric.open_cipher(transformation, encrypting, key.material, parameters)
    except BusinessError as error:
        raise huks_error(INVALID_ARGUMENT, f"Invalid parameters: {error.message}.") from error


@contextmanager
def _crypto_failures() -> Generator[None, None, None]:
    try:
        yield
    except BusinessError as error:
        raise huks_error(CRYPTO_FAILED, f"Crypto engine error: {error.message}.") from error


class _CipherSession:
    def __init__(self, cipher: symmetric.SymmetricCipher) -> None:
        self._cipher = cipher

    def update(self, content: bytes) -> bytes:
        with _crypto_failures():
            return self._cipher.update(content)

    def finish(self, content: bytes, parameters: Parameters) -> bytes:
        with _crypto_failures():
            return self._cipher.finish(content or None)


class _AeadSession:
    """GCM and CCM. The tag follows the ciphertext; to decrypt, it comes as a parameter of the session or of its end."""

    def __init__(
        self, key: StoredKey, transformation: symmetric.Transformation, encrypting: bool, wanted: Parameters
    ) -> None:
        self._key, self._transformation, self._encrypting, self._wanted = key, transformation, encrypting, wanted
        self._content: list[bytes] = []
        nonce = data(wanted, NONCE, "The nonce")
        if transformation.mode == "GCM" and len(nonce) < _GCM_NONCE_BYTES:
            raise huks_error(INVALID_ARGUMENT, "Invalid nonce.")
        if transformation.mode == "CCM":
            data(wanted, ASSOCIATED_DATA, "The associated data")

    def update(self, content: bytes) -> bytes:
        """Nothing comes out before the end, where the tag is checked."""
        self._content.append(content)
        return b""

    def finish(self, content: bytes, parameters: Parameters) -> bytes:
        given: Parameters = {**self._wanted, **parameters}
        aad = given.get(ASSOCIATED_DATA)
        length = given.get(AE_TAG_LENGTH, symmetric.GCM_TAG_BYTES)
        tag = None
        if not self._encrypting:
            tag = data(given, AE_TAG, "The AE tag")
            length = len(tag)
        chosen_parameters = symmetric.Parameters(
            kind="AeadParamsSpec",
            iv=data(given, NONCE, "The nonce"),
            aad=aad if isinstance(aad, bytes) else None,
            tag_length=length if isinstance(length, int) else symmetric.GCM_TAG_BYTES,
        )
        cipher = _opened(self._key, self._transformation, self._encrypting, chosen_parameters)
        with _crypto_failures():
            return cipher.finish(b"".join([*self._content, content, tag or b""]))


class _MacSession:
    def __init__(self, running: hashing.Running) -> None:
        self._running = running

    def update(self, content: bytes) -> bytes:
        self._running.update(content)
        return b""

    def finish(self, content: bytes, parameters: Parameters) -> bytes:
        self._running.update(content)
        return self._running.finalize()


class _PairSession:
    """RSA and elliptic keys work on the whole text at the end."""

    def __init__(self, key: StoredKey, algorithm: int, purpose: int, wanted: Parameters) -> None:
        self._key, self._purpose = key, purpose
        self._content: list[bytes] = []
        padding = wanted.get(PADDING)
        if algorithm == RSA and padding is None:
            raise huks_error(MISSING_ARGUMENT, "The padding is not set.")
        size = number(key.parameters, KEY_SIZE, "The key size")
        self._scheme = key_pair_uses.Scheme(
            PAIR_NAMES[algorithm, size],
            {OAEP: "PKCS1_OAEP", PSS: "PSS"}.get(padding if isinstance(padding, int) else 0, "PKCS1"),
            DIGEST_NAMES.get(number(wanted, DIGEST, "The digest"), "") if DIGEST in wanted else "",
        )

    def update(self, content: bytes) -> bytes:
        self._content.append(content)
        return b""

    def finish(self, content: bytes, parameters: Parameters) -> bytes:
        with _crypto_failures():
            if self._purpose == VERIFY:
                whole = b"".join(self._content)
                if not key_pair_uses.verify(self._scheme, public_key(self._key), whole, content):
                    raise huks_error(CRYPTO_FAILED, "the signature does not fit")
                return b""
            whole = b"".join([*self._content, content])
            if self._purpose == ENCRYPT:
                return key_pair_uses.encrypt(self._scheme, public_key(self._key), whole)
            if self._key.public_only:
                raise huks_error(CRYPTO_FAILED, "the private key is not here")
            work = key_pair_uses.sign if self._purpose == SIGN else key_pair_uses.decrypt
            return work(self._scheme, self._key.material, whole)
