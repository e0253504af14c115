"""onProcess: called once before the main callback, then every five seconds until that settles.

Rules P1-P9 of the callback notes; app_file_service frameworks/native/backup_ext/src/sub_ext_extension.cpp.
"""

from __future__ import annotations

from collections.abc import Callable

from ..profile import DeviceProfile
from .event_loop import EventLoop
from .javascript_thread import Invocation
from .recording import Recorder
from .timers import (
    PROGRESS_INTERVAL_MS,
    PROGRESS_LIMIT_MS,
    PROGRESS_MISSES_ALLOWED,
    Timer,
)


class ProgressPolling:
    """``on_text`` gets each non-empty answer. ``timed_out`` turns True when the extension overran the first call or
    missed the fourth one in a row: the framework then ends the bundle with 13500003."""

    def __init__(
        self, loop: EventLoop, recorder: Recorder, profile: DeviceProfile, on_text: Callable[[str], None]
    ) -> None:
        self._loop = loop
        self._recorder = recorder
        self._profile = profile
        self._on_text = on_text
        self._limit: Timer | None = None
        self._interval: Timer | None = None
        self._stopped = False
        self._late = False
        self._misses = 0
        self.timed_out = False

    def first_call(self) -> None:
        """Call onProcess before anything else, then start polling; the caller waits for the synchronous part
        (sub_ext_extension.cpp:StartOnProcessTaskThread)."""
        expired = self._first_limit_expired if self._profile.strict_about_progress else self._limit_expired
        self._limit = self._loop.timers.start(self._profile.first_progress_limit_ms, expired)
        self._call()
        if not self._stopped:
            self._interval = self._loop.timers.start(PROGRESS_INTERVAL_MS, self._poll)

    def stop(self) -> None:
        """No call after this one (sub_ext_extension.cpp:FinishOnProcessTask)."""
        self._stopped = True
        self._loop.timers.stop(self._limit)
        self._loop.timers.stop(self._interval)

    def _poll(self, due_ms: int) -> None:
        """sub_ext_extension.cpp:ExecCallOnProcessTask."""
        self._limit = self._loop.timers.start(PROGRESS_LIMIT_MS, self._limit_expired, from_ms=due_ms)
        self._interval = self._loop.timers.start(PROGRESS_INTERVAL_MS, self._poll, from_ms=due_ms)
        self._loop.post(self._call)

    def _call(self) -> None:
        if self._stopped:
            return
        answer = self._loop.javascript.call("onProcess")
        self._loop.timers.fire_due()
        self._answered(_progress_text(answer))
        self._loop.javascript.abandon(answer, "a promise is no answer")

    def _answered(self, text: str) -> None:
        """sub_ext_extension.cpp:ReportOnProcessResultCallback: after a miss, one answer is dropped as late."""
        if self._stopped:
            return
        if self._late:
            self._late = False
            return
        self._loop.timers.stop(self._limit)
        self._misses = 0
        if text:
            self._on_text(text)
        else:
            self.stop()

    def _first_limit_expired(self, due_ms: int) -> None:
        self._give_up(f"the first call took longer than {self._profile.first_progress_limit_ms} ms", due_ms)

    def _limit_expired(self, due_ms: int) -> None:
        """sub_ext_extension.cpp:StartOnProcessTimeOutTimer: the miss after the third allowed one is fatal."""
        if self._misses >= PROGRESS_MISSES_ALLOWED:
            self._give_up(f"{self._misses + 1} answers in a row took longer than {PROGRESS_LIMIT_MS} ms", due_ms)
            return
        self._misses += 1
        self._late = self._profile.strict_about_progress
        self._recorder.step("progress-missed", f"{self._misses} in a row", due_ms=due_ms)

    def _give_up(self, why: str, due_ms: int) -> None:
        self.timed_out = True
        self._recorder.step("timer-expired", f"onProcess: {why}", due_ms=due_ms)
        self.stop()


def _progress_text(answer: Invocation) -> str:
    """Only a string returned at once counts; a promise is no answer, and a throw is dropped without a trace
    (ext_backup_js.cpp:OnProcess)."""
    return answer.call.value.string if answer.call.state == "returned" else ""
