"""Virtual time: it moves only when the device moves it, so 15 minutes of time-out cost nothing."""

from __future__ import annotations

START_OF_TIME_MS = 1_767_225_600_000
"""Milliseconds since 1970 at which every device starts: 2026-01-01T00:00:00Z."""


class VirtualClock:
    """A clock in whole milliseconds since 1970. It never goes backwards."""

    def __init__(self, now_ms: int = START_OF_TIME_MS) -> None:
        self._start_ms = now_ms
        self._now_ms = now_ms

    @property
    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return self._now_ms

    @property
    def now_ns(self) -> int:
        """Nanoseconds since 1970, as file times want them."""
        return self._now_ms * 1_000_000

    @property
    def elapsed_ms(self) -> int:
        """Milliseconds since this clock was made."""
        return self._now_ms - self._start_ms

    def advance_to(self, time_ms: int) -> None:
        """Move forward to ``time_ms``; a time in the past leaves the clock where it is."""
        self._now_ms = max(self._now_ms, time_ms)

    def advance(self, duration_ms: int) -> None:
        """Move forward by ``duration_ms`` (not negative)."""
        self.advance_to(self._now_ms + duration_ms)
