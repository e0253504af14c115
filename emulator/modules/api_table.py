"""What the SDK's declarations say of every module: its members, since when each is there, and for whom.

The table is generated from interface_sdk-js by tools/generate_api_table.py; it is read on first use, each module's
part when that module is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

TABLE_FILE = Path(__file__).with_name("apis.json")

Kind = Literal["function", "class", "enum", "constant", "namespace"]

_KINDS: Mapping[str, Kind] = {"f": "function", "c": "class", "e": "enum", "v": "constant", "n": "namespace"}
_WRITTEN = re.compile(r"([fcevn])(\d+)(s?)(?:d(\d+))?")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a module. ``since`` is its first API version, ``deprecated`` the version that deprecated it or 0.

    ``system``: only system apps may use it.
    """

    kind: Kind
    since: int
    system: bool
    deprecated: int


class ModuleApi(msgspec.Struct, frozen=True, kw_only=True):
    """``default``: the default export; ``members``: its members when it is a namespace or a class with static ones;
    ``named``: the other exports. ``complete``: False when the declarations do not tell all exports."""

    name: str
    default: Member | None
    members: Mapping[str, Member]
    named: Mapping[str, Member]
    complete: bool

    @property
    def is_namespace(self) -> bool:
        """Whether the default export is an object of members, as it is for all modules in native code.

        The classes of ``@system.*`` with static methods are such objects at run time.
        """
        return self.default is not None and (self.default.kind == "namespace" or self.name.startswith("@system."))

    @property
    def values(self) -> Mapping[str, Member]:
        """Every member that exists at run time, ``default`` for a default export that is no namespace."""
        if self.is_namespace:
            return {**self.members, **self.named}
        own = {"default": self.default} if self.default else {}
        return {**own, **self.named}


class _Entry(msgspec.Struct, frozen=True):
    default: str | None = None
    members: dict[str, str] = {}
    named: dict[str, str] = {}
    open: bool = False


class _Table(msgspec.Struct, frozen=True):
    source: str
    modules: dict[str, msgspec.Raw]


@lru_cache(maxsize=1)
def _table() -> _Table:
    return msgspec.json.decode(TABLE_FILE.read_bytes(), type=_Table)


def api_source() -> str:
    """The repository and commit that the table was made from."""
    return _table().source


def api_modules() -> tuple[str, ...]:
    """The names of all modules of the SDK, in order."""
    return tuple(_table().modules)


@cache
def module_api(name: str) -> ModuleApi | None:
    """What ``@ohos.file.fs`` has; None for a module that the SDK does not know."""
    raw = _table().modules.get(name)
    if raw is None:
        return None
    entry = msgspec.json.decode(raw, type=_Entry)
    return ModuleApi(
        name=name,
        default=_member(entry.default) if entry.default else None,
        members={key: _member(text) for key, text in entry.members.items()},
        named={key: _member(text) for key, text in entry.named.items()},
        complete=not entry.open and bool(entry.default or entry.named),
    )


@lru_cache(maxsize=512)
def _member(text: str) -> Member:
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f"{TABLE_FILE.name} holds {text!r}; generate it again")
    kind, since, system, deprecated = written.groups()
    return Member(kind=_KINDS[kind], since=int(since), system=bool(system), deprecated=int(deprecated or 0))
