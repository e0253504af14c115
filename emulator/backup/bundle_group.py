"""The bundles of one session: at most three extensions at once, one end of all, and what the caller does meanwhile.

Source: app_file_service services/backup_sa/src/module_ipc/svc_session_manager.cpp:GetSchedBundleName,
CleanAndCheckIfNeedWait, ClearSessionData; service.cpp:ClearSessionAndSchedInfo, SessionDeactive;
service_incremental.cpp:Cancel, CancelTask; sub_service.cpp:OnAllBundlesFinished.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

from ..errors import OhosBackupError
from .api import RestoreOptions, SessionOptions, SessionResult
from .archive import Archive
from .bundle_runs import BundleRuns
from .client import BundleClient
from .extension_session import ExtensionSession, SessionStopped
from .lanes import Lane, LaneClock, Lanes
from .paths import byte_order
from .recording import Recorder
from .restore_deps import restore_deps_of
from .result_codes import CANCEL_NO_TASK, CANCEL_NOT_STARTED, INVALID_ARGUMENT, NOT_PERMITTED, OK

if TYPE_CHECKING:
    from ..installation import InstalledBundle

MOST_EXTENSIONS = 3
"""b_constants.h:EXT_CONNECT_MAX_COUNT."""
LONGEST_TIMEOUT_MS = 14_400_000
"""b_constants.h:MAX_UPDATE_TIMER."""

RestoreOrder = Literal["as-coded", "documented"]
Scenario = Literal["backup", "restore"]


class WrongScenario(OhosBackupError):
    """A session backs up or restores, never both; a caller on a device gets 13900020 (VerifyCaller)."""

    code = "E-SESSION-SCENARIO"
    result_code = INVALID_ARGUMENT


class InvalidTimeout(OhosBackupError):
    """prop_n_operation.cpp:DoUpdateTimer refuses such a value."""

    code = "E-SESSION-TIMEOUT"
    result_code = INVALID_ARGUMENT


class _Task:
    """One bundle of the session. ``waiting`` until it starts, ``running`` until its end, then ``ended``."""

    def __init__(self, bundle: InstalledBundle, options: SessionOptions, archive: Archive | None) -> None:
        self.bundle = bundle
        self.options = options
        self.archive = archive
        self.state: Literal["waiting", "running", "ended"] = "waiting"
        self.session: ExtensionSession | None = None
        self.lane: Lane | None = None
        self.stopping = False
        self.result: SessionResult | None = None

    @property
    def lost(self) -> bool:
        """Its extension died: the service only cleans up after it (ServiceSchedAction::CLEAN)."""
        return self.session is not None and self.session.lost

    @property
    def name(self) -> str:
        """The service's own name for it (b_jsonutil.cpp:BuildBundleNameIndexInfo)."""
        index = self.bundle.app_index
        return f"{self.bundle.bundle_name}:{index}" if index else self.bundle.bundle_name


class BundleGroup:
    """Append bundles, then ``run`` them all. The caller's own deeds, ``cancel`` and the like, happen before ``run`` or,
    given to ``at``, while it goes on."""

    def __init__(self, recorder: Recorder, runs: BundleRuns, order: RestoreOrder = "as-coded") -> None:
        self._recorder = recorder
        self._lanes = Lanes(recorder.clock)
        self._lane_recorder = Recorder(LaneClock(recorder.clock, self._lanes), recorder.trace)
        self._runs = runs.with_recorder(self._lane_recorder)
        self._order: RestoreOrder = order
        self._scenario: Scenario | None = None
        self._tasks: list[_Task] = []
        self._deeds: list[tuple[int, Callable[[], object]]] = []
        self.released = False
        self.running = False

    def append_backup(self, bundle: InstalledBundle, options: SessionOptions) -> None:
        self._append("backup", _Task(bundle, options, None))

    def append_restore(self, bundle: InstalledBundle, archive: Archive | None, options: RestoreOptions) -> None:
        self._append("restore", _Task(bundle, options, archive))

    def at(self, delay_ms: int, deed: Callable[[], object]) -> None:
        """Do ``deed`` that long after ``run`` began, unless all has ended by then."""
        self._deeds.append((delay_ms, deed))

    def cancel(self, bundle: InstalledBundle) -> int:
        """End ``bundle`` if it runs: released, cleared, disconnected, and its end is told with code 0. Returns 0,
        13500011 when it has not started (it will) or 13500012 when there is nothing to cancel."""
        task = self._find(bundle)
        if task is None or task.state == "ended" or task.lost:
            return CANCEL_NO_TASK
        if task.session is None:
            return CANCEL_NOT_STARTED
        self._stop(task, SessionStopped("the caller cancelled the bundle", tell_end=True))
        return OK

    def release(self) -> None:
        """End the session. What has not started never does; what runs is cleared, released and disconnected, and the
        caller hears nothing more of it. A restore that has all its files goes on to its end first."""
        self.released = True
        for task in self._tasks:
            if task.state == "running" and not task.lost and not self._must_end_by_itself(task):
                self._stop(task, SessionStopped("the caller released the session", tell_end=False))

    def update_timer(self, bundle: InstalledBundle, timeout_ms: int) -> bool:
        """Give the app's own callbacks ``timeout_ms`` from now on. False when the session has no such bundle now.

        Raises InvalidTimeout.
        """
        if not 0 <= timeout_ms <= LONGEST_TIMEOUT_MS:
            raise InvalidTimeout(
                f"{timeout_ms} ms is no time limit that a caller may set",
                mend=f"Choose a number from 0 to {LONGEST_TIMEOUT_MS}.",
            )
        task = self._find(bundle)
        if task is None or task.state == "ended":
            return False
        task.options = msgspec.structs.replace(task.options, timeout_ms=timeout_ms)
        if task.session is not None and task.lane is not None:
            task.session.bundle_timer.update(timeout_ms)
            self._lanes.wake(task.lane)
        return True

    def run(self) -> dict[InstalledBundle, SessionResult]:
        """Run all bundles to their end; a failing one does not disturb the others. The results in the order of
        appending; a bundle of which the caller was told no end has none.

        Events of bundles that run at once lie between each other's ``first_event`` and ``last_event``.
        """
        if self._deeds:
            self._lanes.add(self._do_deeds, attended=False)
        self.running = True
        try:
            self._lanes.run(self._start_next)
        finally:
            self.running = False
        if not self.released or self._scenario == "restore":
            BundleClient(self._recorder, "").on_all_bundles_end()
        results = {task.bundle: task.result for task in self._tasks if task.result is not None}
        self._tasks.clear()
        return results

    def _append(self, scenario: Scenario, task: _Task) -> None:
        if self._scenario not in (None, scenario):
            raise WrongScenario(
                f"this session is for {self._scenario}, not for {scenario}", mend="Open another session for it."
            )
        self._scenario = scenario
        self._tasks.append(task)

    def _stop(self, task: _Task, reason: SessionStopped) -> None:
        """A bundle that is on its way out already is not disturbed again."""
        if task.lane is not None and not task.stopping:
            task.stopping = True
            self._lanes.interrupt(task.lane, reason)

    def _find(self, bundle: InstalledBundle) -> _Task | None:
        return next((task for task in self._tasks if task.bundle is bundle), None)

    def _start_next(self) -> None:
        """Free places go to the waiting bundles in the order of their names, whatever the order of appending
        (GetSchedBundleName walks a map)."""
        while not self.released and self._running() < MOST_EXTENSIONS:
            waiting = sorted(
                (task for task in self._tasks if task.state == "waiting"), key=lambda task: byte_order(task.name)
            )
            task = next((task for task in waiting if self._may_start(task)), None)
            if task is None and waiting and self._running() == 0:
                task = waiting[0]
            if task is None:
                return
            self._start(task)

    def _running(self) -> int:
        return sum(task.state == "running" for task in self._tasks)

    def _start(self, task: _Task) -> None:
        task.state = "running"
        task.lane = self._lanes.add(lambda: self._run_task(task))

    def _run_task(self, task: _Task) -> None:
        def watch(session: ExtensionSession) -> None:
            task.session = session

        try:
            if self._scenario == "backup":
                result: SessionResult = self._runs.back_up(task.bundle, task.options, watcher=watch)
            else:
                assert isinstance(task.options, RestoreOptions)
                result = self._restore(task, task.options, watch)
            told = task.session is None or task.session.client.ended
            task.result = result if told else None
        finally:
            task.state = "ended"

    def _restore(
        self, task: _Task, options: RestoreOptions, watch: Callable[[ExtensionSession], None]
    ) -> SessionResult:
        """Dependencies are noted and not waited for, unless the session keeps the documented order: then the failure
        of one fails this bundle."""
        before = self._dependencies(task)
        if self._order == "as-coded":
            pending = [other.name for other in before if other.state != "ended"]
            if pending:
                self._lane_recorder.step("restore-deps", f"{task.name} does not wait for {' '.join(pending)}")
        elif any(other.result is None or not other.result.succeeded for other in before if other.state == "ended"):
            self._lane_recorder.step("restore-deps", f"{task.name} fails with a bundle it depends on")
            return self._runs.refuse(task.bundle, NOT_PERMITTED)
        return self._runs.restore(task.bundle, task.archive, options, watcher=watch)

    def _dependencies(self, task: _Task) -> list[_Task]:
        """The bundles of this session that ``task`` names; others are ignored."""
        names = restore_deps_of(task.bundle) if self._scenario == "restore" else ()
        return [other for other in self._tasks if other.name in names and other is not task]

    def _may_start(self, task: _Task) -> bool:
        return self._order == "as-coded" or all(other.state == "ended" for other in self._dependencies(task))

    def _must_end_by_itself(self, task: _Task) -> bool:
        """All files are there and published (CleanAndCheckIfNeedWaitInner: isInPublishFile)."""
        return self._scenario == "restore" and task.archive is not None and not _sends_nothing(task.options)

    def _do_deeds(self) -> None:
        start_ms = self._recorder.clock.now_ms
        for delay_ms, deed in sorted(self._deeds, key=lambda entry: entry[0]):
            self._lane_recorder.clock.advance_to(start_ms + delay_ms)
            deed()


def _sends_nothing(options: SessionOptions) -> bool:
    return isinstance(options, RestoreOptions) and options.data_ready
