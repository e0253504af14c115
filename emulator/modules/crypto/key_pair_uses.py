"""What asymmetric keys do: sign and verify, encrypt and decrypt, agree on a secret.

Source: security_crypto_framework frameworks/crypto_operation/{signature,cipher,key_agreement}.c. Signatures and
ciphertexts that need random numbers take the library's own.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from .errors import invalid, not_supported, operation_failed
from .hashing import DIGESTS
from .key_pairs import check_generator, decode_private, decode_public


class Scheme(msgspec.Struct, frozen=True):
    """``RSA2048|PKCS1_OAEP|SHA256|MGF1_SHA1`` taken apart."""

    algorithm: str
    padding: str = "PKCS1"
    digest: str = ""
    mask_digest: str = ""


def parse_scheme(text: str) -> Scheme:
    """Raises 801 for parts that nobody knows."""
    algorithm, *rest = text.split("|")
    check_generator(algorithm)
    scheme = Scheme(algorithm)
    for part in rest:
        if part in ("PKCS1", "PSS", "PKCS1_OAEP", "NoPadding"):
            scheme = msgspec.structs.replace(scheme, padding=part)
        elif part in DIGESTS:
            scheme = msgspec.structs.replace(scheme, digest=part)
        elif part.removeprefix("MGF1_") in DIGESTS:
            scheme = msgspec.structs.replace(scheme, mask_digest=part.removeprefix("MGF1_"))
        elif part != "PRIMES_2":
            raise not_supported(f"{text}: {part} is not supported")
    if scheme.padding == "NoPadding":
        raise not_supported(f"{text} is not supported")
    return scheme


def _digest(name: str) -> hashes.HashAlgorithm:
    if name not in DIGESTS:
        raise invalid("the algorithm names no digest")
    return DIGESTS[name]


def _signature_padding(scheme: Scheme) -> AsymmetricPadding:
    if scheme.padding == "PKCS1":
        return padding.PKCS1v15()
    mask = _digest(scheme.mask_digest or scheme.digest)
    return padding.PSS(padding.MGF1(mask), padding.PSS.DIGEST_LENGTH)


def sign(scheme: Scheme, private_key: bytes, data: bytes) -> bytes:
    key = decode_private(private_key)
    try:
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, _signature_padding(scheme), _digest(scheme.digest))
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(_digest(scheme.digest)))
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
    except ValueError as error:
        raise operation_failed("this key cannot sign so") from error
    raise invalid("this key does not sign")


def verify(scheme: Scheme, public_key: bytes, data: bytes, signature: bytes) -> bool:
    key = decode_public(public_key)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, _signature_padding(scheme), _digest(scheme.digest))
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_digest(scheme.digest)))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            raise invalid("this key verifies nothing")
    except InvalidSignature:
        return False
    return True


def _cipher_padding(scheme: Scheme) -> AsymmetricPadding:
    if scheme.padding == "PKCS1":
        return padding.PKCS1v15()
    digest = _digest(scheme.digest)
    return padding.OAEP(padding.MGF1(_digest(scheme.mask_digest or scheme.digest)), digest, None)


def encrypt(scheme: Scheme, public_key: bytes, data: bytes) -> bytes:
    key = decode_public(public_key)
    if not isinstance(key, rsa.RSAPublicKey):
        raise invalid("only RSA keys encrypt")
    try:
        return key.encrypt(data, _cipher_padding(scheme))
    except ValueError as error:
        raise operation_failed("the data are too long for this key") from error


def decrypt(scheme: Scheme, private_key: bytes, data: bytes) -> bytes:
    key = decode_private(private_key)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise invalid("only RSA keys decrypt")
    try:
        return key.decrypt(data, _cipher_padding(scheme))
    except ValueError as error:
        raise operation_failed("the data were not encrypted for this key") from error


def agree(private_key: bytes, public_key: bytes) -> bytes:
    """The secret that both sides of a key agreement compute."""
    own, other = decode_private(private_key), decode_public(public_key)
    try:
        if isinstance(own, ec.EllipticCurvePrivateKey) and isinstance(other, ec.EllipticCurvePublicKey):
            return own.exchange(ec.ECDH(), other)
        if isinstance(own, x25519.X25519PrivateKey) and isinstance(other, x25519.X25519PublicKey):
            return own.exchange(other)
    except ValueError as error:
        raise operation_failed("the keys do not belong together") from error
    raise invalid("these keys cannot agree on a secret")
