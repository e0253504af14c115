"""Ctrl-C, or a cancelling from outside, while pytest runs: noticed whatever pytest makes of it, and told by nobody but
us."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from types import FrameType

import psutil

STANDARD_ERROR = 2
INTERRUPTING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def noticed_interruptions() -> Generator[list[int]]:
    """Ctrl-C may come back out of pytest as another error, such as that of a worker process which it ended, too."""
    noticed: list[int] = []

    def notice(number: int, frame: FrameType | None) -> None:
        noticed.append(number)
        signal.default_int_handler(number, frame)

    ours = [number for number in INTERRUPTING if signal.getsignal(number) is signal.default_int_handler]
    for number in ours:
        signal.signal(number, notice)
    try:
        yield noticed
    finally:
        for number in ours:
            signal.signal(number, signal.default_int_handler)


@contextmanager
def held_interruptions() -> Generator[None]:
    """Those that come meanwhile come at its end: within a fork Python would print one and lose it.

    A mask would not hold them: whatever thread of the process has none is given them.
    """
    held: list[int] = []
    before = {number: signal.getsignal(number) for number in INTERRUPTING}
    for number in before:
        signal.signal(number, lambda number, _: held.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held[:1]:
            signal.raise_signal(number)


@contextmanager
def muted_standard_error() -> Generator[None]:
    """Processes that start meanwhile have nowhere to print to."""
    sys.stderr.flush()
    standard_error = os.dup(STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_ERROR)
    try:
        yield
    finally:
        os.dup2(standard_error, STANDARD_ERROR)
        os.close(standard_error)
        os.close(nowhere)


def end_children() -> None:
    """Of this process, at once."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            process.kill()
