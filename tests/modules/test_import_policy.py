"""What an import gives: emulated members, stand-ins for known ones, nothing for those the device does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ohos_backup.emulator.modules import registry
from ohos_backup.emulator.modules.api_table import Member, api_modules, module_api
from ohos_backup.emulator.modules.kit_table import kit_table
from ohos_backup.emulator.profile import LATEST, PROFILES, DeviceProfile, device_profile

MakeRealm = Callable[[DeviceProfile], Any]


def test_the_table_tells_kind_first_version_audience_and_deprecation() -> None:
    hash_module, window = module_api("@ohos.file.hash"), module_api("@ohos.window")
    assert hash_module is not None
    assert window is not None
    assert hash_module.values["createHash"] == Member(kind="function", since=12, system=False, deprecated=0)
    assert window.values["create"] == Member(kind="function", since=7, system=False, deprecated=9)
    assert window.values["BlurStyle"].system


def test_every_name_of_every_kit_and_module_can_be_imported_and_read(realm: Any) -> None:
    names = [*api_modules(), *kit_table().kits]
    assert len(names) > 600
    realm.run(f"for (const name of {names}) for (const key of Object.keys(require(name))) void require(name)[key];")
    assert realm.not_emulated == []


@pytest.mark.parametrize("profile", [*PROFILES, LATEST], ids=lambda profile: profile.name)
def test_every_face_evaluates_on_every_device(make_realm: MakeRealm, profile: DeviceProfile) -> None:
    realm = make_realm(profile)
    realm.run(f"for (const name of {list(registry.face_names())}) require(name);")
    assert realm.not_emulated == []


@pytest.mark.parametrize(
    ("profile", "expression", "value"),
    [
        ("api10", "typeof require('@ohos.file.fs').default.copy", "undefined"),
        ("api11", "typeof require('@ohos.file.fs').default.copy", "function"),
        ("api10", "'copy' in require('@kit.CoreFileKit').fileIo", False),
        ("api10", "Object.keys(require('@ohos.file.fs').default).includes('createWatcher')", True),
        ("api20", "typeof require('@ohos.file.fs').default.listFileExt", "undefined"),
        ("latest", "typeof require('@ohos.file.fs').default.listFileExt", "function"),
        ("latest", "typeof require('@ohos.file.fs').default.noSuchMember", "undefined"),
        ("latest", "require('@ohos.net.http').default.noSuchMember", None),
        ("api10", "typeof require('@ohos.net.http').default.createHttp", "function"),
        ("api10", "typeof require('@ohos.net.http').default.HttpDataType.STRING", "number"),
        ("latest", "require('@ohos.net.http').default.RequestMethod.GET", "GET"),
        ("latest", "require('@ohos.bundle.bundleManager').default.BundleType.APP", 0),
        ("latest", "typeof require('@ohos.app.ability.UIAbility').default", "function"),
    ],
)
def test_a_member_is_there_when_the_device_has_it(
    make_realm: MakeRealm, profile: str, expression: str, value: object
) -> None:
    realm = make_realm(device_profile(profile))
    assert realm.run(f"return {expression} ?? null;") == value
    assert realm.not_emulated == []


def test_a_known_member_without_emulation_is_recorded_by_name_once_it_is_used(realm: Any) -> None:
    assert realm.code("require('@ohos.file.fs').default.connectDfs('a', {});") == 801
    assert realm.not_emulated == ["@ohos.file.fs.connectDfs"]


def test_a_module_newer_than_the_device_can_be_imported_but_not_read_from(make_realm: MakeRealm) -> None:
    realm = make_realm(device_profile("api10"))
    assert realm.run("""
        const { collections } = require('@kit.ArkTS');
        try { return collections.Array; } catch (error) { return [error.name, error.message]; }
    """) == [
        "ReferenceError",
        "the module @arkts.collections cannot be loaded: it came with API version 12, this device has 10",
    ]
    assert realm.not_emulated == []


def test_a_module_that_no_sdk_has_fails_as_on_a_device_and_is_told(realm: Any) -> None:
    assert realm.run("""
        const unknown = require('@ohos.no.such.module');
        try { unknown.default.method(); } catch (error) { return [error.name, error.message]; }
    """) == ["ReferenceError", "the module @ohos.no.such.module cannot be loaded: there is none of this name"]
    assert realm.not_emulated == ["@ohos.no.such.module"]


def test_an_unknown_module_that_nothing_is_read_from_does_no_harm(realm: Any) -> None:
    assert realm.run("return typeof require('@ohos.no.such.module');") == "object"
    assert realm.not_emulated == []
