"""The Python side of ``@ohos.security.cryptoFramework`` for one extension process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ...entropy import Entropy
from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction

NAMES = (
    "agree checkCipher checkDerivation checkKeyPair checkScheme crypt derive digestLength finishCipher finishHash "
    "keyBits keyLength keyNumber keyPem macLength makeKeyPair openCipher openDigest openMac random readKeyPair readPem "
    "sign stir updateCipher updateHash verify"
)


class CryptoModule:
    """Says which host functions there are; what they do is loaded with the first call, for the library is large."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._entropy = Entropy(environment.seed, environment.trace)
        self._loaded: Mapping[str, HostFunction] | None = None
        self.host_functions: Mapping[str, HostFunction] = {
            f"crypto.{name}": partial(self._call, f"crypto.{name}") for name in NAMES.split()
        }

    def close(self) -> None:
        """Digests, codes and ciphers under way are gone."""
        self._loaded = None

    def _call(self, name: str, *values: object) -> object:
        if self._loaded is None:
            from .operations import CryptoOperations

            self._loaded = CryptoOperations(self._entropy).host_functions
        return self._loaded[name](*values)
