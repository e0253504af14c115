"""A case's timeline as Allure's steps: sessions hold callbacks, callbacks hold what happened while they ran."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..excerpt import NEW_SESSION
from ..model import TimelineEntry
from .format import StatusDetails, Step

_ENTERED = re.compile(r"(\w+)\(")
_SETTLED = re.compile(r"(\w+) (returned|resolved|threw|rejected|pending|missing)\b")
_ENDED = "extension ended"
_BAD_END = re.compile(r"died|hung|out-of-memory|killed")


def steps(timeline: Iterable[TimelineEntry], start_ms: int) -> list[Step]:
    """``start_ms`` is when the case began; a step's times are that and the device's own clock, so that what a person
    reads as a step's duration is what the extension would have taken on a device."""
    tree = _Tree()
    for entry in timeline:
        tree.take(entry, start_ms + entry.time_ms)
    return tree.top


class _Tree:
    def __init__(self) -> None:
        self.top: list[Step] = []
        self._session: Step | None = None
        self._callbacks: list[tuple[str, Step]] = []

    def take(self, entry: TimelineEntry, now: int) -> None:
        entered, settled = _ENTERED.match(entry.text), _SETTLED.match(entry.text)
        if entry.lane == "framework" and entry.text.startswith(NEW_SESSION):
            self._session, self._callbacks = None, []
            self._session = self._add(entry, now)
        elif entry.lane == "framework" and entry.text.startswith(_ENDED):
            self._end_session(entry, now)
        elif entry.lane == "callback" and entered:
            self._callbacks.append((entered[1], self._add(entry, now)))
        elif entry.lane == "callback" and settled:
            self._settle(entry, settled[1], settled[2], now)
        else:
            self._add(entry, now)

    def _add(self, entry: TimelineEntry, now: int) -> Step:
        place = f"  ({entry.place})" if entry.place else ""
        lane = "" if entry.lane in ("callback", "framework") else f"{entry.lane}: "
        status = "broken" if entry.lane == "problem" else "passed"
        step = Step(name=f"{lane}{entry.text}{place}", status=status, start=now, stop=now)
        holders = [self._session, *(callback for _, callback in self._callbacks)]
        open_steps = [holder for holder in holders if holder is not None]
        for holder in open_steps:
            holder.stop = max(holder.stop, now)
        (open_steps[-1].steps if open_steps else self.top).append(step)
        return step

    def _end_session(self, entry: TimelineEntry, now: int) -> None:
        session = self._session
        step = self._add(entry, now)
        if _BAD_END.search(entry.text):
            (session or step).status = "broken"
        self._session, self._callbacks = None, []

    def _settle(self, entry: TimelineEntry, name: str, outcome: str, now: int) -> None:
        running = next((step for called, step in reversed(self._callbacks) if called == name), None)
        if running is None:
            # Its beginning lies before the part of the timeline that is kept.
            running = self._add(entry, now)
        self._callbacks = [(called, step) for called, step in self._callbacks if step is not running]
        running.stop = max(running.stop, now)
        place = f" ({entry.place})" if entry.place else ""
        running.status_details = StatusDetails(message=f"{entry.text.removeprefix(name).strip()}{place}")
        if outcome in ("threw", "rejected"):
            running.status = "broken"
