"""HUKS parameters: the tags, and the values of those that decide what a key may do.

Source: interface_sdk-js api/@ohos.security.huks.d.ts; error numbers by security_huks hks_errcode_adapter.c.
"""

from __future__ import annotations

import base64

from ..api import BusinessError

ILLEGAL_ARGUMENT = 401
NOT_SUPPORTED = 12000001
MISSING_ARGUMENT = 12000002
INVALID_ARGUMENT = 12000003
CRYPTO_FAILED = 12000006
NOT_FOUND = 12000011
ALREADY_THERE = 12000017

_UINT, _BOOL, _BYTES = 2 << 28, 4 << 28, 5 << 28
ALGORITHM, PURPOSE, KEY_SIZE, DIGEST, PADDING, BLOCK_MODE = (_UINT | number for number in range(1, 7))
ASSOCIATED_DATA, NONCE, IV = (_BYTES | number for number in range(8, 11))
STORAGE_LEVEL = _UINT | 316
KEY_OVERRIDE = _BOOL | 520
AE_TAG_LENGTH = _UINT | 521
AE_TAG = _BYTES | 10009
IMPORT_KEY_TYPE = _UINT | 25
_MATERIAL_TAGS = (ASSOCIATED_DATA, NONCE, IV, AE_TAG)
_TYPE_BITS = 15 << 28

ENCRYPT, DECRYPT, SIGN, VERIFY, MAC = 1, 2, 4, 8, 128
RSA, ECC, AES, HMAC, X25519, ED25519, SM4, TRIPLE_DES = 1, 2, 20, 50, 101, 102, 152, 161
CREDENTIAL_ENCRYPTED = 1
"""HUKS_AUTH_STORAGE_LEVEL_CE, the level of keys that name none (hks_client_service_util.c)."""

MODE_NAMES = {1: "ECB", 2: "CBC", 3: "CTR", 4: "OFB", 5: "CFB", 31: "CCM", 32: "GCM"}
DIGEST_NAMES = {1: "MD5", 2: "SM3", 10: "SHA1", 11: "SHA224", 12: "SHA256", 13: "SHA384", 14: "SHA512"}
NO_PADDING, OAEP, PSS, PKCS1, PKCS5, PKCS7 = range(6)

Parameters = dict[int, int | bytes]


def huks_error(code: int, message: str) -> BusinessError:
    return BusinessError(code, message)


def parsed(given: list[tuple[int, object]]) -> Parameters:
    """What the guest sends: numbers, booleans, and Base64 where the tag says bytes. A tag given twice counts once."""
    parameters: Parameters = {}
    for tag, value in given:
        if tag & _TYPE_BITS == _BYTES:
            if not isinstance(value, str):
                raise huks_error(ILLEGAL_ARGUMENT, "The value of a bytes tag must be a Uint8Array.")
            parameters.setdefault(tag, base64.b64decode(value))
        else:
            if not isinstance(value, (int, float)):
                raise huks_error(ILLEGAL_ARGUMENT, "The value does not fit the type of its tag.")
            parameters.setdefault(tag, int(value))
    return parameters


def shown(parameters: Parameters) -> list[tuple[int, object]]:
    """The other way round."""
    return [
        (tag, base64.b64encode(value).decode() if isinstance(value, bytes) else value)
        for tag, value in parameters.items()
    ]


def lasting(parameters: Parameters) -> Parameters:
    """What is kept with a key: not what belongs to one operation only."""
    return {tag: value for tag, value in parameters.items() if tag not in _MATERIAL_TAGS}


def number(parameters: Parameters, tag: int, what: str) -> int:
    """The value of a number that must be there. Raises 12000002."""
    value = parameters.get(tag)
    if not isinstance(value, int):
        raise huks_error(MISSING_ARGUMENT, f"{what} is not set.")
    return value


def data(parameters: Parameters, tag: int, what: str) -> bytes:
    """The value of bytes that must be there. Raises 12000002."""
    value = parameters.get(tag)
    if not isinstance(value, bytes):
        raise huks_error(MISSING_ARGUMENT, f"{what} is not set.")
    return value


def chosen(table: dict[int, str], value: int, what: str) -> str:
    """The name of an enumerated value. Raises 12000003."""
    if value not in table:
        raise huks_error(INVALID_ARGUMENT, f"{what} {value} is not supported.")
    return table[value]
