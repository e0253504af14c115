"""Gathers the records of all cases in the main process and makes the results of the run from them."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .options import SETTINGS
from .outcomes import RECORD

if TYPE_CHECKING:
    from ...emulator.runtime.arkts.api_references import ApiReference
    from ...reports.model import CaseResult, Results

PLUGIN_NAME = "ohos_backup_gathering"


class InternalError(NamedTuple):
    """Where it happened, and the traceback as text."""

    where: str
    details: str

    @property
    def summary(self) -> str:
        """One line: the last of the traceback that says something."""
        lines = [line.removeprefix("E ").strip() for line in self.details.splitlines() if line.strip()]
        return f"{self.where}: {lines[-1] if lines else 'no details'}"


CRASHED = "???"
"""The phase that pytest-xdist gives to the report of a test whose worker process died."""


class Gathering:
    """A plugin of the main process only: xdist's workers send it their reports.

    ``results`` is there after the session, if any case of the suite ran. ``internal_errors`` holds what went wrong
    with us, each with the traceback that whoever mends it needs: a check that ended in an error of its own or could
    not be set up, a worker that died.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._started = datetime.now(timezone.utc)
        self._started_clock = time.monotonic()
        self._cases: dict[str, list[CaseResult]] = defaultdict(list)
        self._callbacks: set[str] = set()
        self._imported: dict[str, ApiReference] = {}
        self.internal_errors: list[InternalError] = []
        self.results: Results | None = None
        self.interrupted = False
        self.nothing_wanted = False

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest tells Session.Interrupted and pytest.exit() here, too.
        self.interrupted = excinfo.type is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self._config.stash[SETTINGS].command_runs:
            self.internal_errors.append(InternalError(report.nodeid, report.longreprtext))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        record = getattr(report, RECORD, None)
        if record is not None:
            import msgspec

            from ...emulator.runtime.arkts.api_references import ApiReference
            from ...reports.model import CaseResult

            self._cases[record["requirement"]].append(msgspec.convert(record["case"], CaseResult))
            self._callbacks.update(record["callbacks"])
            for imported in msgspec.convert(record["imported"], list[ApiReference]):
                self._imported.setdefault(imported.module, imported)
        elif str(report.when) == CRASHED or (report.failed and "requirement" in report.keywords):
            self.internal_errors.append(InternalError(report.nodeid, report.longreprtext))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        from ..exit_codes import EXIT_CODE_OF, ExitCode

        if self.interrupted:
            return
        if self._cases:
            self.results = self._assemble(complete=exitstatus in (0, 1) and not self._narrowed())
        if self.internal_errors:
            session.exitstatus = ExitCode.INTERNAL_ERROR
            return
        if self.results is not None:
            self._write(self.results)
        elif exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._narrowed():
            session.exitstatus = ExitCode.CANNOT_BE_JUDGED
            self.nothing_wanted = True
        if self.results and exitstatus in (0, 1) and session.testscollected == self._case_count():
            session.exitstatus = EXIT_CODE_OF[self.results.verdict]

    def _assemble(self, *, complete: bool) -> Results:
        from ..assembly import assemble

        settings = self._config.stash[SETTINGS]
        return assemble(
            settings.subject,
            self._cases,
            callbacks=self._callbacks,
            imported=self._imported.values(),
            profile=settings.profile,
            seed=settings.seed,
            strict=settings.strict,
            complete=complete,
            started_at=self._started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            duration_ms=int((time.monotonic() - self._started_clock) * 1000),
        )

    def _narrowed(self) -> bool:
        return bool(self._config.stash[SETTINGS].wanted_cases)

    def _case_count(self) -> int:
        return sum(len(cases) for cases in self._cases.values())

    def _write(self, results: Results) -> None:
        path = self._config.stash[SETTINGS].json_path
        if path is not None:
            from ...reports.results_file import to_json, write_atomically

            write_atomically(path, to_json(results))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.nothing_wanted:
            wanted = ", ".join(self._config.stash[SETTINGS].wanted_cases)
            terminalreporter.write_line(
                f"ohos-backup: no case is called {wanted}; 'ohos-backup list' shows what there is"
            )
        if self.results is not None:
            summary = self.results.summary
            terminalreporter.write_line(
                f"ohos-backup: {self.results.subject.bundle_name} {self.results.verdict}: "
                f"{summary.passed} requirements pass, {summary.fail} fail, {summary.warn} warn, "
                f"{summary.inconclusive} inconclusive, {summary.not_applicable} not applicable"
            )
