# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.data.preferences in GSKV storage: on disk with every change, and a file of its own kind."""

from __future__ import annotations

import msgspec
import pytest
from ohos_backup.emulator.profile import LATEST

CONTEXT = """
const context = require('application.BackupExtensionContext').createContext();
const preferences = require('@ohos.data.preferences').default;
const { GSKV, XML } = preferences.StorageType;
"""
OPEN = CONTEXT + "const store = preferences.getPreferencesSync(context, { name: 'fast', storageType: GSKV });"
FOLDER = "/data/storage/el2/base/haps/entry/preferences"
FILE = FOLDER + "/fast.db"


def test_a_change_survives_the_process_without_flush(realm) -> None:
    realm.run(
        OPEN
        + """
        store.putSync('n', 0.123456789); await store.put('s', '文\\u0001'); store.putSync('raw', Uint8Array.of(0, 255));
        store.putSync('big', -(2n ** 70n)); store.putSync('o', { a: [1] }); store.putSync('gone', 1); store.deleteSync('gone');
        """
    )
    realm.restart()
    assert realm.run(
        OPEN
        + "const raw = store.getSync('raw', null); return [store.getSync('n', 0), store.getSync('s', ''), [...raw], store.getSync('big', 0n), store.getSync('o', {}), store.hasSync('gone')];"
    ) == [0.123456789, "文\x01", [0, 255], f"{-(2**70)}n", {"a": [1]}, False]
    assert realm.root.list_directory(FOLDER) == ["fast.db", "fast.objectFlag"]


def test_listeners_hear_of_every_put_and_delete_and_of_the_values_a_clear_takes(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const seen = [];
        store.on('dataChange', ['a'], (data) => seen.push(data));
        store.on('change', (key) => seen.push(key));
        store.putSync('a', 1); store.putSync('a', 1); store.deleteSync('a'); store.putSync('a', 2); store.clearSync(); store.flushSync();
        await host.later(() => 0, 5);
        return seen;
    """
    ) == [{"a": 1}, "a", {"a": 1}, "a", {"a": None}, "a", {"a": 2}, "a", {"a": 2}, "a"]


def test_a_closed_store_holds_nothing_and_takes_nothing(realm) -> None:
    assert realm.run(
        OPEN
        + """
        store.putSync('a', 1);
        await preferences.removePreferencesFromCache(context, 'fast');
        let code = 0;
        try { store.putSync('a', 2); } catch (error) { code = error.code; }
        const again = preferences.getPreferencesSync(context, { name: 'fast', storageType: GSKV });
        return [store.getSync('a', 'nothing'), store.getAllSync(), code, again.getSync('a', 0)];
    """
    ) == ["nothing", {}, 15500000, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{ name: 'x' }", "{ name: 'x', storageType: GSKV }"),
        ("{ name: 'x', storageType: GSKV }", "{ name: 'x', storageType: XML }"),
    ],
)
def test_a_name_belongs_to_the_storage_that_used_it_first(realm, first: str, second: str) -> None:
    realm.run(
        CONTEXT
        + f"const store = preferences.getPreferencesSync(context, {first}); store.putSync('a', 1); store.flushSync();"
    )
    realm.restart()
    assert realm.code(CONTEXT + f"preferences.getPreferencesSync(context, {second});") == 801


def test_delete_preferences_removes_the_database_and_its_companions(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1); write(context.preferencesDir + '/fast.db.redo', '');")
    realm.run(CONTEXT + "await preferences.deletePreferences(context, 'fast');")
    assert realm.root.list_directory(FOLDER) == []


def test_both_storage_types_are_there_since_their_release(make_realm) -> None:
    realm = make_realm(msgspec.structs.replace(LATEST, api=18))
    assert realm.run(
        CONTEXT + "return [preferences.isStorageTypeSupported(XML), preferences.isStorageTypeSupported(GSKV)];"
    ) == [True, True]
    assert realm.code(OPEN) is None


def test_an_older_device_has_no_storage_types(make_realm) -> None:
    realm = make_realm(msgspec.structs.replace(LATEST, api=12))
    assert (
        realm.run("const { default: p } = require('@ohos.data.preferences'); return typeof p.isStorageTypeSupported;")
        == "undefined"
    )


def test_a_damaged_file_becomes_an_empty_store(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1);")
    realm.restart()
    content = realm.root.read_file(FILE)
    realm.run(CONTEXT + f"fs.truncateSync(context.preferencesDir + '/fast.db', {len(content) - 1});")
    assert realm.run(OPEN + "return [store.getSync('a', 0), store.putSync('a', 2), store.getSync('a', 0)];") == [
        0,
        None,
        2,
    ]


def test_a_file_of_a_real_device_is_beyond_this_emulator(realm) -> None:
    realm.run(CONTEXT + "write(context.preferencesDir + '/fast.db', 'some other engine');")
    assert realm.code(OPEN) == 801
    assert realm.not_emulated == ["@ohos.data.preferences.StorageType.GSKV of a file that a real device made"]


def test_the_file_is_a_file_like_any_other(realm) -> None:
    """What a backup carries away and a restore puts back."""
    realm.run(
        OPEN
        + "store.putSync('a', 'kept'); fs.copyFileSync(context.preferencesDir + '/fast.db', '/work/copy'); await preferences.deletePreferences(context, 'fast');"
    )
    realm.restart()
    assert (
        realm.run(
            "fs.copyFileSync('/work/copy', '/data/storage/el2/base/haps/entry/preferences/fast.db');"
            + OPEN
            + "return store.getSync('a', '');"
        )
        == "kept"
    )


def test_a_full_device_refuses_the_change_and_keeps_the_value(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1);")
    original = realm.view.write_file

    def refuse(path: str, data: bytes, mode: int = 0o666) -> None:
        raise OSError(28, "No space left on device")

    realm.view.write_file = refuse
    assert realm.code(OPEN + "store.putSync('a', 2);") == 15500000
    realm.view.write_file = original
    assert realm.run(OPEN + "return store.getSync('a', 0);") == 1
