# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""Device stores: each entry belongs to the device that wrote it, also after it came along to another one."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from ohos_backup.emulator.keystore import AppSecrets

MANAGER = """
const kv = require('@ohos.data.distributedKVStore').default;
const context = require('application.BackupExtensionContext').createContext();
const manager = kv.createKVManager({ bundleName: 'com.example.notes', context });
const options = { backup: false, kvStoreType: kv.KVStoreType.DEVICE_COLLABORATION, securityLevel: kv.SecurityLevel.S1 };
"""
OPEN = MANAGER + "const store = await manager.getKVStore('notes', options);"
FILLED = OPEN + "await store.put('a1', 1); await store.put(' a2 ', 'two'); await store.put('b', true);"
FILE = f"/data/storage/el2/database/entry/kvdb/{hashlib.sha256(b'notes').hexdigest().upper()}/single_ver/main/gen_natural_store.db"
UNKNOWN = "f" * 64


def test_entries_of_this_device_are_put_and_found(realm) -> None:
    assert realm.run(
        FILLED
        + """
        await store.delete('b');
        const set = await store.getResultSet('a');
        set.moveToFirst();
        return [await store.get('a1'), await store.get('a2'), (await store.getEntries('a')).map(({ key }) => key), set.getEntry(), await store.getResultSize(new kv.Query().prefixKey('a'))];
    """
    ) == [1, "two", ["a1", "a2"], {"key": "a1", "value": {"type": 5, "value": 1}}, 2]


def test_a_key_lies_between_the_device_and_the_length_of_its_name(realm, tmp_path: Path) -> None:
    realm.run(FILLED)
    (tmp_path / "copy.db").write_bytes(realm.root.read_file(FILE))
    connection = sqlite3.connect(tmp_path / "copy.db")
    keys = [bytes(key) for (key,) in connection.execute("SELECT key FROM sync_data ORDER BY key")]
    connection.close()
    device = realm.secrets.device_identity.encode()
    assert len(device) == 64
    assert keys == [device + key + b"\x40\0\0\0" for key in (b"a1", b"a2", b"b")]


def test_what_came_along_to_another_device_is_not_its_own(realm) -> None:
    """A device store that was only copied is empty for ``get``, and shows its entries to a query without a key."""
    realm.run(FILLED)
    former = realm.secrets.device_identity
    realm.secrets = AppSecrets()
    realm.restart()
    assert realm.code(OPEN + "await store.get('a1');") == 15100004
    assert realm.run(
        OPEN + "return [await store.getEntries('a'), (await store.getEntries(new kv.Query())).map(({ key }) => key)];"
    ) == [[], ["a1", "a2", "b"]]
    assert realm.secrets.device_identity != former
    realm.run(OPEN + "await store.put('a1', 'new');")
    assert realm.run(OPEN + "return [await store.get('a1'), await store.getResultSize(new kv.Query())];") == ["new", 4]


def test_the_same_device_finds_its_entries_in_a_new_process(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    assert realm.run(OPEN + "return store.get('a1');") == 1


def test_entries_asked_for_by_the_devices_name(realm) -> None:
    realm.run(FILLED)
    own = realm.secrets.device_identity
    assert realm.run(
        OPEN
        + f"return [await store.get('{own}', 'a1'), (await store.getEntries('{own}', 'a')).length, (await store.getEntries('{own}', new kv.Query().prefixKey('b'))).length, (await store.getEntries(new kv.Query().deviceId('{own}').prefixKey('b'))).length];"
    ) == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("await store.get('none')", 15100004),
        ("await store.get('phone', 'a1')", 15100004),
        (f"await store.get('{UNKNOWN}', 'a1')", 401),
        ("await store.get()", 401),
        ("await store.get(5, 'a1')", 401),
        ("await store.put('', 1)", 401),
        ("await store.put('k'.repeat(897), 1)", 401),
        ("await store.put('k'.repeat(896), 1)", None),
        ("await store.get('9')", 15100004),
        ("await store.get('0001')", 15100004),
        ("await store.getEntries('')", 401),
        ("await store.getEntries('phone', '')", 401),
    ],
)
def test_a_refusal_has_its_number(realm, call: str, code: int | None) -> None:
    assert realm.code(FILLED + call + ";") == code


def test_a_device_store_lacks_what_its_class_lacks_on_a_device(realm) -> None:
    script = (
        OPEN
        + "return ['deleteBackup', 'setSyncParam', 'getSecurityLevel', 'backup', 'on'].map((name) => typeof store[name]);"
    )
    assert realm.run(script) == ["undefined", "undefined", "undefined", "function", "function"]


def test_it_is_the_kind_of_store_without_a_choice(realm) -> None:
    script = (
        MANAGER
        + "const store = await manager.getKVStore('notes', { securityLevel: kv.SecurityLevel.S1 }); return store instanceof (await manager.getKVStore('other', options)).constructor;"
    )
    assert realm.run(script)
