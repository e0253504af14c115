"""The XML file of one preferences store (distributeddatamgr_preferences native/src/preferences_xml_utils.cpp).

Values are *tagged*: ``{"t": tag, "v": …}`` with the element name of the file as tag, which is also how they travel to
the guest. The payload is a float for ``double``, text for ``string``, ``object`` (JSON), ``uint8Array`` (base64) and
``BigInt`` (decimal), a bool, or a list of these.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import msgspec

ROOT = "preferences"
VERSION = "1.0"
TEXT_TAGS = ("string", "uint8Array", "object")
PLAIN_TAGS = ("int", "long", "float", "double", "bool")
ARRAY_ITEM = {
    "stringArray": "string",
    "doubleArray": "double",
    "boolArray": "bool",
    "intArray": "int",
    "int64Array": "long",
}
SKIPPED_TAGS = ("int64", "uint64_t", "set")
"""Elements that the device parses and then finds no type for: they are left out, the rest is read."""
WORD = "uint64_t"
BIG_WORD = 1 << 64
INTEGER_BITS = {"int": 31, "long": 63}
_INTEGER = re.compile(r"\s*[+-]?\d+")
_DECIMAL = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
TEXT_ESCAPES = {'"': "&quot;", "\r": "&#13;"}


class Value(msgspec.Struct, frozen=True):
    """One stored value; ``v`` as told above."""

    t: str
    v: object


class UnreadableStore(Exception):
    """The file is not XML."""


class IncompleteStore(Exception):
    """The file is XML and holds something that the device does not read; it then takes nothing of it."""


def six_digits(number: float) -> str:
    """std::to_string(double): six digits after the point, so small fractions are lost on their way to the file."""
    return "nan" if math.isnan(number) else f"{number:f}"


def parsed_decimal(text: str) -> float:
    """A double read with ``>>``: the longest prefix that is one, else 0 (nan and inf are none)."""
    match = _DECIMAL.match(text)
    return float(match.group()) if match else 0.0


def parsed_integer(text: str, bits: int) -> int:
    """An integer read with ``>>``: the longest prefix that is one, held within its type; else 0."""
    match = _INTEGER.match(text)
    return max(-(1 << bits), min((1 << bits) - 1, int(match.group()))) if match else 0


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
        return f"<BigInt key={name}>{''.join(_item(WORD, word) for word in _words(int(str(value.v))))}</BigInt>"
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
    while magnitude or not words:
        words.append(str(magnitude % BIG_WORD))
        magnitude //= BIG_WORD
    return [*words, str(int(number < 0))]


def document(content: bytes) -> ElementTree.Element:
    """The root element; comments stay in it, for the device stumbles over them. Raises UnreadableStore."""
    builder = ElementTree.TreeBuilder(insert_comments=True, insert_pis=True)
    try:
        return ElementTree.fromstring(content, ElementTree.XMLParser(target=builder))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableStore(str(error)) from error


def values_of(root: ElementTree.Element) -> dict[str, Value]:
    """The values of a file; of two with one key the first counts. Raises IncompleteStore."""
    if root.tag != ROOT or not _only_elements(root):
        raise IncompleteStore(f"the root element is not a plain <{ROOT}>")
    values: dict[str, Value] = {}
    for element in root:
        value = _value(element)
        if value is not None:
            values.setdefault(element.get("key", ""), value)
    return values


def _only_elements(parent: ElementTree.Element) -> bool:
    texts = (parent.text, *(child.tail for child in parent))
    return not any(text and text.strip(" \t\r\n") for text in texts)


def _value(element: ElementTree.Element) -> Value | None:
    """None for an element without a type; raises IncompleteStore as preferences_xml_utils.cpp:ParseNodeElement."""
    tag = element.tag
    if tag in ARRAY_ITEM or tag == "BigInt":
        if element.get("key") is None or not _only_elements(element):
            raise IncompleteStore(f"<{tag}> is not a list with a key")
        texts = [_text(item) for item in element]
        return Value(tag, _big_number(texts) if tag == "BigInt" else [_typed(ARRAY_ITEM[tag], text) for text in texts])
    text = _text(element)
    return None if tag in SKIPPED_TAGS else Value(tag, _typed(tag, text))


def _text(element: ElementTree.Element) -> str:
    """The text of an element that holds one value."""
    if element.tag in TEXT_TAGS:
        return "".join(element.itertext())
    text = element.get("value") if element.tag in (*PLAIN_TAGS, *SKIPPED_TAGS) else None
    if text is None:
        raise IncompleteStore(f"<{element.tag}> is no value")
    return text


def _typed(tag: str, text: str) -> object:
    if tag in TEXT_TAGS:
        return text
    if tag == "bool":
        return text == "true"
    return parsed_integer(text, INTEGER_BITS[tag]) if tag in INTEGER_BITS else parsed_decimal(text)


def _big_number(texts: list[str]) -> str:
    words = [max(0, parsed_integer(text, 64)) for text in texts] or [0]
    magnitude = sum(word << (64 * index) for index, word in enumerate(words[:-1]))
    return str(-magnitude if words[-1] else magnitude)
