"""What a caller of the backup service gives and gets (interface_sdk-js api/@ohos.file.backup.d.ts)."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..application import BundleVersion
from .archive import Archive


class SessionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a session treats the extension.

    ``extension_info`` is the text handed over as backupInfo or restoreInfo; None lets the service build it from
    ``details`` (service.cpp:HandleCurGroupBackupInfos), and without details it is ``""``.
    ``linger_ms``: virtual time the process lives on after its last callback settled, before the device ends it: a
    device gives none for sure; the suite uses it to see work that was not awaited.
    ``on_uncaught``: whether an Error that leaves a callback kills the process (13500004) or is delivered as
    13500007; the platform decides by its error observers, see callbacks notes Q3.
    ``kind``: ``incremental`` backs up what changed after ``since_s`` (seconds since 1970, 0: everything) against
    ``previous``, the last backup's archive, whose full list it compares with; a restore of that kind reads the report
    files. ``since_s`` and ``previous`` say nothing to a full backup.
    ``scene``: the want parameter backupScene, which chooses lists of ``optionDir`` (of a full backup and of one for
    user 0). ``without_tar``: the want flag supportWithoutTar: every file travels by itself, and a restore leaves them
    below the incoming folder.
    """

    extension_info: str | None = None
    details: tuple[tuple[str, str], ...] | None = None
    clear_data: bool = True
    timeout_ms: int = 900_000
    linger_ms: int = 0
    on_uncaught: Literal["dies", "observed"] = "dies"
    kind: Literal["full", "incremental"] = "full"
    previous: Archive | None = None
    since_s: int = 0
    scene: str = ""
    without_tar: bool = False


class RestoreOptions(SessionOptions, frozen=True, kw_only=True):
    """``version`` overrides what the archive says of the old device's app; ``data_ready``: nothing is sent, a
    migration has put the data in place (restoreType 1). ``capabilities`` is the capability file that the caller
    passes, from which the service takes the old version; without one it is made of the archive's own entry."""

    version: BundleVersion | None = None
    data_ready: bool = False
    capabilities: bytes | None = None


class CallbackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One callback of the extension in a session: its outcome as in trace.CallbackSettled."""

    callback: str
    outcome: str
    value: str
    value_type: str


class SessionResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one bundle fared. ``code`` is 0 or the external number a caller sees at onBundleBegin or onBundleEnd
    (13500007 …); ``report`` is the text of onResultReport; ``first_event`` and ``last_event`` bound its part of the
    trace (``trace.since(first_event)[: last_event - first_event]``)."""

    code: int
    message: str
    report: str | None
    callbacks: tuple[CallbackRecord, ...]
    first_event: int
    last_event: int

    @property
    def succeeded(self) -> bool:
        return self.code == 0
