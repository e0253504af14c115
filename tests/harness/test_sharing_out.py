"""Workers get cases that look at the same backups together, and do not crowd on one processor."""

from __future__ import annotations

import os

import pytest
from ohos_backup.harness.data.data_set import DataSet
from ohos_backup.harness.matrix.combinations import Combination
from ohos_backup.harness.plugin.processors import keep_to_one_processor
from ohos_backup.harness.plugin.sharing_out import group_of
from ohos_backup.harness.scenarios.flows import FULL

BIG = DataSet(name="big")


def test_cases_of_one_data_set_stay_together_whatever_they_judge() -> None:
    row = Combination(flow=FULL, data_set=BIG, version="newer", onto="fresh")

    assert group_of("RST-001", {"data_set": BIG}) == group_of("RST-015", {"combination": row})
    assert group_of("RST-001", {"data_set": BIG}) != group_of("RST-001", {"data_set": DataSet(name="empty")})


def test_other_cases_stay_with_their_requirement() -> None:
    assert group_of("RST-005", {"damage": "missing-1"}) == group_of("RST-005", {}) != group_of("RST-004", {})


@pytest.mark.parametrize(
    ("worker", "count", "kept"),
    [("gw0", 2, {4}), ("gw1", 2, {6}), ("gw0", 1, {4, 6}), ("gw2", 3, {4, 6}), ("", 0, {4, 6})],
)
def test_workers_that_need_every_processor_keep_to_one_each(
    worker: str, count: int, kept: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    processors = {4, 6}
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(processors), raising=False)
    monkeypatch.setattr(
        os, "sched_setaffinity", lambda _, chosen: processors.intersection_update(chosen), raising=False
    )
    monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", str(count))

    keep_to_one_processor()

    assert processors == kept
