"""The Python side of ``@ohos.security.huks``: the app's keys on this device, and operations under way.

Source: security_huks interfaces/kits/napi, services/huks_standard. Keys live in ExtensionEnvironment.secrets.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...entropy import Entropy
from ...keystore import StoredKey
from ...runtime.api import ExtensionEnvironment
from ..api import HostFunction
from .parameters import (
    ALREADY_THERE,
    CREDENTIAL_ENCRYPTED,
    ILLEGAL_ARGUMENT,
    KEY_OVERRIDE,
    NOT_FOUND,
    STORAGE_LEVEL,
    Parameters,
    huks_error,
    parsed,
    shown,
)

if TYPE_CHECKING:
    from .sessions import Session

LONGEST_ALIAS = 128
SESSION_CHALLENGE_BYTES = 32
Given = list[tuple[int, object]]


class HuksModule:
    """What needs the cryptography package is loaded when a key is made or used."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._keys = environment.secrets.keys
        self._entropy = Entropy(environment.seed, environment.trace)
        self._sessions: dict[int, Session] = {}
        self.host_functions: Mapping[str, HostFunction] = {
            "huks.generate": self.generate,
            "huks.import": self.import_key,
            "huks.export": self.export,
            "huks.delete": self.delete,
            "huks.has": self.has,
            "huks.properties": self.properties,
            "huks.aliases": self.aliases,
            "huks.open": self.open,
            "huks.update": self.update,
            "huks.finish": self.finish,
            "huks.abort": self.abort,
        }

    def close(self) -> None:
        """Operations under way end with the process; keys stay."""
        self._sessions.clear()

    def generate(self, alias: str, given: Given) -> None:
        from .key_making import generated

        place, parameters = self._new(alias, given)
        self._keys[place] = generated(parameters, self._entropy)

    def import_key(self, alias: str, given: Given, material: bytes) -> None:
        from .key_making import imported

        place, parameters = self._new(alias, given)
        self._keys[place] = imported(parameters, material)

    def export(self, alias: str, given: Given) -> bytes:
        from .key_making import public_key

        return public_key(self._found(alias, parsed(given)))

    def delete(self, alias: str, given: Given) -> None:
        parameters = parsed(given)
        self._found(alias, parameters)
        del self._keys[self._place(alias, parameters)]

    def has(self, alias: str, given: Given) -> bool:
        return self._place(alias, parsed(given)) in self._keys

    def properties(self, alias: str, given: Given) -> Given:
        return shown(self._found(alias, parsed(given)).parameters)

    def aliases(self, given: Given) -> list[str]:
        level = self._level(parsed(given))
        return [alias for stored_level, alias in self._keys if stored_level == level]

    def open(self, alias: str, given: Given) -> dict[str, object]:
        from .sessions import open_session

        parameters = parsed(given)
        key = self._found(alias, parameters)
        session = open_session(key, parameters)
        handle = int.from_bytes(self._entropy.take(6), "big")
        self._sessions[handle] = session
        challenge = self._entropy.take(SESSION_CHALLENGE_BYTES)
        return {"handle": handle, "challenge": base64.b64encode(challenge).decode()}

    def update(self, handle: int, content: bytes) -> bytes:
        return self._session(handle).update(content)

    def finish(self, handle: int, given: Given, content: bytes) -> bytes:
        """The operation is at its end, whether this works or not."""
        session = self._session(handle)
        del self._sessions[handle]
        return session.finish(content, parsed(given))

    def abort(self, handle: int) -> None:
        self._session(handle)
        del self._sessions[handle]

    def _session(self, handle: int) -> Session:
        if handle not in self._sessions:
            raise huks_error(NOT_FOUND, "The session does not exist.")
        return self._sessions[handle]

    def _new(self, alias: str, given: Given) -> tuple[tuple[int, str], Parameters]:
        """A key of that name is replaced, unless the parameters forbid it."""
        parameters = parsed(given)
        place = self._place(alias, parameters)
        if place in self._keys and parameters.get(KEY_OVERRIDE, 1) == 0:
            raise huks_error(ALREADY_THERE, "A key with this alias exists.")
        return place, parameters

    def _found(self, alias: str, parameters: Parameters) -> StoredKey:
        key = self._keys.get(self._place(alias, parameters))
        if key is None:
            raise huks_error(NOT_FOUND, "The key does not exist.")
        return key

    def _place(self, alias: str, parameters: Parameters) -> tuple[int, str]:
        if not alias or len(alias.encode()) > LONGEST_ALIAS:
            raise huks_error(ILLEGAL_ARGUMENT, "The key alias is empty or too long.")
        return self._level(parameters), alias

    @staticmethod
    def _level(parameters: Parameters) -> int:
        level = parameters.get(STORAGE_LEVEL, CREDENTIAL_ENCRYPTED)
        if not isinstance(level, int) or not 0 <= level <= 2:
            raise huks_error(ILLEGAL_ARGUMENT, "The storage level is unknown.")
        return level
