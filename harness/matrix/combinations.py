"""Pairwise reduction of the scenario matrix: flow, data set, version and what is on the device already."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Literal, cast

import msgspec
from allpairspy import AllPairs  # pyright: ignore[reportMissingTypeStubs]

from ...emulator.application import BundleVersion
from ..data.data_set import DataSet
from ..scenarios.flows import FLOWS, FULL, Flow

Onto = Literal["fresh", "earlier-content", "other-files"]

ONTO: tuple[Onto, ...] = ("fresh", "earlier-content", "other-files")
"""What is on the restoring device: nothing, the same files with older content, or files unknown to the backup."""

VERSIONS: dict[str, BundleVersion | None] = {
    "equal": None,
    "older": BundleVersion(-1, "0.9.0"),
    "much-older": BundleVersion(1, "0.0.1"),
    "newer": BundleVersion(2_000_000_000, "99.0.0"),
}
"""The versions of the matrix that are no special names; None is the app's own."""


class Combination(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the matrix."""

    flow: Flow
    data_set: DataSet
    version: str
    onto: Onto

    def __str__(self) -> str:
        return f"{self.flow.name}+{self.data_set.name}+{self.version}+{self.onto}"

    @property
    def deviations(self) -> tuple[str, ...]:
        """The axes on which it is out of the ordinary; with fewer than two nothing comes together."""
        usual = {"flow": FULL.name, "version": "equal", "onto": "fresh"}
        return tuple(axis for axis, value in self.parameters().items() if axis in usual and value != usual[axis])

    def parameters(self) -> dict[str, str]:
        return {"flow": self.flow.name, "data": self.data_set.name, "version": self.version, "onto": self.onto}


def combinations(data_sets: Sequence[DataSet], *, exhaustive: bool) -> tuple[Combination, ...]:
    """Rows in which at least two things are out of the ordinary: enough for every pair of values of two axes, with
    ``exhaustive`` all there are."""
    axes: list[Sequence[object]] = [[flow for flow in FLOWS if flow.arrives], data_sets, tuple(VERSIONS), ONTO]
    rows = itertools.product(*axes) if exhaustive else cast("Iterable[Iterable[object]]", AllPairs(axes))
    made = (_combination(row) for row in rows)
    return tuple(row for row in made if len(row.deviations) > 1)


def _combination(row: Iterable[object]) -> Combination:
    flow, data_set, version, onto = row
    return Combination(flow=flow, data_set=data_set, version=version, onto=onto)  # pyright: ignore[reportArgumentType]
