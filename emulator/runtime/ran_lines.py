"""Which lines of an app's own files have run, in all the extensions of this process together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path


class RanLines:
    """Filled by the hosts, by file; lines count from 1. A file that was loaded and has no line is there, too."""

    def __init__(self) -> None:
        self._known: defaultdict[Path, set[int]] = defaultdict(set)
        self._fresh: defaultdict[Path, set[int]] = defaultdict(set)

    def add(self, file: Path, lines: Iterable[int]) -> None:
        if file not in self._known:
            _ = self._known[file], self._fresh[file]
        new = set(lines) - self._known[file]
        if new:
            self._known[file] |= new
            self._fresh[file] |= new

    def take_fresh(self) -> dict[Path, list[int]]:
        """What has come since the last time."""
        fresh, self._fresh = self._fresh, defaultdict(set)
        return {file: sorted(lines) for file, lines in fresh.items()}

    def forget(self) -> None:
        """Begin anew."""
        self._known.clear()
        self._fresh.clear()
