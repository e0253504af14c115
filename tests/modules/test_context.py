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
        "/data/storage/el2/cloud",
    ]  # fmt: skip


def test_other_contexts_have_their_own_level_and_area(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const application = context.getApplicationContext();
        const other = context.createModuleContext('entry');
        const locked = context.createAreaModeContext(3);
        context.area = 0;
        return [application.filesDir, other.filesDir, locked.filesDir, application === context.getApplicationContext()];
    """
    ) == [
        "/data/storage/el2/base/files",
        "/data/storage/el2/base/files",
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


def test_a_listener_is_entered_once_and_wrong_types_are_ignored(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const seen = [];
        const listener = (value) => seen.push(value);
        context.eventHub.on('a', listener);
        context.eventHub.on('a', listener);
        context.eventHub.on('a', 'no function');
        context.eventHub.emit(7, 1);
        context.eventHub.emit('a', 2);
        context.eventHub.off('a');
        context.eventHub.emit('a', 3);
        return seen;
    """
    ) == [2]


def test_a_member_that_is_not_emulated_is_named(realm) -> None:
    assert realm.code(CONTEXT + "context.getApplicationContext().clearUpApplicationData();") == 801
    assert realm.not_emulated == ["application.ApplicationContext.clearUpApplicationData"]


def test_an_area_outside_the_enumeration_changes_nothing_but_must_be_a_number(realm) -> None:
    assert realm.run(CONTEXT + "context.area = 0; return context.createAreaModeContext(7).area;") == 0
    assert realm.code(CONTEXT + "context.createAreaModeContext('EL1');") == 401


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("context.createModuleContext('missing')", 401),
        ("context.createModuleContext()", 401),
        ("context.createModuleContext('com.example.other', 'entry')", 202),
        ("context.createBundleContext('com.example.other')", 202),
        ("context.createModuleResourceManager('com.example.other', 'entry')", 202),
        ("context.createDisplayContext(-1)", 401),
        ("context.getGroupDir(7)", 401),
        ("context.getApplicationContext().restartApp({})", 16000053),
        ("context.getApplicationContext().getCurrentAppCloneIndex()", 16000071),
        ("context.getApplicationContext().getCurrentInstanceKey()", 16000078),
        ("context.getApplicationContext().on('noSuchEvent', () => {})", 401),
        ("context.getApplicationContext().setColorMode()", 401),
        ("await require('@ohos.app.ability.application').default.createModuleContext({}, 'entry')", 401),
        ("await require('@ohos.app.ability.application').default.createModuleContext(context, 'missing')", 401),
        ("await context.getApplicationContext().off('environment', 5)", 1),
    ],
)
def test_what_the_platform_refuses_is_refused_with_its_number(realm, call: str, code: int) -> None:
    assert realm.code(f"{CONTEXT} {call};") == code


def test_the_application_context_takes_listeners_and_settings_without_effect(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const application = context.getApplicationContext();
        const id = application.on('abilityLifecycle', {});
        const other = application.on('environment', {});
        application.on('applicationStateChange', {});
        application.off('applicationStateChange');
        await application.off('environment', other);
        application.setColorMode(0);
        application.setLanguage('en-US');
        application.setSupportedProcessCache(true);
        const [own] = await application.getRunningProcessInformation();
        return [id, other, own.bundleNames, own.processName, application.isContextOf(0), context.isContextOf(0),
          await context.getGroupDir('group.none'), context.createDisplayContext(0).filesDir, context.stageMode];
    """
    ) == [
        0,
        1,
        ["com.example.notes"],
        "com.example.notes:backup",
        True,
        False,
        "",
        "/data/storage/el2/base/haps/entry/files",
        True,
    ]


def test_distributed_files_of_el1_are_named_apart(realm) -> None:
    assert realm.run(
        CONTEXT
        + """
        const first = context.distributedFilesDir;
        context.area = 0;
        return [first, context.distributedFilesDir, context.logFileDir, context.resourceDir];
    """
    ) == ["/data/storage/el2/distributedfiles", "/data/storage/el1/distributedfiles", "/data/storage/el2/log", ""]


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
