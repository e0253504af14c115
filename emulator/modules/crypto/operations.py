"""The host functions of ``@ohos.security.cryptoFramework``: objects under way live here, by handle.

This module imports the ``cryptography`` package; module.py loads it when an app first needs it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ...entropy import Entropy
from ..api import HostFunction
from . import key_pair_uses, key_pairs
from .derivation import DerivationInput, derivation_named
from .errors import invalid
from .hashing import Running, digest_named, mac_length, open_digest, open_mac
from .symmetric import Parameters, SymmetricCipher, open_cipher, parse_transformation, symmetric_key_bytes

MadeT = TypeVar("MadeT")


class CryptoOperations:
    """Key material and parameters come as Base64 inside JSON, data as bytes."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy
        self._hashes: dict[int, Running] = {}
        self._ciphers: dict[int, SymmetricCipher] = {}
        self._next = 1
        self.host_functions: Mapping[str, HostFunction] = {
            "crypto.digestLength": self.digest_length,
            "crypto.openDigest": self.open_digest,
            "crypto.macLength": mac_length,
            "crypto.openMac": self.open_mac,
            "crypto.updateHash": self.update_hash,
            "crypto.finishHash": self.finish_hash,
            "crypto.checkCipher": self.check_cipher,
            "crypto.openCipher": self.open_cipher,
            "crypto.updateCipher": self.update_cipher,
            "crypto.finishCipher": self.finish_cipher,
            "crypto.keyLength": symmetric_key_bytes,
            "crypto.random": entropy.take,
            "crypto.stir": entropy.stir,
            "crypto.checkDerivation": self.check_derivation,
            "crypto.derive": self.derive,
            "crypto.checkKeyPair": key_pairs.check_generator,
            "crypto.makeKeyPair": self.make_key_pair,
            "crypto.readKeyPair": self.read_key_pair,
            "crypto.readPem": self.read_pem,
            "crypto.keyPem": self.key_pem,
            "crypto.keyNumber": self.key_number,
            "crypto.keyBits": self.key_bits,
            "crypto.checkScheme": self.check_scheme,
            "crypto.sign": self.sign,
            "crypto.verify": self.verify,
            "crypto.crypt": self.crypt,
            "crypto.agree": self.agree,
        }

    def _keep(self, table: dict[int, MadeT], made: MadeT) -> int:
        handle = self._next
        self._next += 1
        table[handle] = made
        return handle

    def digest_length(self, name: str) -> int:
        return digest_named(name).digest_size

    def open_digest(self, name: str) -> int:
        return self._keep(self._hashes, open_digest(name))

    def open_mac(self, kind: str, name: str, key: bytes) -> int:
        return self._keep(self._hashes, open_mac(kind, name, key))

    def update_hash(self, handle: int, data: bytes) -> None:
        self._hashes[handle].update(data)

    def finish_hash(self, handle: int) -> bytes:
        return self._hashes.pop(handle).finalize()

    def check_cipher(self, name: str) -> str:
        """``symmetric`` or ``rsa``; raises what creating the cipher does."""
        if name.startswith("RSA"):
            key_pair_uses.parse_scheme(name)
            return "rsa"
        parse_transformation(name)
        return "symmetric"

    def open_cipher(self, name: str, encrypting: bool, parameters: object, key: bytes) -> int:
        wanted = parse_transformation(name)
        given = msgspec.convert(parameters, Parameters)
        return self._keep(self._ciphers, open_cipher(wanted, encrypting, key, given))

    def update_cipher(self, handle: int, data: bytes) -> bytes:
        return self._ciphers[handle].update(data)

    def finish_cipher(self, handle: int, data: bytes | None = None) -> bytes:
        """The cipher is at its end, whether this works or not."""
        return self._ciphers.pop(handle).finish(data)

    def check_derivation(self, name: str) -> None:
        derivation_named(name)

    def derive(self, name: str, given: object) -> bytes:
        return derivation_named(name)(msgspec.convert(given, DerivationInput))

    def make_key_pair(self, name: str) -> dict[str, str]:
        key = key_pairs.generate(name, self._entropy)
        return {"pub": _text(key_pairs.encode_public(key.public_key())), "pri": _text(key_pairs.encode_private(key))}

    def read_key_pair(self, public: str | None, private: str | None) -> dict[str, str | None]:
        """Keys that an app brings, checked and in the framework's own encoding."""
        if public is None and private is None:
            raise invalid("neither a public nor a private key was given")
        return {
            "pub": _text(key_pairs.encode_public(key_pairs.decode_public(_bytes(public)))) if public else None,
            "pri": _text(key_pairs.encode_private(key_pairs.decode_private(_bytes(private)))) if private else None,
        }

    def read_pem(self, public: str | None, private: str | None, password: str | None) -> dict[str, str | None]:
        if public is None and private is None:
            raise invalid("neither a public nor a private key was given")
        return {
            "pub": _text(key_pairs.pem_to_public(public)) if public is not None else None,
            "pri": _text(key_pairs.pem_to_private(private, password)) if private is not None else None,
        }

    def key_pem(self, private: bool, form: str, key: bytes) -> str:
        return key_pairs.private_pem(key, form) if private else key_pairs.public_pem(key, form)

    def key_number(self, private: bool, item: int, key: bytes) -> str:
        return str(key_pairs.key_number(key, private, item))

    def key_bits(self, private: bool, key: bytes) -> int:
        return key_pairs.key_bits(key, private)

    def check_scheme(self, name: str) -> None:
        key_pair_uses.parse_scheme(name)

    def sign(self, scheme: str, key: str, data: bytes) -> bytes:
        return key_pair_uses.sign(key_pair_uses.parse_scheme(scheme), _bytes(key), data)

    def verify(self, scheme: str, key: str, signature: str, data: bytes) -> bool:
        return key_pair_uses.verify(key_pair_uses.parse_scheme(scheme), _bytes(key), data, _bytes(signature))

    def crypt(self, scheme: str, encrypting: bool, key: str, data: bytes) -> bytes:
        work = key_pair_uses.encrypt if encrypting else key_pair_uses.decrypt
        return work(key_pair_uses.parse_scheme(scheme), _bytes(key), data)

    def agree(self, own: str, other: bytes) -> bytes:
        return key_pair_uses.agree(_bytes(own), other)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
