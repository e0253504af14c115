"""The loop: judge, tell what has changed, wait for the next save. Everything stays loaded in one process."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from rich.console import Console
from rich.text import Text

from ...emulator.errors import OhosBackupError
from ...reports.model import Results
from ..console import messages, output
from ..language import error_text, words
from ..plugin.gathering import PLUGIN_NAME, Gathering
from ..results.allure_folder import write_allure
from ..results.report_files import write_reports
from ..run.options import SuiteOptions
from ..run.progress import Progress
from ..run.suite_run import suite_results
from ..subjects.loading import load_subject
from ..subjects.subject import NoSuchSubject, SubjectProblem
from .news import tell
from .places import AppFiles, watched_places
from .saves import Saves

FILES_SHOWN = 3


class CannotWatch(OhosBackupError):
    code = "E-WATCH"


class _StopsWhenSaved:
    """A pytest plugin: ends a run that judges what is not there any more."""

    def __init__(self, saves: Saves) -> None:
        self._saves = saves
        self._gathering: Gathering | None = None
        self.stopped = False

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        plugin = config.pluginmanager.get_plugin(PLUGIN_NAME)
        assert isinstance(plugin, Gathering)
        self._gathering = plugin

    def pytest_runtest_logreport(self) -> None:
        if self._saves.came and self._gathering is not None:
            self._gathering.stop()
            self.stopped = True


class _Watch:
    def __init__(self, options: SuiteOptions, saves: Saves, console: Console) -> None:
        self._options = msgspec.structs.replace(options, changed=True)
        self._saves = saves
        self._console = console
        self._last: Results | None = None
        self._known_problems: frozenset[SubjectProblem] | None = None

    def judge(self) -> None:
        """One round. What is wrong with the app is told, and the next save awaited."""
        try:
            if not self._compiles():
                return
            stops = _StopsWhenSaved(self._saves)
            results = suite_results(self._options, Progress(messages()), stops)
            if stops.stopped:
                return
            write_reports(results, self._options.reports, words())
            if self._options.alluredir:
                write_allure(results, self._options.alluredir)
        except OhosBackupError as error:
            text = words().t("error: {error}  [{code}]", error=error_text(error), code=error.code)
            self._console.print(Text(text, style="red"), soft_wrap=True)
            return
        tell(self._console, self._last, results, words())
        self._last = results

    def _compiles(self) -> bool:
        """Whether no file broke with the last save; one that is broken from the start may be one that nothing needs."""
        subject = load_subject(self._options.address)
        problems = subject.program.problems if subject.program else ()
        broken = {SubjectProblem(p.message, p.position) for p in problems if p.kind == "syntax"}
        new = broken - self._known_problems if self._known_problems is not None else set[SubjectProblem]()
        if self._known_problems is None:
            self._known_problems = frozenset(broken)
        self._known_problems &= broken
        for problem in sorted(new, key=lambda problem: str(problem.position)):
            text = f"{problem.position}: {words().told(problem.message)}"
            self._console.print(Text(text, style="red"), soft_wrap=True)
        return not new


def watch_suite(options: SuiteOptions) -> None:
    """Judge now and after each save, until Ctrl-C. Raises KeyboardInterrupt, NoSuchSubject and CannotWatch."""
    if options.shard is not None or options.baseline is not None:
        raise CannotWatch("--watch goes without --shard and --baseline", mend="Leave them to the gate.")
    reports = [*options.reports.values(), *([options.alluredir] if options.alluredir else [])]
    places = watched_places(options.address, options.data, options.older)
    if not places:
        raise NoSuchSubject(f"there is no '{options.address}'", mend="Give the folder of a project or a module.")
    console = output()
    with Saves(places, AppFiles(reports)) as saves:
        watch = _Watch(options, saves, console)
        console.print(
            Text(words().t("watching {places}; Ctrl-C ends", places=", ".join(map(str, places)))), soft_wrap=True
        )
        watch.judge()
        while True:
            try:
                saved = saves.take()
            except (OSError, RuntimeError) as error:
                raise CannotWatch(
                    f"the system does not tell what is saved: {error}",
                    mend="With too many watched files, raise fs.inotify.max_user_watches; or check without --watch.",
                ) from error
            console.print(Text(f"\n{time.strftime('%H:%M:%S')}  {_named(saved, places)}", style="dim"), soft_wrap=True)
            watch.judge()


def _named(saved: Iterable[Path], places: Iterable[Path]) -> str:
    def short(path: Path) -> str:
        inside = next((place for place in places if path.is_relative_to(place)), None)
        return str(path.relative_to(inside)) if inside else str(path)

    names = sorted(short(path) for path in saved)
    more = words().t(" and {count} more", count=len(names) - FILES_SHOWN) if len(names) > FILES_SHOWN else ""
    return f"{', '.join(names[:FILES_SHOWN])}{more}"
