"""How long the cases that are left will take: told by what they took the last time, and by how this run compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Estimate:
    """``known``: what cases took the last time, by id, in milliseconds. ``clock`` gives seconds."""

    def __init__(self, known: Mapping[str, int], clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left = dict(known)
        self._usual = sum(known.values()) / len(known) if known else 0.0
        self._cases_left = 0
        self._expected_so_far = 0.0
        self._cases_so_far = 0
        self._started = clock()

    def begin(self, cases: int) -> None:
        """``cases`` are going to be judged from now on."""
        self._cases_left = cases
        self._started = self._clock()

    def judged(self, case_id: str) -> None:
        self._expected_so_far += self._left.pop(case_id, self._usual)
        self._cases_so_far += 1
        self._cases_left = max(0, self._cases_left - 1)

    def seconds_left(self) -> float | None:
        """None while there is nothing to tell it by. Without a last time every case counts the same."""
        elapsed = self._clock() - self._started
        if not self._usual:
            return elapsed / self._cases_so_far * self._cases_left if self._cases_so_far else None
        each = sum(self._left.values()) / len(self._left) if self._left else self._usual
        # Other processors, other load, several processes: this run has a pace of its own.
        pace = elapsed / self._expected_so_far if self._expected_so_far else 0.001
        return each * self._cases_left * pace
