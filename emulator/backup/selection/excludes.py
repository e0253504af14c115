"""How excludes are prepared and matched (b_dir.cpp:PreDealExcludes, IsDirsMatch)."""

from __future__ import annotations

from collections.abc import Iterable

from .pattern import matches_path_or_parent


def prepare_excludes(excludes: Iterable[str]) -> list[str]:
    """Empty ones go; ``x/`` becomes ``x/*``; one with a ``/`` inside is made absolute. Without any ``/`` it stays as
    it is and matches only when it begins with a wildcard."""
    prepared: list[str] = []
    for exclude in excludes:
        if not exclude:
            continue
        text = exclude + "*" if exclude.endswith("/") else exclude
        prepared.append(f"/{text}" if "/" in text and not text.startswith("/") else text)
    return prepared


def is_excluded(prepared: Iterable[str], path: str) -> bool:
    """Whether one of the ``prepared`` excludes matches ``path`` or a folder above it."""
    return bool(path) and any(matches_path_or_parent(pattern, path) for pattern in prepared)
