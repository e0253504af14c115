"""Gathers the records of all cases in the main process and makes the results of the run from them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from ...reports.referrals import opened
from ...reports.shard_text import shard_text
from .collecting import CASE_ID, SHARDED
from .options import SETTINGS
from .outcomes import RECORD
from .starting import suite_is_asked_for

if TYPE_CHECKING:
    from ...emulator.runtime.arkts.api_references import ApiReference
    from ...reports.model import CaseResult, Results
    from ..matrix.last_run import RememberedCase
    from .options import Settings

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


STOPPED = "stopped at the first failure of a MUST"

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
        self._ran: defaultdict[str, set[int]] = defaultdict(set)
        self.internal_errors: list[InternalError] = []
        self.results: Results | None = None
        self.interrupted = False
        self.nothing_wanted = False
        self._session: pytest.Session | None = None
        self._stopped = False
        self._collected: set[str] = set()
        self._ids_only = False
        """Workers of pytest-xdist tell no more of what they collected, and some of it may be no case of the suite."""
        self._judged: set[str] = set()
        self._to_remember: dict[str, RememberedCase] = {}

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        # Beside the suite pytest may collect tests of the team's own, which nobody judges here.
        own = self._config.stash[SETTINGS].command_runs
        self._collected.update(item.nodeid for item in session.items if own or CASE_ID in item.stash)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Also where xdist's workers collect."""
        settings = self._config.stash[SETTINGS]
        judges = settings.command_runs or (settings.changed and suite_is_asked_for(self._config))
        if judges and not self._config.option.collectonly:
            settings.inputs.take()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._ids_only = True
        self._collected.update(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        told: object = getattr(node, "workeroutput", {})
        if isinstance(told, dict) and SHARDED in told:
            self._config.stash[SETTINGS].note_cases(int(told[SHARDED]))  # pyright: ignore[reportUnknownArgumentType]

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest tells Session.Interrupted and pytest.exit() here, too.
        self.interrupted = excinfo.type is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self._config.stash[SETTINGS].command_runs:
            self.internal_errors.append(InternalError(report.nodeid, report.longreprtext))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        record = getattr(report, RECORD, None)
        if record is not None:
            self._judged.add(report.nodeid)
            self._keep(record)
        elif str(report.when) == CRASHED or (report.failed and "requirement" in report.keywords):
            self.internal_errors.append(InternalError(report.nodeid, report.longreprtext))
        elif report.skipped and "requirement" in report.keywords:
            # Only the suite's own words end a case; whatever else skips one would make it vanish from the results.
            self.internal_errors.append(InternalError(report.nodeid, f"skipped, not judged: {report.longreprtext}"))

    def _keep(self, record: dict[str, Any]) -> None:
        import msgspec

        from ...emulator.runtime.arkts.api_references import ApiReference
        from ...reports.model import CaseResult
        from ..matrix.last_run import RememberedCase

        case = msgspec.convert(record["case"], CaseResult)
        self._cases[record["requirement"]].append(case)
        self._callbacks.update(record["callbacks"])
        for file, lines in record["ran"].items():
            self._ran[file].update(lines)
        imported = msgspec.convert(record["imported"], tuple[ApiReference, ...])
        self._note_imported(imported)
        self._to_remember[case.id] = RememberedCase(
            requirement=record["requirement"],
            check=record["check"],
            data_set=record["data_set"],
            digest="",
            callbacks=tuple(record["callbacks"]),
            imported=imported,
            case=msgspec.convert(record["unwaived"], CaseResult),
        )
        settings = self._config.stash[SETTINGS]
        known = settings.baseline is not None and settings.baseline.knows(case)
        if case.outcome == "fail" and settings.fail_fast and not known:
            self.stop()

    def _note_imported(self, imported: Iterable[ApiReference]) -> None:
        for module in imported:
            self._imported.setdefault(module.module, module)

    def stop(self) -> None:
        """End the run early. The cases that are under way still end; xdist has a session of its own."""
        self._stopped = True
        runner: object = self._config.pluginmanager.get_plugin("dsession") or self._session
        setattr(runner, "shouldstop", STOPPED)  # noqa: B010 - xdist's class is not typed

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        from ..exit_codes import EXIT_CODE_OF, ExitCode

        if self.interrupted:
            return
        settings = self._config.stash[SETTINGS]
        self._require_all_judged(settings)
        self._take_over(settings)
        if self._cases:
            self.results = self._assemble(settings, whole=exitstatus in (0, 1, pytest.ExitCode.NO_TESTS_COLLECTED))
            if not self.internal_errors and (settings.command_runs or settings.changed):
                self._remember(settings)
        if self.internal_errors:
            session.exitstatus = ExitCode.INTERNAL_ERROR
            return
        if self.results is not None:
            self._write(self.results)
        elif exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and (self._narrowed() or settings.shard is not None):
            session.exitstatus = ExitCode.CANNOT_BE_JUDGED
            self.nothing_wanted = True
        whole = session.testscollected == len(self._judged) and exitstatus in (0, 1, pytest.ExitCode.NO_TESTS_COLLECTED)
        if self.results and (self._stopped or whole):
            session.exitstatus = EXIT_CODE_OF[self.results.verdict]

    def _require_all_judged(self, settings: Settings) -> None:
        """A case that was collected and never heard of again must not look as if there had been none."""
        missing = sorted(self._collected - self._judged)
        session = self._session
        cut_short = self._stopped or (session is not None and (session.shouldstop or session.shouldfail))
        runs = not self._config.option.collectonly and (settings.command_runs or not self._ids_only)
        if runs and missing and not (cut_short or self.internal_errors):
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            self.internal_errors.append(InternalError(missing[0], f"collected, but never judged{more}"))

    def _take_over(self, settings: Settings) -> None:
        import msgspec

        for remembered in settings.taken_over.values():
            case = msgspec.structs.replace(remembered.case, taken_over=True)
            self._cases[remembered.requirement].append(settings.waivers.judged(case))
            self._callbacks.update(remembered.callbacks)
            self._note_imported(remembered.imported)

    def _remember(self, settings: Settings) -> None:
        import msgspec

        from ...emulator.runtime.arkts.cache import CacheUnwritable
        from ..matrix.last_run import LastRun

        inputs = settings.inputs
        kept = {
            name: msgspec.structs.replace(case, digest=inputs.digest_of(case.requirement, case.check, case.data_set))
            for name, case in self._to_remember.items()
        }
        # Without a cache the next run has nothing to take over, which costs time and no verdict.
        with suppress(CacheUnwritable):
            LastRun(settings.subject).remember(kept)

    def _assemble(self, settings: Settings, *, whole: bool) -> Results:
        from ..judging.assembly import assemble

        because = STOPPED if self._stopped else ""
        if not because and (self._narrowed() or not whole):
            because = "only a part of the suite ran"
            if whole and not settings.wanted_cases:
                because = f"only requirements up to {settings.policy.level} were judged"
        if not because and settings.shards is not None:
            because = "only a part of the suite ran" if settings.subject.packed else shard_text(settings.shards)
        cases, unused = settings.waivers.at_the_end(self._cases, is_whole=not because)
        if settings.shards is None and not self._stopped:
            # Otherwise what tells why may be among the cases that did not run here.
            cases = opened(cases, level_limited=settings.policy.level != "MAY")
        return assemble(
            settings.subject,
            cases,
            callbacks=self._callbacks,
            imported=self._imported.values(),
            ran=self._ran,
            profile=settings.profile,
            seed=settings.seed,
            policy=settings.policy,
            shards=settings.shards,
            complete=not because,
            incomplete_because=because,
            unused_waivers=unused,
            unfilled=settings.data_sets[0].unfilled,
            started_at=self._started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            duration_ms=int((time.monotonic() - self._started_clock) * 1000),
        )

    def _narrowed(self) -> bool:
        return self._config.stash[SETTINGS].narrowed

    def _write(self, results: Results) -> None:
        path = self._config.stash[SETTINGS].json_path
        if path is not None:
            from ...reports.results_file import to_json, write_atomically

            write_atomically(path, to_json(results))
        allure = self._config.getoption("allure_report_dir", None)
        if allure:
            from ..results.allure_folder import describe_run

            describe_run(results, Path(str(allure)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.nothing_wanted:
            wanted = ", ".join(self._config.stash[SETTINGS].wanted_cases)
            what = f"no case is called {wanted}" if wanted else "no case of this level or shard"
            terminalreporter.write_line(f"ohos-backup: {what}; 'ohos-backup list' shows what there is")
        if self.results is not None:
            summary = self.results.summary
            terminalreporter.write_line(
                f"ohos-backup: {self.results.subject.bundle_name} {self.results.verdict}: "
                f"{summary.passed} requirements pass, {summary.fail} fail, {summary.warn} warn, "
                f"{summary.inconclusive} inconclusive, {summary.waived} waived, "
                f"{summary.not_applicable} not applicable"
            )
