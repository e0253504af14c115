"""Runs the suite on one app through pytest, in this process, whatever pytest settings lie around."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import msgspec
import psutil
import pytest

from ...emulator.errors import OhosBackupError
from ...emulator.profile import DeviceProfile
from ...emulator.runtime.arkts.node import can_cover
from ...reports.baseline import Baseline
from ...reports.model import DeviceInfo, Policy, Results
from ...reports.terminal import print_found, print_results
from ...reports.verdict import counts
from ..catalogue import catalogue
from ..console import messages, output
from ..data.data_set import DataSet
from ..exit_codes import EXIT_CODE_OF, ExitCode
from ..judging.assembly import subject_info
from ..judging.coverage import watch
from ..language import words
from ..matrix.last_run import LastRun
from ..matrix.shards import Shard, changed_shard, parse_shard
from ..own_data import data_sets_for
from ..own_data.older_sources import Migration, migrations, older_sources
from ..plugin.collecting import CASE_ID, REQUIREMENT
from ..plugin.gathering import PLUGIN_NAME, Gathering, InternalError
from ..plugin.options import PREFIX, SETTINGS
from ..plugin.parameters import parameters_of
from ..plugin.wanted import matches, require_known
from ..results.allure_folder import write_allure
from ..results.baseline_file import UnusableBaseline, judged_by_baseline, print_held, read_baseline, require_same_app
from ..results.github_actions import is_told, tell
from ..results.policy import UnknownPolicy, policy_of
from ..results.report_files import require_writable, write_reports
from ..subjects.device_choice import chosen_profile
from ..subjects.loading import load_subject
from ..subjects.subject import Subject
from ..suite_place import SUITE, suite_folder
from .forking import WorkerForks
from .progress import Progress

if TYPE_CHECKING:
    from execnet import XSpec

STANDARD_ERROR = 2


class UnusableWorkers(OhosBackupError):
    code = "E-WORKERS"


class SuiteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup check`` was asked for."""

    address: str
    data: tuple[Path, ...] = ()
    older: tuple[str, ...] = ()
    profile: str | None = None
    cases: tuple[str, ...] = ()
    exhaustive: bool = False
    level: str | None = None
    fail_on: tuple[str, ...] = ()
    strict: bool = False
    shard: str | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    fail_fast: bool = False
    changed: bool = False
    reasons: bool = False
    coverage: bool = False
    """Whether to note which lines of the app's sources run; a report in HTML shows them in any case."""
    seed: int = 0
    workers: str = "1"
    reports: Mapping[str, Path] = {}
    """File by form, as in reports/forms.py."""
    annotations: bool | None = None
    """Whether GitHub is told; None: where it runs the step."""
    alluredir: Path | None = None


class SuiteBroke(Exception):
    """The suite itself went wrong, so there is no verdict. ``details`` is for whoever mends it."""

    def __init__(self, summary: str, details: str) -> None:
        super().__init__(summary)
        self.details = details


def run_suite(options: SuiteOptions, *watchers: object) -> ExitCode:
    """Run, write the reports, print. ``watchers``: see suite_results.

    Raises OhosBackupError for bad input, before anything runs; SuiteBroke; KeyboardInterrupt when interrupted.
    """
    entry = _prepared(options)
    console = output()
    print_found(console, subject_info(entry.subject), DeviceInfo(profile=entry.profile.name), words())
    results = _judge(options, entry, Progress(messages(), _durations(options, entry)), *watchers)
    held = None
    if options.baseline is not None:
        held = judged_by_baseline(results, options.baseline, entry.baseline, update=options.update_baseline)
        results = held.results
    write_reports(results, options.reports, words())
    if options.alluredir:
        write_allure(results, options.alluredir)
    if is_told(options.annotations, os.environ):
        tell(results, os.environ, console, messages(), words())
    print_results(console, results, reasons=options.reasons, coverage=options.coverage, words=words())
    if held is not None and options.baseline is not None:
        print_held(console, held, options.baseline, updated=options.update_baseline)
    return EXIT_CODE_OF[results.verdict]


def _durations(options: SuiteOptions, entry: _Entry) -> dict[str, int]:
    """What the cases that are going to run took the last time."""
    wanted = options.cases
    return {
        name: duration
        for name, duration in LastRun(entry.subject).durations().items()
        if not wanted or any(matches(name, each) for each in wanted)
    }


def suite_results(options: SuiteOptions, *watchers: object) -> Results:
    """Run, and say nothing. ``watchers`` are pytest plugins that see the run, and may end it early.

    Raises as run_suite does. Any number of runs may follow each other in one process; each loads its app anew.
    """
    return _judge(options, _prepared(options), *watchers)


def _prepared(options: SuiteOptions) -> _Entry:
    """Everything that can be refused before anything runs."""
    if options.workers != "auto" and not (options.workers.isdecimal() and int(options.workers) > 0):
        raise UnusableWorkers(f"'{options.workers}' is no number of workers", mend="Give 1, 2, 3 … or auto.")
    policy = policy_of(options.level, options.fail_on, strict=options.strict)
    shard = parse_shard(options.shard) if options.shard is not None else None
    if shard is not None and options.changed:
        raise changed_shard()
    baseline = _baseline(options)
    require_writable(options.reports, folder=options.alluredir)
    subject = load_subject(options.address)
    if wants_coverage(options):
        watch(subject)
    profile = chosen_profile(subject, options.profile)
    if options.baseline is not None and baseline is not None:
        require_same_app(options.baseline, baseline, subject.application.bundle_name, profile.name)
    data_sets = data_sets_for(subject, options.data, options.seed)
    older = migrations(subject, older_sources(subject, options.older), options.seed)
    written = (*options.reports.values(), *([options.alluredir] if options.alluredir else []))
    entry = _Entry(subject, profile, data_sets, older, written)
    entry.baseline = baseline
    _require_cases(options, entry, policy, shard)
    return entry


def _baseline(options: SuiteOptions) -> Baseline | None:
    if options.baseline is None:
        if options.update_baseline:
            raise UnusableBaseline("--update-baseline needs a file", mend="Name it with --baseline FILE.")
        return None
    baseline = read_baseline(options.baseline, may_be_made=options.update_baseline)
    if options.update_baseline:
        require_writable({"baseline": options.baseline})
    return baseline


def _judge(options: SuiteOptions, entry: _Entry, *watchers: object) -> Results:
    forks = WorkerForks() if options.workers != "1" else nullcontext(None)
    with _undisturbed_environment(), _noticed_interruptions() as interruptions, forks as entry.forks:
        status = pytest.main(_arguments(options), plugins=[entry, *watchers])
    gathering = entry.gathering
    assert gathering is not None, "pytest configures its plugins first of all"
    if gathering.interrupted or interruptions:
        raise KeyboardInterrupt
    errors = [*gathering.internal_errors, *entry.internal_errors]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise SuiteBroke(
            f"a check could not do its work{more}\n  {errors[0].summary}",
            "\n\n".join(f"{error.where}\n{error.details}" for error in errors),
        )
    if gathering.results is None:
        raise SuiteBroke(f"no case was judged; pytest ended with {status}", "")
    return gathering.results


class PlannedCase(msgspec.Struct, frozen=True):
    """A case that a run would judge; ``parameters`` as results.json tells them."""

    id: str
    requirement: str
    parameters: dict[str, str]


def planned_cases(options: SuiteOptions) -> tuple[PlannedCase, ...]:
    """The cases that ``options`` would run, none of which is judged: faults and damages are known from a rehearsal.

    Raises OhosBackupError for bad input.
    """
    found = _collected(options, _prepared(options))
    if not options.cases:
        return found
    return tuple(case for case in found if any(matches(case.id, wanted) for wanted in options.cases))


def _require_cases(options: SuiteOptions, entry: _Entry, policy: Policy, shard: Shard | None) -> None:
    """What cases there are depends on the data sets, so pytest has to collect them before a choice can be wrong."""
    if not options.cases and shard is None:
        return
    known = _collected(options, entry)
    require_known(options.cases, [case.id for case in known])
    chosen = [
        case.id
        for case in known
        if (not options.cases or any(matches(case.id, wanted) for wanted in options.cases))
        and counts(catalogue()[case.requirement].level, policy)
    ]
    if not chosen:
        raise UnknownPolicy(
            f"none of the cases asked for is judged up to level {policy.level}", mend="Leave out --level."
        )
    if shard is not None:
        shard.of(chosen)


def _collected(options: SuiteOptions, entry: _Entry) -> tuple[PlannedCase, ...]:
    """All cases there are, whichever are wanted."""
    seen = _Collected()
    with _undisturbed_environment():
        everything = msgspec.structs.replace(
            options,
            cases=(),
            level=None,
            shard=None,
            workers="1",
            changed=False,
            coverage=False,
            reports={},
        )
        pytest.main([*_arguments(everything), "--collect-only"], plugins=[entry, seen])
    return tuple(seen.cases)


class _Entry:
    """A pytest plugin: hands over what was loaded and keeps what comes back."""

    def __init__(
        self,
        subject: Subject,
        profile: DeviceProfile,
        data_sets: tuple[DataSet, ...],
        brought_over: tuple[Migration, ...],
        reports: tuple[Path, ...],
    ) -> None:
        self.subject = subject
        self.profile = profile
        self._data_sets = data_sets
        self._migrations = brought_over
        self._reports = reports
        self.gathering: Gathering | None = None
        self.internal_errors: list[InternalError] = []
        self.baseline: Baseline | None = None
        self.forks: WorkerForks | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        settings = config.stash[SETTINGS]
        settings.subject, settings.profile, settings.data_sets = self.subject, self.profile, self._data_sets
        settings.migrations = self._migrations
        settings.baseline = self.baseline
        settings.command_runs = True
        settings.reports = self._reports
        # The longer styles render every local of a check that ended, whole data sets among them, for nobody to read.
        config.option.tbstyle = "native"
        gathering = config.pluginmanager.get_plugin(PLUGIN_NAME)
        assert isinstance(gathering, Gathering)
        self.gathering = gathering

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None, object, object]:
        """Worker processes start here. Ctrl-C reaches them, too, and one that is still starting would print a
        traceback; what they have to say comes through their channel."""
        sys.stderr.flush()
        standard_error = os.dup(STANDARD_ERROR)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, STANDARD_ERROR)
        try:
            return (yield)
        finally:
            os.dup2(standard_error, STANDARD_ERROR)
            os.close(standard_error)
            os.close(nowhere)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self, specs: list[XSpec]) -> None:
        for spec in specs:
            spec.python = self.forks.interpreter if self.forks else None

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Workers need not finish what they are at."""
        if excinfo.type is not KeyboardInterrupt:
            return
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def pytest_internalerror(self, excrepr: object) -> bool:
        self.internal_errors.append(InternalError("pytest", str(excrepr)))
        return True


class _Collected:
    """A pytest plugin: all cases there are."""

    def __init__(self) -> None:
        self.cases: list[PlannedCase] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.cases = [
            PlannedCase(item.stash[CASE_ID], item.stash[REQUIREMENT], parameters_of(item))
            for item in items
            if CASE_ID in item.stash
        ]


def wants_coverage(options: SuiteOptions) -> bool:
    """A page shows what ran where that can be had; whoever asks for coverage itself is told why it cannot."""
    return options.coverage or ("html" in options.reports and can_cover())


def _arguments(options: SuiteOptions) -> list[str]:
    arguments = ["--pyargs", SUITE, "-c", str(suite_folder() / "suite.ini"), "--rootdir", str(suite_folder())]
    unneeded = ("terminal", "cacheprovider", "junitxml", "unraisableexception", "threadexception")
    for plugin in (*(f"no:{name}" for name in unneeded), "ohos_backup.harness.plugin"):
        arguments += ["-p", plugin]
    arguments += [f"{PREFIX}-app", options.address, f"{PREFIX}-seed", str(options.seed)]
    arguments += [f"{PREFIX}-data={folder}" for folder in options.data]
    arguments += [f"{PREFIX}-from={address}" for address in options.older]
    arguments += [f"{PREFIX}-case={name}" for name in options.cases]
    if options.profile:
        arguments += [f"{PREFIX}-profile={options.profile}"]
    if options.exhaustive:
        arguments += [f"{PREFIX}-exhaustive"]
    if options.level:
        arguments += [f"{PREFIX}-level={options.level}"]
    arguments += [f"{PREFIX}-fail-on={outcome}" for outcome in options.fail_on]
    if options.strict:
        arguments += [f"{PREFIX}-strict"]
    if options.shard:
        arguments += [f"{PREFIX}-shard={options.shard}"]
    if options.fail_fast:
        arguments += [f"{PREFIX}-fail-fast"]
    if options.changed:
        arguments += [f"{PREFIX}-changed"]
    if wants_coverage(options):
        arguments += [f"{PREFIX}-coverage"]
    if options.workers != "1":
        arguments += ["-p", "xdist.plugin", "-n", options.workers, "--dist", "loadgroup"]
    return arguments


@contextmanager
def _noticed_interruptions() -> Generator[list[int]]:
    """Ctrl-C may come back out of pytest as another error, such as that of a worker process which it ended, too."""
    noticed: list[int] = []

    def notice(number: int, frame: FrameType | None) -> None:
        noticed.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield noticed
        return
    signal.signal(signal.SIGINT, notice)
    try:
        yield noticed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _undisturbed_environment() -> Generator[None]:
    """Neither the user's PYTEST_ADDOPTS nor plugins that happen to be installed may change a verdict."""
    before = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
