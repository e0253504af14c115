"""Kills a Node.js process that takes too long for a turn or too much memory, from outside, whatever its code does."""

from __future__ import annotations

import threading
import time
from typing import Literal, Protocol

CHECK_SECONDS = 0.05
"""How often a running turn is looked at. Nothing is looked at while no turn runs."""


class Watched(Protocol):
    """A process with a turn under way."""

    def resident_bytes(self) -> int: ...
    def kill(self, reason: Literal["hung", "out-of-memory"]) -> None: ...


class Watchdog:
    """One daemon thread for all processes of this interpreter; it starts with the first turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[Watched, tuple[float, int]] = {}
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, process: Watched, seconds: float, memory_bytes: int) -> None:
        """From now on ``process`` has ``seconds`` of real time and may hold ``memory_bytes``."""
        with self._lock:
            self._turns[process] = (time.monotonic() + seconds, memory_bytes)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="extension watchdog", daemon=True)
                self._thread.start()
        if not self._busy.is_set():
            self._busy.set()

    def end(self, process: Watched) -> None:
        """The turn is over."""
        with self._lock:
            self._turns.pop(process, None)

    def _watch(self) -> None:
        while True:
            self._busy.wait()
            time.sleep(CHECK_SECONDS)
            with self._lock:
                if not self._turns:
                    self._busy.clear()
                    continue
                # Killing while the lock is held: a turn that ends now is not punished for the one before.
                for process, (deadline, memory_bytes) in list(self._turns.items()):
                    if time.monotonic() > deadline:
                        process.kill("hung")
                    elif process.resident_bytes() > memory_bytes:
                        process.kill("out-of-memory")
                    else:
                        continue
                    del self._turns[process]
