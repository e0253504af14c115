"""Texts with one value exchanged: a name for one that leads elsewhere, a value for one that ends a quotation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import cast

import msgspec

LONGEST = 256 * 1024
"""No list of names and no settings file of an app is longer, in bytes."""


class Place(msgspec.Struct, frozen=True):
    """One value inside a text; ``put`` gives the whole text with another value there. ``is_member_name``: of JSON."""

    value: str
    put: Callable[[str], bytes]
    is_member_name: bool = False


def places(content: bytes) -> tuple[Place, ...]:
    """The values of a JSON text (member names included, for lists by name have the names there), or the lines and the
    fields of another text. Nothing for what is no text."""
    if len(content) > LONGEST or b"\0" in content:
        return ()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ()
    try:
        parsed: object = json.loads(text)
    except ValueError:
        return tuple(_fields(text))
    return tuple(_leaves(parsed, lambda value: json.dumps(value, ensure_ascii=False).encode()))


def _leaves(value: object, whole: Callable[[object], bytes]) -> Iterator[Place]:
    if isinstance(value, str):
        yield Place(value, whole)
    elif isinstance(value, dict):
        members = cast("dict[str, object]", value)
        for name, inner in members.items():
            yield Place(
                name,
                lambda other, name=name: whole({other if n == name else n: v for n, v in members.items()}),
                is_member_name=True,
            )
            yield from _leaves(inner, lambda other, name=name: whole({**members, name: other}))
    elif isinstance(value, list):
        items = cast("list[object]", value)
        for number, inner in enumerate(items):
            yield from _leaves(
                inner, lambda other, number=number: whole([*items[:number], other, *items[number + 1 :]])
            )


_SEPARATORS = re.compile(r"[\t|;,=\r\n]")


def _fields(text: str) -> Iterator[Place]:
    start = 0
    for end in [*(found.start() for found in _SEPARATORS.finditer(text)), len(text)]:
        if text[start:end].strip():
            yield Place(
                text[start:end], lambda other, start=start, end=end: (text[:start] + other + text[end:]).encode()
            )
        start = end + 1
