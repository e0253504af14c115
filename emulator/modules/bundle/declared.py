"""Reading fields of app.json5 and module.json5 as the installer does: a field of the wrong type counts as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


def text(holder: Mapping[str, object], *names: str, otherwise: str = "") -> str:
    """The first of ``names`` that is a text (older spellings come later)."""
    found = (holder[name] for name in names if isinstance(holder.get(name), str))
    return cast("str", next(found, otherwise))


def flag(holder: Mapping[str, object], *names: str, otherwise: bool = False) -> bool:
    found = (holder[name] for name in names if isinstance(holder.get(name), bool))
    return cast("bool", next(found, otherwise))


def whole(holder: Mapping[str, object], name: str, otherwise: int = 0) -> int:
    value = holder.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def texts(holder: Mapping[str, object], name: str) -> list[str]:
    value = holder.get(name)
    return [item for item in cast("list[Any]", value) if isinstance(item, str)] if isinstance(value, list) else []


def objects(holder: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = holder.get(name)
    if not isinstance(value, list):
        return []
    return [cast("Mapping[str, object]", item) for item in cast("list[Any]", value) if isinstance(item, dict)]


def member(holder: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = holder.get(name)
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
