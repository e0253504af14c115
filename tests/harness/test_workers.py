"""How many processes a check uses."""

from __future__ import annotations

import sys

import psutil
import pytest
from ohos_backup.harness.run import workers
from ohos_backup.harness.run.workers import MOST_UNASKED, UnusableWorkers, usual_workers, workers_asked_for


@pytest.mark.parametrize(("typed", "number"), [("1", 1), ("7", 7), ("auto", 3)])
def test_a_number_is_taken_as_typed_and_auto_is_one_a_processor(
    typed: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 3)

    assert workers_asked_for(typed) == number


@pytest.mark.parametrize("typed", ["0", "-1", "two", "1.5", "", "٣x"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(UnusableWorkers, match="is no number of workers"):
        workers_asked_for(typed)


@pytest.mark.parametrize(
    ("platform", "processors", "short", "number"),
    [
        ("linux", 2, False, 2),
        ("linux", 64, False, MOST_UNASKED),
        ("linux", 2, True, 1),
        ("darwin", 8, False, 1),
        ("win32", 8, False, 1),
    ],
)
def test_unasked_several_work_where_that_costs_little(
    platform: str, processors: int, short: bool, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(workers, "processors", lambda: processors)

    assert usual_workers(short=short) == number


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processors a process may use")
def test_no_more_processors_are_counted_than_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: 8)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {0, 5})

    assert workers.processors() == 2
