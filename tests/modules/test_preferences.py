# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.data.preferences: memory, flush and the file on disk (distributeddatamgr_preferences)."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.modules.preferences.xml import (
    UnreadableStore,
    Value,
    document,
    rendered,
    six_digits,
    values_of,
)
from ohos_backup.emulator.profile import LATEST

OPEN = """
const context = require('application.BackupExtensionContext').createContext();
const preferences = require('@ohos.data.preferences').default;
const store = preferences.getPreferencesSync(context, { name: 'settings' });
"""
FILE = "/data/storage/el2/base/haps/entry/preferences/settings"


def content(realm) -> str:
    return realm.root.read_file(FILE).decode()


def test_nothing_is_on_disk_before_flush_and_the_xml_form_after_it(realm) -> None:
    realm.run(OPEN + "store.putSync('name', 'a<b');")
    assert not realm.root.exists(FILE)
    realm.run(
        OPEN
        + """
        await store.put('count', 3); store.putSync('on', true); store.putSync('list', ['x', '']); store.putSync('nums', [1, 0.5]);
        store.putSync('raw', Uint8Array.of(1, 2, 255)); store.putSync('big', -(2n ** 64n) - 5n); store.putSync('obj', { a: [1, 'z'] });
        store.putSync('flags', [true, false]);
        await store.flush();
    """
    )
    assert content(realm) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<preferences version="1.0">'
        '<string key="name">a&lt;b</string><double key="count" value="3.000000"/><bool key="on" value="true"/>'
        '<stringArray key="list"><string>x</string><string></string></stringArray>'
        '<doubleArray key="nums"><double value="1.000000"/><double value="0.500000"/></doubleArray>'
        '<uint8Array key="raw">AQL/</uint8Array>'
        '<BigInt key="big"><uint64_t value="5"/><uint64_t value="1"/><uint64_t value="1"/></BigInt>'
        '<object key="obj">{&quot;a&quot;:[1,&quot;z&quot;]}</object>'
        '<boolArray key="flags"><bool value="true"/><bool value="false"/></boolArray>'
        "</preferences>\n"
    )
    assert not realm.root.exists(FILE + ".bak")


def test_flushed_values_come_back_in_a_new_process(realm) -> None:
    realm.run(
        OPEN
        + """
        store.putSync('s', '文'); store.putSync('n', 2.5); store.putSync('b', false); store.putSync('l', ['x']);
        store.putSync('raw', Uint8Array.of(7)); store.putSync('big', 12345678901234567890n); store.putSync('o', { a: 1 });
        store.flushSync();
    """
    )
    realm.restart()
    assert realm.run(
        OPEN
        + """
        const raw = store.getSync('raw', null);
        return [store.getSync('s', ''), store.getSync('n', 0), store.getSync('b', true), store.getSync('l', []),
          raw instanceof Uint8Array && raw[0], store.getSync('big', 0n), store.getSync('o', {}), Object.keys(store.getAllSync())];
    """
    ) == ["文", 2.5, False, ["x"], 7, "12345678901234567890n", {"a": 1}, ["s", "n", "b", "l", "raw", "big", "o"]]


def test_unflushed_values_are_lost_with_the_process(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1); store.flushSync(); store.putSync('a', 2);")
    realm.restart()
    assert realm.run(OPEN + "return store.getSync('a', 0);") == 1


def test_numbers_lose_what_is_beyond_six_digits_on_their_way_to_disk(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 0.123456789); store.flushSync();")
    realm.restart()
    assert realm.run(OPEN + "return store.getSync('a', 0);") == 0.123457


def test_members_in_their_three_forms(realm) -> None:
    assert realm.run(
        OPEN
        + """
        await store.put('a', 'x');
        const got = await callback((done) => store.get('a', '', done));
        const has = [await store.has('a'), store.hasSync('b')];
        await callback((done) => store.delete('a', done));
        const gone = await store.get('a', 'default');
        store.putSync('c', 1);
        await store.clear();
        return [got, has, gone, await store.getAll()];
    """
    ) == [[None, "x"], [True, False], "default", {}]


def test_two_stores_of_one_name_are_one_and_other_areas_are_not(realm) -> None:
    assert realm.run(
        OPEN
        + """
        store.putSync('a', 1);
        const again = await preferences.getPreferences(context, 'settings');
        context.area = 0;
        const elsewhere = preferences.getPreferencesSync(context, { name: 'settings' });
        return [again.getSync('a', 0), elsewhere.getSync('a', 0)];
    """
    ) == [1, 0]


def test_listeners_hear_the_keys_of_a_flush_that_changed_something(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const seen = [];
        store.on('change', (key) => seen.push(key));
        store.on('dataChange', ['b'], (data) => seen.push(data));
        store.putSync('a', 1); store.putSync('b', 2); await store.flush();
        store.putSync('a', 1); await store.flush();
        store.off('change');
        store.putSync('a', 3); await store.flush();
        await host.later(() => 0, 5);
        return seen;
    """
    ) == [{"b": 2}, "a", "b"]


def test_a_flush_without_change_writes_nothing(realm) -> None:
    realm.run(OPEN + "store.flushSync(); store.clearSync(); await store.flush();")
    assert not realm.root.exists(FILE)


def test_delete_preferences_removes_the_file_and_what_stands_beside_it(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1); store.flushSync();")
    realm.root.write_file(FILE + ".bak", b"")
    realm.run(OPEN + "await preferences.deletePreferences(context, 'settings');")
    assert not realm.root.exists(FILE)
    assert not realm.root.exists(FILE + ".bak")
    assert realm.run(OPEN + "return store.getSync('a', 0);") == 0


def test_a_store_removed_from_the_cache_is_read_again(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1); store.flushSync(); store.putSync('a', 2);")
    assert (
        realm.run(
            OPEN
            + """
        await preferences.removePreferencesFromCache(context, 'settings');
        return preferences.getPreferencesSync(context, { name: 'settings' }).getSync('a', 0);
    """
        )
        == 1
    )


@pytest.mark.parametrize(
    ("text", "value", "broken"),
    [
        (b"no xml", 0, True),
        (b"<other/>", 0, False),
        (b'<preferences version="1.0"><double key="a" value="4"/><strange/></preferences>', 0, False),
        (b'<preferences version="1.0"><double key="a" value="4"/><!-- note --></preferences>', 0, False),
        (b'<preferences version="1.0">text<double key="a" value="4"/></preferences>', 0, False),
        (b'<preferences version="1.0"><double value="4"/><double key="a"/></preferences>', 0, False),
        (b'<preferences version="1.0">\n  <double key="a" value="4"/>\n</preferences>\n', 4, False),
        (b'<preferences version="1.0"><set key="b"/><int64 key="a" value="3"/></preferences>', 0, False),
        (b'<preferences version="1.0"><set key="a" value=""/><double key="a" value="4"/></preferences>', 4, False),
        (b'<preferences><int key="a" value="5"/></preferences>', 5, False),
        (b'<preferences><int key="a" value="5.9 apples"/></preferences>', 5, False),
        (b'<preferences><double key="a" value="2.5e1x"/></preferences>', 25, False),
        (b'<preferences><float key="a" value="nan"/></preferences>', 0, False),
        (b'<preferences><int key="a" value="99999999999"/></preferences>', 2147483647, False),
        (b'<preferences><double key="a" value="1"/><double key="a" value="2"/></preferences>', 1, False),
        (b'<preferences><long key="a" value="5"/></preferences>', 0, False),
    ],
)
def test_files_of_other_hands_are_read_as_the_device_reads_them(realm, text: bytes, value: int, broken: bool) -> None:
    realm.root.make_directories(FILE.rpartition("/")[0])
    realm.root.change_owner(FILE.rpartition("/")[0], realm.view.uid, realm.view.gid)
    realm.root.write_file(FILE, text, 0o666)
    realm.root.change_mode(FILE, 0o666)
    assert realm.run(OPEN + "return store.getSync('a', 0);") == value
    assert realm.root.exists(FILE + ".broken") == broken


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("store.putSync('a');", 401),
        ("store.putSync(5, 1);", 401),
        ("store.putSync('a', undefined);", 401),
        ("store.putSync('k'.repeat(1025), 1);", 401),
        ("store.putSync('', 1);", 15500000),
        ("preferences.getPreferencesSync(context, {});", 401),
        ("preferences.getPreferencesSync({}, 'x');", 401),
        ("preferences.getPreferencesSync(context, { name: '' });", 15500000),
        ("preferences.getPreferencesSync(context, { name: 'x', dataGroupId: 'g' });", 801),
        ("store.on('changed', () => {});", 401),
        ("store.on('change');", 401),
        ("store.on('dataChange', [], () => {});", 401),
        ("store.on('dataChange', ['a'], 5);", 401),
        ("store.off();", 401),
        ("store.off('dataChange');", 401),
        ("store.off('change', 5);", 401),
        ("store.putSync('é'.repeat(513), 1);", 401),
        ("store.putSync('a', 'x'.repeat(16 * 1024 * 1024 + 1));", 401),
        ("store.putSync('a', { toJSON() {} });", 401),
        ("store.putSync('a', () => {});", 401),
        ("preferences.isStorageTypeSupported('XML');", 401),
        ("preferences.isStorageTypeSupported(2);", 401),
        ("preferences.isStorageTypeSupported();", 401),
        ("preferences.getPreferencesSync(context, { name: 'x', storageType: 2 });", 401),
        ("preferences.getPreferencesSync(context, { name: 'x', dataGroupId: 7 });", 401),
        ("preferences.getPreferencesSync(context, { name: 'x'.repeat(5000) });", 15500000),
    ],
)
def test_a_refusal_carries_the_documented_code(realm, source: str, code: int) -> None:
    assert realm.code(OPEN + source) == code


def test_a_key_may_be_as_long_as_1024_bytes(realm) -> None:
    assert realm.run(OPEN + "store.putSync('é'.repeat(512), 1); return store.getSync('é'.repeat(512), 0);") == 1


def test_every_object_of_a_store_has_listeners_of_its_own(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const other = preferences.getPreferencesSync(context, { name: 'settings' });
        const seen = [];
        const listener = (key) => seen.push(key);
        store.on('change', listener); store.on('change', listener); other.on('change', listener);
        store.on('multiProcessChange', (key) => seen.push('process ' + key));
        other.off('change', listener); other.off('change');
        store.putSync('a', 1); store.deleteSync('a'); store.putSync('b', 1); store.flushSync();
        await host.later(() => 0, 5);
        return seen;
    """
    ) == ["a", "b", "process a", "process b"]


def test_data_listeners_are_told_the_new_values_and_drop_single_keys(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const seen = [];
        const listener = (data) => seen.push(data);
        store.on('dataChange', ['a', 'b'], listener);
        store.putSync('a', 'x'); store.putSync('b', true); store.flushSync();
        store.deleteSync('a'); store.putSync('b', false); store.flushSync();
        store.off('dataChange', ['a'], listener);
        store.putSync('a', 'y'); store.putSync('b', true); store.flushSync();
        store.off('dataChange', ['b']);
        store.putSync('b', false); store.flushSync();
        await host.later(() => 0, 5);
        return seen;
    """
    ) == [{"a": "x", "b": True}, {"a": None, "b": False}, {"b": True}]


def test_a_file_put_there_after_the_store_was_opened_is_read(realm) -> None:
    """preferences_impl.cpp:PreLoad; what is in memory already wins."""
    assert realm.run(
        OPEN
        + """
        store.putSync('mine', 1);
        write(context.preferencesDir + '/settings', '<preferences version="1.0"><double key="mine" value="2"/><double key="theirs" value="3"/></preferences>');
        return store.getAllSync();
    """
    ) == {"mine": 1, "theirs": 3}


def test_a_store_whose_file_holds_strange_things_is_never_written(realm) -> None:
    text = '<preferences version="1.0"><strange/></preferences>'
    assert (
        realm.run(
            "const folder = '/data/storage/el2/base/haps/entry/preferences'; fs.mkdirSync(folder, true);"
            + f"write(folder + '/settings', '{text}');"
            + OPEN
            + "store.putSync('a', 1); await store.flush(); await store.flush(); return store.getSync('a', 0);"
        )
        == 1
    )
    assert content(realm) == text


@pytest.mark.parametrize(("file", "value", "left"), [("", 7, []), ("no xml", 7, [".broken"])])
def test_the_backup_of_an_interrupted_flush_is_taken(realm, file: str, value: int, left: list[str]) -> None:
    make = f"write(folder + '/settings', '{file}');" if file else ""
    assert (
        realm.run(
            "const folder = '/data/storage/el2/base/haps/entry/preferences'; fs.mkdirSync(folder, true);"
            + make
            + """write(folder + '/settings.bak', '<preferences version="1.0"><double key="a" value="7"/></preferences>');"""
            + OPEN
            + "return store.getSync('a', 0);"
        )
        == value
    )
    names = realm.root.list_directory(FILE.rpartition("/")[0])
    assert names == ["settings", *("settings" + suffix for suffix in left)]


def test_a_backup_that_does_not_parse_is_removed(realm) -> None:
    realm.run(
        "const folder = '/data/storage/el2/base/haps/entry/preferences'; fs.mkdirSync(folder, true);"
        + "write(folder + '/settings.bak', 'no xml');"
        + OPEN
        + "return store.getSync('a', 0);"
    )
    assert realm.root.list_directory(FILE.rpartition("/")[0]) == []


@pytest.mark.parametrize(
    ("api", "beside"), [(12, []), (18, [".lock"]), (20, [".lock", ".objectFlag"])], ids=["api12", "api18", "api20"]
)
def test_what_stands_beside_the_file_depends_on_the_release(make_realm, api: int, beside: list[str]) -> None:
    realm = make_realm(msgspec.structs.replace(LATEST, api=api))
    realm.run(OPEN + "store.putSync('a', { b: 1 }); store.flushSync();")
    names = realm.root.list_directory(FILE.rpartition("/")[0])
    assert names == ["settings", *("settings" + suffix for suffix in beside)]


def test_a_stored_long_shows_only_in_get_all(realm) -> None:
    assert realm.run(
        "const folder = '/data/storage/el2/base/haps/entry/preferences'; fs.mkdirSync(folder, true);"
        + """write(folder + '/settings', '<preferences><long key="a" value="-5"/></preferences>');"""
        + OPEN
        + "return [store.getSync('a', 'other'), store.getAllSync(), store.hasSync('a')];"
    ) == ["other", {"a": -5}, True]


def test_a_failing_write_keeps_the_old_file(realm) -> None:
    realm.run(OPEN + "store.putSync('a', 1); store.flushSync();")
    before = content(realm)
    original = realm.view.write_file

    def refuse(path: str, data: bytes, mode: int = 0o666) -> None:
        raise OSError(28, "No space left on device")

    realm.view.write_file = refuse
    assert realm.code(OPEN + "store.putSync('a', 2); store.flushSync();") == 15500000
    realm.view.write_file = original
    assert content(realm) == before


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"))
VALUES = st.one_of(
    st.builds(Value, st.just("string"), XML_TEXT),
    st.builds(Value, st.just("bool"), st.booleans()),
    st.builds(Value, st.just("double"), st.floats(-1e9, 1e9).map(lambda number: float(six_digits(number)))),
    st.builds(Value, st.just("stringArray"), st.lists(XML_TEXT)),
    st.builds(Value, st.just("boolArray"), st.lists(st.booleans())),
    st.builds(Value, st.just("BigInt"), st.integers().map(str)),
)


@given(st.dictionaries(XML_TEXT, VALUES))
def test_what_is_written_is_read_back(values: dict[str, Value]) -> None:
    assert values_of(document(rendered(values))) == values


def test_what_is_not_xml_is_told_apart() -> None:
    with pytest.raises(UnreadableStore):
        document(b"\x00")
