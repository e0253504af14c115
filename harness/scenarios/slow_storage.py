"""Storage that takes its time over every operation, so that the framework's clock goes on while an app works."""

from __future__ import annotations

from ...emulator.clock import VirtualClock
from ...emulator.filesystem.faults import CountOperations


class SlowStorage(CountOperations):
    """Each operation of the extension takes ``each_ms`` of virtual time."""

    def __init__(self, clock: VirtualClock, each_ms: int) -> None:
        super().__init__()
        self._clock = clock
        self._each_ms = each_ms

    def _act(self, number: int, operation: str, path: str) -> None:
        self._clock.advance(self._each_ms)
