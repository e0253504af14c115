"""One callback of the extension by itself, outside any session: what the framework may do before, between and after."""

from __future__ import annotations

from ...emulator.backup.event_loop import EventLoop
from ...emulator.backup.javascript_thread import JavaScriptThread
from ...emulator.backup.recording import Recorder
from ...emulator.backup.timers import RELEASE_LIMIT_MS, FrameworkTimers
from ...emulator.runtime.api import ExtensionDied, ExtensionProcess
from ...emulator.trace import CallbackSettled
from .trial import Trial


def call_alone(
    trial: Trial, callback: str, *arguments: object, process: ExtensionProcess | None = None
) -> CallbackSettled | None:
    """Call ``callback`` of a fresh object on the device of ``trial``, or of the object in ``process``, and wait for as
    long as for onRelease (5 s). None when there is no object to call: LIF-001 tells why."""
    if process is not None:
        return _called(trial, process, callback, arguments)
    fresh = trial.bundle.application.extension.host.start(trial.bundle.extension_environment())
    try:
        if fresh.load() is not None:
            return None
        return _called(trial, fresh, callback, arguments)
    except ExtensionDied:
        return None
    finally:
        fresh.close()


def _called(trial: Trial, process: ExtensionProcess, callback: str, arguments: tuple[object, ...]) -> CallbackSettled:
    device = trial.device
    before = len(device.trace)
    javascript = JavaScriptThread(process, Recorder(device.clock, device.trace), on_uncaught="observed")
    timers = FrameworkTimers(device.clock)
    try:
        call = javascript.call(callback, *arguments)
        limit = timers.start(RELEASE_LIMIT_MS)
        EventLoop(device.clock, timers, javascript).run_until(lambda: call.settled or limit.expired)
        javascript.abandon(call, "nobody waits for it any longer")
    except ExtensionDied as death:
        javascript.abandon_all(death.message)
    return device.trace.of(CallbackSettled, before)[-1]
