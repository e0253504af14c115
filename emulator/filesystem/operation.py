"""One operation on the device's files: the fault hook before it, the trace event after it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from ..trace import FileOperation

if TYPE_CHECKING:
    from .view_base import ViewBase


class Operation:
    """A block that does one operation. Set ``size`` in it to tell how many bytes were read or written.

    An OSError that leaves the block is recorded with its errno; anything else (the process was killed) is not an
    operation that happened.
    """

    __slots__ = ("_view", "name", "path", "size", "target")

    def __init__(self, view: ViewBase, name: str, path: str, target: str = "") -> None:
        self._view = view
        self.name = name
        self.path = path
        self.target = target
        self.size = 0

    def __enter__(self) -> Operation:
        device, actor = self._view.device, self._view.actor
        fault = device.fault if actor == "extension" else device.framework_fault if actor == "framework" else None
        if fault is not None:
            try:
                fault(self.name, self.path)
            except OSError as error:
                self._record(error.errno or 0)
                raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self._record(0)
        elif isinstance(error, OSError):
            self._record(error.errno or 0)

    def _record(self, error: int) -> None:
        view = self._view
        if view.recording:
            device = view.device
            device.trace.record(
                FileOperation(
                    time_ms=device.clock.elapsed_ms,
                    actor=view.actor,
                    operation=self.name,
                    path=self.path,
                    target=self.target,
                    size=self.size,
                    error=error,
                )
            )
