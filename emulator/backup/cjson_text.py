"""JSON text exactly as cJSON's ``cJSON_Print`` lays it out: tabs, a line for each member, arrays on one line.

The service hands such texts to extensions and callers (app_file_service utils/src/b_jsonutil/b_jsonutil.cpp).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def cjson_print(value: JsonValue, depth: int = 0) -> str:
    """``value`` as text; ``depth`` is the number of objects and arrays around it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        members = ",\n".join(
            "\t" * (depth + 1) + f"{_string(name)}:\t{cjson_print(member, depth + 1)}" for name, member in value.items()
        )
        return "{\n" + (members + "\n" if members else "") + "\t" * depth + "}"
    return "[" + ", ".join(cjson_print(item, depth + 1) for item in value) + "]"


def c_string(text: str) -> str:
    """``text`` as a C string carries it: it ends at the first NUL."""
    return text.partition("\0")[0]


def _number(value: int | float) -> str:
    if not math.isfinite(value):
        return "null"
    if float(value) == int(value) and abs(value) < 2**31:
        return str(int(value))
    short = f"{float(value):.15g}"
    return short if float(short) == float(value) else f"{float(value):.17g}"


def _string(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'
