"""How keys come into HUKS and what leaves it: generated, imported, their public halves exported.

Source: security_huks hks_base_check.c (sizes), hks_core_service_key_generate.c. Keys follow from the device's entropy.
"""

from __future__ import annotations

from ...entropy import Entropy
from ...keystore import StoredKey
from ..api import BusinessError
from ..crypto import key_pairs
from .parameters import (
    AES,
    ALGORITHM,
    CRYPTO_FAILED,
    ECC,
    ED25519,
    HMAC,
    ILLEGAL_ARGUMENT,
    IMPORT_KEY_TYPE,
    INVALID_ARGUMENT,
    KEY_SIZE,
    NOT_SUPPORTED,
    PURPOSE,
    RSA,
    SM4,
    TRIPLE_DES,
    X25519,
    Parameters,
    huks_error,
    lasting,
    number,
)

SYMMETRIC_BITS = {AES: (128, 192, 256), SM4: (128,), TRIPLE_DES: (128, 192), HMAC: range(8, 8193, 8)}
PAIR_NAMES = {
    **{(RSA, bits): f"RSA{bits}" for bits in (1024, 2048, 3072, 4096)},
    **{(ECC, bits): f"ECC{bits}" for bits in (224, 256, 384, 521)},
    (X25519, 256): "X25519",
    (ED25519, 256): "Ed25519",
}
PUBLIC_KEY = 0
"""HUKS_KEY_TYPE_PUBLIC_KEY, the type of an import that names none."""


def generated(parameters: Parameters, entropy: Entropy) -> StoredKey:
    algorithm, size = _checked(parameters)
    if algorithm in SYMMETRIC_BITS:
        return StoredKey(lasting(parameters), entropy.take(size // 8))
    pair = key_pairs.generate(PAIR_NAMES[algorithm, size], entropy)
    return StoredKey(lasting(parameters), key_pairs.encode_private(pair))


def imported(parameters: Parameters, material: bytes) -> StoredKey:
    """Symmetric keys are plain bytes, public keys are X.509; private keys in HUKS's own layout are not emulated."""
    algorithm, size = _checked(parameters)
    if algorithm in SYMMETRIC_BITS:
        if len(material) * 8 != size:
            raise huks_error(ILLEGAL_ARGUMENT, "Invalid key information.")
        return StoredKey(lasting(parameters), material)
    if parameters.get(IMPORT_KEY_TYPE, PUBLIC_KEY) != PUBLIC_KEY:
        raise huks_error(NOT_SUPPORTED, "Importing private keys is not supported.")
    try:
        key_pairs.decode_public(material)
    except BusinessError as error:
        raise huks_error(ILLEGAL_ARGUMENT, "Invalid public key.") from error
    return StoredKey(lasting(parameters), material, public_only=True)


def public_key(key: StoredKey) -> bytes:
    """X.509 of an asymmetric key. Raises 12000003 for a symmetric one: it never leaves."""
    if number(key.parameters, ALGORITHM, "The algorithm") in SYMMETRIC_BITS:
        raise huks_error(INVALID_ARGUMENT, "Only public keys can be exported.")
    if key.public_only:
        return key.material
    try:
        return key_pairs.encode_public(key_pairs.decode_private(key.material).public_key())
    except BusinessError as error:
        raise huks_error(CRYPTO_FAILED, "The key cannot be read.") from error


def _checked(parameters: Parameters) -> tuple[int, int]:
    algorithm = number(parameters, ALGORITHM, "The algorithm")
    size = number(parameters, KEY_SIZE, "The key size")
    if number(parameters, PURPOSE, "The key purpose") == 0:
        raise huks_error(INVALID_ARGUMENT, "Invalid purpose.")
    if algorithm in SYMMETRIC_BITS:
        if size not in SYMMETRIC_BITS[algorithm]:
            raise huks_error(INVALID_ARGUMENT, "Invalid key size.")
    elif (algorithm, size) not in PAIR_NAMES:
        raise huks_error(INVALID_ARGUMENT, "Invalid algorithm or key size.")
    return algorithm, size
