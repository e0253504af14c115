# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""The context of a backup extension and its base class (rules M2 and C1-C9 of the callback notes)."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.modules.context_directories import backup_directory, context_directories
from ohos_backup.emulator.profile import device_profile

NOTES = "com.example.notes"
CONTEXT = "const context = require('application.BackupExtensionContext').createContext();"


def test_the_base_class_lacks_on_backup_ex_and_has_every_other_callback(realm) -> None:
    assert realm.run("""
        const { prototype } = require('@ohos.application.BackupExtensionAbility').default;
        return ['onBackup', 'onBackupEx', 'onRestore', 'onRestoreEx', 'onProcess', 'onRelease', 'getBackupInfo',
          'getBackupCompatibilityInfo', 'getRestoreCompatibilityInfo'].filter((name) => !(name in prototype));
    """) == ["onBackupEx"]


def test_the_context_is_module_level_and_el2_at_first(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        return [context.area, context.filesDir, context.databaseDir, context.backupDir, context.bundleCodeDir];
    """
    ) == [
        1,
        "/data/storage/el2/base/haps/entry/files",
        "/data/storage/el2/database/entry",
        "/data/storage/el2/base/.backup/",
        "/data/storage/el1/bundle",
    ]


def test_directories_follow_the_area_until_it_is_set_again(realm) -> None:
    assert realm.run(CONTEXT + """
        const seen = [];
        for (const area of [0, 1, 2, 3, 4]) { context.area = area; seen.push(context.tempDir, context.backupDir); }
        context.area = 9;
        return [...seen, context.area, context.cloudFileDir];
    """) == [
        "/data/storage/el1/base/haps/entry/temp", "/data/storage/el1/base/.backup/",
        "/data/storage/el2/base/haps/entry/temp", "/data/storage/el2/base/.backup/",
        "/data/storage/el3/base/haps/entry/temp", "",
        "/data/storage/el4/base/haps/entry/temp", "",
        "/data/storage/el5/base/haps/entry/temp", "",
        4,
        "/data/storage/el2/cloud/entry",
    ]  # fmt: skip


def test_other_contexts_have_their_own_level_and_area(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const application = context.getApplicationContext();
        const other = context.createModuleContext('feature');
        const locked = context.createAreaModeContext(3);
        context.area = 0;
        return [application.filesDir, other.filesDir, locked.filesDir, application === context.getApplicationContext()];
    """
    ) == [
        "/data/storage/el2/base/files",
        "/data/storage/el2/base/haps/feature/files",
        "/data/storage/el4/base/haps/entry/files",
        True,
    ]


def test_a_directory_that_is_read_is_there(realm) -> None:
    assert realm.run(CONTEXT + "return fs.statSync(context.filesDir).isDirectory();")


def test_the_context_says_who_the_extension_is(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const info = context.extensionAbilityInfo;
        return [context.applicationInfo.name, context.currentHapModuleInfo.name, info.extensionAbilityType, info.metadata[0].name];
    """
    ) == ["com.example.notes", "entry", 9, "ohos.extension.backup"]


def test_events_of_the_context_reach_their_listeners(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const seen = [];
        const listener = (...values) => seen.push(values);
        context.eventHub.on('a', listener);
        context.eventHub.emit('a', 1, 2);
        context.eventHub.off('a', listener);
        context.eventHub.emit('a', 3);
        return seen;
    """
    ) == [[1, 2]]


def test_a_member_that_is_not_emulated_is_named(realm) -> None:
    assert realm.code(CONTEXT + "context.resourceManager.getStringSync(1);") == 801
    assert realm.not_emulated == ["application.Context.resourceManager.getStringSync"]


def test_an_area_outside_the_enumeration_is_refused_where_it_is_an_argument(realm) -> None:
    assert realm.code(CONTEXT + "context.createAreaModeContext(7);") == 401


def test_devices_before_api_12_name_no_backup_folder(make_realm) -> None:
    older = make_realm(device_profile("api11"))
    assert older.run(CONTEXT + "return typeof context.backupDir;") == "undefined"


@pytest.mark.parametrize(("area", "path"), [(0, "/data/storage/el1/base/.backup/"), (2, ""), (4, "")])
def test_the_backup_folder_exists_for_el1_and_el2_only(area: int, path: str) -> None:
    assert backup_directory(area, NOTES) == path


@pytest.mark.parametrize(
    ("bundle", "path"),
    [
        ("com.huawei.hmos.filemanager", "/storage/Users/currentUser/.backup/"),
        ("com.example.filemanager", "/data/storage/el2/base/.backup/"),
        ("com.ohos.medialibrary.medialibrarydata", "/storage/media/local/files/.backup/"),
    ],
)
def test_two_system_apps_have_backup_folders_of_their_own(bundle: str, path: str) -> None:
    assert backup_directory(1, bundle) == path


def test_application_level_directories() -> None:
    table = context_directories(1, None)
    assert table["databaseDir"] == "/data/storage/el2/database"
    assert table["distributedFilesDir"] == "/data/storage/el2/distributedfiles"
    assert not any(path.endswith("/") for path in table.values())


def test_types_of_the_ability_kit_can_be_imported_and_extended(realm) -> None:
    assert realm.run("""
        const { UIAbility, AbilityStage, Want, common, contextConstant, bundleManager } = require('@kit.AbilityKit');
        class Main extends UIAbility {}
        class Stage extends AbilityStage {}
        return [typeof Main, typeof Stage, typeof Want, typeof common, contextConstant.AreaMode.EL5,
          bundleManager.ExtensionAbilityType.BACKUP, require('@ohos.deviceInfo').default.sdkApiVersion];
    """) == ["function", "function", "function", "object", 4, 9, 23]
    assert realm.not_emulated == []
