"""What the author of an include or exclude meant by it: concrete paths, with wildcards as most people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

MOST_PATHS = 16
"""Concrete paths made of one pattern at most."""

MOST_NAMES = 5
"""Existing names tried for one wildcard."""

Expand = Callable[[str], Sequence[str]]
"""The paths that exist for an absolute pattern."""

_BRACES = re.compile(r"\{([^{}/]*,[^{}/]*)\}")
_BRACKET = re.compile(r"\[!?([^\]])[^\]]*\]")
_WILD = re.compile(r"[*?\[]")


def meant_includes(pattern: str, expand: Expand) -> tuple[str, ...]:
    """Absolute paths that an include is meant to name: ``{a,b}`` is either, ``**`` is one folder or several."""
    text = "/" + pattern.lstrip("/")
    found = (path for flat in _without_braces(text) for deep in _depths(flat) for path in _concrete(deep, expand))
    return tuple(islice(dict.fromkeys(found), MOST_PATHS))


def meant_excludes(pattern: str, folders: Sequence[str], expand: Expand) -> tuple[str, ...]:
    """Absolute paths that an exclude is meant to keep out.

    A star of an exclude also stands for folders, so one that begins with a wildcard is tried in ``folders``; a bare
    name means something of that name in one of them.
    """
    found = (
        path
        for flat in _without_braces(pattern.replace("**", "*"))
        for text in _placed(flat, folders)
        for path in _concrete(text, expand)
    )
    return tuple(islice(dict.fromkeys(found), MOST_PATHS))


def _placed(pattern: str, folders: Sequence[str]) -> Iterator[str]:
    head, slash, rest = pattern.lstrip("/").partition("/")
    if not slash and not pattern.startswith("/"):
        yield from (f"{folder}/{head}" for folder in folders)
    elif head == "*":
        yield from (f"{folder}/{rest}" for folder in folders)
    elif head.startswith("*"):
        yield from (f"{folder}/sample{head.lstrip('*')}{slash}{rest}" for folder in folders)
    else:
        yield f"/{head}{slash}{rest}"


def _without_braces(pattern: str) -> Iterator[str]:
    pieces = _BRACES.split(pattern)
    choices = [piece.split(",") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    for chosen in product(*choices):
        yield "".join(chosen)


def _depths(pattern: str) -> Iterator[str]:
    yield re.sub(r"\*\*+", "*", pattern)
    if "**" in pattern:
        yield re.sub(r"\*\*+", "*/deeper", pattern)


def _concrete(pattern: str, expand: Expand) -> Iterator[str]:
    """Existing names for each wildcard first, then one that could exist."""
    head, slash, rest = pattern.partition("/")
    yield from _continued(head, slash, rest, expand)


def _continued(done: str, slash: str, rest: str, expand: Expand) -> Iterator[str]:
    if not slash:
        yield done
        return
    component, next_slash, after = rest.partition("/")
    if not _WILD.search(component):
        yield from _continued(f"{done}/{component}", next_slash, after, expand)
        return
    if next_slash:
        for existing in expand(f"{done}/{component}")[:MOST_NAMES]:
            if not existing.endswith(("/./", "/../")):
                yield from _continued(existing.rstrip("/"), next_slash, after, expand)
    yield from _continued(f"{done}/{_sample(component)}", next_slash, after, expand)


def _sample(component: str) -> str:
    return _BRACKET.sub(r"\1", component).replace("*", "sample").replace("?", "x")
