"""Texts of an app in a page: nothing in them can act, disappear, or change the order in which others are read."""

from __future__ import annotations

import json
import re

# Control characters, those that reverse the direction of text, and halves of surrogate pairs, which have no UTF-8.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Control characters as their pictures (``␀``), other characters that cannot be seen as ``<U+202E>``."""
    return _UNPRINTABLE.sub(_picture, text)


def for_script(value: object) -> str:
    """JSON that can stand in a script element: it cannot end the element, nor begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"<U+{code:04X}>"
