"""Which versions' backups the app copes with: the cases about versions as a grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import CaseResult, RequirementResult

OF_VERSIONS = ("version", "distance", "mark", "from")
"""Parameters that say whose backup comes."""
FAMILY = "VER-"


@dataclass(frozen=True)
class Cell:
    """``name`` is what tells the case from its neighbours; the case itself follows."""

    name: str
    case: CaseResult


@dataclass(frozen=True)
class VersionRow:
    """``heading`` is the version that all ``cells`` have in common, empty where each cell is a version itself."""

    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class VersionGroup:
    requirement: RequirementResult
    rows: tuple[VersionRow, ...]


def version_groups(requirements: Iterable[RequirementResult]) -> tuple[VersionGroup, ...]:
    """Requirements about versions that were judged, the family's own first.

    Those that did not apply are told by their reasons elsewhere.
    """
    groups = [
        VersionGroup(requirement, tuple(_rows(requirement)))
        for requirement in requirements
        if requirement.outcome != "not_applicable" and _is_about_versions(requirement)
    ]
    return tuple(sorted(groups, key=lambda group: not group.requirement.id.startswith(FAMILY)))


def _is_about_versions(requirement: RequirementResult) -> bool:
    named = any(name in OF_VERSIONS for case in requirement.cases for name in case.parameters)
    return named or requirement.id.startswith(FAMILY)


def _rows(requirement: RequirementResult) -> list[VersionRow]:
    """A row for each version where cases differ in something else too; otherwise one row of versions."""
    by_version: dict[str, list[Cell]] = {}
    for case in requirement.cases:
        version = next((case.parameters[name] for name in OF_VERSIONS if name in case.parameters), "")
        rest = " · ".join(value for name, value in case.parameters.items() if name not in OF_VERSIONS)
        by_version.setdefault(version, []).append(Cell(rest, case))
    if any(cell.name for cells in by_version.values() for cell in cells) or set(by_version) == {""}:
        return [VersionRow(version, tuple(cells)) for version, cells in by_version.items()]
    return [VersionRow("", tuple(Cell(version, cell.case) for version, cells in by_version.items() for cell in cells))]
