"""What differs from release to release, and that a backup comes back on each of them.

Each rule was read in the release branches of app_file_service and startup_appspawn that emulator/profile.py and
emulator/staging.py name; there are no recorded answers of old releases.
"""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Literal

import pytest
from installed_app import B, F, installed, tree_of, write
from ohos_backup.emulator.backup.api import RestoreOptions, SessionOptions
from ohos_backup.emulator.backup.config import parse_backup_config
from ohos_backup.emulator.backup.old_generation import UnknownOldFolder, place_old_generation_data
from ohos_backup.emulator.device import Device
from ohos_backup.emulator.profile import LATEST, PROFILES, DeviceProfile, device_profile
from ohos_backup.emulator.trace import FileOperation
from ohos_backup.fixtures import FixtureApp, good_apps
from ohos_backup.harness.data.tree import difference
from ohos_backup.harness.own_data import data_sets_for
from ohos_backup.harness.scenarios.selection import selected
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.subjects.loading import load_subject

ALL = (*PROFILES, LATEST)
SINCE_12 = ALL[2:]
EL1 = "/data/storage/el1/base/files"
TREE = {
    f"{F}/note.txt": b"hello",
    f"{F}/deep/er/empty.bin": b"",
    f"{F}/film.mp4": bytes(range(256)) * 12_000,
    "/data/storage/el2/database/entry/rdb/notes.db": b"SQLite format 3\0",
}


def by_name(profile: DeviceProfile) -> str:
    return profile.name


@pytest.mark.parametrize("profile", ALL, ids=by_name)
@pytest.mark.parametrize("kind", ["full", "incremental"])
def test_what_was_backed_up_comes_back(profile: DeviceProfile, kind: Literal["full", "incremental"]) -> None:
    device, bundle = installed(Device(profile), includes=[f"{F}/", "/data/storage/el2/database/"])
    write(bundle, TREE)
    made = device.backup_service.backup(bundle, SessionOptions(kind=kind))
    assert made.archive is not None
    other, target = installed(Device(profile))
    assert other.backup_service.restore(target, made.archive, RestoreOptions(kind=kind)).succeeded
    assert tree_of(target, F, "/data/storage/el2/database") == TREE
    assert not any(target.files.exists(folder) for folder in profile.staging.folders)


@pytest.mark.parametrize("profile", ALL, ids=by_name)
def test_the_framework_writes_where_its_release_stages(profile: DeviceProfile) -> None:
    device, bundle = installed(Device(profile))
    write(bundle, TREE)
    made = device.backup_service.backup(bundle)
    written = {e.path for e in device.trace.of(FileOperation) if e.actor == "framework" and e.operation == "write"}
    assert {path.rpartition("/")[0] for path in written} == {profile.staging.outgoing.rstrip("/")}
    assert made.archive is not None
    mark = len(device.trace)
    device.backup_service.restore(bundle, made.archive)
    received = {e.path for e in device.trace.since(mark) if isinstance(e, FileOperation) and e.operation == "write"}
    assert f"{profile.staging.incoming}manage.json" in received


@pytest.mark.parametrize(
    ("name", "el2", "el1"),
    [
        ("api10", "/data/storage/el2/backup", None),
        ("api11", "/data/storage/el2/backup", "/data/storage/el1/backup"),
        ("api12", f"{B}/.backup", "/data/storage/el1/base/.backup"),
        ("latest", f"{B}/.backup", "/data/storage/el1/base/.backup"),
    ],
)
def test_the_home_of_each_release(name: str, el2: str, el1: str | None) -> None:
    """PATH_BUNDLE_BACKUP_HOME, PATH_BUNDLE_BACKUP_HOME_EL1."""
    staging = device_profile(name).staging
    assert [home and home.path for home in (staging.home("el2"), staging.home("el1"))] == [el2, el1]
    _, bundle = installed(Device(device_profile(name)))
    assert [path for path in (el2, el1) if path and bundle.files.exists(path)] == [path for path in (el2, el1) if path]


def test_before_api_12_the_home_is_a_folder_of_the_service_and_not_below_base() -> None:
    _, bundle = installed(Device(device_profile("api11")))
    assert not bundle.files.exists(f"{B}/.backup")
    bundle.files.write_file("/data/storage/el1/backup/a", b"1")
    assert bundle.physical_files.read_file("/data/service/el1/100/backup/bundles/com.example.notes/a") == b"1"


@pytest.mark.parametrize("profile", SINCE_12, ids=by_name)
def test_since_api_12_the_older_path_is_another_mount_of_the_same_folder(profile: DeviceProfile) -> None:
    """startup_appspawn appdata-sandbox-app.json, START_FLAGS_BACKUP: published apps still name the older path."""
    _, bundle = installed(Device(profile))
    bundle.files.write_file(f"{B}/.backup/a", b"1")
    assert bundle.files.read_file("/data/storage/el2/backup/a") == b"1"
    bundle.files.rename(f"{B}/.backup/a", f"{F}/a")
    with pytest.raises(OSError, match=r"\[Errno") as crossing:
        bundle.files.rename(f"{F}/a", "/data/storage/el2/backup/a")
    assert crossing.value.errno == errno.EXDEV


def test_the_second_mount_shows_the_folder_that_the_next_process_makes() -> None:
    device, bundle = installed()
    bundle.files.remove_tree(f"{B}/.backup")
    device.backup_service.backup(bundle)
    bundle.extension_environment()
    bundle.files.write_file(f"{B}/.backup/a", b"1")
    assert bundle.files.read_file("/data/storage/el2/backup/a") == b"1"


def test_a_folder_that_is_mounted_twice_counts_once() -> None:
    device, bundle = installed()
    bundle.files.write_file(f"{B}/.backup/mine", b"12345")
    (entry,) = json.loads(device.backup_service.local_capabilities())["bundleInfos"]
    assert entry["spaceOccupied"] == 5


@pytest.mark.parametrize("profile", ALL, ids=by_name)
def test_the_folders_taken_without_includes(profile: DeviceProfile) -> None:
    """b_constants.h:PATHES_TO_BACKUP has six entries in 4.0 and thirteen since 4.1."""
    device, bundle = installed(Device(profile))
    write(bundle, {f"{EL1}/a": b"1", f"{F}/b": b"2", "/data/storage/el2/distributedfiles/c": b"3"})
    made = device.backup_service.backup(bundle)
    other, target = installed(Device(profile))
    other.backup_service.restore(target, made.archive)
    expected = {f"{F}/b"} if profile.api == 10 else {f"{EL1}/a", f"{F}/b", "/data/storage/el2/distributedfiles/c"}
    assert set(tree_of(target, F, EL1, "/data/storage/el2/distributedfiles")) == expected


@pytest.mark.parametrize("profile", ALL, ids=by_name)
def test_a_configuration_key_counts_since_the_release_that_reads_it(profile: DeviceProfile) -> None:
    config = {
        "fullBackupOnly": True,
        "restoreDeps": "a.b",
        "supportScene": "s",
        "extraInfo": {"supportScene": []},
        "requireCompatibility": True,
        "optionDir": [{"sceneId": "s", "includes": ["/x"]}],
        "compatibleDirMapping": [{"backupDir": "/a", "restoreDir": "/b"}],
    }
    read = parse_backup_config(json.dumps(config), profile)
    assert (read.full_backup_only, read.restore_deps, read.support_scene) == (
        (True, "a.b", "s") if profile.api >= 11 else (False, "", "")
    )
    assert (read.extra_info is not None) is (profile.api >= 12)
    assert read.require_compatibility is (profile.api >= 20)
    assert (read.scan_list("s", "includes") == ("/x",)) is (profile.api >= 23)
    assert bool(read.compatible_dir_mapping) is (profile.api >= 23)


def test_a_device_of_api_10_has_no_place_for_device_encrypted_data_of_an_old_package() -> None:
    _, bundle = installed(Device(device_profile("api10")))
    assert place_old_generation_data(bundle, "com.old", {"ce/a": b"1"}) == (
        "/data/storage/el2/backup/restore/com.old/ce/a",
    )
    with pytest.raises(UnknownOldFolder, match="API 11"):
        place_old_generation_data(bundle, "com.old", {"de/a": b"1"})


PROJECT = {
    "AppScope/app.json5": '{"app": {"bundleName": "com.example.every", "versionCode": 1, "versionName": "1.0"}}',
    "build-profile.json5": '{"app": {"products": [{"name": "default", "compatibleSdkVersion": "4.0.0(10)"}]},'
    ' "modules": [{"name": "entry", "srcPath": "./entry"}]}',
    "entry/src/main/module.json5": '{"module": {"name": "entry", "type": "entry", "extensionAbilities": [{"name": "E",'
    ' "srcEntry": "./ets/E.ets", "type": "backup", "metadata": [{"name": "ohos.extension.backup",'
    ' "resource": "$profile:backup_config"}]}]}}',
    "entry/src/main/resources/base/profile/backup_config.json": '{"allowToBackupRestore": true, "fullBackupOnly": true,'
    f' "includes": ["{F}/"]}}',
    "entry/src/main/ets/E.ets": """
import BackupExtensionAbility, { BundleVersion } from '@ohos.application.BackupExtensionAbility';
import fs from '@ohos.file.fs';

const FILES = '/data/storage/el2/base/files';
const OLDER = '/data/storage/el2/backup/restore';

export default class E extends BackupExtensionAbility {
  async onBackup(): Promise<void> {
  }

  async onRestore(bundleVersion: BundleVersion): Promise<void> {
    if (!fs.accessSync(`${OLDER}${FILES}`)) {
      return;
    }
    for (const name of fs.listFileSync(`${OLDER}${FILES}`)) {
      fs.copyFileSync(`${OLDER}${FILES}/${name}`, `${FILES}/fetched-${name}`);
    }
  }
}
""",
}


@pytest.mark.parametrize("profile", ALL, ids=by_name)
def test_an_app_that_names_the_older_restore_folder_works_on_every_release(
    profile: DeviceProfile, tmp_path: Path
) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    subject = load_subject(str(tmp_path))
    source, target = (Trial(subject, profile=profile) for _ in range(2))
    source.write("files/a.txt", "a")
    made = source.backup()
    assert made.succeeded, made.message
    restored = target.restore(made.archive)
    assert restored.succeeded, restored.message
    # A device of API 10 does not know fullBackupOnly, so the file is in its place already.
    assert list(tree_of(target.bundle)) == [f"{F}/a.txt" if profile.api == 10 else f"{F}/fetched-a.txt"]


@pytest.mark.parametrize("app", good_apps(), ids=lambda app: app.name)
@pytest.mark.parametrize("profile", ALL, ids=by_name)
def test_a_good_app_gets_its_data_back(profile: DeviceProfile, app: FixtureApp) -> None:
    subject = load_subject(app.address)
    if subject.application.compatible_api > profile.api:
        pytest.skip(f"the app runs from API {subject.application.compatible_api} on and cannot be installed")
    data_set = next(made for made in data_sets_for(subject, [], 0) if made.name == "typical")
    source, target = (Trial(subject, profile=profile) for _ in range(2))
    source.seed(data_set)
    expected = selected(source)
    made = source.backup()
    assert made.archive is not None, made.message
    restored = target.restore(made.archive)
    assert restored.succeeded, restored.message
    changes = difference(expected, target.tree(), modes=False, directories=False)
    assert [change for change in changes if change.change != "unexpected"] == []
