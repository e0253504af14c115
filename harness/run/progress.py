"""Progress of a run on standard error: a bar on a terminal, elsewhere a line now and then; a first failure at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from ..language import words
from ..plugin.outcomes import RECORD
from .estimate import Estimate

QUIET_S = 30.0
"""Without a terminal so long nothing is told at a time: most runs end before, and logs stay short."""


class Progress:
    """A pytest plugin of the main process. ``known``: what cases took the last time, by id, in milliseconds."""

    def __init__(
        self, console: Console, known: Mapping[str, int] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._clock = clock
        self._estimate = Estimate(known or {}, clock)
        self._first_failure = ""
        self._told_at = clock()
        self._checks: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._has_bar = console.is_terminal and not console.is_dumb_terminal
        self._bar = Bar(
            TextColumn("{task.description:<16}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
            disable=not self._has_bar,
        )
        self._task = self._bar.add_task(words().t("starting"), total=None, left="")

    def pytest_sessionstart(self) -> None:
        self._bar.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:
            self._begin(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        if not self._checks:
            self._begin(ids)

    def _begin(self, ids: Iterable[str]) -> None:
        self._checks = Counter(map(_check, ids))
        cases = sum(self._checks.values())
        self._bar.update(self._task, total=cases)
        self._estimate.begin(cases)
        self._told_at = self._clock()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        record = getattr(report, RECORD, None)
        if record is None:
            return
        case = record["case"]
        check = _check(report.nodeid)
        self._judged[check] += 1
        self._estimate.judged(case["id"])
        left = self._left()
        which = f"{record['requirement']} {self._judged[check]}/{self._checks[check]}"
        self._bar.update(self._task, advance=1, description=which, left=left)
        if case["outcome"] == "fail" and not self._first_failure:
            self._first_failure = case["id"]
            if self._console.is_terminal:
                told = words().t("first failure: {id} {reason}", id=case["id"], reason=words().told(case["reason"]))
                self._console.print(Text(told, style="red"))
        if not self._has_bar and self._clock() - self._told_at >= QUIET_S:
            self._told_at = self._clock()
            self._console.print(Text(self._line(left)), soft_wrap=True)

    def _left(self) -> str:
        seconds = self._estimate.seconds_left()
        if seconds is None:
            return ""
        if seconds < 60:
            return words().t("about {count} s left", count=f"{seconds:.0f}")
        return words().t("about {count} min left", count=f"{seconds / 60:.0f}")

    def _line(self, left: str) -> str:
        t = words().t
        first = self._first_failure
        failed = t("first failure {id}", id=first) if first else t("no failure so far")
        judged, cases = sum(self._judged.values()), sum(self._checks.values())
        done = t("{judged} of {cases} cases", judged=str(judged), cases=str(cases))
        return ", ".join(filter(None, (done, failed, left)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._bar.stop()


def _check(node_id: str) -> str:
    """The check that a case belongs to; all its cases make one count."""
    return node_id.partition("[")[0]
