"""From the text in a resource file to the value that an app gets: references, colours, numbers, plurals.

Source: global_resource_management frameworks/resmgr/src/resource_manager_impl.cpp:ResolveReference, GetBoolean,
GetInteger, ParseFloat, GetColor, GetPluralString.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

MAXIMUM_REFERENCES = 20
"""MAX_DEPTH_REF_SEARCH."""
_REFERENCE = re.compile(r"\$(ohos:)?(string|color|float|integer|boolean|media|plural|strarray|intarray):(.+)")
_FLOAT = re.compile(r"([+-]?\d+(?:\.\d+)?)(px|vp|fp)?")
_COLOR = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


class Cyclic(Exception):
    """References that lead to each other."""


class SystemReference(Exception):
    """A reference to a resource of the system; the argument names it as ``$r`` does."""


Lookup = Callable[[str, str], Any]
"""Kind and name to the raw value of the module's table, None when there is none."""


def resolve(value: Any, lookup: Lookup) -> str | None:
    """``value`` as a text, references followed; None when one leads nowhere. Raises Cyclic or SystemReference."""
    for _ in range(MAXIMUM_REFERENCES + 1):
        if isinstance(value, bool):
            return "true" if value else "false"
        if value is None or isinstance(value, (list, dict)):
            return None
        text = str(cast("object", value))
        match = _REFERENCE.fullmatch(text)
        if match is None:
            return text
        if match[1]:
            raise SystemReference(f"sys.{match[2]}.{match[3]}")
        value = lookup(match[2], match[3])
    raise Cyclic


def boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?\d+", text.strip()) else None


def decimal(text: str) -> tuple[float, str] | None:
    """Number and unit (``px``, ``vp``, ``fp`` or none)."""
    match = _FLOAT.match(text.strip())
    return (float(match[1]), match[2] or "") if match else None


def color(text: str) -> int | None:
    """``0xAARRGGBB``; a colour without alpha is opaque."""
    match = _COLOR.fullmatch(text)
    if match is None:
        return None
    digits = match[1]
    if len(digits) <= 4:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits.rjust(8, "F"), 16)


def symbol(text: str) -> int | None:
    """The code point of a symbol, written as a hexadecimal number."""
    return int(text, 16) if re.fullmatch(r"(0x)?[0-9a-fA-F]+", text) else None


def texts(value: Any, lookup: Lookup) -> list[str] | None:
    """The items of a string array."""
    if not isinstance(value, list):
        return None
    items = [_inner(item) for item in cast("list[Any]", value)]
    resolved = [resolve(item, lookup) for item in items]
    return [item for item in resolved if item is not None] if None not in resolved else None


def plural_forms(value: Any, lookup: Lookup) -> dict[str, str] | None:
    """Quantity (``one``, ``other`` …) to text."""
    if not isinstance(value, list):
        return None
    forms: dict[str, str] = {}
    for item in cast("list[Any]", value):
        if isinstance(item, dict):
            entry = cast("dict[str, Any]", item)
            text = resolve(entry.get("value"), lookup)
            if text is None:
                return None
            forms.setdefault(str(entry.get("quantity")), text)
    return forms


def _inner(item: Any) -> Any:
    return cast("dict[str, Any]", item).get("value") if isinstance(item, dict) else item
