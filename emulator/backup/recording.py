"""What the framework itself writes into the trace, stamped with the present virtual time."""

from __future__ import annotations

from ..clock import VirtualClock
from ..trace import FrameworkStep, Trace


class Recorder:
    """Steps of the framework as events of the device's trace."""

    def __init__(self, clock: VirtualClock, trace: Trace) -> None:
        self.clock = clock
        self.trace = trace

    @property
    def now_ms(self) -> int:
        """Milliseconds since the device started, as events carry them."""
        return self.clock.elapsed_ms

    def step(self, step: str, detail: str = "", *, due_ms: int | None = None) -> None:
        """``due_ms``: when it happened (absolute), if the extension kept everybody from seeing it until now."""
        if due_ms is not None and due_ms < self.clock.now_ms:
            detail = f"{detail}, {self.clock.now_ms - due_ms} ms ago"
        self.trace.record(FrameworkStep(time_ms=self.now_ms, step=step, detail=detail))
