# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""The resource manager over folders of resources as a project has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.modules.resources.identifiers import resource_id
from ohos_backup.emulator.modules.resources.qualifiers import (
    DeviceConfiguration,
    Locale,
    parse_locale,
    parse_qualifiers,
)
from ohos_backup.emulator.package import AppPackage, PackagedModule

PREPARE = """
const manager = require('application.BackupExtensionContext').createContext().resourceManager;
const { $r, $rawfile } = { $r: require('@ohos.internal.globals').lookup('$r'), $rawfile: require('@ohos.internal.globals').lookup('$rawfile') };
"""
ELEMENTS: dict[str, dict[str, Any]] = {
    "base/element/string.json": {
        "string": [
            {"name": "title", "value": "Notes"},
            {"name": "greeting", "value": "%1$s has %2$d of 100%%"},
            {"name": "share", "value": "%.2f"},
            {"name": "alias", "value": "$string:title"},
            {"name": "circle", "value": "$string:circle"},
            {"name": "nowhere", "value": "$string:missing"},
            {"name": "system", "value": "$ohos:string:ok"},
        ]
    },
    "zh_CN/element/string.json": {"string": [{"name": "title", "value": "笔记"}]},
    "en_US/element/string.json": {"string": [{"name": "title", "value": "Notes (US)"}]},
    "dark/element/color.json": {"color": [{"name": "page", "value": "#000000"}]},
    "base/element/color.json": {
        "color": [
            {"name": "page", "value": "#FFF"},
            {"name": "veil", "value": "#80102030"},
            {"name": "bad", "value": "red"},
        ]
    },
    "base/element/integer.json": {"integer": [{"name": "limit", "value": 40}]},
    "base/element/float.json": {"float": [{"name": "size", "value": "12vp"}, {"name": "ratio", "value": "1.5"}]},
    "base/element/boolean.json": {"boolean": [{"name": "on", "value": True}]},
    "base/element/strarray.json": {
        "strarray": [{"name": "days", "value": [{"value": "Mo"}, {"value": "$string:title"}]}]
    },
    "base/element/intarray.json": {"intarray": [{"name": "sizes", "value": [1, 2]}]},
    "base/element/plural.json": {
        "plural": [
            {
                "name": "count",
                "value": [{"quantity": "one", "value": "%d note"}, {"quantity": "other", "value": "%d notes"}],
            }
        ]
    },
}


def write_resources(folder: Path, elements: dict[str, dict[str, Any]]) -> Path:
    for name, content in elements.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture
def resources(realm, tmp_path: Path):
    """The realm of an app with resources of its own."""
    own = write_resources(tmp_path / "own", ELEMENTS)
    app = write_resources(
        tmp_path / "app", {"base/element/string.json": {"string": [{"name": "app_name", "value": "App"}]}}
    )
    (own / "base/media").mkdir(parents=True)
    (own / "base/media/icon.png").write_bytes(b"base")
    (own / "xxldpi/media").mkdir(parents=True)
    (own / "xxldpi/media/icon.png").write_bytes(b"xxl")
    (own / "rawfile/sub").mkdir(parents=True)
    (own / "rawfile/data.json").write_bytes(b"[1]")
    (own / "rawfile/sub/deep.txt").write_bytes(b"deep")
    (tmp_path / "secret").write_bytes(b"secret")
    modules = (PackagedModule(name="entry", resource_folders=(app, own)),)
    realm.environment_changes = {"package": AppPackage(modules=modules)}
    realm.restart()
    return realm


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("manager.getStringSync($r('app.string.title'))", "笔记"),
        ("manager.getStringSync($r('app.string.title').id)", "笔记"),
        ("manager.getStringByNameSync('title')", "笔记"),
        ("await manager.getStringValue($r('app.string.title'))", "笔记"),
        ("await manager.getStringByName('app_name')", "App"),
        ("manager.getStringByNameSync('alias')", "笔记"),
        ("manager.getStringByNameSync('greeting', 'Anna', 3)", "Anna has 3 of 100%"),
        ("manager.getStringSync($r('app.string.share').id, 2.345)", "2.35"),
        ("(await callback((done) => manager.getStringValue($r('app.string.title'), done)))[1]", "笔记"),
        ("manager.getColorSync($r('app.color.page'))", 0xFFFFFFFF),
        ("manager.getColorByNameSync('veil')", 0x80102030),
        ("manager.getNumber($r('app.integer.limit'))", 40),
        ("manager.getNumberByName('size')", 36),
        ("manager.getNumberByName('ratio')", 1.5),
        ("manager.getBoolean($r('app.boolean.on').id)", True),
        ("manager.getStringArrayValueSync($r('app.strarray.days'))", ["Mo", "笔记"]),
        ("await manager.getStringArrayByName('days')", ["Mo", "笔记"]),
        ("manager.getPluralStringValueSync($r('app.plural.count'), 2)", "2 notes"),
        ("manager.getIntPluralStringByNameSync('count', 1, 1)", "1 notes"),
        ("text(manager.getMediaContentSync($r('app.media.icon')).buffer)", "xxl"),
        ("text(manager.getMediaByNameSync('icon', 160).buffer)", "base"),
        ("manager.getMediaBase64ByNameSync('icon', 160)", "data:image/png;base64,YmFzZQ=="),
        ("text(manager.getRawFileContentSync('data.json').buffer)", "[1]"),
        ("text((await manager.getRawFileContent('sub/deep.txt')).buffer)", "deep"),
        ("manager.getRawFileListSync('')", ["data.json", "sub"]),
        ("manager.isRawDir('sub')", True),
        ("manager.getLocales()", ["en-US", "zh-CN"]),
        ("manager.getResourceName($r('app.string.title').id)", "title"),
        ("manager.getConfigurationSync().locale", "zh_Hans_CN"),
        ("manager.getDeviceCapabilitySync().deviceType", 0),
        ("manager.getOverrideResourceManager({ locale: 'en_US' }).getStringByNameSync('title')", "Notes (US)"),
        ("manager.getOverrideResourceManager({ locale: 'fr_FR' }).getStringByNameSync('title')", "Notes"),
        ("manager.getOverrideResourceManager({ colorMode: 0 }).getColorByNameSync('page')", 0xFF000000),
        ("Object.keys($r('app.string.title'))", ["id", "type", "params", "bundleName", "moduleName"]),
        ("$rawfile('data.json').params", ["data.json"]),
    ],
)  # fmt: skip
def test_a_resource_is_read(resources, expression: str, value: object) -> None:
    assert resources.run(f"{PREPARE} return {expression};") == value


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("manager.getStringSync(1)", 9001001),
        ("manager.getStringSync($r('app.string.none'))", 9001001),
        ("manager.getStringSync($r('app.color.page'))", 9001002),
        ("manager.getStringByNameSync('none')", 9001003),
        ("manager.getColorByNameSync('bad')", 9001004),
        ("manager.getStringByNameSync('nowhere')", 9001004),
        ("manager.getStringByNameSync('circle')", 9001006),
        ("manager.getStringSync($r('app.string.greeting'), 1, 2)", 9001007),
        ("manager.getStringByNameSync('greeting', 'Anna')", 9001008),
        ("manager.getRawFileContentSync('none')", 9001005),
        ("manager.getRawFileContentSync('../../secret')", 9001005),
        ("manager.closeRawFdSync('data.json')", 9001005),
        ("await manager.getRawFd('none')", 9001005),
        ("manager.getStringSync({})", 401),
        ("manager.getStringByNameSync(7)", 401),
        ("manager.getMediaByNameSync('icon', 7)", 401),
        ("manager.getPluralStringValueSync($r('app.plural.count'), 'two')", 401),
    ],
)
def test_what_is_not_there_is_an_error_with_its_number(resources, call: str, code: int) -> None:
    assert resources.code(f"{PREPARE} {call};") == code


def test_a_raw_file_is_read_through_its_descriptor_and_takes_no_space(resources) -> None:
    assert resources.run(
        PREPARE
        + """
        const { fd, offset, length } = manager.getRawFdSync('sub/deep.txt');
        const buffer = new ArrayBuffer(length);
        const got = fs.readSync(fd, buffer, { offset });
        const again = manager.getRawFdSync('sub/deep.txt').fd === fd;
        let code = 0;
        try { fs.writeSync(fd, 'x'); } catch (error) { code = error.code; }
        await manager.closeRawFd('sub/deep.txt');
        return [text(buffer), got, again, code];
    """
    ) == ["deep", 4, True, 13900008]


@pytest.mark.parametrize("call", ["getStringSync($r('sys.string.ok'))", "getStringByNameSync('system')"])
def test_resources_of_the_system_are_not_emulated_by_name(resources, call: str) -> None:
    assert resources.code(f"{PREPARE} manager.{call};") == 801
    assert resources.not_emulated == ["the system's resource sys.string.ok"]


def test_a_number_from_the_bundle_manager_leads_to_the_resource(resources) -> None:
    assert resources.run(f"{PREPARE} return manager.getStringSync({resource_id('app.string.app_name')});") == "App"
    assert resources.run("return require('@ohos.internal.resource-ids').idOf('app.string.标题 x');") == resource_id(
        "app.string.标题 x"
    )


def test_the_folder_that_comes_first_wins_a_conflict(realm, tmp_path: Path) -> None:
    first, second = (
        write_resources(tmp_path / name, {"base/element/string.json": {"string": [{"name": "who", "value": name}]}})
        for name in ("first", "second")
    )
    module = PackagedModule(name="entry", resource_folders=(first, second))
    realm.environment_changes = {"package": AppPackage(modules=(module,))}
    realm.restart()
    assert realm.run(f"{PREPARE} return manager.getStringByNameSync('who');") == "first"


PHONE = DeviceConfiguration(locale=Locale("zh", "", "CN"))


@pytest.mark.parametrize(
    ("folder", "fits"),
    [
        ("base", True), ("zh", True), ("zh_CN", True), ("zh_Hans", True), ("zh_TW", False), ("zh_Hant", False),
        ("en_US", False), ("phone", True), ("tablet", False), ("dark", False), ("light", True), ("horizontal", False),
        ("zh_CN-vertical-phone-xxldpi", True), ("mcc460_mnc00-zh_CN", False),
    ],
)  # fmt: skip
def test_which_folders_fit_a_phone(folder: str, fits: bool) -> None:
    qualifiers = parse_qualifiers(folder)
    assert qualifiers is not None
    assert qualifiers.fits(PHONE) is fits


@pytest.mark.parametrize("folder", ["rawfile", "resfile", "Zh_cn", "zh-", "profile"])
def test_other_folders_hold_no_resources_by_qualifier(folder: str) -> None:
    assert parse_qualifiers(folder) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("zh_CN", "zh"), ("zh", "base"), ("zh_SG", "base"), ("zh-phone", "zh"), ("zh", "phone"), ("vertical", "phone"),
        ("phone", "light"), ("light", "xxldpi"), ("xxldpi", "xxxldpi"), ("xxxldpi", "xldpi"), ("xldpi", "ldpi"),
    ],
)  # fmt: skip
def test_which_of_two_folders_is_taken(better: str, worse: str) -> None:
    first, second = parse_qualifiers(better), parse_qualifiers(worse)
    assert first is not None
    assert second is not None
    assert first.rank(PHONE) > second.rank(PHONE)


def test_a_locale_is_read_in_both_spellings() -> None:
    assert parse_locale("zh-Hant-TW") == parse_locale("zh_Hant_TW") == Locale("zh", "Hant", "TW")
