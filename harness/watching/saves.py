"""The saves of files, as they come in from the system's own notifications."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from watchfiles import watch

from .places import AppFiles

SETTLED_MS = 60
"""Saves that follow each other faster belong together: an editor writes, renames and touches for one save."""

LONGEST_MS = 1_000


class Saves:
    """A context manager: watches ``places`` in a thread of its own."""

    def __init__(self, places: Iterable[Path], files: AppFiles) -> None:
        self._places = tuple(places)
        self._files = files
        self._groups: queue.SimpleQueue[frozenset[Path] | Exception] = queue.SimpleQueue()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="watch", daemon=True)

    def __enter__(self) -> Saves:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    @property
    def came(self) -> bool:
        """Whether something was saved that nobody has taken yet."""
        return not self._groups.empty()

    def take(self) -> frozenset[Path]:
        """The files saved since the last call; waits for the first. Raises what the system refused, as OSError or
        RuntimeError."""
        found = self._taken(self._groups.get())
        while self.came:
            found |= self._taken(self._groups.get())
        return found

    @staticmethod
    def _taken(group: frozenset[Path] | Exception) -> frozenset[Path]:
        if isinstance(group, Exception):
            raise group
        return group

    def _listen(self) -> None:
        try:
            for changes in watch(
                *self._places,
                watch_filter=self._files,
                step=SETTLED_MS,
                debounce=LONGEST_MS,
                stop_event=self._end,
                rust_timeout=200,
                raise_interrupt=False,
            ):
                self._groups.put(frozenset(Path(path) for _, path in changes))
        except (OSError, RuntimeError) as error:
            self._groups.put(error)
