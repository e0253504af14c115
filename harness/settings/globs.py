"""The two kinds of patterns in ``ohos-backup.toml``: for names and for paths on the device."""

from __future__ import annotations

import re
from functools import cache

from .sandbox_paths import absolute


def matches(pattern: str, name: str) -> bool:
    """Whether ``name`` is what ``pattern`` says: ``*`` for any letters, ``?`` for one. Brackets are just letters."""
    return _names(pattern).fullmatch(name) is not None


def path_matches(pattern: str, path: str) -> bool:
    """Whether a path on the device is what ``pattern`` says, or lies below it when that ends with ``/``.

    ``*`` and ``?`` stay within one folder, ``**`` goes over any number of them. A pattern without a leading slash is
    counted from ``/data/storage/el2/base/``.
    """
    return _paths(absolute(pattern)).fullmatch(path) is not None


@cache
def _names(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern), re.DOTALL)


@cache
def _paths(pattern: str) -> re.Pattern[str]:
    whole = f"{pattern}**" if pattern.endswith("/") else pattern
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", whole)
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(part, re.escape(part)) for part in parts), re.DOTALL)
