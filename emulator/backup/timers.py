"""The framework's timers on the virtual clock: limits of callbacks, the service's own limit for a bundle.

Source: T1-T7 of the callback notes; app_file_service services/backup_sa/src/module_ipc/svc_session_manager.cpp.
"""

from __future__ import annotations

from collections.abc import Callable

from ..clock import VirtualClock
from .recording import Recorder

PROGRESS_LIMIT_MS = 1_000
PROGRESS_INTERVAL_MS = 5_000
PROGRESS_MISSES_ALLOWED = 3
RELEASE_LIMIT_MS = 5_000
COMPATIBILITY_LIMIT_MS = 1_000

FRAMEWORK_LIMIT_FLOOR_MS = 900_000


def framework_limit_ms(data_size: int) -> int:
    """How long the framework may take over ``data_size`` bytes (svc_session_manager.cpp:CalAppProcessTime)."""
    return max(FRAMEWORK_LIMIT_FLOOR_MS, (30 + 3 * (data_size // (3 * 1024 * 1024))) * 1000)


class Timer:
    """One timer: ``action`` gets the time at which it was due, which may lie before the present."""

    def __init__(self, due_ms: int, action: Callable[[int], None] | None) -> None:
        self.due_ms = due_ms
        self.expired = False
        self._action = action

    def expire(self) -> None:
        self.expired = True
        if self._action is not None:
            self._action(self.due_ms)


class FrameworkTimers:
    """Timers of native threads: they run out while the extension blocks its own thread, in the order they are due."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._running: list[Timer] = []

    def start(self, delay_ms: int, action: Callable[[int], None] | None = None, *, from_ms: int | None = None) -> Timer:
        """Expire, and run ``action``, ``delay_ms`` after ``from_ms`` (absolute; the present when None)."""
        timer = Timer((self._clock.now_ms if from_ms is None else from_ms) + delay_ms, action)
        self._running.append(timer)
        return timer

    def stop(self, timer: Timer | None) -> None:
        """Stop ``timer``; one that ran out, or none, is no error."""
        if timer in self._running:
            self._running.remove(timer)

    @property
    def next_due_ms(self) -> int | None:
        return min((timer.due_ms for timer in self._running), default=None)

    def fire_due(self) -> None:
        """Run everything that is due by now; an action may start timers that are due as well."""
        while self._running:
            timer = min(self._running, key=lambda running: running.due_ms)
            if timer.due_ms > self._clock.now_ms:
                return
            self._running.remove(timer)
            timer.expire()


class BundleTimer:
    """The service's limit for one bundle: the ext timer while the app's callbacks run, the fwk timer while the
    framework works. One of them runs at a time (svc_session_manager.cpp:StartExtTimer, StartFwkTimer)."""

    def __init__(self, timers: FrameworkTimers, recorder: Recorder) -> None:
        self._timers = timers
        self._recorder = recorder
        self._timer: Timer | None = None
        self._extension_runs = False
        self._told_limit_ms: int | None = None
        self.expired = False

    def start_extension(self, limit_ms: int) -> None:
        """A limit that the caller told since the last stop replaces ``limit_ms``."""
        self._start("ext-timer", limit_ms if self._told_limit_ms is None else self._told_limit_ms)
        self._extension_runs = True

    def update(self, limit_ms: int) -> None:
        """The caller's updateTimer: a running ext timer starts anew with all of ``limit_ms``, otherwise the value
        waits for it (svc_session_manager.cpp:UpdateTimer)."""
        self._told_limit_ms = limit_ms
        if self._extension_runs:
            self.start_extension(limit_ms)

    def start_framework(self, data_size: int) -> None:
        self._start("fwk-timer", framework_limit_ms(data_size))

    def stop(self) -> None:
        """Stopping the ext timer also forgets what the caller told."""
        if self._extension_runs:
            self._told_limit_ms = None
        self._halt()

    def _halt(self) -> None:
        self._timers.stop(self._timer)
        self._timer = None
        self._extension_runs = False

    def _start(self, name: str, limit_ms: int) -> None:
        self._halt()
        self._recorder.step(f"{name}-started", f"{limit_ms} ms")

        def expire(due_ms: int) -> None:
            self.expired = True
            self._recorder.step("timer-expired", f"{name} after {limit_ms} ms", due_ms=due_ms)

        self._timer = self._timers.start(limit_ms, expire)
