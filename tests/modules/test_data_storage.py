# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.data.storage: the predecessor of preferences works on the same files, by their paths."""

from __future__ import annotations

import pytest

OPEN = """
const storage = require('@ohos.data.storage').default;
const context = require('application.BackupExtensionContext').createContext();
const path = context.filesDir + '/settings';
const store = storage.getStorageSync(path);
"""
FILE = "/data/storage/el2/base/haps/entry/files/settings"


@pytest.fixture(autouse=True)
def files(realm) -> None:
    realm.view.make_directories(FILE.rpartition("/")[0])


def test_values_are_in_the_file_after_flush(realm) -> None:
    script = (
        OPEN
        + "store.putSync('size', 5); await store.put('name', 'a'); store.putSync('on', true); const before = fs.accessSync(path); return [before, store.flushSync()];"
    )
    assert realm.run(script) == [False, 0]
    assert b'<double key="size"' in realm.root.read_file(FILE)
    realm.restart()
    script = (
        OPEN
        + "return [store.getSync('size', 0), await store.get('name', ''), store.getSync('on', false), store.hasSync('none'), await store.has('on')];"
    )
    assert realm.run(script) == [5, "a", True, False, True]


def test_a_value_of_another_type_than_the_default_is_not_found(realm) -> None:
    assert realm.run(
        OPEN + "store.putSync('size', 5); return [store.getSync('size', 'x'), await store.get('size', false)];"
    ) == ["x", False]


def test_delete_and_clear(realm) -> None:
    script = (
        OPEN
        + "store.putSync('a', 1); store.putSync('b', 2); store.deleteSync('a'); const has = store.hasSync('a'); await store.clear(); await store.flush(); return [has, await store.has('b')];"
    )
    assert realm.run(script) == [False, False]


def test_forms_with_a_callback(realm) -> None:
    script = (
        OPEN
        + "const [code, other] = await callback((done) => storage.getStorage(path, done)); await callback((done) => other.put('a', 1, done)); return [code, await callback((done) => store.get('a', 0, done))];"
    )
    assert realm.run(script) == [None, [None, 1]]


def test_deleting_and_forgetting_a_store(realm) -> None:
    script = (
        OPEN
        + "store.putSync('a', 1); storage.removeStorageFromCacheSync(path); const lost = storage.getStorageSync(path).hasSync('a'); store.flushSync(); await storage.deleteStorage(path); return [lost, fs.accessSync(path)];"
    )
    assert realm.run(script) == [False, False]


def test_a_listener_hears_of_changed_keys_on_flush(realm) -> None:
    script = (
        OPEN
        + "const heard = []; const listener = (change) => heard.push(change); store.on('change', listener); store.on('change', listener); store.putSync('a', 1); store.flushSync(); await new Promise((done) => setTimeout(done, 1)); store.off('change', listener); store.putSync('b', 1); store.flushSync(); return heard;"
    )
    assert realm.run(script) == [{"key": "a"}]


def test_it_shares_its_stores_with_preferences(realm) -> None:
    script = (
        OPEN
        + "const preferences = require('@ohos.data.preferences').default; const shared = storage.getStorageSync(context.preferencesDir + '/shared'); shared.putSync('a', 1); return preferences.getPreferencesSync(context, { name: 'shared' }).getSync('a', 0);"
    )
    assert realm.run(script) == 1


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("storage.getStorageSync(5)", "Error: Input path error"),
        ("storage.getStorageSync('relative')", "Error: getStorage failed"),
        ("await storage.getStorage('/data/')", 15500000),
        ("await storage.getStorage()", 401),
        ("store.putSync('a')", "Error: Wrong number of arguments"),
        ("store.putSync('a', {})", "Error: call put failed"),
        ("store.putSync(5, 1)", "Error: call put failed"),
        ("await store.put('a', {})", 401),
        ("await store.put(5, 1)", 401),
        ("await store.put('k'.repeat(1025), 1)", 401),
        ("await store.get('a')", 401),
        ("await store.get('a', null)", 401),
        ("await store.put('', 1)", 15500000),
        ("store.on('other', () => {})", "Error: type should be 'change'"),
        ("store.on('change', 5)", "Error: observer not function type"),
    ],
)
def test_a_refusal_has_its_number_or_none(realm, call: str, code: int | str) -> None:
    assert realm.code(OPEN + call + ";") == code
