# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.data.distributedKVStore: single-version stores, their files, and what SQLite itself finds in them."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.keystore import AppSecrets

MANAGER = """
const kv = require('@ohos.data.distributedKVStore').default;
const context = require('application.BackupExtensionContext').createContext();
const manager = kv.createKVManager({ bundleName: 'com.example.notes', context });
const options = { createIfMissing: true, encrypt: false, backup: false, autoSync: false, kvStoreType: kv.KVStoreType.SINGLE_VERSION, securityLevel: kv.SecurityLevel.S1 };
"""
OPEN = MANAGER + "const store = await manager.getKVStore('notes', options);"
BASE = "/data/storage/el2/database/entry"
STORE = f"{BASE}/kvdb/{hashlib.sha256(b'notes').hexdigest().upper()}"
FILE = f"{STORE}/single_ver/main/gen_natural_store.db"


def rows(realm, path: str, folder: Path) -> dict[bytes, bytes]:
    """What SQLite finds in a copy of the file."""
    copy = folder / "copy.db"
    copy.write_bytes(realm.root.read_file(path))
    connection = sqlite3.connect(copy)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(connection.execute("SELECT key, value FROM sync_data ORDER BY key").fetchall())
    finally:
        connection.close()


def test_values_of_every_type_come_back_in_a_new_process(realm, tmp_path: Path) -> None:
    realm.run(
        OPEN
        + "await store.put('s', '文'); await store.put('n', -2.5); await store.put('b', true); await store.put('raw', Uint8Array.of(0, 255)); await store.put('i', 3);"
    )
    realm.restart()
    assert realm.run(OPEN + "return [await store.get('s'), await store.get('n'), await store.get('b'), [...await store.get('raw')], await store.get('i')];") == [
        "文", -2.5, True, [0, 255], 3,
    ]  # fmt: skip
    assert rows(realm, FILE, tmp_path) == {
        b"b": b"\x04\x01",
        b"i": b"\x05\x40\x08" + bytes(6),
        b"n": b"\x05\xc0\x04" + bytes(6),
        b"raw": b"\x03\x00\xff",
        b"s": b"\x00\xe6\x96\x87",
    }


def test_entries_name_their_types_and_come_in_the_order_of_their_keys(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const { ValueType } = kv;
        await store.putBatch([
          { key: 'b1', value: { type: ValueType.INTEGER, value: 7 } }, { key: 'a1', value: { type: ValueType.FLOAT, value: 0.5 } },
          { key: 'b0', value: { type: ValueType.STRING, value: 'x' } }, { key: ' b2 ', value: { type: ValueType.BOOLEAN, value: false } },
        ]);
        const size = await store.getResultSize(new kv.Query().prefixKey('b'));
        const part = await store.getEntries(new kv.Query().prefixKey('b').limit(1, 1));
        return [await store.getEntries('b'), (await store.getEntries('^')).map(({ key }) => key), size, part.map(({ key }) => key)];
    """
    ) == [
        [
            {"key": "b0", "value": {"type": 0, "value": "x"}},
            {"key": "b1", "value": {"type": 1, "value": 7}},
            {"key": "b2", "value": {"type": 4, "value": False}},
        ],
        ["a1", "b0", "b1", "b2"],
        3,
        ["b1"],
    ]


def test_members_with_a_callback(realm) -> None:
    assert realm.run(
        MANAGER
        + """
        const [code, store] = await callback((done) => manager.getKVStore('notes', options, done));
        const put = await callback((done) => store.put('a', 1, done));
        const got = await callback((done) => store.get('a', done));
        const none = await callback((done) => store.get('none', done));
        return [code, put, got, none];
    """
    ) == [None, [None, None], [None, 1], [15100004, None]]


def test_a_transaction_reaches_the_file_when_it_is_committed(realm, tmp_path: Path) -> None:
    realm.run(
        OPEN
        + "await store.put('kept', 1); await store.startTransaction(); await store.put('new', 2); await store.delete('kept');"
    )
    assert list(rows(realm, FILE, tmp_path)) == [b"kept"]
    realm.restart()
    assert realm.run(
        OPEN
        + """
        const before = (await store.getEntries('^')).map(({ key }) => key);
        await store.startTransaction(); await store.put('gone', 1); await store.rollback();
        await store.startTransaction(); await store.put('new', 2); await store.commit();
        return [before, (await store.getEntries('^')).map(({ key }) => key)];
    """
    ) == [["kept"], ["kept", "new"]]
    assert list(rows(realm, FILE, tmp_path)) == [b"kept", b"new"]


def test_listeners_are_told_what_was_inserted_updated_and_deleted(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const seen = [];
        const listener = (notice) => seen.push([notice.insertEntries, notice.updateEntries, notice.deleteEntries].map((list) => list.map(({ key }) => key)));
        store.on('dataChange', kv.SubscribeType.SUBSCRIBE_TYPE_ALL, listener);
        store.on('dataChange', kv.SubscribeType.SUBSCRIBE_TYPE_REMOTE, () => seen.push('remote'));
        await store.put('a', 1); await store.put('a', 2);
        await store.startTransaction(); await store.put('b', 1); await store.deleteBatch(['a', 'none']); await store.commit();
        store.off('dataChange', listener);
        await store.put('c', 1);
        await host.later(() => 0, 5);
        return seen;
    """
    ) == [[["a"], [], []], [[], ["a"], []], [["b"], [], ["a"]]]


def test_a_result_set_is_walked_like_a_cursor(realm) -> None:
    assert realm.run(
        OPEN
        + """
        await store.put('a', 1); await store.put('b', 2);
        const set = await store.getResultSet('^');
        const walk = [set.getCount(), set.getPosition(), set.isBeforeFirst(), set.moveToNext(), set.isFirst(), set.getEntry().key, set.moveToLast(), set.isLast(), set.moveToNext(), set.isAfterLast(), set.move(-2), set.getEntry().value.value];
        await store.closeResultSet(set);
        let code = 0;
        try { set.getCount(); } catch (error) { code = error.code; }
        return [walk, code];
    """
    ) == [[2, -1, True, True, True, "a", True, True, False, True, True, 1], 15100005]


def test_a_closed_store_is_refused_and_a_store_opened_twice_stays_open(realm) -> None:
    assert (
        realm.run(
            OPEN
            + """
        const again = await manager.getKVStore('notes', options);
        await manager.closeKVStore('com.example.notes', 'notes');
        await store.put('a', 1);
        await manager.closeKVStore('com.example.notes', 'notes');
        await manager.closeKVStore('com.example.notes', 'notes');
        try { await again.get('a'); } catch (error) { return error.code; }
        return null;
    """
        )
        == 15100005
    )


def test_delete_kv_store_removes_its_folder(realm) -> None:
    realm.run(OPEN + "await store.put('a', 1); await manager.deleteKVStore('com.example.notes', 'notes');")
    assert realm.root.list_directory(f"{BASE}/kvdb") == []
    assert realm.code(MANAGER + "await manager.deleteKVStore('com.example.notes', 'notes');") == 15100004


def test_backup_and_restore_of_a_store(realm) -> None:
    assert realm.run(
        OPEN
        + """
        await store.put('a', 1); await store.backup('first'); await store.put('a', 2); await store.put('b', 3);
        await store.restore('first');
        return [await store.getEntries('^'), await store.deleteBackup(['first', 'none'])];
    """
    ) == [[{"key": "a", "value": {"type": 5, "value": 1}}], [["first", 0], ["none", 27459591]]]
    assert realm.root.list_directory(f"{BASE}/kvdb/backup/notes") == []


def test_a_backup_in_a_folder_of_the_apps_choice_goes_into_another_store(realm) -> None:
    assert (
        realm.run(
            OPEN
            + """
        await store.put('a', 'x');
        await store.backupEx({ fileName: 'copy', filePath: context.filesDir });
        await manager.deleteKVStore('com.example.notes', 'notes');
        const fresh = await manager.getKVStore('notes', options);
        await fresh.restoreEx({ fileName: 'copy', filePath: context.filesDir });
        return await fresh.get('a');
    """
        )
        == "x"
    )


def test_the_automatic_backup_leaves_an_empty_file(realm) -> None:
    realm.run(MANAGER + "await manager.getKVStore('notes', { ...options, backup: true });")
    assert realm.root.stat(f"{BASE}/kvdb/backup/notes/autoBackup.bak").size == 0


def test_the_area_and_root_dir_say_where_a_store_lies(realm) -> None:
    realm.run(
        MANAGER
        + "context.area = 0; const low = kv.createKVManager({ bundleName: 'x', context }); await low.getKVStore('notes', options); await manager.getKVStore('notes', { ...options, rootDir: context.filesDir });"
    )
    assert realm.root.exists(FILE.replace("el2", "el1"))
    assert realm.root.exists("/data/storage/el1/base/haps/entry/files/kvdb")
    assert not realm.root.exists(FILE)


def test_a_damaged_file_becomes_an_empty_store(realm) -> None:
    realm.run(OPEN + "await store.put('a', 1); await manager.closeKVStore('com.example.notes', 'notes');")
    realm.root.write_file(FILE, b"no database at all, but long enough to be looked at")
    assert realm.run(OPEN + "return await store.getEntries('^');") == []


def test_a_full_device_refuses_a_change_and_keeps_what_was_there(realm) -> None:
    realm.run(OPEN + "await store.put('a', 1);")
    original = realm.view.write_file

    def refuse(path: str, data: bytes, mode: int = 0o666) -> None:
        raise OSError(28, "No space left on device")

    realm.view.write_file = refuse
    assert realm.code(OPEN + "await store.put('a', 2);") == -1
    realm.view.write_file = original
    assert realm.run(OPEN + "return await store.get('a');") == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("kv.createKVManager({ context });", 401),
        ("kv.createKVManager({ bundleName: 'x' });", 401),
        ("await manager.getKVStore('bad-name', options);", 401),
        ("await manager.getKVStore('x'.repeat(129), options);", 401),
        ("await manager.getKVStore('x');", 401),
        ("await manager.getKVStore('x', { ...options, securityLevel: 9 });", 401),
        ("await manager.getKVStore('x', { ...options, encrypt: 'yes' });", 401),
        ("await manager.getKVStore('x', { ...options, createIfMissing: false });", 15100004),
        ("await store.put('a');", 401),
        ("await store.put('a', {});", 401),
        ("await store.put('', 1);", 401),
        ("await store.put('k'.repeat(1025), 1);", 401),
        ("await store.put('a', 'v'.repeat(4194303));", 401),
        ("await store.get('none');", 15100004),
        ("await store.get('  ');", 401),
        ("await store.delete('none');", None),
        ("await store.getEntries('');", 401),
        ("await store.getEntries(5);", 401),
        ("await store.putBatch([{ key: 'a' }]);", 401),
        ("await store.commit();", -1),
        ("await store.startTransaction(); await store.startTransaction();", -1),
        ("await store.backup('autoBackup');", 401),
        ("await store.restore('none');", 401),
        ("await store.restoreEx({ fileName: 'none', filePath: context.filesDir });", 15100000),
        ("store.on('dataChange', 9, () => {});", 401),
        ("store.on('dataChange', 0, 5);", 401),
    ],
)
def test_a_refusal_carries_the_documented_code(realm, source: str, code: int | None) -> None:
    assert realm.code(OPEN + source) == code


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("await manager.getAllKVStoreId('x');", "KVManager.getAllKVStoreId"),
        ("store.sync(['a'], kv.SyncMode.PULL_ONLY);", "SingleKVStore.sync"),
        ("new kv.Query().getSqlLike();", "Query.getSqlLike"),
    ],
)
def test_what_is_not_emulated_says_so(realm, source: str, name: str) -> None:
    assert realm.code(OPEN + source) == 801
    assert realm.not_emulated == [f"@ohos.data.distributedKVStore.{name}"]


KEYS = st.sampled_from(["a", "ab", "b", "文", "c d"])
VALUES = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=4) | st.booleans() | st.integers(-9, 9)
)
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, VALUES),
    st.tuples(st.just("delete"), KEYS),
    st.tuples(st.sampled_from(["startTransaction", "commit", "rollback", "reopen"])),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=15))
def test_a_store_behaves_as_a_dict_with_transactions(realm, tmp_path: Path, steps: list[tuple[object, ...]]) -> None:
    model: dict[object, object] = {}
    committed: dict[object, object] = {}
    inside = False
    wanted: list[object] = []
    for name, *values in steps:
        fails = name == ("startTransaction" if inside else "commit") or (name == "rollback" and not inside)
        wanted.append(fails)
        if name == "put":
            model[values[0]] = values[1]
        elif name == "delete":
            model.pop(values[0], None)
        elif name in ("rollback", "reopen") and not fails:
            model = dict(committed)
        inside = (inside or name == "startTransaction") and (fails or name not in ("commit", "rollback", "reopen"))
        if not inside:
            committed = dict(model)
    outcome = realm.run(
        MANAGER
        + f"const steps = {msgspec.json.encode(steps).decode()};"
        + """
        let store = await manager.getKVStore('notes', options);
        const failed = [];
        for (const [name, ...values] of steps) {
          let fails = false;
          try {
            if (name === 'reopen') {
              await manager.closeKVStore('x', 'notes');
              store = await manager.getKVStore('notes', options);
            } else await store[name](...values);
          } catch { fails = true; }
          failed.push(fails);
        }
        const all = (await store.getEntries('^')).map(({ key, value }) => [key, value.value]);
        try { await store.rollback(); } catch { }
        await manager.closeKVStore('x', 'notes');
        return [failed, all];
    """
    )
    assert outcome == [wanted, [[key, model[key]] for key in sorted(model, key=lambda key: str(key).encode())]]
    assert [key.decode() for key in rows(realm, FILE, tmp_path)] == sorted(committed, key=lambda key: str(key).encode())
    realm.run(MANAGER + "await manager.deleteKVStore('x', 'notes');")


ENCRYPTED = MANAGER + "const store = await manager.getKVStore('notes', { ...options, encrypt: true });"
KEY_FILE = f"{BASE}/key/notes.key"


def test_an_encrypted_store_shows_nothing_in_its_file_and_opens_again(realm) -> None:
    realm.run(ENCRYPTED + "await store.put('pin', 'a secret of the user');")

    assert b"a secret of the user" not in realm.root.read_file(FILE)
    assert realm.root.exists(KEY_FILE)
    realm.restart()
    assert realm.run(ENCRYPTED + "return store.get('pin');") == "a secret of the user"


def test_an_encrypted_store_is_empty_on_a_device_that_cannot_unwrap_its_key(realm) -> None:
    realm.run(ENCRYPTED + "await store.put('pin', 'a secret of the user');")
    realm.secrets = AppSecrets()
    realm.restart()

    assert realm.code(ENCRYPTED + "return await store.get('pin');") == 15100004


def test_a_plain_store_opened_as_an_encrypted_one_is_made_anew(realm) -> None:
    realm.run(OPEN + "await store.put('pin', 'open');")
    realm.restart()

    assert realm.code(ENCRYPTED + "return await store.get('pin');") == 15100004
