"""Symmetric ciphers: what a transformation such as ``AES256|GCM|PKCS7`` means, and a cipher under way.

Source: security_crypto_framework common/src/params_parser.c, plugin/openssl_plugin/crypto_operation/cipher.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers import modes as older_modes
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import (
    AEADDecryptionContext,
    AEADEncryptionContext,
    Cipher,
    CipherContext,
    algorithms,
    modes,
)
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from .errors import check_failed, invalid, not_supported, operation_failed

PlainMode = modes.ModeWithInitializationVector | modes.ModeWithNonce | modes.ECB
ModeT = TypeVar("ModeT", bound=modes.Mode)

GCM_TAG_BYTES = 16
CCM_TAG_BYTES = 12
GCM_NONCE_BYTES = range(1, 17)
CCM_NONCE_BYTES = range(7, 14)
MODES = ("ECB", "CBC", "CTR", "OFB", "CFB", "CFB8", "CFB128", "GCM", "CCM")
PADDINGS = ("NoPadding", "PKCS5", "PKCS7")
KEY_BYTES = {"AES128": 16, "AES192": 24, "AES256": 32, "SM4_128": 16, "3DES192": 24}
"""What a symmetric key generator can be asked for; HMAC keys have any length."""
HMAC_KEY_BYTES = {"MD5": 16, "SHA1": 20, "SHA224": 28, "SHA256": 32, "SHA384": 48, "SHA512": 64, "SM3": 32}
_FAMILIES = {
    **dict.fromkeys(("AES", "AES128", "AES192", "AES256"), "AES"),
    **dict.fromkeys(("SM4", "SM4_128"), "SM4"),
    **dict.fromkeys(("3DES", "3DES192"), "3DES"),
}


class Transformation(msgspec.Struct, frozen=True):
    """``family``: AES, SM4 or 3DES."""

    family: str
    mode: str
    padded: bool


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """A ParamsSpec as the guest sends it. ``kind`` is its algName; ``tag_length`` only of AeadParamsSpec."""

    kind: str = ""
    iv: bytes | None = None
    aad: bytes | None = None
    tag: bytes | None = None
    tag_length: int = 0


class SymmetricCipher(Protocol):
    """A cipher under way; ``finish`` ends it. Both raise 17630001 for what cannot be decrypted."""

    def update(self, data: bytes) -> bytes: ...

    def finish(self, data: bytes | None) -> bytes: ...


def parse_transformation(text: str) -> Transformation:
    """``AES128|CBC|PKCS7`` and its short forms (no mode: ECB; no padding: PKCS7). Raises 801."""
    algorithm, *rest = text.split("|")
    family = _FAMILIES.get(algorithm)
    if family is None:
        raise not_supported(f"{text} is not a cipher of this device")
    mode, padded = "ECB", True
    for part in rest:
        if part in MODES:
            mode = part
        elif part in PADDINGS:
            padded = part != "NoPadding"
        else:
            raise not_supported(f"{text}: {part} is not supported")
    if (family == "3DES" and mode in ("CTR", "GCM", "CCM")) or (family == "SM4" and mode in ("CCM", "CFB8")):
        raise not_supported(f"{family} has no mode {mode}")
    return Transformation(family, mode, padded and mode in ("ECB", "CBC"))


def symmetric_key_bytes(name: str) -> int:
    """How long a key that generator ``name`` makes is, 0 for ``HMAC`` without a digest. Raises 801."""
    if name in KEY_BYTES:
        return KEY_BYTES[name]
    kind, _, digest = name.partition("|")
    if kind == "HMAC" and (not digest or digest in HMAC_KEY_BYTES):
        return HMAC_KEY_BYTES.get(digest, 0)
    raise not_supported(f"{name} is not a key of this device")


def open_cipher(wanted: Transformation, encrypting: bool, key: bytes, parameters: Parameters) -> SymmetricCipher:
    """Raises 401 for parameters that do not fit, 801 for what the library does not have."""
    if wanted.mode == "CCM":
        return _CcmCipher(encrypting, key, _aead_parameters(wanted.mode, encrypting, parameters))
    if wanted.mode == "GCM":
        return _open_gcm(wanted, encrypting, key, _aead_parameters(wanted.mode, encrypting, parameters))
    cipher = _cipher(wanted, _mode(wanted, parameters.iv), key)
    return _StreamCipher(cipher.encryptor() if encrypting else cipher.decryptor(), wanted, encrypting)


def _open_gcm(wanted: Transformation, encrypting: bool, key: bytes, parameters: Parameters) -> SymmetricCipher:
    try:
        mode = modes.GCM(parameters.iv or b"", min_tag_length=4)
    except ValueError as error:
        raise invalid("the iv cannot be used") from error
    cipher = _cipher(wanted, mode, key)
    if encrypting:
        return _GcmEncryption(cipher.encryptor(), parameters)
    newer = parameters.kind == "AeadParamsSpec"
    known = msgspec.structs.replace(parameters, tag=None if newer else parameters.tag)
    return _GcmDecryption(cipher.decryptor(), known)


def _mode(wanted: Transformation, iv: bytes | None) -> PlainMode:
    if wanted.mode == "ECB":
        return modes.ECB()
    block = 8 if wanted.family == "3DES" else 16
    if iv is None or len(iv) != block:
        raise invalid(f"{wanted.mode} needs an iv of {block} bytes")
    makers: dict[str, Callable[[bytes], PlainMode]] = {
        "CBC": modes.CBC,
        "CTR": modes.CTR,
        "OFB": older_modes.OFB,
        "CFB": older_modes.CFB,
        "CFB128": older_modes.CFB,
        "CFB8": older_modes.CFB8,
    }
    return makers[wanted.mode](iv)


def _cipher(wanted: Transformation, mode: ModeT, key: bytes) -> Cipher[ModeT]:
    makers: dict[str, Callable[[bytes], algorithms.AES | algorithms.SM4 | TripleDES]] = {
        "AES": algorithms.AES,
        "SM4": algorithms.SM4,
        "3DES": TripleDES,
    }
    try:
        return Cipher(makers[wanted.family](key), mode)
    except ValueError as error:
        raise invalid("the key does not fit the cipher") from error


def _aead_parameters(mode: str, encrypting: bool, given: Parameters) -> Parameters:
    """With every part filled in: napi_utils.cpp takes the tag of the parameters only to decrypt."""
    nonces = GCM_NONCE_BYTES if mode == "GCM" else CCM_NONCE_BYTES
    newer = given.kind == "AeadParamsSpec"
    if given.iv is None or len(given.iv) not in nonces:
        raise invalid(f"{mode} needs an iv of {nonces[0]} to {nonces[-1]} bytes")
    length = given.tag_length or (GCM_TAG_BYTES if mode == "GCM" or newer else CCM_TAG_BYTES)
    if newer:
        return msgspec.structs.replace(given, tag_length=length)
    if not encrypting and not given.tag:
        raise invalid(f"{mode} needs the authTag to decrypt")
    if mode == "CCM" and not given.aad:
        raise invalid("CCM needs aad")
    return msgspec.structs.replace(given, tag_length=length if encrypting else len(given.tag or b""))


class _StreamCipher:
    """Every mode without authentication."""

    def __init__(self, context: CipherContext, wanted: Transformation, encrypting: bool) -> None:
        self._context = context
        self._padding = None
        if wanted.padded:
            kind = padding.PKCS7(64 if wanted.family == "3DES" else 128)
            self._padding = kind.padder() if encrypting else kind.unpadder()
        self._encrypting = encrypting

    def update(self, data: bytes) -> bytes:
        if self._padding and self._encrypting:
            return self._context.update(self._padding.update(data))
        plain = self._context.update(data)
        return self._padding.update(plain) if self._padding else plain

    def finish(self, data: bytes | None) -> bytes:
        try:
            begun = self.update(data) if data else b""
            if self._padding and self._encrypting:
                return begun + self._context.update(self._padding.finalize()) + self._context.finalize()
            rest = self._context.finalize()
            return begun + (self._padding.update(rest) + self._padding.finalize() if self._padding else rest)
        except ValueError as error:
            raise operation_failed("the data do not fit the block size, or their padding is wrong") from error


class _GcmEncryption:
    """The tag follows the last bytes."""

    def __init__(self, context: AEADEncryptionContext, parameters: Parameters) -> None:
        self._context = context
        self._tag_length = parameters.tag_length
        if parameters.aad:
            context.authenticate_additional_data(parameters.aad)

    def update(self, data: bytes) -> bytes:
        return self._context.update(data)

    def finish(self, data: bytes | None) -> bytes:
        rest = (self._context.update(data) if data else b"") + self._context.finalize()
        return rest + self._context.tag[: self._tag_length]


class _GcmDecryption:
    """GcmParamsSpec holds the tag; with AeadParamsSpec it follows the data of ``finish``."""

    def __init__(self, context: AEADDecryptionContext, parameters: Parameters) -> None:
        self._context = context
        self._parameters = parameters
        if parameters.aad:
            context.authenticate_additional_data(parameters.aad)

    def update(self, data: bytes) -> bytes:
        return self._context.update(data)

    def finish(self, data: bytes | None) -> bytes:
        tag, length = self._parameters.tag, self._parameters.tag_length
        if tag is None:
            if data is None or len(data) < length:
                raise check_failed("the data are shorter than the tag")
            data, tag = data[:-length], data[-length:]
        plain = self._context.update(data) if data else b""
        try:
            return plain + self._context.finalize_with_tag(tag)
        except (InvalidTag, ValueError) as error:
            raise operation_failed("the authTag does not fit the data") from error


class _CcmCipher:
    """CCM takes its data in one piece: in ``update`` or in ``finish``."""

    def __init__(self, encrypting: bool, key: bytes, parameters: Parameters) -> None:
        self._parameters = parameters
        self._encrypting = encrypting
        self._tag_to_come = b""
        self._done = False
        try:
            self._cipher = AESCCM(key, parameters.tag_length)
        except ValueError as error:
            raise invalid("the key or the length of the tag cannot be used") from error

    def update(self, data: bytes) -> bytes:
        if self._done:
            raise operation_failed("CCM takes its data in one piece")
        self._done = True
        nonce, aad, length = self._parameters.iv or b"", self._parameters.aad, self._parameters.tag_length
        try:
            if self._encrypting:
                both = self._cipher.encrypt(nonce, data, aad)
                self._tag_to_come = both[-length:]
                return both[:-length]
            tagged = data if self._parameters.kind == "AeadParamsSpec" else data + (self._parameters.tag or b"")
            return self._cipher.decrypt(nonce, tagged, aad)
        except (InvalidTag, ValueError) as error:
            raise operation_failed("the authTag does not fit the data") from error

    def finish(self, data: bytes | None) -> bytes:
        begun = self.update(data or b"") if data or not self._done else b""
        return begun + self._tag_to_come
