"""A restore of one bundle, full or incremental, step by step: S1-S11 and W6 of the callback notes.

Source: app_file_service services/backup_sa/src/module_ipc/{service,sub_service}.cpp,
frameworks/native/backup_ext/src/{ext_extension,sub_ext_extension}.cpp.
"""

from __future__ import annotations

from ..application import BundleVersion
from ..runtime.api import ExtensionDied
from .archive import Archive
from .data_transfer import DataTransfer, TransferBlocked, TransferFailed
from .extension_session import CallbacksEnd, ExtensionSession, SessionStopped
from .messages import extension_info, result_report
from .result_codes import OK
from .versions import seen_by_restore, seen_by_restore_ex, was_from_old_generation


def restore(
    session: ExtensionSession,
    data: DataTransfer,
    archive: Archive | None,
    version: BundleVersion,
) -> None:
    """Run the whole sequence; ``archive`` None means that the data is in place already (restoreType 1)."""
    try:
        if session.connect():
            _drive(session, data, archive, version)
    except ExtensionDied as death:
        session.lose(death)
    except SessionStopped as stopped:
        session.stop(stopped)
    finally:
        session.close()


def _drive(
    session: ExtensionSession,
    data: DataTransfer,
    archive: Archive | None,
    version: BundleVersion,
) -> None:
    """Only an upgrade goes on at once when nothing is sent; any other restore waits for files
    (ext_extension.cpp:HandleRestore)."""
    session.bundle_timer.start_framework(archive.data_size if archive else 0)
    _clear_before(session, version, data_ready=archive is None)
    session.client.on_bundle_begin()
    if archive is None and not was_from_old_generation(version):
        session.wait_in_vain()
        return
    if archive is not None and not _place(session, data, archive, version):
        return
    session.bundle_timer.start_extension(session.options.timeout_ms)
    info = extension_info(session.options, session.bundle.user)
    end = session.run_callbacks(
        "onRestoreEx", (seen_by_restore_ex(version), info), "onRestore", (seen_by_restore(version),)
    )
    _finish(session, end)


def _clear_before(session: ExtensionSession, version: BundleVersion, *, data_ready: bool) -> None:
    """Staging is emptied, but not what a migration has put there (sub_ext_extension.cpp:SetClearDataFlag)."""
    if not was_from_old_generation(version) and not data_ready:
        session.clear()


def _place(session: ExtensionSession, data: DataTransfer, archive: Archive, version: BundleVersion) -> bool:
    """The caller sends the files, the framework unpacks them; when that fails no callback but onRelease runs.
    An unpacker that turns in circles is ended by the bundle's timer alone (ext_extension.cpp:PublishFile,
    AsyncTaskRestore)."""
    for name in archive.file_names:
        session.client.on_file_ready(name)
    try:
        data.place(session.bundle, archive, version, session.options)
    except TransferBlocked as blocked:
        session.recorder.step("unpack-blocked", str(blocked))
        session.wait_in_vain()
        return False
    except TransferFailed as failure:
        session.recorder.step("unpack-failed", failure.message)
        session.clear()
        session.app_done(failure.code)
        return False
    session.recorder.step("unpack", f"{archive.data_size} bytes")
    return True


def _finish(session: ExtensionSession, end: CallbacksEnd) -> None:
    """sub_ext_extension.cpp:OnRestoreExCallback, OnRestoreCallback. A report ends the bundle for the caller at once,
    before onRelease (service_reverse.cpp:RestoreOnResultReport)."""
    if end.kind == "overran":
        session.overrun()
    elif end.kind == "accepted":
        session.client.on_result_report(result_report(end.text))
        session.client.on_bundle_end(OK)
        session.release()
        session.disconnect()
    elif end.text:
        session.report_failure(end)
        session.client.on_bundle_end(end.code)
        session.clear()
        session.release()
        session.disconnect()
    else:
        session.clear()
        session.app_done(end.code)
