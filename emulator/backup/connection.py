"""Connecting to an extension: its process starts and loads the app's class; disconnecting ends it.

Rules L1-L8, B1, B14 of the callback notes; app_file_service ext_backup.cpp:OnConnect, svc_backup_connection.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..runtime.api import ExtensionDied, ExtensionProcess, LoadFailure
from ..trace import ExtensionEnded, ExtensionStarted, UncaughtError
from .clearing import make_backup_homes
from .javascript_thread import text_of
from .packing.full import ExtensionMemory
from .recording import Recorder

if TYPE_CHECKING:
    from ..installation import InstalledBundle


class KeptProcess:
    """An extension process that outlives its session, so that the next session of the same bundle meets the same
    object and module state (a device may or may not end a process after disconnect: rule B14).

    Give it to several sessions in turn, then ``close`` it (or use it in a ``with`` statement).
    """

    def __init__(self, bundle: InstalledBundle, recorder: Recorder) -> None:
        self.bundle = bundle
        self.process: ExtensionProcess | None = None
        self.load_failure: LoadFailure | None = None
        self.memory = ExtensionMemory(bundle.framework_files)
        """The tar counter and big file names of this process (tar_file.cpp:GetInstance, a singleton)."""
        self._recorder = recorder

    def close(self) -> None:
        if self.process is not None:
            self.process.close()
            self.process = None
            self._recorder.trace.record(ExtensionEnded(time_ms=self._recorder.now_ms, reason="disconnected"))

    def __enter__(self) -> KeptProcess:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class ExtensionConnection:
    """One connection to the extension of ``bundle``, from start to disconnect."""

    def __init__(self, bundle: InstalledBundle, recorder: Recorder, kept: KeptProcess | None = None) -> None:
        self._bundle = bundle
        self._recorder = recorder
        self._kept = kept
        self.process: ExtensionProcess | None = None
        self.load_failure: LoadFailure | None = None
        """Why there is no object to call; the framework finds out at the first callback (rule L4)."""
        self.memory = ExtensionMemory(bundle.framework_files)

    def connect(self, action: str) -> ExtensionProcess:
        """Start the process and load the class, or take over the kept process. Raises ExtensionDied."""
        if self._kept is not None and self._kept.process is not None:
            self._recorder.step("connect", "the process of the session before goes on")
            self.process, self.load_failure = self._kept.process, self._kept.load_failure
            self.memory = self._kept.memory
            return self.process
        self._record_start(action)
        self.process = self._bundle.application.extension.host.start(self._bundle.extension_environment())
        self.load_failure = self.process.load()
        make_backup_homes(self._bundle.framework_files, self._bundle.staging)
        if self.load_failure is not None:
            self._record_load_failure(self.load_failure)
        if self._kept is not None:
            self._kept.process, self._kept.load_failure = self.process, self.load_failure
            self._kept.memory = self.memory
        return self.process

    def disconnect(self) -> None:
        """The process ends without warning and drops unfinished work, unless somebody keeps it."""
        if self.process is None:
            return
        if self._kept is not None:
            self._recorder.step("disconnect", "the process is kept")
            self.process = None
            return
        self._end("disconnected", "")

    def lose(self, death: ExtensionDied) -> None:
        """The process is gone, or must go because an uncaught error ends it."""
        self._end(death.reason, death.message)
        if self._kept is not None:
            self._kept.process = None

    def close(self) -> None:
        """Leave no process behind; nothing happens after disconnect or lose."""
        if self.process is not None and self._kept is None:
            self.process.close()
        self.process = None

    def _end(self, reason: str, message: str) -> None:
        if self.process is not None:
            self.process.close()
            self.process = None
        self._recorder.trace.record(ExtensionEnded(time_ms=self._recorder.now_ms, reason=reason, message=message))

    def _record_start(self, action: str) -> None:
        self._recorder.trace.record(
            ExtensionStarted(time_ms=self._recorder.now_ms, bundle_name=self._bundle.bundle_name, action=action)
        )

    def _record_load_failure(self, failure: LoadFailure) -> None:
        text = text_of(failure.error)
        if failure.stage != "export":
            self._recorder.trace.record(
                UncaughtError(
                    time_ms=self._recorder.now_ms, origin="throw", message=text, position=failure.error.position
                )
            )
        self._recorder.step("load-failed", f"{failure.stage}: {text}")
