"""What waivers (``[[waiver]]``) make of the cases of a run: accepted failures, and waivers that have to go.

A waiver is strict: a failure that it covers counts as ``waived`` until it expires, an expired one lets every case that
it covers fail, and so does one that covers cases which pass and none that fails. One that covers nothing is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from ...reports.model import CaseResult, Finding, Place
from ..settings import SETTINGS_FILE, Waiver, position_of
from ..settings.globs import matches

MISSED = ("fail", "warn")
JUDGED = ("pass", "fail", "warn")


class Waivers:
    """The waivers of the settings in ``root``, as they stand on the day ``today``."""

    def __init__(self, waivers: Sequence[Waiver], root: Path, today: date) -> None:
        self._waivers = waivers
        self._root = root
        self._today = today

    def judged(self, case: CaseResult) -> CaseResult:
        """``case`` as the waiver for it makes it, so far as one case by itself can tell."""
        if case.outcome not in JUDGED:
            return case
        for number, waiver in enumerate(self._waivers):
            if not _covers(waiver, case.id):
                continue
            if waiver.expires < self._today:
                told = f"the waiver of {self._place(number)} expired on {waiver.expires}"
                return _failing(case, f"{told}: {case.reason or 'the case passes, so it can go'}", waiver)
            if case.outcome in MISSED:
                return msgspec.structs.replace(case, outcome="waived", waiver=_told(waiver))
            if _is_exactly(waiver, case.id):
                return self._unneeded(number, case)
        return case

    def at_the_end(
        self, cases: Mapping[str, Sequence[CaseResult]], *, is_whole: bool
    ) -> tuple[dict[str, list[CaseResult]], tuple[Finding, ...]]:
        """All cases by requirement, judged one by one before, as waivers for several of them make them; and the
        waivers that nothing needed.

        Whether a pattern still covers a failure only a run of all cases can tell (``is_whole``).
        """
        judged = {requirement: list(of_it) for requirement, of_it in cases.items()}
        unused: list[Finding] = []
        for number, waiver in enumerate(self._waivers):
            if not is_whole or waiver.expires < self._today:
                continue
            covered = [case for of_it in judged.values() for case in of_it if _covers(waiver, case.id)]
            if not any(case.outcome in ("pass", "waived", "fail", "warn") for case in covered):
                unused.append(self._unused(number, waiver, covered))
            elif not any(case.waiver for case in covered):
                _replace(judged, lambda case, n=number, w=waiver: self._unneeded(n, case) if _passes(w, case) else case)
        return judged, tuple(unused)

    def _unneeded(self, number: int, case: CaseResult) -> CaseResult:
        waiver = self._waivers[number]
        return _failing(case, f"it passes, so the waiver of {self._place(number)} has to go", waiver)

    def _unused(self, number: int, waiver: Waiver, covered: Sequence[CaseResult]) -> Finding:
        position = position_of(self._root, "waiver", number, "id")
        why = "none of its cases could be judged" if covered else "there is no such case"
        place = Place(file=SETTINGS_FILE, line=position.line, column=position.column)
        return Finding(message=f"the waiver for {waiver.id} covers nothing: {why}", place=place)

    def _place(self, number: int) -> str:
        position = position_of(self._root, "waiver", number, "id")
        return f"{SETTINGS_FILE}:{position.line}"


def _covers(waiver: Waiver, case_id: str) -> bool:
    """By the case's id, by its requirement's, or by a pattern for one of them."""
    wanted = waiver.id.upper()
    return matches(wanted, case_id.upper()) or matches(wanted, case_id.partition("[")[0])


def _is_exactly(waiver: Waiver, case_id: str) -> bool:
    return waiver.id.upper() == case_id.upper()


def _passes(waiver: Waiver, case: CaseResult) -> bool:
    return case.outcome == "pass" and _covers(waiver, case.id)


def _failing(case: CaseResult, reason: str, waiver: Waiver) -> CaseResult:
    return msgspec.structs.replace(case, outcome="fail", reason=reason, waiver=_told(waiver))


def _told(waiver: Waiver) -> str:
    owner = f", {waiver.owner}" if waiver.owner else ""
    return f"{waiver.reason} (until {waiver.expires}{owner})"


def _replace(cases: dict[str, list[CaseResult]], change: Callable[[CaseResult], CaseResult]) -> None:
    for requirement, of_it in cases.items():
        cases[requirement] = [change(case) for case in of_it]
