"""The one loop in which virtual time passes while the framework waits for an extension.

When everything waits, the clock jumps to whatever is due next: a timer of the framework or one of the extension
(the idea of trio's autojumping clock). It always ends: the service's own timer for the bundle runs all the while.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from ..clock import VirtualClock
from .javascript_thread import JavaScriptThread
from .timers import FrameworkTimers


class EventLoop:
    """Framework timers, the extension's thread, and the calls that wait for that thread to be free."""

    def __init__(self, clock: VirtualClock, timers: FrameworkTimers, javascript: JavaScriptThread) -> None:
        self.timers = timers
        self.javascript = javascript
        self._clock = clock
        self._posted: deque[Callable[[], None]] = deque()

    def post(self, task: Callable[[], None]) -> None:
        """Run ``task`` as soon as the extension's thread is free."""
        self._posted.append(task)

    def run_until(self, done: Callable[[], bool]) -> None:
        """Let time pass until ``done()``, or until nothing is left that could happen.

        At one moment the framework's timers come before the extension's: native threads do not wait for it.
        """
        while True:
            self.timers.fire_due()
            if done():
                return
            if self._posted:
                self._posted.popleft()()
                continue
            due_ms = min(
                (due for due in (self.timers.next_due_ms, self.javascript.next_timer_ms) if due is not None),
                default=None,
            )
            if due_ms is None:
                return
            if due_ms > self._clock.now_ms:
                self._clock.advance_to(due_ms)
            else:
                self.javascript.turn()

    def run_blocked_until(self, done: Callable[[], bool]) -> None:
        """Let the framework's time pass while the extension's thread never comes back."""
        self._posted.clear()
        self.timers.fire_due()
        while not done():
            due_ms = self.timers.next_due_ms
            if due_ms is None:
                return
            self._clock.advance_to(due_ms)
            self.timers.fire_due()
            self._posted.clear()

    def linger(self, duration_ms: int) -> None:
        """Give the extension turns for ``duration_ms`` more, or until it has nothing left to do."""
        end_ms = self._clock.now_ms + duration_ms
        while (due_ms := self.javascript.next_timer_ms) is not None and due_ms <= end_ms:
            self._clock.advance_to(due_ms)
            self.javascript.turn()
