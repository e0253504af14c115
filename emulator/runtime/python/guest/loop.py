"""The event loop: it runs until nothing is left to do at the present virtual time, and says when it wants to go on."""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

from .clocks import VirtualTime

_SHORTEST_WAIT = 1e-6
"""Virtual time has milliseconds; anything shorter is a rounding error."""

NextWake = Callable[["float | None"], None]


class _VirtualSelector(selectors.DefaultSelector):
    """A selector that never waits: when the loop would, ``idle`` is told for how many seconds (None: for ever)."""

    def __init__(self, idle: NextWake) -> None:
        super().__init__()
        self._idle = idle

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and (timeout is None or timeout > _SHORTEST_WAIT):
            self._idle(timeout)
        return ready


class _Loop(asyncio.SelectorEventLoop):
    """Shared by both loops below: virtual time, and work for threads done on the spot, so that it is repeatable."""

    def __init__(self, clock: VirtualTime) -> None:
        self._clock = clock
        self._clock_resolution = _SHORTEST_WAIT
        super().__init__(_VirtualSelector(self.idle))
        self._clock_resolution = _SHORTEST_WAIT

    def time(self) -> float:
        return self._clock.monotonic()

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to the one who awaits
            future.set_exception(error)
        return future

    def idle(self, timeout: float | None) -> None:
        raise NotImplementedError


class SteppedLoop(_Loop):
    """The loop of the extension: runs in steps between which the framework moves the clock."""

    def __init__(self, clock: VirtualTime) -> None:
        self.wake_after: float | None = None
        """Seconds from now until the earliest timer, None without timers; valid after ``run_until_idle``."""
        super().__init__(clock)

    def idle(self, timeout: float | None) -> None:
        self.wake_after = timeout
        self.stop()

    def run_until_idle(self) -> None:
        self.run_forever()

    def next_timer_ms(self, now_ms: int) -> int | None:
        return None if self.wake_after is None else now_ms + max(1, math.ceil(self.wake_after * 1000 - 1e-3))


class BlockingLoop(_Loop):
    """The loop of ``asyncio.run`` inside a callback: waiting blocks the process, and virtual time passes."""

    def idle(self, timeout: float | None) -> None:
        if timeout is not None:
            self._clock.sleep(timeout)


def install_loop(clock: VirtualTime) -> SteppedLoop:
    """Make new loops virtual, let ``asyncio.run`` work inside a synchronous callback, and give the extension's loop."""
    real_run = asyncio.run

    def new_event_loop() -> asyncio.AbstractEventLoop:
        return BlockingLoop(clock)

    def run(main: Coroutine[Any, Any, Any], *, debug: bool | None = None, **options: Any) -> Any:
        outer = asyncio._get_running_loop()  # pyright: ignore
        asyncio._set_running_loop(None)  # pyright: ignore
        try:
            return real_run(main, debug=debug, **options)
        finally:
            asyncio._set_running_loop(outer)  # pyright: ignore

    asyncio.new_event_loop = asyncio.events.new_event_loop = new_event_loop
    asyncio.run = run
    return SteppedLoop(clock)
