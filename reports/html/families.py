"""The requirements by family, and how many of each ended how: lengths of a bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Outcome, RequirementResult
from ..verdict import WORST_FIRST


@dataclass(frozen=True)
class Part:
    """``count`` requirements with one outcome; ``start`` and ``share`` are of the whole bar, in percent."""

    outcome: Outcome
    count: int
    start: float
    share: float


@dataclass(frozen=True)
class Family:
    name: str
    requirements: tuple[RequirementResult, ...]
    cases: int
    parts: tuple[Part, ...]


def families_of(requirements: Iterable[RequirementResult]) -> tuple[Family, ...]:
    """In the order of their first requirements; a family is whole even where its requirements are not together."""
    members: dict[str, list[RequirementResult]] = {}
    for requirement in requirements:
        members.setdefault(requirement.family, []).append(requirement)
    return tuple(
        Family(name, tuple(group), sum(len(member.cases) for member in group), parts_of(group))
        for name, group in members.items()
    )


def parts_of(requirements: Iterable[RequirementResult]) -> tuple[Part, ...]:
    """Outcomes that occur, worst first."""
    count = Counter(requirement.outcome for requirement in requirements)
    total = sum(count.values())
    parts: list[Part] = []
    before = 0
    for outcome in WORST_FIRST:
        if count[outcome]:
            parts.append(
                Part(outcome, count[outcome], round(100 * before / total, 3), round(100 * count[outcome] / total, 3))
            )
            before += count[outcome]
    return tuple(parts)
