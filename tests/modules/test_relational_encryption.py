# ruff: noqa: E501 - scripts of the guest stand on one line
"""Encrypted relational stores: unreadable on the device, whole in the app, and lost without the device's key."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt
from ohos_backup.emulator.keystore import AppSecrets
from ohos_backup.emulator.modules.relational.encryption import CryptoParameters, FileCipher
from ohos_backup.emulator.profile import profile_for_api

FOLDER = "/data/storage/el2/database/entry/rdb"
FILE, KEY = f"{FOLDER}/notes.db", f"{FOLDER}/key/notes.pub_key_v2"
BASE = """
const context = require('application.BackupExtensionContext').createContext();
const relationalStore = require('@ohos.data.relationalStore').default;
const plain = { name: 'notes.db', securityLevel: relationalStore.SecurityLevel.S1 };
const config = { ...plain, encrypt: true };
const open = (changed = {}) => relationalStore.getRdbStoreSync(context, { ...config, ...changed });
const own = (text, rest = {}) => ({ cryptoParam: { encryptionKey: new Uint8Array(bytes(text)), ...rest } });
const table = (store) => store.executeSync('CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, title TEXT)');
const insert = (store, title) => store.insertSync('notes', { title });
const titles = (store) => { const found = []; const set = store.querySqlSync('SELECT title FROM notes ORDER BY id'); while (set.goToNextRow()) found.push(set.getString(0)); set.close(); return found; };
"""
FILLED = BASE + "const store = open(); table(store); insert(store, 'a secret of the user'); insert(store, 'b');"
ROWS = ["a secret of the user", "b"]


def files(realm) -> dict[str, bytes]:
    names = [name for name in realm.root.list_directory(FOLDER) if name.startswith("notes")]
    return {name: realm.root.read_file(f"{FOLDER}/{name}") for name in names}


def test_nothing_of_it_can_be_read_from_its_files(realm) -> None:
    realm.run(FILLED)
    assert realm.root.exists(KEY)
    for content in files(realm).values():
        assert b"a secret of the user" not in content
        assert b"SQLite format" not in content
        assert b"notes" not in content


@pytest.mark.parametrize("end", ["", "await store.close();"])
def test_the_same_device_opens_it_again(realm, end: str) -> None:
    realm.run(FILLED + end)
    realm.restart()
    assert realm.run(BASE + "const store = open(); insert(store, 'c'); return titles(store);") == [*ROWS, "c"]


def test_another_device_has_no_key_for_it(realm) -> None:
    realm.run(FILLED)
    realm.secrets = AppSecrets()
    realm.restart()
    assert realm.code(BASE + "open();") == 14800020
    assert realm.run(
        BASE + "const store = open({ allowRebuild: true }); table(store); return [store.rebuilt, titles(store)];"
    ) == [1, []]
    realm.restart()
    assert realm.run(BASE + "return titles(open());") == []


def test_apps_of_older_versions_are_told_without_a_number_of_its_own(make_realm) -> None:
    realm = make_realm(profile_for_api(12))
    script = BASE + "await relationalStore.getRdbStore(context, config);"
    realm.run(script)
    realm.secrets = AppSecrets()
    realm.restart()
    assert realm.code(script) == 14800000


def test_without_its_key_file_it_counts_as_damaged(realm) -> None:
    realm.run(FILLED)
    realm.secrets = AppSecrets()
    realm.restart()
    realm.root.unlink(KEY)
    assert realm.code(BASE + "open();") == 14800011


@pytest.mark.parametrize(("made", "opened"), [("config", "plain"), ("plain", "config")])
def test_plain_and_encrypted_do_not_mix(realm, made: str, opened: str) -> None:
    realm.run(BASE + f"table(relationalStore.getRdbStoreSync(context, {made}));")
    realm.restart()
    assert realm.code(BASE + f"relationalStore.getRdbStoreSync(context, {opened});") == 14800011


def test_a_key_of_the_apps_own_works_on_any_device(realm) -> None:
    realm.run(BASE + "const store = open(own('key')); table(store); insert(store, 'a');")
    assert not realm.root.exists(KEY)
    realm.secrets = AppSecrets()
    realm.restart()
    assert realm.code(BASE + "open(own('other'));") == 14800011
    assert realm.code(BASE + "open(own('key', { hmacAlgo: relationalStore.HmacAlgo.SHA512 }));") == 14800011
    assert realm.run(
        BASE + "return titles(relationalStore.getRdbStoreSync(context, { ...plain, ...own('key') }));"
    ) == ["a"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("open({ cryptoParam: {} })", 401),
        ("open({ cryptoParam: 5 })", 401),
        ("open(own('key', { hmacAlgo: 'SHA1' }))", 401),
        ("open(own('key', { hmacAlgo: 9 }))", 14800000),
        ("open(own('key', { iterationCount: -1 }))", 14800000),
        ("open(own('key', { cryptoPageSize: 1000 }))", 14800000),
        ("open({ encrypt: 'yes' })", 401),
        ("open({ persist: false })", 801),
    ],
)
def test_a_wrong_parameter_has_its_number(realm, call: str, code: int) -> None:
    assert realm.code(BASE + call + ";") == code


def test_plain_text_is_an_algorithm_too(realm) -> None:
    realm.run(BASE + "table(open(own('key', { encryptionAlgo: relationalStore.EncryptionAlgo.PLAIN_TEXT })));")
    assert realm.root.read_file(FILE).startswith(b"SQLite format 3")


def test_a_backup_is_encrypted_as_well_and_comes_back(realm) -> None:
    script = (
        FILLED
        + "await store.backup('kept.db'); insert(store, 'c'); await store.restore('kept.db'); return titles(store);"
    )
    assert realm.run(script) == ROWS
    assert b"secret" not in realm.root.read_file(f"{FOLDER}/kept.db")


def test_a_backup_of_another_key_is_refused_and_the_store_stays(realm) -> None:
    realm.run(FILLED)
    realm.view.write_file(f"{FOLDER}/kept.db", b"from elsewhere " * 600)
    script = (
        BASE
        + "const store = open(); let code = 0; try { await store.restore('kept.db'); } catch (error) { code = error.code; } return [code, titles(store)];"
    )
    assert realm.run(script) == [14800011, ROWS]


def test_a_replica_is_encrypted_and_mends(realm) -> None:
    replicated = BASE + "const store = open({ haMode: 1 }); table(store); insert(store, 'a secret of the user');"
    realm.run(replicated)
    assert b"secret" not in b"".join(files(realm).values())
    realm.restart()
    realm.root.write_file(FILE, b"no database " * 900)
    realm.root.unlink(f"{FILE}-wal")
    assert realm.run(BASE + "const store = open({ haMode: 1 }); return [store.rebuilt, titles(store)];") == [
        2,
        ROWS[:1],
    ]


def test_deleting_the_store_deletes_its_key(realm) -> None:
    realm.run(FILLED + "await relationalStore.deleteRdbStore(context, config);")
    assert not realm.root.exists(KEY)
    assert files(realm) == {}


def test_the_older_module_encrypts_too(realm) -> None:
    script = (
        BASE
        + "const rdb = require('@ohos.data.rdb').default; const store = await rdb.getRdbStore(context, { name: 'notes.db', encrypt: true }, 1); await store.executeSql('CREATE TABLE secrets(id)');"
    )
    realm.run(script)
    assert b"secrets" not in b"".join(files(realm).values())


def test_every_write_can_fail_and_the_store_opens_again(realm) -> None:
    realm.run(FILLED + "await store.close();")
    realm.restart()
    realm.run(BASE + "open();")
    realm.device.fault = counting = CountOperations()
    realm.run(BASE + "insert(open(), 'x');")
    for number in range(1, counting.count + 1):
        realm.device.fault = FailAt(number, errno.EIO)
        realm.code(BASE + f"insert(open(), 'n{number}');")
    realm.device.fault = None
    kept = realm.run(BASE + "return titles(open());")
    realm.restart()
    assert realm.run(BASE + "return titles(open());") == kept


@given(st.binary(min_size=1, max_size=200), st.integers(0, 5000), st.data())
def test_a_part_is_encrypted_as_it_would_be_in_the_whole(content: bytes, at: int, data: st.DataObject) -> None:
    cipher = FileCipher(b"key", CryptoParameters())
    whole = cipher.applied("", content, at)
    start = data.draw(st.integers(0, len(content) - 1))
    assert cipher.applied("", content[start:], at + start) == whole[start:]
    assert cipher.applied("", whole, at) == content
