"""Asymmetric keys: RSA, ECC, Ed25519 and X25519 – made, encoded, decoded, taken apart.

Source: security_crypto_framework frameworks/key/asy_key_generator.c. Elliptic keys follow from the device's entropy;
the primes of RSA come from the library's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ...entropy import Entropy
from .errors import invalid, not_supported, operation_failed

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | x25519.X25519PrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | x25519.X25519PublicKey
_PRIVATE_TYPES = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, x25519.X25519PrivateKey)
_PUBLIC_TYPES = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, ed25519.Ed25519PublicKey, x25519.X25519PublicKey)

CURVES: dict[str, ec.EllipticCurve] = {
    "ECC224": ec.SECP224R1(),
    "ECC256": ec.SECP256R1(),
    "ECC384": ec.SECP384R1(),
    "ECC521": ec.SECP521R1(),
    "ECC_BrainPoolP256r1": ec.BrainpoolP256R1(),
    "ECC_BrainPoolP384r1": ec.BrainpoolP384R1(),
    "ECC_BrainPoolP512r1": ec.BrainpoolP512R1(),
    "ECC_Secp256k1": ec.SECP256K1(),
}
_RSA = re.compile(r"RSA(1024|2048|3072|4096)(\|PRIMES_2)?")
_PUBLIC_EXPONENT = 65537
_RSA_N, _RSA_PRIVATE, _RSA_PUBLIC = 301, 302, 303
_ECC_PRIVATE, _ECC_X, _ECC_Y = 208, 209, 210


def check_generator(name: str) -> None:
    """Raises 801 unless key pairs called ``name`` can be made or read here."""
    if not (name in CURVES or name in ("Ed25519", "X25519") or _RSA.fullmatch(name) or name in ("RSA", "ECC")):
        raise not_supported(f"{name} is not a key pair of this device")


def generate(name: str, entropy: Entropy) -> PrivateKey:
    """A new key pair. Raises 801."""
    check_generator(name)
    if name in CURVES:
        curve = CURVES[name]
        return ec.derive_private_key(1 + entropy.below(2 ** (curve.key_size - 1) - 1), curve)
    if name == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(entropy.take(32))
    if name == "X25519":
        return x25519.X25519PrivateKey.from_private_bytes(entropy.take(32))
    size = _RSA.fullmatch(name)
    if size is None:
        raise invalid(f"{name} does not say how long the key is")
    return rsa.generate_private_key(_PUBLIC_EXPONENT, int(size[1]))


def encode_private(key: PrivateKey) -> bytes:
    """PKCS#8, DER."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def encode_public(key: PublicKey) -> bytes:
    """X.509 SubjectPublicKeyInfo, DER."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def decode_private(data: bytes) -> PrivateKey:
    """Raises 17630001 for what is no private key."""
    key = _read(lambda: serialization.load_der_private_key(data, None))
    if not isinstance(key, _PRIVATE_TYPES):
        raise operation_failed("this is no private key that can be used here")
    return key


def decode_public(data: bytes) -> PublicKey:
    """Raises 17630001 for what is no public key."""
    key = _read(lambda: serialization.load_der_public_key(data))
    if not isinstance(key, _PUBLIC_TYPES):
        raise operation_failed("this is no public key that can be used here")
    return key


def pem_to_private(text: str, password: str | None) -> bytes:
    """The PKCS#8 bytes of a PEM text."""
    secret = password.encode() if password is not None else None
    key = _read(lambda: serialization.load_pem_private_key(text.encode(), secret))
    if not isinstance(key, _PRIVATE_TYPES):
        raise operation_failed("this is no private key that can be used here")
    return encode_private(key)


def pem_to_public(text: str) -> bytes:
    """The X.509 bytes of a PEM text."""
    key = _read(lambda: serialization.load_pem_public_key(text.encode()))
    if not isinstance(key, _PUBLIC_TYPES):
        raise operation_failed("this is no public key that can be used here")
    return encode_public(key)


def private_pem(data: bytes, form: str) -> str:
    """``PKCS1`` and ``EC`` are the older forms of one kind of key, ``PKCS8`` holds any."""
    key = decode_private(data)
    older = {"PKCS1": rsa.RSAPrivateKey, "EC": ec.EllipticCurvePrivateKey}.get(form)
    if form != "PKCS8" and (older is None or not isinstance(key, older)):
        raise invalid(f"a private key is not written as {form}")
    kind = PrivateFormat.PKCS8 if form == "PKCS8" else PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(Encoding.PEM, kind, NoEncryption()).decode()


def public_pem(data: bytes, form: str) -> str:
    key = decode_public(data)
    if form != "X509" and not (form == "PKCS1" and isinstance(key, rsa.RSAPublicKey)):
        raise invalid(f"a public key is not written as {form}")
    return key.public_bytes(
        Encoding.PEM, PublicFormat.PKCS1 if form == "PKCS1" else PublicFormat.SubjectPublicKeyInfo
    ).decode()


def key_number(data: bytes, private: bool, item: int) -> int:
    """The number that AsyKeySpecItem ``item`` of a key names. Raises 801 for what the key does not have."""
    key = decode_private(data) if private else decode_public(data)
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = {
            _RSA_N: key.private_numbers().public_numbers.n,
            _RSA_PRIVATE: key.private_numbers().d,
            _RSA_PUBLIC: key.private_numbers().public_numbers.e,
        }
    elif isinstance(key, rsa.RSAPublicKey):
        numbers = {_RSA_N: key.public_numbers().n, _RSA_PUBLIC: key.public_numbers().e}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        numbers = {_ECC_PRIVATE: key.private_numbers().private_value}
    elif isinstance(key, ec.EllipticCurvePublicKey):
        numbers = {_ECC_X: key.public_numbers().x, _ECC_Y: key.public_numbers().y}
    else:
        numbers = {}
    if item not in numbers:
        raise not_supported(f"item {item} of this key is not supported")
    return numbers[item]


def key_bits(data: bytes, private: bool) -> int:
    key = decode_private(data) if private else decode_public(data)
    size = getattr(key, "key_size", 256)
    assert isinstance(size, int)
    return size


def _read(read: Callable[[], object]) -> object:
    try:
        return read()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise operation_failed("the key cannot be read") from error
