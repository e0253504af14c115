"""The caller's side of a session: which of its callbacks the service calls, in which order, with what.

Source: interface_sdk-js api/@ohos.file.backup.d.ts; app_file_service
frameworks/native/backup_kit_inner/src/service_reverse.cpp.
"""

from __future__ import annotations

from ..trace import ClientCall
from .recording import Recorder
from .result_codes import OK, external_code


class BundleClient:
    """Calls the caller back about one bundle. The first end of a bundle is its end: a later one is not reported."""

    def __init__(self, recorder: Recorder, bundle_name: str) -> None:
        self._recorder = recorder
        self._bundle_name = bundle_name
        self.code: int | None = None
        """The bundle's final code before it is turned into the caller's number, None until then."""
        self.report: str | None = None
        """The text of the last onResultReport."""

    @property
    def ended(self) -> bool:
        return self.code is not None

    def on_bundle_begin(self, code: int = OK) -> None:
        """``code`` not 0: the bundle does not start, and no onBundleEnd follows."""
        self._call("onBundleBegin", code)
        if code != OK:
            self.code = code

    def on_file_ready(self, name: str) -> None:
        self._call("onFileReady", payload=name)

    def on_process(self, text: str) -> None:
        self._call("onProcess", payload=text)

    def on_result_report(self, text: str) -> None:
        self.report = text
        self._call("onResultReport", payload=text)

    def on_bundle_end(self, code: int) -> None:
        if not self.ended:
            self.code = code
            self._call("onBundleEnd", code)

    def on_all_bundles_end(self) -> None:
        self._call("onAllBundlesEnd")

    def _call(self, callback: str, code: int = OK, payload: str = "") -> None:
        self._recorder.trace.record(
            ClientCall(
                time_ms=self._recorder.now_ms,
                callback=callback,
                bundle_name=self._bundle_name,
                code=external_code(code),
                payload=payload,
            )
        )
