"""Keeps a guest and the thread that drives it on one processor while the guest lives.

They take turns and never run at the same time, so a second processor gives them nothing, and waking each other up
across processors costs several times what a host call does. Linux only; elsewhere the scheduler decides.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress


def _present_processor() -> int:
    """The processor that this thread runs on. Raises OSError when the C library cannot tell."""
    number = _SCHED_GETCPU() if _SCHED_GETCPU else -1
    if number < 0:
        raise OSError("sched_getcpu does not work here")
    return number


def _sched_getcpu() -> Callable[[], int] | None:
    return getattr(ctypes.CDLL(None), "sched_getcpu", None) if sys.platform == "linux" else None


_SCHED_GETCPU = _sched_getcpu()


class SharedProcessor(threading.local):
    """The processor of the present thread. Several guests of one thread share it; the last one sets the thread free."""

    def __init__(self) -> None:
        self._guests = 0
        self._allowed: set[int] = set()

    def join(self, pid: int) -> None:
        """Bring the main thread of the guest ``pid`` to where this thread runs; its helper threads stay free."""
        self._guests += 1
        if sys.platform != "linux":
            return
        # A guest that is gone, or a sandbox that forbids this, costs time and nothing else.
        with suppress(OSError):
            if self._guests == 1:
                self._allowed = os.sched_getaffinity(0)
                if len(self._allowed) > 1:
                    os.sched_setaffinity(0, {_present_processor()})
            os.sched_setaffinity(pid, os.sched_getaffinity(0))

    def leave(self) -> None:
        """A guest that joined is over. One that another thread started stays where it is."""
        self._guests = max(0, self._guests - 1)
        if self._guests or len(self._allowed) < 2 or sys.platform != "linux":
            return
        with suppress(OSError):
            os.sched_setaffinity(0, self._allowed)


SHARED_PROCESSOR = SharedProcessor()
