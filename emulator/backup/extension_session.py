"""What backup and restore of one bundle share: connect, the app's callbacks, release, clear, the bundle's end.

Rules B5-B8, S7-S8, R1-R7, F1-F6 of the callback notes; app_file_service sub_ext_extension.cpp, ext_extension.cpp,
services/backup_sa/src/module_ipc/sub_service.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ..runtime.api import ExtensionDied
from .api import CallbackRecord, SessionOptions
from .callback_outcome import Delivery, delivery_of
from .clearing import clear_staging
from .client import BundleClient
from .connection import ExtensionConnection, KeptProcess
from .event_loop import EventLoop
from .javascript_thread import Invocation, JavaScriptThread
from .messages import error_report, progress_report
from .progress_polling import ProgressPolling
from .recording import Recorder
from .result_codes import BOOT_TIMEOUT, EXTENSION_DIED, EXTENSION_THREW, EXTENSION_TIMEOUT, OK, UNKNOWN_ERROR
from .timers import RELEASE_LIMIT_MS, BundleTimer, FrameworkTimers

if TYPE_CHECKING:
    from ..installation import InstalledBundle
    from ..profile import DeviceProfile
    from .packing.full import ExtensionMemory

Scenario = Literal[1, 2]
BACKUP: Scenario = 1
RESTORE: Scenario = 2
"""The argument of onRelease (b_constants.h ExtensionScenario)."""


class CallbacksEnd(msgspec.Struct, frozen=True):
    """How the app's callbacks ended. ``accepted``: the Ex callback gave ``text``; ``completed``: the plain one is done;
    ``failed``: ``code`` and maybe ``text``; ``overran``: the bundle's timer ended it."""

    kind: Literal["accepted", "completed", "failed", "overran"]
    text: str = ""
    code: int = OK


class SessionStopped(Exception):
    """The caller ends the bundle before its time. ``tell_end``: it is told of the end then (code 0)."""

    def __init__(self, why: str, *, tell_end: bool) -> None:
        super().__init__(why)
        self.why = why
        self.tell_end = tell_end


class ExtensionSession:
    """One bundle in one session, as the service and the extension's native side drive it together."""

    def __init__(
        self,
        bundle: InstalledBundle,
        options: SessionOptions,
        recorder: Recorder,
        profile: DeviceProfile,
        scenario: Scenario,
        kept: KeptProcess | None = None,
    ) -> None:
        self.bundle = bundle
        self.options = options
        self.recorder = recorder
        self.client = BundleClient(recorder, bundle.bundle_name)
        self.timers = FrameworkTimers(recorder.clock)
        self.bundle_timer = BundleTimer(self.timers, recorder)
        self._profile = profile
        self._scenario: Scenario = scenario
        self._connection = ExtensionConnection(bundle, recorder, kept)
        self._javascript: JavaScriptThread | None = None
        self._loop: EventLoop | None = None
        self._released = False
        self.lost = False
        """Whether the process died and only the service's clean-up is left."""

    @property
    def callbacks(self) -> tuple[CallbackRecord, ...]:
        return tuple(self._javascript.callbacks) if self._javascript else ()

    @property
    def memory(self) -> ExtensionMemory:
        """What the extension's process keeps from one backup to the next."""
        return self._connection.memory

    def connect(self) -> bool:
        """Start the extension; False when the bundle is over already (sched_scheduler.cpp:StartExecuteBundleTask).
        Other bundles of the session start at the same moment."""
        try:
            process = self._connection.connect("backup" if self._scenario == BACKUP else "restore")
        except ExtensionDied as death:
            self._lose_while_connecting(death)
            return False
        self._javascript = JavaScriptThread(process, self.recorder, on_uncaught=self.options.on_uncaught)
        self._loop = EventLoop(self.recorder.clock, self.timers, self._javascript)
        self.recorder.clock.advance_to(self.recorder.clock.now_ms)
        return True

    def clear(self) -> None:
        """Empty the staging folders, unless the caller wants them kept (ext_extension.cpp:DoClear)."""
        if self.options.clear_data:
            removed, left = clear_staging(self.bundle.framework_files, self.bundle.staging)
            if removed:
                self.recorder.step("clear", " ".join(removed))
            if left:
                self.recorder.step("clear-failed", " ".join(left))

    def run_callbacks(
        self, extended: str, extended_arguments: tuple[object, ...], plain: str, plain_arguments: tuple[object, ...]
    ) -> CallbacksEnd:
        """onProcess, then the Ex callback, then the plain one if that gave nothing (ext_extension.cpp:
        AsyncTaskOnBackup, AsyncTaskRestoreForUpgrade; ext_backup_js.cpp:InvokeAppExtMethod)."""
        if self._connection.load_failure is not None:
            return CallbacksEnd("failed", code=UNKNOWN_ERROR)
        polling = ProgressPolling(self._event_loop, self.recorder, self._profile, self._report_progress)
        if self._profile.calls("onProcess"):
            polling.first_call()
        end = self._stopped_by_timer(polling)
        if end is None and self._profile.calls(extended):
            end = self._run_callback(extended, extended_arguments, polling, extended=True)
        if end is None:
            end = self._run_callback(plain, plain_arguments, polling, extended=False) or CallbacksEnd("completed")
        polling.stop()
        return end

    def report_failure(self, end: CallbacksEnd) -> None:
        """An exception with a text reaches the caller as a report (b_jsonutil.cpp:BuildExtensionErrInfo)."""
        self.client.on_result_report(error_report(end.code, end.text))

    def app_done(self, code: int) -> None:
        """The extension says that it is done: release, clear, disconnect; only then the caller learns of the end
        (ext_extension.cpp:AppDone, sub_ext_extension.cpp:HandleExtOnRelease, sub_service.cpp:HandleCurAppDone)."""
        if self._connection.load_failure is None:
            self.release()
        self.disconnect()
        self.client.on_bundle_end(EXTENSION_TIMEOUT if self.bundle_timer.expired else code)

    def overrun(self) -> None:
        """The bundle's timer ran out: the service itself releases and disconnects (service.cpp:DoTimeout)."""
        self._thread.abandon_all("the framework's timer ran out")
        self.release(by_service=True)
        self.disconnect()
        self.client.on_bundle_end(EXTENSION_TIMEOUT)

    def stop(self, stopped: SessionStopped) -> None:
        """Clear, release and disconnect because the caller wants it (service_incremental.cpp:CancelSessionClean,
        svc_session_manager.cpp:ClearSessionData)."""
        self.recorder.step("stopped", stopped.why)
        if self._javascript is not None:
            self._javascript.abandon_all(stopped.why)
            self.clear()
            self.bundle_timer.stop()
            try:
                if self._connection.load_failure is None:
                    self.release(by_service=True)
                self.disconnect()
            except ExtensionDied as death:
                self._connection.lose(death)
        if stopped.tell_end:
            self.client.on_bundle_end(OK)

    def wait_in_vain(self) -> None:
        """What the framework waits for never comes: the bundle's timer ends it."""
        self._event_loop.run_until(lambda: self.bundle_timer.expired)
        self.overrun()

    def release(self, *, by_service: bool = False) -> None:
        """onRelease, once in a connection and for at most 5 s; nothing it does changes the result.

        The limit counts from the end of the synchronous part, or from the request when the service itself asks; only
        then the bundle's timer does not end the wait as well
        (sub_ext_extension.cpp:HandleExtOnRelease, HandleOnRelease).
        """
        if self._released or not self._profile.calls("onRelease"):
            return
        self._released = True
        asked_ms = self.recorder.clock.now_ms
        invocation = self._thread.call("onRelease", self._scenario)
        limit = self.timers.start(RELEASE_LIMIT_MS, from_ms=asked_ms if by_service else self.recorder.clock.now_ms)
        self._event_loop.run_until(
            lambda: _release_done(invocation) or limit.expired or (self.bundle_timer.expired and not by_service)
        )
        self.timers.stop(limit)
        self._thread.abandon(invocation, "the framework waits no longer for onRelease")
        error = invocation.call.error
        if error is not None and error.value.type == "error":
            self._thread.note_uncaught(error, "throw" if invocation.call.state == "threw" else "rejection")

    def disconnect(self) -> None:
        """The extension's own clear, then its process may end (ext_backup.cpp:OnDisconnect)."""
        self.bundle_timer.stop()
        self.clear()
        try:
            self._event_loop.linger(self.options.linger_ms)
        except ExtensionDied as death:
            self._connection.lose(death)
            return
        self._thread.abandon_all("the service disconnected")
        self._connection.disconnect()

    def lose(self, death: ExtensionDied) -> None:
        """The process died (13500004) or never comes back, which the service learns from its timer (13500003)."""
        self.lost = True
        if self._javascript is not None:
            self._javascript.abandon_all(death.message)
        if death.reason == "hung":
            self._event_loop.run_blocked_until(lambda: self.bundle_timer.expired)
            self._connection.lose(death)
            self.client.on_bundle_end(EXTENSION_TIMEOUT)
            return
        self.bundle_timer.stop()
        self._connection.lose(death)
        if self.options.clear_data:
            self._clean_up_after_death()
        self.client.on_bundle_end(EXTENSION_DIED)

    def close(self) -> None:
        """Leave no process behind, whatever went wrong."""
        self._connection.close()

    @property
    def _thread(self) -> JavaScriptThread:
        assert self._javascript is not None, "the session is not connected"
        return self._javascript

    @property
    def _event_loop(self) -> EventLoop:
        assert self._loop is not None, "the session is not connected"
        return self._loop

    def _run_callback(
        self, method: str, arguments: tuple[object, ...], polling: ProgressPolling, *, extended: bool
    ) -> CallbacksEnd | None:
        """None: an Ex callback gave nothing, so the plain one is next; or the plain one is done."""
        invocation = self._thread.call(method, *arguments)
        self._event_loop.run_until(
            lambda: (
                _delivered(invocation, extended=extended) is not None or polling.timed_out or self.bundle_timer.expired
            )
        )
        end = self._stopped_by_timer(polling)
        if end is not None:
            self._thread.abandon(invocation, "the framework's timer ran out")
            return end
        delivery = _delivered(invocation, extended=extended)
        assert delivery is not None, "the bundle's timer ends every wait"
        if delivery.uncaught is not None:
            self._thread.raise_uncaught(delivery.uncaught, "throw" if invocation.call.state == "threw" else "rejection")
        if delivery.kind == "failed":
            return CallbacksEnd("failed", delivery.text, EXTENSION_THREW)
        if delivery.kind == "accepted":
            return CallbacksEnd("accepted", delivery.text)
        return None

    def _stopped_by_timer(self, polling: ProgressPolling) -> CallbacksEnd | None:
        if self.bundle_timer.expired:
            return CallbacksEnd("overran", code=EXTENSION_TIMEOUT)
        if polling.timed_out:
            return CallbacksEnd("failed", code=EXTENSION_TIMEOUT)
        return None

    def _report_progress(self, text: str) -> None:
        self.client.on_process(progress_report(text, self.recorder.clock.now_ms))

    def _lose_while_connecting(self, death: ExtensionDied) -> None:
        """A process that hangs while it starts runs into the connect limit; one that dies ends the bundle
        (svc_backup_connection.cpp:GenErrorByStatus)."""
        if death.reason == "hung":
            limit_ms = self._profile.connect_limit_ms
            self.recorder.clock.advance(limit_ms)
            self.recorder.step("timer-expired", f"connect after {limit_ms} ms")
            self._connection.lose(death)
            self.client.on_bundle_begin(BOOT_TIMEOUT)
            return
        self._connection.lose(death)
        self.client.on_bundle_end(EXTENSION_DIED)

    def _clean_up_after_death(self) -> None:
        """The service connects once more only to clear; the fresh object is asked for nothing but onRelease
        (sub_service.cpp:ExtConnectDied, service.cpp:ClearResidualBundleData)."""
        self._connection = ExtensionConnection(self.bundle, self.recorder)
        records = self._thread.callbacks
        try:
            process = self._connection.connect("clean")
            self._javascript = JavaScriptThread(process, self.recorder, on_uncaught=self.options.on_uncaught)
            self._javascript.callbacks = records
            self._loop = EventLoop(self.recorder.clock, self.timers, self._javascript)
            self.clear()
            self._released = False
            if self._connection.load_failure is None:
                self.release(by_service=True)
            self._javascript.abandon_all("the service disconnected")
            self._connection.disconnect()
        except ExtensionDied as death:
            self._connection.lose(death)


def _delivered(invocation: Invocation, *, extended: bool) -> Delivery | None:
    """What the framework has been told of ``invocation``, None as long as it knows nothing."""
    if not invocation.settled:
        return None
    delivery = delivery_of(invocation.call, extended=extended)
    return None if delivery.kind == "undelivered" else delivery


def _release_done(invocation: Invocation) -> bool:
    """A rejection with anything but an Error is never delivered, so it is waited out (ext_backup_js.cpp:OnRelease)."""
    return _delivered(invocation, extended=False) is not None
