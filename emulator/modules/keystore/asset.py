"""The Python side of ``@ohos.security.asset``: the app's short secrets with their attributes.

Source: security_asset services/asset/core_service/src/operations, db_operator/src/common. Nobody ever unlocks a secret
that asks for the user (AuthType.ANY): there is no one to show a face. Secrets do not travel to other devices, whatever
their SyncType says.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from ...entropy import Entropy
from ...keystore import IS_PERSISTENT, Asset
from ...runtime.api import ExtensionEnvironment
from ..api import BusinessError, HostFunction

INVALID_ARGUMENT = 401
NOT_FOUND = 24000002
DUPLICATED = 24000003
ACCESS_DENIED = 24000004
UNSUPPORTED = 24000017

_BOOL, _NUMBER, _BYTES = 1 << 28, 2 << 28, 3 << 28
SECRET, ALIAS = _BYTES | 1, _BYTES | 2
ACCESSIBILITY, REQUIRE_PASSWORD_SET, AUTH_TYPE, AUTH_VALIDITY = _NUMBER | 3, _BOOL | 4, _NUMBER | 5, _NUMBER | 6
AUTH_CHALLENGE, AUTH_TOKEN, SYNC_TYPE = _BYTES | 7, _BYTES | 8, _NUMBER | 16
RETURN_TYPE, RETURN_LIMIT, RETURN_OFFSET, RETURN_ORDERED_BY = (_NUMBER | number for number in range(0x40, 0x44))
CONFLICT_RESOLUTION, UPDATE_TIME, OPERATION_TYPE = _NUMBER | 0x44, _BYTES | 0x45, _NUMBER | 0x46
REQUIRE_ATTR_ENCRYPTED, WRAP_TYPE = _BOOL | 0x47, _NUMBER | 0x49
_CRITICAL = frozenset(_BYTES | number for number in range(0x20, 0x24))
_NORMAL = frozenset(_BYTES | number for number in range(0x30, 0x34))
_LOCAL = frozenset(_BYTES | number for number in range(0x34, 0x38))
_LABELS = _CRITICAL | _NORMAL | _LOCAL
_ACCESS = frozenset(
    (ALIAS, ACCESSIBILITY, AUTH_TYPE, IS_PERSISTENT, SYNC_TYPE, REQUIRE_PASSWORD_SET, REQUIRE_ATTR_ENCRYPTED, WRAP_TYPE)
)
_QUERY = _LABELS | _ACCESS
_QUERY_ONLY = frozenset((RETURN_LIMIT, RETURN_OFFSET, RETURN_ORDERED_BY, RETURN_TYPE, AUTH_TOKEN, AUTH_CHALLENGE))

_SIZES = {
    SECRET: range(1, 1025),
    ALIAS: range(1, 257),
    AUTH_CHALLENGE: range(32, 33),
    AUTH_TOKEN: range(1, 1025),
    UPDATE_TIME: range(1, 1025),
    **dict.fromkeys(_LABELS, range(1, 2049)),
}
_NUMBERS = {
    ACCESSIBILITY: range(3),
    AUTH_TYPE: (0, 0xFF, 0x100),
    AUTH_VALIDITY: range(1, 601),
    SYNC_TYPE: range(8),
    CONFLICT_RESOLUTION: range(2),
    RETURN_TYPE: range(2),
    RETURN_LIMIT: range(1, 0x10001),
    RETURN_ORDERED_BY: _LABELS,
    OPERATION_TYPE: range(2),
    WRAP_TYPE: range(2),
}
_DEFAULTS: Asset = {
    ACCESSIBILITY: 1,
    AUTH_TYPE: 0,
    SYNC_TYPE: 0,
    REQUIRE_PASSWORD_SET: False,
    IS_PERSISTENT: False,
    REQUIRE_ATTR_ENCRYPTED: False,
    WRAP_TYPE: 0,
}
AUTH_ANY = 0xFF
OVERWRITE = 0
RETURN_ALL = 0
TRUSTED_ACCOUNT = 4

Given = list[tuple[int, object]]


def _error(code: int, message: str) -> BusinessError:
    return BusinessError(code, message)


class AssetModule:
    """Secrets live in ExtensionEnvironment.secrets, in the order they were added."""

    def __init__(self, environment: ExtensionEnvironment) -> None:
        self._assets = environment.secrets.assets
        self._clock = environment.clock
        self._entropy = Entropy(environment.seed, environment.trace)
        self.host_functions: Mapping[str, HostFunction] = {
            "asset.add": self.add,
            "asset.update": self.update,
            "asset.remove": self.remove,
            "asset.query": self.query,
            "asset.preQuery": self.pre_query,
            "asset.postQuery": self.post_query,
        }

    def close(self) -> None:
        """Everything is kept."""

    def add(self, given: Given) -> None:
        attributes = _attributes(given, _QUERY | {SECRET, CONFLICT_RESOLUTION, OPERATION_TYPE}, needed=(SECRET, ALIAS))
        resolution = attributes.pop(CONFLICT_RESOLUTION, None)
        attributes.pop(OPERATION_TYPE, None)
        asset: Asset = {**_DEFAULTS, **attributes, UPDATE_TIME: self._now()}
        # Only system apps may let their secrets follow the account (operation_add.rs modify_sync_type).
        asset[SYNC_TYPE] = int(asset[SYNC_TYPE]) & ~TRUSTED_ACCOUNT
        same = self._matching({tag: asset[tag] for tag in (ALIAS, REQUIRE_ATTR_ENCRYPTED)})
        if same and resolution != OVERWRITE:
            raise _error(DUPLICATED, "The specified alias already exists.")
        self._drop(same)
        self._assets.append(asset)

    def update(self, query: Given, given: Given) -> None:
        condition = _attributes(query, _QUERY, needed=(ALIAS,))
        changes = _attributes(given, _NORMAL | _LOCAL | {SECRET, OPERATION_TYPE})
        if not changes:
            raise _error(INVALID_ARGUMENT, "The attributes to update are empty.")
        changes.pop(OPERATION_TYPE, None)
        for asset in self._found(condition):
            asset.update(changes)
            asset[UPDATE_TIME] = self._now()

    def remove(self, query: Given) -> None:
        condition = _attributes(query, _QUERY | {OPERATION_TYPE})
        condition.pop(OPERATION_TYPE, None)
        self._drop(self._found(condition))

    def query(self, query: Given) -> list[Given]:
        given = _attributes(query, _QUERY | _QUERY_ONLY | {OPERATION_TYPE})
        found = self._found({tag: value for tag, value in given.items() if tag in _QUERY})
        if given.get(RETURN_TYPE) == RETURN_ALL and RETURN_TYPE in given:
            if ALIAS not in given:
                raise _error(UNSUPPORTED, "Secrets are given one by one.")
            return [_shown(self._unlocked(found[0], given))]
        order = given.get(RETURN_ORDERED_BY)
        if order is not None:
            found.sort(key=lambda asset: asset.get(int(order)) or b"")
        start = int(given.get(RETURN_OFFSET, 0))
        chosen = found[start:][: int(given.get(RETURN_LIMIT, len(found)))]
        if not chosen:
            raise _error(NOT_FOUND, "The asset to query does not exist.")
        return [_shown({tag: value for tag, value in asset.items() if tag != SECRET}) for asset in chosen]

    def pre_query(self, query: Given) -> bytes:
        """The challenge that a person would have to answer."""
        condition = _attributes(query, _QUERY | {AUTH_VALIDITY})
        if condition.get(AUTH_TYPE) == 0:
            raise _error(INVALID_ARGUMENT, "The secrets need no one.")
        condition.pop(AUTH_VALIDITY, None)
        self._found({AUTH_TYPE: AUTH_ANY, **condition})
        return self._entropy.take(32)

    def post_query(self, handle: Given) -> None:
        _attributes(handle, frozenset((AUTH_CHALLENGE,)), needed=(AUTH_CHALLENGE,))

    @staticmethod
    def _unlocked(asset: Asset, given: Asset) -> Asset:
        if asset[AUTH_TYPE] == AUTH_ANY:
            if AUTH_CHALLENGE not in given or AUTH_TOKEN not in given:
                raise _error(INVALID_ARGUMENT, "The secret needs a challenge and a token of the user.")
            raise _error(ACCESS_DENIED, "The token is not the user's.")
        return asset

    def _matching(self, condition: Asset) -> list[Asset]:
        wanted = {REQUIRE_ATTR_ENCRYPTED: False, **condition}
        return [asset for asset in self._assets if all(asset.get(tag) == value for tag, value in wanted.items())]

    def _found(self, condition: Asset) -> list[Asset]:
        found = self._matching(condition)
        if not found:
            raise _error(NOT_FOUND, "The asset does not exist.")
        return found

    def _drop(self, gone: list[Asset]) -> None:
        self._assets[:] = [asset for asset in self._assets if not any(asset is other for other in gone)]

    def _now(self) -> bytes:
        return str(self._clock.now_ms).encode()


def _attributes(given: Given, valid: frozenset[int] | set[int], needed: tuple[int, ...] = ()) -> Asset:
    """What the guest sends, checked as argument_check.rs does. Raises 401."""
    attributes: Asset = {}
    for tag, value in given:
        if tag not in valid:
            raise _error(INVALID_ARGUMENT, f"The tag 0x{tag:X} is illegal here.")
        attributes[tag] = _value(tag, value)
    for tag in needed:
        if tag not in attributes:
            raise _error(INVALID_ARGUMENT, f"The tag 0x{tag:X} is missing.")
    return attributes


def _value(tag: int, value: object) -> int | bool | bytes:
    kind = tag & (15 << 28)
    if kind == _BOOL and isinstance(value, bool):
        return value
    if kind == _NUMBER and isinstance(value, (int, float)) and not isinstance(value, bool):
        number = int(value)
        if number < 0 or (tag in _NUMBERS and number not in _NUMBERS[tag]):
            raise _error(INVALID_ARGUMENT, f"The value {number} of tag 0x{tag:X} is out of range.")
        return number
    if kind == _BYTES and isinstance(value, str):
        data = base64.b64decode(value)
        if tag in _SIZES and len(data) not in _SIZES[tag]:
            raise _error(INVALID_ARGUMENT, f"The value of tag 0x{tag:X} is too short or too long.")
        return data
    raise _error(INVALID_ARGUMENT, f"The value does not fit the type of tag 0x{tag:X}.")


def _shown(asset: Asset) -> Given:
    return [
        (tag, base64.b64encode(value).decode() if isinstance(value, bytes) else value)
        for tag, value in asset.items()
        if tag != REQUIRE_ATTR_ENCRYPTED
    ]
