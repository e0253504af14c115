"""A content of which one byte is another, so that it is as long as before and still of its format."""

from __future__ import annotations

import re

from ..data.content import is_preferences

_ENTRY_VALUE = re.compile(rb'value="([^"]*)"|>([^<>]*)<')
_REFERENCE = re.compile(rb"&[^;]*;")
_SIGN = re.compile(rb"[0-9A-Za-z]")


def changed_in_one_byte(content: bytes) -> bytes:
    """A digit or letter near the middle becomes the next one, in preferences one of a value; of a content without any,
    a bit of the byte in the middle changes."""
    searched = _values_alone(content) if is_preferences(content) else content
    middle = len(content) // 2
    place = min((found.start() for found in _SIGN.finditer(searched)), key=lambda at: abs(at - middle), default=None)
    if place is None:
        return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    return content[:place] + _next_sign(content[place : place + 1]) + content[place + 1 :]


def _values_alone(content: bytes) -> bytes:
    """``content`` with everything but the values of its entries blanked out."""
    kept = bytearray(b" " * len(content))
    for found in _ENTRY_VALUE.finditer(content):
        start, end = found.span(1) if found[1] is not None else found.span(2)
        kept[start:end] = _REFERENCE.sub(lambda reference: b" " * len(reference[0]), content[start:end])
    return bytes(kept)


def _next_sign(sign: bytes) -> bytes:
    return {b"9": b"0", b"z": b"a", b"Z": b"A"}.get(sign, bytes([sign[0] + 1]))
