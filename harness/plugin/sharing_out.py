"""Shares the cases out to worker processes: those that look at the same backups stay together (--dist loadgroup)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .collecting import is_check


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a case of the suite with its group; only a worker's own collection is looked at."""
    if not hasattr(item.config, "workerinput") or not is_check(item):
        return
    marker = item.get_closest_marker("requirement")
    assert marker is not None
    callspec = getattr(item, "callspec", None)
    item.add_marker(pytest.mark.xdist_group(group_of(str(marker.args[0]), callspec.params if callspec else {})))


def group_of(requirement: str, parameters: Mapping[str, object]) -> str:
    """The name of the data set that the case varies: nearly all that cases share is made of one. The others use the
    typical set, which costs little, and stay with their requirement."""
    from ..data.data_set import DataSet
    from ..matrix.combinations import Combination

    combination = parameters.get("combination")
    data_set = combination.data_set if isinstance(combination, Combination) else parameters.get("data_set")
    return f"data {data_set.name}" if isinstance(data_set, DataSet) else requirement
