"""How jsoncpp's StreamWriter writes a value (third_party_jsoncpp 1.9.6, json_writer.cpp).

Members come in byte order of their names, everything outside ASCII as ``\\u`` escapes, broken UTF-8 as ``\\ufffd``.
"""

from __future__ import annotations

import math

from .value import JsonValue

_SHORT = {0x22: '\\"', 0x5C: "\\\\", 0x08: "\\b", 0x0C: "\\f", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}
_REPLACEMENT = 0xFFFD


def write_compact(value: JsonValue) -> str:
    """One line without spaces, as with an empty ``indentation`` setting."""
    parts: list[str] = []
    pending: list[tuple[str, bool, JsonValue]] = [("", True, value)]
    while pending:
        text, has_value, item = pending.pop()
        parts.append(text)
        if not has_value:
            continue
        if isinstance(item, dict):
            members = [(f"{quoted(name)}:", item[name]) for name in _ordered(item)]
            parts.append("{")
            pending.append(("}", False, None))
        elif isinstance(item, list):
            members = [("", element) for element in item]
            parts.append("[")
            pending.append(("]", False, None))
        else:
            parts.append(_scalar(item))
            continue
        for index in range(len(members) - 1, -1, -1):
            label, element = members[index]
            pending.append(("," + label if index else label, True, element))
    return "".join(parts)


def write_indented(value: JsonValue) -> str:
    """The default settings: one tab for each level, ``" : "`` after a name, a container on a line of its own.

    Every array that is not empty is spread over lines, as jsoncpp does for arrays that hold objects or arrays; the
    framework writes no others this way.
    """
    return _indented(value, "")


def quoted(text: str) -> str:
    """A JSON string in pure ASCII."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    raw = text.encode("utf-8", "surrogateescape")
    parts: list[str] = []
    at = 0
    while at < len(raw):
        code, length = _decode(raw, at)
        at += length
        if code in _SHORT:
            parts.append(_SHORT[code])
        elif 0x20 <= code < 0x80:
            parts.append(chr(code))
        elif code < 0x10000:
            parts.append(f"\\u{code:04x}")
        else:
            code -= 0x10000
            parts.append(f"\\u{0xD800 + ((code >> 10) & 0x3FF):04x}\\u{0xDC00 + (code & 0x3FF):04x}")
    return f'"{"".join(parts)}"'


def _ordered(members: dict[str, JsonValue]) -> list[str]:
    return sorted(members, key=lambda name: name.encode("utf-8", "surrogateescape"))


def _indented(value: JsonValue, indent: str) -> str:
    inner = indent + "\t"
    if isinstance(value, dict) and value:
        lines = [f"{inner}{quoted(name)} : {_member(value[name], inner)}" for name in _ordered(value)]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + _indented(item, inner) for item in value) + f"\n{indent}]"
    return write_compact(value)


def _member(value: JsonValue, indent: str) -> str:
    text = _indented(value, indent)
    return f"\n{indent}{text}" if isinstance(value, (dict, list)) and value else text


def _scalar(value: bool | int | float | str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "null"
    if math.isinf(value):
        return "1e+9999" if value > 0 else "-1e+9999"
    text = f"{value:.17g}"
    return text if "." in text or "e" in text else text + ".0"


def _decode(raw: bytes, at: int) -> tuple[int, int]:
    """The code point at ``at`` and the bytes it takes, by the lead byte alone; continuation bytes are not checked."""
    lead = raw[at]
    if lead < 0x80:
        return lead, 1
    for limit, length, mask, smallest in ((0xE0, 2, 0x1F, 0x80), (0xF0, 3, 0x0F, 0x800), (0xF8, 4, 0x07, 0x10000)):
        if lead < limit:
            if len(raw) - at < length:
                return _REPLACEMENT, 1
            code = lead & mask
            for byte in raw[at + 1 : at + length]:
                code = code << 6 | (byte & 0x3F)
            overlong = code < smallest
            surrogate = length == 3 and 0xD800 <= code <= 0xDFFF
            return (_REPLACEMENT if overlong or surrogate else code), length
    return _REPLACEMENT, 1
