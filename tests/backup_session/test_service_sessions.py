"""The service around a session: one at a time, gates, queries; and devices that share nothing."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.service import SessionClosed, SessionConflict
from ohos_backup.emulator.device import AlreadyInstalled, Device, NotInstalled, UnknownUser
from ohos_backup.emulator.profile import device_profile
from ohos_backup.emulator.runtime.api import LoadFailure
from scripted_host import (
    Error,
    ScriptedData,
    ScriptedHost,
    Setting,
    application,
    dies,
    guest_error,
    resolves,
    returns,
    throws,
    told,
)

NOTE = "/data/storage/el2/base/files/note.txt"


def test_only_one_session_is_open_at_a_time() -> None:
    setting = Setting()
    with setting.service.open_session() as session:
        with pytest.raises(SessionConflict):
            setting.service.open_session()
        refused = setting.service.backup(setting.bundle)
        assert (refused.code, refused.message) == (13500013, "Session Conflict, origin errno: 13500013")
        assert setting.service.restore(setting.bundle, setting.packed).code == 13500013
        assert setting.host.calls == []
        assert session.backup(setting.bundle).succeeded
        assert session.restore(setting.bundle, setting.packed).succeeded
    assert setting.service.backup(setting.bundle).succeeded


def test_a_closed_session_does_nothing_more() -> None:
    setting = Setting()
    session = setting.service.open_session()
    session.close()
    session.close()
    with pytest.raises(SessionClosed):
        session.backup(setting.bundle)


def test_an_app_that_forbids_backup_never_starts() -> None:
    setting = Setting()
    setting.data.allowed = False
    result = setting.service.backup(setting.bundle)
    assert (result.code, result.message) == (13500001, "Not support backup/restore, origin errno: 13500001")
    assert told(setting.device.trace) == ["client onBundleBegin 13500001", "client onAllBundlesEnd"]
    assert setting.service.restore(setting.bundle, setting.packed).code == 13500001


def test_a_bundle_that_is_gone_is_unknown() -> None:
    setting = Setting()
    setting.device.uninstall(setting.bundle)
    assert setting.service.backup(setting.bundle).code == 13500005
    assert setting.service.restore(setting.bundle, setting.packed).code == 13500005
    assert setting.service.get_backup_info(setting.bundle).code == 13500005


def test_a_bundle_of_another_device_is_unknown() -> None:
    assert Setting().service.backup(Setting().bundle).code == 13500005


def test_a_restore_of_nothing_is_refused() -> None:
    setting = Setting()
    assert setting.service.restore(setting.bundle, None).code == 13900020
    assert setting.service.restore(setting.bundle, None, RestoreOptions(data_ready=True)).code == 13900020


def test_get_backup_info_calls_nothing_else() -> None:
    setting = Setting(getBackupInfo=returns("info"), onRelease=returns())
    info = setting.service.get_backup_info(setting.bundle)
    assert (info.code, info.text) == (0, "info")
    assert setting.host.calls == [("getBackupInfo", ())]
    assert setting.host.processes[0].closed


@pytest.mark.parametrize(
    "act", [returns(5), returns(), throws("no"), throws(Error("no")), resolves("late"), resolves("late", 10)]
)
def test_get_backup_info_takes_only_a_string_returned_at_once(act) -> None:
    setting = Setting(getBackupInfo=act)
    info = setting.service.get_backup_info(setting.bundle)
    assert (info.code, info.text) == (0, "")


def test_get_backup_info_works_while_a_session_is_open() -> None:
    setting = Setting(getBackupInfo=returns("info"))
    with setting.service.open_session():
        assert setting.service.get_backup_info(setting.bundle).text == "info"


def test_get_backup_info_of_an_extension_that_dies_or_has_no_class() -> None:
    setting = Setting(getBackupInfo=dies())
    assert setting.service.get_backup_info(setting.bundle).code == 13500004
    setting.host.load_failure = LoadFailure("export", guest_error(Error("no class")))
    assert setting.service.get_backup_info(setting.bundle).code == 13900042


def test_an_old_device_has_no_get_backup_info() -> None:
    setting = Setting(device_profile("api11"), getBackupInfo=returns("info"))
    assert setting.service.get_backup_info(setting.bundle).text == ""
    assert setting.host.calls == []


def test_a_backup_of_one_device_restores_on_another() -> None:
    old, new = Setting(), Setting()
    old.bundle.files.write_file(NOTE, b"kept")
    archive = old.service.backup(old.bundle).archive
    assert not new.bundle.files.exists(NOTE)
    assert new.service.restore(new.bundle, archive).succeeded
    assert new.bundle.files.read_file(NOTE) == b"kept"


def test_apps_users_and_clones_have_their_own_uid_and_files() -> None:
    device = Device(data_transfer=ScriptedData(), users=(100, 101))
    host = ScriptedHost()
    first = device.install(application(host))
    other_user = device.install(application(host), user=101)
    clone = device.install(application(host), app_index=1)
    second = device.install(application(host, bundle_name="com.example.other"))
    assert [bundle.uid for bundle in (first, other_user, clone, second)] == [20010000, 20210000, 20010001, 20010002]
    first.files.write_file(NOTE, b"mine")
    assert not any(bundle.files.exists(NOTE) for bundle in (other_user, clone, second))
    assert first.physical_files.read_file("/data/app/el2/100/base/com.example.notes/files/note.txt") == b"mine"


def test_installation_errors_say_how_to_mend_them() -> None:
    device = Device(data_transfer=ScriptedData())
    bundle = device.install(application(ScriptedHost()))
    with pytest.raises(AlreadyInstalled, match="installed for user 100 already\n  Uninstall it first"):
        device.install(application(ScriptedHost()))
    with pytest.raises(UnknownUser, match="no user 7"):
        device.install(application(ScriptedHost()), user=7)
    device.uninstall(bundle)
    with pytest.raises(NotInstalled):
        device.clear_data(bundle)


def test_clearing_and_reinstalling_lose_the_data_and_an_update_keeps_it() -> None:
    setting = Setting()
    setting.bundle.files.write_file(NOTE, b"mine")
    updated = setting.device.update(setting.bundle, application(setting.host, code=4))
    assert updated.files.read_file(NOTE) == b"mine"
    assert not setting.device.is_installed(setting.bundle)
    setting.device.clear_data(updated)
    assert not updated.files.exists(NOTE)
    updated.files.write_file(NOTE, b"again")
    fresh = setting.device.reinstall(updated)
    assert not fresh.files.exists(NOTE)
    assert fresh.uid == updated.uid


def test_a_quota_limits_the_apps_files() -> None:
    device = Device(data_transfer=ScriptedData())
    bundle = device.install(application(ScriptedHost()), quota_bytes=10)
    with pytest.raises(OSError, match="quota"):
        bundle.files.write_file(NOTE, b"more than ten")


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (resolves("info"), "info"),
        (resolves("info", 999), "info"),
        (resolves("info", 1_000), ""),
        (resolves("info", 500, busy_ms=5_000), "info"),
        (resolves(5), ""),
        (returns("info"), ""),
        (throws("no"), ""),
        (throws(Error("no")), ""),
    ],
)
@pytest.mark.parametrize("scenario", ["backup", "restore"])
def test_compatibility_info_takes_only_a_promise_of_a_string_within_a_second(scenario, act, text) -> None:
    method = f"get{scenario.capitalize()}CompatibilityInfo"
    setting = Setting(**{method: act})
    answer = setting.service.get_compatibility_info(setting.bundle, scenario, "from the caller")
    assert (answer.code, answer.text) == (0, text)
    assert setting.host.calls == [(method, ("from the caller",))]
