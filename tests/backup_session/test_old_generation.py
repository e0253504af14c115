"""Data of the previous system generation lies where the guide says, before a restore from ``0.0.0.0``."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.application import BundleVersion
from ohos_backup.emulator.backup.api import RestoreOptions
from ohos_backup.emulator.backup.old_generation import UnknownOldFolder, place_old_generation_data
from scripted_host import Setting, returns

TREE = {
    "de/shared_prefs/a.xml": b"1",
    "ce/databases/notes.db": b"2",
    "A/data/files/b": b"3",
    "A/obb/main.obb": b"4",
}


def test_each_old_folder_has_its_place_and_is_gone_after_the_restore() -> None:
    setting = Setting()
    seen: list[bytes] = []
    paths = place_old_generation_data(setting.bundle, "com.old.notes", TREE)
    assert paths == (
        "/data/storage/el1/base/.backup/restore/com.old.notes/de/shared_prefs/a.xml",
        "/data/storage/el2/base/.backup/restore/com.old.notes/ce/databases/notes.db",
        "/data/storage/el2/base/.backup/restore/com.old.notes/A/data/files/b",
        "/data/storage/el2/base/.backup/restore/com.old.notes/A/obb/main.obb",
    )
    setting.host.script["onRestoreEx"] = returns(
        "done", effect=lambda p: seen.extend(p.environment.sandbox.read_file(path) for path in paths)
    )
    options = RestoreOptions(version=BundleVersion(1, "0.0.0.0"), data_ready=True)
    assert setting.service.restore(setting.bundle, None, options).succeeded
    assert seen == [b"1", b"2", b"3", b"4"]
    assert not any(setting.bundle.files.exists(path) for path in paths)


def test_an_unknown_old_folder_is_refused_before_anything_is_written() -> None:
    setting = Setting()
    with pytest.raises(UnknownOldFolder, match="Start the path with one of de/, ce/, A/data/, A/obb/"):
        place_old_generation_data(setting.bundle, "com.old.notes", {"ce/a": b"1", "sdcard/b": b"2"})
    assert not setting.bundle.files.exists("/data/storage/el2/base/.backup/restore")
