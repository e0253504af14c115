"""Runs the suite on one app through pytest, in this process, whatever pytest settings lie around."""

from __future__ import annotations

import os

import pytest

from ...reports.baseline import Baseline
from ...reports.model import DeviceInfo, Results
from ...reports.terminal import print_found, print_results
from ..console import messages, output
from ..exit_codes import EXIT_CODE_OF, ExitCode
from ..judging.assembly import subject_info
from ..judging.coverage import watch
from ..language import words
from ..matrix.last_run import LastRun
from ..matrix.shards import changed_shard, parse_shard
from ..own_data import data_sets_for
from ..own_data.older_sources import migrations, older_sources
from ..plugin.wanted import matches
from ..results.allure_folder import write_allure
from ..results.baseline_file import UnusableBaseline, judged_by_baseline, print_held, read_baseline, require_same_app
from ..results.github_actions import is_told, tell
from ..results.policy import policy_of
from ..results.report_files import require_writable, write_reports
from ..subjects.device_choice import chosen_profile
from ..subjects.loading import load_subject
from .collected import PlannedCase, collected, require_cases
from .entry import Entry
from .forking import WorkerForks
from .interruptions import noticed_interruptions
from .options import SuiteOptions, wants_coverage
from .progress import Progress
from .pytest_call import pytest_arguments, undisturbed_environment


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


def _durations(options: SuiteOptions, entry: Entry) -> dict[str, int]:
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


def _prepared(options: SuiteOptions) -> Entry:
    """Everything that can be refused before anything runs."""
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
    entry = Entry(subject, profile, data_sets, older, written)
    entry.baseline = baseline
    require_cases(options, entry, policy, shard)
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


def _judge(options: SuiteOptions, entry: Entry, *watchers: object) -> Results:
    forks = WorkerForks(wanted=options.workers > 1)
    with undisturbed_environment(), noticed_interruptions() as interruptions, forks:
        status = pytest.main(pytest_arguments(options), plugins=[entry, forks, *watchers])
    gathering = entry.gathering
    if interruptions or (gathering is not None and gathering.interrupted):
        raise KeyboardInterrupt
    assert gathering is not None, "pytest configures its plugins first of all"
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


def planned_cases(options: SuiteOptions) -> tuple[PlannedCase, ...]:
    """The cases that ``options`` would run, none of which is judged: faults and damages are known from a rehearsal.

    Raises OhosBackupError for bad input.
    """
    found = collected(options, _prepared(options))
    if not options.cases:
        return found
    return tuple(case for case in found if any(matches(case.id, wanted) for wanted in options.cases))
