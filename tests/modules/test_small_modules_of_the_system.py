# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""Settings, time, parameters and what the device says of itself."""

from __future__ import annotations

import json

import msgspec
import pytest
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from ohos_backup.emulator.settings_table import SettingsTable
from test_in_the_guest_process import Phone

CONTEXT = "const context = require('application.BackupExtensionContext').createContext();"
SETTINGS = CONTEXT + "const settings = require('@ohos.settings').default;"


def test_a_setting_outlives_the_process(realm) -> None:
    realm.run(
        SETTINGS
        + "settings.setValueSync(context, 'theme', 'dark'); await settings.setValue(context, 'size', '2', settings.domainName.USER_PROPERTY);"
    )
    realm.restart()
    assert realm.run(
        SETTINGS
        + """
        const got = await callback((done) => settings.getValue(context, 'theme', done));
        return [settings.getValueSync(context, 'theme', ''), got, await settings.getValue(context, 'size', 'system'), settings.getValueSync(context, 'size', 'none')];
    """
    ) == ["dark", [None, "dark"], "2", "none"]


def test_a_missing_setting_gives_the_default_or_an_error_without_a_number(realm) -> None:
    assert realm.run(
        SETTINGS
        + """
        const rejection = await settings.getValue(context, 'none').then(() => 'there', (error) => typeof error);
        let told;
        await new Promise((resolve) => settings.getValue(context, 'none', (error) => { told = [error.message, error.code ?? null]; resolve(); }));
        return [settings.getValueSync(context, 'none', 'default'), rejection, told, settings.getValueSync(context, 'none', 'x', 'no domain') ?? null];
    """
    ) == ["default", "undefined", ["async call failed", None], None]


def test_an_observer_hears_of_its_setting(realm) -> None:
    assert realm.run(
        SETTINGS
        + """
        let heard = 0;
        const { USER_SECURITY } = settings.domainName;
        const made = [settings.registerKeyObserver(context, 'a', USER_SECURITY, () => { heard += 1; }), settings.registerKeyObserver(context, 'a', USER_SECURITY, () => {})];
        settings.setValueSync(context, 'a', '1', USER_SECURITY); settings.setValueSync(context, 'b', '1', USER_SECURITY); settings.setValueSync(context, 'a', '1');
        await host.later(() => 0, 5);
        return [made, heard, settings.unregisterKeyObserver(context, 'a', USER_SECURITY), settings.unregisterKeyObserver(context, 'a', USER_SECURITY)];
    """
    ) == [[True, False], 1, True, False]


@pytest.mark.parametrize(("api", "name"), [(20, "settings.display.font_scale"), (23, "font_scale")])
def test_names_of_settings_follow_the_release(api: int, name: str) -> None:
    code = """exports.default = class { onBackup() {
      const { display, date, TTS, input } = require('@ohos.settings').default;
      return JSON.stringify([display.FONT_SCALE, display.AUTO_SCREEN_BRIGHTNESS_MODE, date.TIME_FORMAT, TTS.DEFAULT_TTS_RATE,
        input.ACTIVATED_INPUT_METHOD_SUB_MODE]);
    } };"""
    pool = NodePool()
    phone = Phone(pool, code, msgspec.structs.replace(LATEST, api=api))
    names = json.loads(phone.settled("onBackup").value.string)
    phone.process.close()
    pool.close()
    assert names == [
        name,
        1,
        "settings.date.time_format",
        "settings.tts.default_tts_rate",
        "settings.input.activated_input_method_submode",
    ]


def test_users_share_the_devices_domain_and_nothing_else() -> None:
    table = SettingsTable()
    table.of(100).set("global", "a", "1")
    table.of(100).set("system", "b", "2")
    assert (table.of(101).get("global", "a"), table.of(101).get("system", "b")) == ("1", None)


def test_time_is_the_virtual_clock(realm) -> None:
    realm.clock.advance(5_000)
    assert realm.run(
        """
        const time = require('@ohos.systemDateTime').default;
        const older = require('@ohos.systemTime').default;
        const now = await time.getCurrentTime();
        const told = await callback((done) => time.getCurrentTime(true, done));
        return [now === 1767225600001, told[1] > 1.7e18, time.getTime() > now, time.getUptime(time.TimeType.STARTUP), time.getUptime(time.TimeType.ACTIVE, true),
          await time.getRealActiveTime(), await older.getRealTime(false), (await time.getDate()).getTime() > now, await time.getTimezone(), time.getTimezoneSync(), await older.getTimezone()];
    """
    ) == [True, True, True, 5000, 5_000_000_000, 5000, 5000, True, *["Asia/Shanghai"] * 3]
    assert realm.code("require('@ohos.systemDateTime').default.getUptime(7);") == 401


PARAMETERS = "const parameters = require('@ohos.systemParameterEnhance').default;"


def test_parameters_of_the_device_are_read(realm) -> None:
    assert realm.run(
        PARAMETERS
        + """
        const told = await callback((done) => parameters.get('const.product.brand', done));
        const other = await callback((done) => parameters.get('none', 'x', done));
        return [parameters.getSync('const.ohos.apiversion'), await parameters.get('none', 'default'), parameters.getSync('none', ''), told, other];
    """
    ) == ["23", "default", "", [None, "OpenHarmony"], [None, "x"]]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("parameters.getSync('none');", 14700101),
        ("await parameters.get('none');", 14700101),
        ("parameters.getSync(5);", 401),
        ("parameters.getSync('a', 5);", 401),
        ("parameters.setSync('a', 'b');", 14700103),
        ("await parameters.set('a', 'b');", 14700103),
        ("parameters.setSync('a');", 401),
    ],
)
def test_a_parameter_is_refused_with_the_documented_code(realm, source: str, code: int) -> None:
    assert realm.code(PARAMETERS + source) == code


@pytest.mark.parametrize(
    ("api", "name", "major"),
    [(12, "OpenHarmony-5.0.0.0", 5), (23, "OpenHarmony-6.1.0.0", 6), (10, "OpenHarmony-4.0.0.0", 4)],
)
def test_the_device_tells_its_version(make_realm, api: int, name: str, major: int) -> None:
    realm = make_realm(msgspec.structs.replace(LATEST, api=api))
    said = realm.run(
        "const d = require('@ohos.deviceInfo').default; return [d.osFullName, d.majorVersion, d.sdkApiVersion, d.deviceType];"
    )
    assert said == [name, major, api, "default"]


def test_the_newest_device_knows_what_it_can(make_realm) -> None:
    realm = make_realm(LATEST)
    newer = LATEST.api + 1
    said = realm.run(
        f"const d = require('@ohos.deviceInfo').default; return [d.apiAvailable({newer}), d.DeviceTypes.TYPE_PHONE];"
    )
    assert said == [False, "phone"]
    assert realm.code("require('@ohos.deviceInfo').default.ODID();") == 801


@pytest.mark.parametrize(
    "name",
    [
        "pasteboard",
        "router",
        "window",
        "promptAction",
        "display",
        "arkui.UIContext",
        "arkui.node",
        "animator",
        "curves",
        "mediaquery",
    ],
)
def test_modules_of_the_user_interface_can_be_imported(realm, name: str) -> None:
    assert realm.run(f"return typeof require('@ohos.{name}');") in ("function", "object")
    assert realm.not_emulated == []
