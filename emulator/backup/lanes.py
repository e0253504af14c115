"""Several pieces of work at once in virtual time: each waits for its own moments, and the earliest goes on first.

One lane runs at a time, in a thread of its own, until it waits for a later moment; so nothing is ever concurrent for
real and the order is the same in every run. What blocks its own thread (a busy extension) delays the others, as on a
device with one processor.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..clock import VirtualClock

Work = Callable[[], None]


class LaneStopped(BaseException):
    """Unwinds a lane whose work nobody wants any more."""


class Lane:
    """One piece of work. ``due_ms`` is the moment it waits for."""

    def __init__(self, work: Work, due_ms: int, number: int, *, attended: bool) -> None:
        self.due_ms = due_ms
        self.number = number
        self.attended = attended
        self.finished = False
        self.error: BaseException | None = None
        self.interruption: BaseException | None = None
        self.turn = threading.Semaphore(0)
        self._work = work
        self._thread: threading.Thread | None = None

    def start(self, give_back: Work) -> None:
        def run() -> None:
            self.turn.acquire()
            try:
                if self.interruption is None:
                    self._work()
            except LaneStopped:
                pass
            except BaseException as error:  # noqa: BLE001
                self.error = error
            finally:
                self.finished = True
                give_back()

        self._thread = threading.Thread(target=run, name="backup lane", daemon=True)
        self._thread.start()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()


class Lanes:
    """The lanes of one session. An error that leaves a lane leaves ``run`` once the other lanes are through."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._lanes: list[Lane] = []
        self._current: Lane | None = None
        self._returned = threading.Semaphore(0)
        self._number = 0
        self._errors: list[BaseException] = []

    @property
    def attended(self) -> int:
        """How many lanes run that ``run`` waits for."""
        return sum(lane.attended for lane in self._lanes)

    def add(self, work: Work, *, attended: bool = True) -> Lane:
        """A lane that is due now. ``run`` does not wait for one that is not ``attended``: it is stopped at the end."""
        lane = Lane(work, self._clock.now_ms, self._next_number(), attended=attended)
        lane.start(self._returned.release)
        self._lanes.append(lane)
        return lane

    def run(self, refill: Work) -> None:
        """Let lanes go on until no attended one is left; ``refill`` may add some before each turn."""
        try:
            refill()
            while self.attended:
                self._turn(min(self._lanes, key=lambda lane: (lane.due_ms, lane.number)))
                refill()
        finally:
            while self._lanes:
                lane = self._lanes[0]
                lane.interruption = LaneStopped()
                self._turn(lane)
        if self._errors:
            raise self._errors[0]

    def wait_until(self, due_ms: int) -> None:
        """Let other lanes go on until ``due_ms``, or until somebody wakes this one. Raises what ``interrupt`` gave."""
        lane = self._current
        assert lane is not None, "only a lane waits"
        lane.due_ms = due_ms
        lane.number = self._next_number()
        self._returned.release()
        lane.turn.acquire()
        interruption, lane.interruption = lane.interruption, None
        if interruption is not None:
            raise interruption

    def wake(self, lane: Lane) -> None:
        """Let ``lane`` look around at once."""
        lane.due_ms = min(lane.due_ms, self._clock.now_ms)

    def interrupt(self, lane: Lane, reason: BaseException) -> None:
        """Raise ``reason`` where ``lane`` waits."""
        lane.interruption = reason
        self.wake(lane)

    def _turn(self, lane: Lane) -> None:
        self._clock.advance_to(lane.due_ms if lane.interruption is None else self._clock.now_ms)
        self._current = lane
        lane.turn.release()
        self._returned.acquire()
        self._current = None
        if lane.finished:
            lane.join()
            self._lanes.remove(lane)
            if lane.error is not None:
                self._errors.append(lane.error)

    def _next_number(self) -> int:
        self._number += 1
        return self._number


class LaneClock(VirtualClock):
    """The device's clock as work in a lane sees it: moving it forward lets the other lanes go on in between."""

    def __init__(self, clock: VirtualClock, lanes: Lanes) -> None:
        super().__init__(clock.now_ms)
        self._clock = clock
        self._lanes = lanes

    @property
    def now_ms(self) -> int:
        return self._clock.now_ms

    @property
    def now_ns(self) -> int:
        return self._clock.now_ns

    @property
    def elapsed_ms(self) -> int:
        return self._clock.elapsed_ms

    def advance_to(self, time_ms: int) -> None:
        """Wait until ``time_ms``, or until the lane is woken before; for the present, let others go first."""
        if time_ms >= self._clock.now_ms:
            self._lanes.wait_until(time_ms)

    def advance(self, duration_ms: int) -> None:
        self.advance_to(self._clock.now_ms + duration_ms)
