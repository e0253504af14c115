"""When a session reads, places and wipes the data of the app."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from scripted_host import (
    EL1,
    EL2,
    Act,
    Setting,
    resolves,
    returns,
    told,
)


def test_data_is_read_when_the_callback_settles_not_earlier_nor_later() -> None:
    def early(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/early", b"1")
        process.timer(200, late)

    def late(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/too-late", b"2")

    def settling(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/in-time", b"3")

    setting = Setting(onBackup=resolves(None, 100, effect=early, late_effect=settling))
    archive = setting.service.backup(setting.bundle, SessionOptions(linger_ms=1_000)).archive
    assert sorted(archive.files) == ["early", "in-time"]
    assert setting.bundle.files.exists(f"{EL2}/files/too-late")


def test_without_lingering_unfinished_work_is_dropped() -> None:
    def late(process) -> None:
        process.environment.sandbox.write_file(f"{EL2}/files/too-late", b"2")

    setting = Setting(onBackup=returns(effect=lambda process: process.timer(200, late)))
    assert setting.service.backup(setting.bundle).succeeded
    assert not setting.bundle.files.exists(f"{EL2}/files/too-late")
    assert setting.device.clock.elapsed_ms == 0


def test_staging_is_wiped_before_and_after_and_other_names_stay() -> None:
    seen: list[bool] = []

    def look(process) -> None:
        view = process.environment.sandbox
        seen.append(view.exists(f"{EL2}/.backup/backup") or view.exists(f"{EL1}/.backup/restore"))
        view.make_directories(f"{EL2}/.backup/restore/x")

    setting = Setting(onBackup=returns(effect=look))
    for folder in (f"{EL2}/.backup/backup/a", f"{EL1}/.backup/restore", f"{EL2}/.backup/mine"):
        setting.bundle.files.make_directories(folder)
    setting.service.backup(setting.bundle)
    assert seen == [False]
    assert setting.bundle.files.list_directory(f"{EL2}/.backup") == ["mine"]


def test_staging_stays_when_the_caller_wants_it() -> None:
    setting = Setting()
    setting.bundle.files.make_directories(f"{EL2}/.backup/backup/a")
    setting.service.backup(setting.bundle, SessionOptions(clear_data=False))
    assert setting.bundle.files.exists(f"{EL2}/.backup/backup/a")


def test_staging_that_cannot_be_deleted_is_told_and_disturbs_nothing() -> None:
    def lock(process) -> None:
        view = process.environment.sandbox
        view.make_directories(f"{EL2}/.backup/backup/locked/x")
        view.change_mode(f"{EL2}/.backup/backup/locked", 0)

    setting = Setting(onBackup=returns(effect=lock))
    assert setting.service.backup(setting.bundle).succeeded
    assert "step clear-failed" in told(setting.device.trace)


def with_effect(act: Act, effect) -> Act:
    return Act(act.state, act.value, effect=effect)


@pytest.mark.parametrize(("extended", "there"), [(returns("done"), True), (returns(""), False)])
def test_staged_data_at_on_release_is_there_after_on_restore_ex_only(extended: Act, there: bool) -> None:
    seen: list[bool] = []
    folder = f"{EL2}/.backup/restore/data"
    setting = Setting(
        onRestoreEx=with_effect(extended, lambda p: p.environment.sandbox.make_directories(folder)),
        onRelease=returns(effect=lambda p: seen.append(p.environment.sandbox.exists(folder))),
    )
    setting.service.restore(setting.bundle, setting.packed)
    assert seen == [there]
    assert not setting.bundle.files.exists(folder)


def test_data_is_unpacked_before_any_callback() -> None:
    seen: list[bytes] = []
    setting = Setting(
        onProcess=returns("", effect=lambda p: seen.append(p.environment.sandbox.read_file(f"{EL2}/files/note.txt")))
    )
    setting.service.restore(setting.bundle, setting.packed)
    assert seen == [b"hello"]


def test_a_failed_unpack_reaches_no_callback_but_on_release() -> None:
    setting = Setting(onRelease=returns())
    setting.data.fails_with = 13500008
    result = setting.service.restore(setting.bundle, setting.packed)
    assert (result.code, result.message) == (13500008, "Untar failed, origin errno: 13500008")
    assert setting.host.calls == [("onRelease", (2,))]


def test_a_failed_hand_over_keeps_its_raw_number_in_the_message() -> None:
    setting = Setting(onRelease=returns())
    setting.data.fails_with = 20499
    result = setting.service.backup(setting.bundle)
    assert (result.code, result.message) == (13900042, "Unknown error, origin errno: 20499")
    assert setting.host.calls[-1] == ("onRelease", (1,))


def test_an_upgrade_finds_its_data_in_place_and_nothing_is_wiped_or_sent() -> None:
    setting = Setting(onRestore=returns())
    setting.bundle.files.make_directories(f"{EL2}/.backup/restore/old.app/ce")
    seen: list[bool] = []
    setting.host.script["onRestoreEx"] = returns(
        "", effect=lambda p: seen.append(p.environment.sandbox.exists(f"{EL2}/.backup/restore/old.app/ce"))
    )
    options = RestoreOptions(version=BundleVersion(1, "0.0.0.0-1.0"), data_ready=True)
    assert setting.service.restore(setting.bundle, None, options).succeeded
    assert seen == [True]
    assert "client onFileReady" not in told(setting.device.trace)
    assert not setting.bundle.files.exists(f"{EL2}/.backup/restore")


def test_ready_data_of_an_ordinary_version_is_waited_for_in_vain() -> None:
    setting = Setting()
    options = RestoreOptions(version=BundleVersion(1, "1.0"), data_ready=True)
    assert setting.service.restore(setting.bundle, None, options).code == 13500003
    assert setting.host.calls == [("onRelease", (2,))]
