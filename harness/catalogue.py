"""The requirement catalogue as data: one TOML record a requirement, one file a family, shipped with the suite."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from .suite_place import SUITE

FAMILIES = {
    "CFG": "Configuration",
    "LIF": "Life cycle",
    "BKP": "Backup",
    "RST": "Restore",
    "VER": "Bundle version",
    "INC": "Incremental backup",
    "CLN": "Clone and scenes",
    "SEC": "Security",
}


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the suite demands. ``since``: first API version it applies to. All texts are plain English sentences;
    ``example`` is ArkTS or JSON, or empty."""

    id: str
    level: Literal["MUST", "SHOULD", "MAY"]
    title: str
    rationale: str
    source: str
    applies_when: str
    mend: str
    since: int = 10
    example: str = ""

    @property
    def family(self) -> str:
        """The family's name in words, such as ``Restore``."""
        return FAMILIES[self.id.partition("-")[0]]


class _FamilyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    requirement: tuple[Requirement, ...]


@cache
def catalogue() -> dict[str, Requirement]:
    """Every requirement by id, in the order of the families and then of the ids."""
    found: list[Requirement] = []
    for resource in (files(SUITE) / "catalogue").iterdir():
        if resource.name.endswith(".toml"):
            found.extend(msgspec.toml.decode(resource.read_bytes(), type=_FamilyFile).requirement)
    order = list(FAMILIES)
    found.sort(key=lambda requirement: (order.index(requirement.id.partition("-")[0]), requirement.id))
    by_id = {requirement.id: requirement for requirement in found}
    if len(by_id) != len(found):
        raise ValueError("the catalogue names a requirement twice")
    return by_id
