"""Progress of a run on standard error: a bar on a terminal, nothing elsewhere; the first failure is told at once."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from .language import words
from .plugin.outcomes import RECORD


class Progress:
    """A pytest plugin of the main process."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = False
        self._bar = Bar(
            TextColumn("{task.description:<8}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            disable=not console.is_terminal or console.is_dumb_terminal,
        )
        self._task = self._bar.add_task(words().t("starting"), total=None)

    def pytest_sessionstart(self) -> None:
        self._bar.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:
            self._bar.update(self._task, total=len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._bar.update(self._task, total=len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        record = getattr(report, RECORD, None)
        if record is None:
            return
        case = record["case"]
        self._bar.update(self._task, advance=1, description=record["requirement"])
        if case["outcome"] == "fail" and not self._told and self._console.is_terminal:
            self._told = True
            told = words().t("first failure: {id} {reason}", id=case["id"], reason=words().told(case["reason"]))
            self._console.print(Text(told, style="red"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._bar.stop()
