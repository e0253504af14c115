"""The XML file of one preferences store (distributeddatamgr_preferences native/src/preferences_xml_utils.cpp).

Values are *tagged*: ``{"t": tag, "v": …}`` with the element name of the file as tag, which is also how they travel to
the guest. The payload is a float for ``double``, text for ``string``, ``object`` (JSON), ``uint8Array`` (base64) and
``BigInt`` (decimal), a bool, or a list of these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import msgspec

ROOT = "preferences"
VERSION = "1.0"
TEXT_TAGS = ("string", "uint8Array", "object")
NUMBER_TAGS = ("int", "long", "int64", "uint64_t", "float", "double")
ARRAY_ITEM = {"stringArray": "string", "doubleArray": "double", "boolArray": "bool", "intArray": "int"}
BIG_WORD = 1 << 64
TEXT_ESCAPES = {'"': "&quot;", "\r": "&#13;"}


class Value(msgspec.Struct, frozen=True):
    """One stored value; ``v`` as told above."""

    t: str
    v: object


class UnreadableStore(Exception):
    """The file is not a preferences file."""


def six_digits(number: float) -> str:
    """std::to_string(double): six digits after the point, so small fractions are lost on their way to the file."""
    if math.isnan(number):
        return "nan"
    return f"{number:f}"


def parsed_number(text: str) -> float:
    """A double read with ``>>``: what does not parse (nan and inf too) is 0."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def rendered(values: Mapping[str, Value]) -> bytes:
    """The file's content, in the order of ``values`` (the device's order is that of a hash map)."""
    elements = "".join(_element(key, value) for key, value in values.items())
    body = f'<{ROOT} version="{VERSION}">{elements}</{ROOT}>' if elements else f'<{ROOT} version="{VERSION}"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode("utf-8", "replace")


def _element(key: str, value: Value) -> str:
    name = _attribute(key)
    if value.t in TEXT_TAGS:
        return f"<{value.t} key={name}>{escape(str(value.v), TEXT_ESCAPES)}</{value.t}>"
    if value.t == "BigInt":
        return f"<BigInt key={name}>{''.join(_item('uint64_t', word) for word in _words(int(str(value.v))))}</BigInt>"
    if value.t in ARRAY_ITEM:
        items: list[object] = msgspec.convert(value.v, list[object])
        tag = ARRAY_ITEM[value.t]
        inner = "".join(_item(tag, _plain(tag, item)) for item in items)
        return f"<{value.t} key={name}>{inner}</{value.t}>" if inner else f"<{value.t} key={name}/>"
    return f"<{value.t} key={name} value={_attribute(_plain(value.t, value.v))}/>"


def _item(tag: str, text: str) -> str:
    if tag == "string":
        return f"<string>{escape(text, TEXT_ESCAPES)}</string>"
    return f"<{tag} value={_attribute(text)}/>"


def _plain(tag: str, value: object) -> str:
    if tag == "bool":
        return "true" if value else "false"
    if tag in ("double", "float"):
        return six_digits(float(str(value)))
    return str(value)


def _attribute(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})


def _words(number: int) -> list[str]:
    """The 64-bit words of the magnitude, lowest first, then 1 for a negative number."""
    magnitude, words = abs(number), list[str]()
    while magnitude:
        words.append(str(magnitude % BIG_WORD))
        magnitude //= BIG_WORD
    return [*words, str(int(number < 0))]


def parsed(content: bytes) -> dict[str, Value]:
    """The values of a file. Raises UnreadableStore when it is not XML.

    Unknown elements end the reading: what stood before them is kept, as on the device.
    """
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise UnreadableStore(str(error)) from error
    values: dict[str, Value] = {}
    if root.tag != ROOT:
        return values
    for element in root:
        value = _value(element)
        if value is None:
            break
        values.setdefault(element.get("key", ""), value)
    return values


def _value(element: ElementTree.Element) -> Value | None:
    tag = element.tag
    if tag in TEXT_TAGS:
        return Value(tag, "".join(element.itertext()))
    if tag in ARRAY_ITEM:
        return Value(tag, [_parsed_item(ARRAY_ITEM[tag], item) for item in element])
    if tag == "BigInt":
        words = [int(item.get("value", "0")) for item in element] or [0]
        magnitude = sum(word << (64 * index) for index, word in enumerate(words[:-1]))
        return Value(tag, str(-magnitude if words[-1] else magnitude))
    if tag == "bool" or tag in NUMBER_TAGS:
        return Value(tag, _parsed_item(tag, element)) if element.get("value") is not None else None
    return None


def _parsed_item(tag: str, element: ElementTree.Element) -> object:
    if tag == "string":
        return "".join(element.itertext())
    text = element.get("value", "")
    return text == "true" if tag == "bool" else parsed_number(text)
