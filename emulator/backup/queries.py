"""Questions that system apps ask an extension outside backup and restore: no bundle timer, no clear, no onRelease.

Rules GI1-GI4 and GC1-GC4 of the callback notes; app_file_service service.cpp:GetBackupInfoCmdHandle,
sub_ext_extension.cpp:GetBackupInfo, HandleGetCompatibilityInfo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

from ..runtime.api import ExtensionDied
from .connection import ExtensionConnection
from .event_loop import EventLoop
from .javascript_thread import JavaScriptThread
from .recording import Recorder
from .result_codes import EXTENSION_DIED, EXTENSION_TIMEOUT, OK, UNKNOWN_ERROR
from .timers import COMPATIBILITY_LIMIT_MS, FrameworkTimers

if TYPE_CHECKING:
    from ..installation import InstalledBundle


class ExtensionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` as the extension gave it, ``""`` when it gave no text in the form that counts; ``code`` is 0 even
    then, and not 0 when there was nobody to ask."""

    code: int
    text: str


class ExtensionQuery:
    """One extension process, started for one question only."""

    def __init__(self, bundle: InstalledBundle, recorder: Recorder, on_uncaught: Literal["dies", "observed"]) -> None:
        self._recorder = recorder
        self._on_uncaught: Literal["dies", "observed"] = on_uncaught
        self._connection = ExtensionConnection(bundle, recorder)

    def backup_info(self) -> ExtensionAnswer:
        """Only a string that getBackupInfo returns at once counts (ext_backup_js.cpp:GetBackupInfo)."""

        def ask(javascript: JavaScriptThread) -> str:
            answer = javascript.call("getBackupInfo")
            javascript.abandon(answer, "a promise is no answer")
            return answer.call.value.string if answer.call.state == "returned" else ""

        return self._ask(ask)

    def compatibility_info(self, scenario: Literal["backup", "restore"], extension_info: str) -> ExtensionAnswer:
        """getBackupCompatibilityInfo or getRestoreCompatibilityInfo: only a promise that brings a string within a
        second counts (ext_backup_js.cpp:GetBackupCompatibilityInfo)."""

        def ask(javascript: JavaScriptThread) -> str:
            timers = FrameworkTimers(self._recorder.clock)
            answer = javascript.call(f"get{scenario.capitalize()}CompatibilityInfo", extension_info)
            limit = timers.start(COMPATIBILITY_LIMIT_MS)
            EventLoop(self._recorder.clock, timers, javascript).run_until(lambda: answer.settled or limit.expired)
            javascript.abandon(answer, "the framework waits no longer for the answer")
            return answer.call.value.string if answer.call.state == "resolved" and not limit.expired else ""

        return self._ask(ask)

    def _ask(self, ask: Callable[[JavaScriptThread], str]) -> ExtensionAnswer:
        try:
            process = self._connection.connect("backup")
            javascript = JavaScriptThread(process, self._recorder, on_uncaught=self._on_uncaught)
            failed = self._connection.load_failure is not None
            text = "" if failed else ask(javascript)
            self._connection.disconnect()
        except ExtensionDied as death:
            self._connection.lose(death)
            return ExtensionAnswer(code=EXTENSION_TIMEOUT if death.reason == "hung" else EXTENSION_DIED, text="")
        finally:
            self._connection.close()
        return ExtensionAnswer(code=UNKNOWN_ERROR if failed else OK, text=text)
