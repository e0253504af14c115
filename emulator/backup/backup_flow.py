"""A backup of one bundle, full or incremental, step by step: B1-B14 of the callback notes.

Source: app_file_service services/backup_sa/src/module_ipc/{service,sub_service}.cpp,
frameworks/native/backup_ext/src/{ext_extension,sub_ext_extension}.cpp. The callbacks and their order are the same for
both kinds (service_incremental.cpp:IncrementalBackup, sub_ext_extension.cpp:AsyncTaskOnIncrementalBackup); an
incremental one clears staging only at disconnect.
"""

from __future__ import annotations

from ..runtime.api import ExtensionDied
from .archive import Archive
from .data_transfer import DataTransfer, TransferBlocked, TransferFailed
from .extension_session import CallbacksEnd, ExtensionSession, SessionStopped
from .messages import extension_info, file_problem_report, result_report
from .result_codes import OK


def back_up(session: ExtensionSession, data: DataTransfer) -> Archive | None:
    """Run the whole sequence; the archive, or None when it did not come to that or not to its end."""
    try:
        return _drive(session, data) if session.connect() else None
    except ExtensionDied as death:
        session.lose(death)
        return None
    except SessionStopped as stopped:
        session.stop(stopped)
        return None
    finally:
        session.close()


def _drive(session: ExtensionSession, data: DataTransfer) -> Archive | None:
    session.bundle_timer.start_extension(session.options.timeout_ms)
    session.clear()
    session.client.on_bundle_begin()
    info = extension_info(session.options, session.bundle.user)
    end = session.run_callbacks("onBackupEx", (info,), "onBackup", ())
    if end.kind == "overran":
        session.overrun()
        return None
    if end.kind == "failed":
        _report_failure(session, end)
        return None
    if end.kind == "accepted":
        session.client.on_result_report(result_report(end.text))
    return _hand_over(session, data, end)


def _report_failure(session: ExtensionSession, end: CallbacksEnd) -> None:
    """Nothing is scanned or sent after an error (sub_ext_extension.cpp:OnBackupCallback, OnBackupExCallback)."""
    if end.text:
        session.report_failure(end)
    session.clear()
    session.app_done(end.code)


def _hand_over(session: ExtensionSession, data: DataTransfer, end: CallbacksEnd) -> Archive | None:
    """Scan what is on disk now, pack it and send it, then say so.

    Source: sub_ext_extension.cpp:ScanAllDirsTask, DoBackupTask; of an incremental one service_incremental.cpp:
    StartGetFdTask, sub_ext_extension.cpp:AsyncTaskDoIncrementalBackup. The clear runs while onRelease is on its way;
    here it always comes first (rule R6).
    """
    session.bundle_timer.stop()
    try:
        packed = data.pack(session.bundle, end.text, session.options, session.memory)
    except TransferBlocked as blocked:
        session.recorder.step("pack-blocked", str(blocked))
        session.bundle_timer.start_framework(0)
        session.wait_in_vain()
        return None
    except TransferFailed as failure:
        session.recorder.step("pack-failed", failure.message)
        _clear_after(session)
        session.app_done(failure.code)
        return None
    archive = packed.archive
    session.recorder.step("scan", f"{archive.data_size} bytes")
    session.bundle_timer.start_framework(archive.data_size if packed.timed_size is None else packed.timed_size)
    for problem in packed.problems:
        report = file_problem_report(problem.path, problem.error, session.recorder.clock.now_ms)
        session.client.on_process(report)
    for name in archive.file_names:
        session.client.on_file_ready(name)
    _clear_after(session)
    session.app_done(OK)
    return archive if session.client.code == OK else None


def _clear_after(session: ExtensionSession) -> None:
    """sub_ext_extension.cpp:AsyncDoBackup clears at its end, AsyncTaskDoIncrementalBackup does not."""
    if session.options.kind == "full":
        session.clear()
