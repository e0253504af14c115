"""What can go wrong on purpose: the n-th operation of the extension, or of the framework, fails, or the process is
killed before it.

A fault is called before each operation of one actor and nobody else's. Run once with CountOperations to
learn how many there are, then once for each number.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

from ..runtime.api import ExtensionDied

Fault = Callable[[str, str], None]
"""Called with the name of the operation and its path in the actor's view; raises OSError or ExtensionDied."""


class CountOperations:
    """Counts the operations and lets all of them pass. ``seen`` holds (operation, path) in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    @property
    def count(self) -> int:
        return len(self.seen)

    def __call__(self, operation: str, path: str) -> None:
        self.seen.append((operation, path))
        self._act(len(self.seen), operation, path)

    def _act(self, number: int, operation: str, path: str) -> None:
        """What happens at operation ``number`` (counted from 1)."""


class FailAt(CountOperations):
    """Operation ``operation_number`` (counted from 1) fails with ``error``, an errno; all others pass."""

    def __init__(self, operation_number: int, error: int = errno.EIO) -> None:
        super().__init__()
        self.operation_number = operation_number
        self.error = error

    def _act(self, number: int, operation: str, path: str) -> None:
        if number == self.operation_number:
            raise OSError(self.error, os.strerror(self.error), path)


class KillAt(CountOperations):
    """The process is killed just before operation ``operation_number`` (counted from 1)."""

    def __init__(self, operation_number: int) -> None:
        super().__init__()
        self.operation_number = operation_number

    def _act(self, number: int, operation: str, path: str) -> None:
        if number == self.operation_number:
            raise ExtensionDied("killed-by-fault", f"killed before operation {number}: {operation} {path}")
