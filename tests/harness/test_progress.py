"""While a run goes on it says how far it is, how long it still takes, and what has failed."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from command_line import NOTES
from ohos_backup.harness.plugin.collecting import FIRST
from ohos_backup.harness.plugin.outcomes import RECORD
from ohos_backup.harness.run.estimate import Estimate
from ohos_backup.harness.run.options import SuiteOptions
from ohos_backup.harness.run.progress import QUIET_S, Progress
from ohos_backup.harness.run.suite_run import planned_cases
from rich.console import Console


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_is_left_is_told_by_what_it_took_the_last_time(clock: Clock) -> None:
    estimate = Estimate({"quick": 1_000, "slow": 9_000}, clock)
    estimate.begin(2)

    assert estimate.seconds_left() == pytest.approx(10)
    clock.now = 1.0
    estimate.judged("quick")
    assert estimate.seconds_left() == pytest.approx(9)


def test_a_run_at_half_the_pace_takes_twice_as_long(clock: Clock) -> None:
    estimate = Estimate({"a": 1_000, "b": 3_000}, clock)
    estimate.begin(2)
    clock.now = 2.0
    estimate.judged("a")

    assert estimate.seconds_left() == pytest.approx(6)


def test_cases_that_are_new_count_like_the_others(clock: Clock) -> None:
    estimate = Estimate({"a": 1_000, "b": 3_000}, clock)
    estimate.begin(4)

    assert estimate.seconds_left() == pytest.approx(8)


def test_without_a_last_time_every_case_counts_the_same(clock: Clock) -> None:
    estimate = Estimate({}, clock)
    estimate.begin(4)

    assert estimate.seconds_left() is None
    clock.now = 2.0
    estimate.judged("a")
    assert estimate.seconds_left() == pytest.approx(6)


def told(clock: Clock, *, terminal: bool, seconds_each: float, failing: str = "") -> str:
    """What a run of four cases says, each taking so long."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=terminal, width=100, _environ={"TERM": "xterm"})
    progress = Progress(console, {}, clock)
    names = [f"test_faults.py::test_killed[{number}]" for number in range(4)]
    progress.pytest_collection_finish(SimpleNamespace(items=[SimpleNamespace(nodeid=name) for name in names]))
    for number, name in enumerate(names):
        clock.now += seconds_each
        case_id = f"RST-004[{number}]"
        outcome = "fail" if case_id == failing else "pass"
        case = {"id": case_id, "outcome": outcome, "reason": "all is lost"}
        progress.pytest_runtest_logreport(
            SimpleNamespace(nodeid=name, **{RECORD: {"requirement": "RST-004", "case": case}})
        )
    progress.pytest_sessionfinish()
    return written.getvalue()


def test_a_short_run_without_a_terminal_says_nothing(clock: Clock) -> None:
    assert told(clock, terminal=False, seconds_each=1.0, failing="RST-004[1]") == ""


def test_a_long_run_without_a_terminal_says_how_it_goes_now_and_then(clock: Clock) -> None:
    lines = told(clock, terminal=False, seconds_each=QUIET_S / 2, failing="RST-004[3]").splitlines()

    assert lines == [
        "2 of 4 cases, no failure so far, about 30 s left",
        "4 of 4 cases, first failure RST-004[3], about 0 s left",
    ]


def test_a_terminal_shows_the_first_failure_at_once(clock: Clock) -> None:
    text = told(clock, terminal=True, seconds_each=1.0, failing="RST-004[1]")

    assert text.count("first failure: RST-004[1] all is lost") == 1


def test_what_every_other_requirement_needs_is_judged_first() -> None:
    order = [case.requirement for case in planned_cases(SuiteOptions(address=str(NOTES)))]

    basic = sum(requirement in FIRST for requirement in order)
    assert set(order[:basic]) == set(FIRST)
