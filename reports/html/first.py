"""What to mend first: at most three requirements, the gravest and most telling, each with its line of the app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import CaseResult, Outcome, RequirementResult
from ..verdict import WORST_FIRST, worst_case

SHOWN = 3
OPEN: tuple[Outcome, ...] = ("fail", "inconclusive", "warn")
LEVELS = ("MUST", "SHOULD", "MAY")


@dataclass(frozen=True)
class First:
    """One thing to mend: ``case`` speaks for ``requirement``, ``alike`` of its cases ended the same way.

    ``also`` are other requirements that the same line, or the same reason, leaves open.
    """

    requirement: RequirementResult
    case: CaseResult
    alike: int
    also: tuple[str, ...]


def mend_first(requirements: Iterable[RequirementResult]) -> tuple[First, ...]:
    """Worst outcome first, then the level, then the share of cases; what one cause explains counts once."""
    chosen: dict[object, list[RequirementResult]] = {}
    for requirement in sorted((r for r in requirements if r.outcome in OPEN), key=_rank):
        chosen.setdefault(_cause(worst_case(requirement.cases)), []).append(requirement)
    return tuple(
        First(
            requirement=members[0],
            case=_telling(members[0].cases),
            alike=_alike(members[0]),
            also=tuple(member.id for member in members[1:]),
        )
        for members in list(chosen.values())[:SHOWN]
    )


def _rank(requirement: RequirementResult) -> tuple[int, int, float]:
    share = _alike(requirement) / max(len(requirement.cases), 1)
    return WORST_FIRST.index(requirement.outcome), LEVELS.index(requirement.level), -share


def _alike(requirement: RequirementResult) -> int:
    return sum(case.outcome == requirement.outcome for case in requirement.cases)


def _telling(cases: Sequence[CaseResult]) -> CaseResult:
    """Among the worst cases the first that names a line of the app."""
    worst = worst_case(cases)
    placed = (case for case in cases if case.outcome == worst.outcome and case.evidence.place)
    return next(placed, worst)


def _cause(case: CaseResult) -> object:
    """The same line with the same reason, or without a line the same reason alone."""
    place = case.evidence.place
    return (place.file, place.line, case.reason) if place else case.reason
