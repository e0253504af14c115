# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""What an app learns about itself from the bundle manager and the permission manager."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ohos_backup.emulator.modules.resources.identifiers import resource_id
from ohos_backup.emulator.package import AppPackage, PackagedModule

PREPARE = """
const { bundleManager, abilityAccessCtrl, abilityManager } = require('@kit.AbilityKit');
const context = require('application.BackupExtensionContext').createContext();
const { BundleFlag } = bundleManager;
const self = (flags) => bundleManager.getBundleInfoForSelfSync(flags);
"""
APP = {
    "bundleName": "com.example.notes", "vendor": "example", "versionCode": 7, "versionName": "1.2.3",
    "label": "$string:app_name", "icon": "$media:icon", "minCompatibleVersionCode": 3,
    "multiAppMode": {"multiAppModeType": "appClone", "maxCount": 2},
}  # fmt: skip
ENTRY = {
    "name": "entry", "type": "entry", "mainElement": "EntryAbility", "deviceTypes": ["phone", "tablet"],
    "querySchemes": ["maps"],
    "metadata": [{"name": "client_id", "value": "42"}],
    "requestPermissions": [
        {"name": "ohos.permission.INTERNET"},
        {"name": "ohos.permission.CAMERA", "reason": "$string:why", "usedScene": {"abilities": ["EntryAbility"], "when": "inuse"}},
    ],
    "abilities": [
        {
            "name": "EntryAbility", "exported": True, "label": "$string:app_name", "launchType": "multiton",
            "skills": [{"entities": ["entity.system.home"], "actions": ["ohos.want.action.home"]}],
        }
    ],
    "extensionAbilities": [
        {
            "name": "Backup", "type": "backup", "exported": False,
            "metadata": [{"name": "ohos.extension.backup", "resource": "$profile:backup_config"}],
        }
    ],
}  # fmt: skip
FEATURE = {"name": "feature", "type": "feature"}


@pytest.fixture
def app(realm, tmp_path: Path):
    """The realm of an app with two modules."""
    profile = tmp_path / "base" / "profile"
    profile.mkdir(parents=True)
    (profile / "backup_config.json").write_text(json.dumps({"z": 1, "allowToBackupRestore": True}), encoding="utf-8")
    realm.environment_changes = {
        "version_code": 7,
        "version_name": "1.2.3",
        "package": AppPackage(
            declaration=APP,
            modules=(
                PackagedModule(name="entry", declaration=ENTRY, resource_folders=(tmp_path,)),
                PackagedModule(name="feature", declaration=FEATURE),
            ),
            target_api=50000012,
        ),
    }
    realm.restart()
    return realm


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[self(0).name, self(0).vendor, self(0).versionCode, self(0).versionName]", ["com.example.notes", "example", 7, "1.2.3"]),
        ("[self(0).minCompatibleVersionCode, self(0).targetVersion, self(0).appIndex]", [3, 50000012, 0]),
        ("[self(0).appInfo, self(0).hapModulesInfo, self(0).reqPermissionDetails, self(0).signatureInfo]", [None, [], [], None]),
        ("(await bundleManager.getBundleInfoForSelf(0)).versionCode", 7),
        ("(await callback((done) => bundleManager.getBundleInfoForSelf(0, done)))[1].versionName", "1.2.3"),
        ("[self(1).appInfo.name, self(1).appInfo.label, self(1).appInfo.codePath]", ["com.example.notes", "$string:app_name", "/data/storage/el1/bundle"]),
        ("self(1).appInfo.labelId", resource_id("app.string.app_name")),
        ("self(1).appInfo.multiAppMode", {"multiAppModeType": 2, "maxCount": 2}),
        ("self(1).appInfo.metadataArray", []),
        ("self(0x21).appInfo.metadata.entry.map(({ name, value }) => [name, value])", [["client_id", "42"]]),
        ("self(2).hapModulesInfo.map((module) => [module.name, module.type, module.abilitiesInfo.length])", [["entry", 1, 0], ["feature", 2, 0]]),
        ("self(0x10000).hapModulesInfo.map((module) => module.name)", ["entry"]),
        ("self(2).hapModulesInfo[0].deviceTypes", ["phone", "tablet"]),
        ("self(6).hapModulesInfo[0].abilitiesInfo.map((ability) => [ability.name, ability.exported, ability.launchType, ability.skills.length])", [["EntryAbility", True, 1, 0]]),
        ("self(0x806).hapModulesInfo[0].abilitiesInfo[0].skills[0].entities", ["entity.system.home"]),
        ("self(0xA).hapModulesInfo[0].extensionAbilitiesInfo.map((own) => [own.name, own.extensionAbilityType, own.extensionAbilityTypeName, own.metadata.length])", [["Backup", 9, "backup", 0]]),
        ("self(0x2A).hapModulesInfo[0].extensionAbilitiesInfo[0].metadata[0].resource", "$profile:backup_config"),
        ("self(0x10).reqPermissionDetails.map((own) => [own.name, own.usedScene.when])", [["ohos.permission.INTERNET", ""], ["ohos.permission.CAMERA", "inuse"]]),
        ("self(0x10).permissionGrantStates", [0, -1]),
        ("self(0x80).signatureInfo.appId === `com.example.notes_${self(0x80).signatureInfo.fingerprint}`", True),
        ("self(0x80).signatureInfo.fingerprint.length", 64),
        ("bundleManager.getProfileByExtensionAbilitySync('entry', 'Backup', 'ohos.extension.backup')", ['{"allowToBackupRestore":true,"z":1}']),
        ("await bundleManager.getProfileByExtensionAbility('entry', 'Backup')", ['{"allowToBackupRestore":true,"z":1}']),
        ("bundleManager.getLaunchWant().abilityName", "EntryAbility"),
        ("bundleManager.canOpenLink('maps://here')", False),
        ("context.applicationInfo.accessTokenId === self(1).appInfo.accessTokenId", True),
        ("context.currentHapModuleInfo.abilitiesInfo[0].name", "EntryAbility"),
        ("context.extensionAbilityInfo.metadata[0].resource", "$profile:backup_config"),
        ("context.createModuleContext('feature').currentHapModuleInfo.name", "feature"),
        ("context.createModuleContext('feature').filesDir", "/data/storage/el2/base/files"),
        ("context.getApplicationContext().getCurrentAppCloneIndex()", 0),
        ("(await require('@ohos.app.ability.application').default.createModuleContext(context, 'feature')).currentHapModuleInfo.type", 2),
        ("abilityAccessCtrl.createAtManager().checkAccessTokenSync(context.applicationInfo.accessTokenId, 'ohos.permission.INTERNET')", 0),
        ("await abilityAccessCtrl.createAtManager().checkAccessToken(context.applicationInfo.accessTokenId, 'ohos.permission.CAMERA')", -1),
        ("abilityAccessCtrl.createAtManager().verifyAccessTokenSync(12345, 'ohos.permission.INTERNET')", -1),
        ("['INTERNET', 'CAMERA', 'NFC_TAG'].map((name) => abilityAccessCtrl.createAtManager().getSelfPermissionStatus(`ohos.permission.${name}`))", [0, 1, 2]),
    ],
)  # fmt: skip
def test_the_app_is_told_what_its_configuration_says(app, expression: str, value: object) -> None:
    assert app.run(f"{PREPARE} return {expression};") == value
    assert app.not_emulated == []


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("bundleManager.getBundleInfoForSelfSync()", 401),
        ("await bundleManager.getBundleInfoForSelf('1')", 401),
        ("await bundleManager.getBundleInfo('com.example.other', 0)", 201),
        ("bundleManager.getBundleInfoSync('com.example.notes', 0)", 201),
        ("await bundleManager.getBundleNameByUid(20010044)", 201),
        ("await bundleManager.queryExtensionAbilityInfo({}, 9, 0)", 202),
        ("bundleManager.getLaunchWantForBundleSync('com.example.notes')", 202),
        ("await abilityManager.getAbilityRunningInfos()", 202),
        ("await bundleManager.getProfileByExtensionAbility('none', 'Backup')", 17700002),
        ("await bundleManager.getProfileByExtensionAbility('entry', 'None')", 17700003),
        ("await bundleManager.getProfileByExtensionAbility('entry', '')", 17700003),
        ("bundleManager.getProfileByAbilitySync('entry', 'EntryAbility')", 17700024),
        ("bundleManager.canOpenLink('no link')", 17700055),
        ("bundleManager.canOpenLink('weather://here')", 17700056),
        ("abilityAccessCtrl.createAtManager().checkAccessTokenSync(0, 'ohos.permission.INTERNET')", 12100001),
        ("abilityAccessCtrl.createAtManager().checkAccessTokenSync(1, '')", 12100001),
        ("abilityAccessCtrl.createAtManager().checkAccessTokenSync('1', 'ohos.permission.INTERNET')", 401),
    ],
)
def test_what_the_app_may_not_know_is_refused_with_its_number(app, call: str, code: int) -> None:
    assert app.code(f"{PREPARE} {call};") == code


def test_what_a_system_app_may_do_is_not_emulated_by_name(app) -> None:
    request = {"requestPermissions": [{"name": "ohos.permission.GET_BUNDLE_INFO_PRIVILEGED"}]}
    module = PackagedModule(name="entry", declaration=request)
    app.environment_changes = {"package": AppPackage(modules=(module,))}
    app.restart()
    assert app.code(PREPARE + "await bundleManager.queryAbilityInfo({}, 0);") == 801
    assert app.not_emulated == ["@ohos.bundle.bundleManager.queryAbilityInfo"]
    assert app.run(PREPARE + "return (await bundleManager.getBundleInfo('com.example.notes', 1)).appInfo.systemApp;")


def test_an_app_without_configuration_files_is_described_by_its_installation(realm) -> None:
    assert realm.run(
        PREPARE + "const own = self(0x3F); return [own.name, own.hapModulesInfo[0].name, own.appInfo.uid];"
    ) == [
        "com.example.notes",
        "entry",
        20010044,
    ]
