# ruff: noqa: E501 - scripts of the guest stand on one line
"""Stores in high-availability mode: a second database that follows, and from which a damaged or lost one comes back."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt

FOLDER = "/data/storage/el2/database/entry/rdb"
MAIN, REPLICA = f"{FOLDER}/notes.db", f"{FOLDER}/notes_slave.db"
FAILED, INTERRUPTED = f"{MAIN}-slaveFailure", f"{MAIN}-syncInterrupt"
BASE = """
const context = require('application.BackupExtensionContext').createContext();
const relationalStore = require('@ohos.data.relationalStore').default;
const { HAMode, RebuildType } = relationalStore;
const single = { name: 'notes.db', securityLevel: relationalStore.SecurityLevel.S1, haMode: HAMode.SINGLE };
const config = { ...single, haMode: HAMode.MAIN_REPLICA };
const manual = { ...single, haMode: 2 };
const open = (changed = {}) => relationalStore.getRdbStoreSync(context, { ...config, ...changed });
const insert = (store, title) => store.insertSync('notes', { title });
const titles = (store) => { const found = []; const set = store.querySqlSync('SELECT title FROM notes ORDER BY id'); while (set.goToNextRow()) found.push(set.getString(0)); set.close(); return found; };
const table = (store) => store.executeSync('CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, title TEXT)');
"""
FILLED = BASE + "const store = open(); table(store); insert(store, 'a'); insert(store, 'b');"


def titles(realm, target: Path, path: str) -> list[str]:
    """What SQLite reads from a copy of the files at ``path``."""
    for suffix in ("", "-wal"):
        copy = Path(f"{target / 'copy.db'}{suffix}")
        copy.unlink(missing_ok=True)
        if realm.root.exists(path + suffix):
            copy.write_bytes(realm.root.read_file(path + suffix))
    with sqlite3.connect(target / "copy.db") as connection:
        rows = connection.execute("SELECT title FROM notes ORDER BY id").fetchall()
    connection.close()
    return [title for (title,) in rows]


def damage(realm, path: str = MAIN) -> None:
    """Leave a file that is no database, without a WAL that would mend it."""
    realm.root.write_file(path, b"no database at all " * 400)
    for suffix in ("-wal", "-shm"):
        if realm.root.exists(path + suffix):
            realm.root.unlink(path + suffix)


def test_every_change_is_in_both_databases(realm, tmp_path: Path) -> None:
    realm.run(
        FILLED
        + """
        store.beginTransaction(); insert(store, 'lost'); store.rollBack();
        store.beginTransaction(); insert(store, 'c'); store.commit();
        const transaction = await store.createTransaction();
        transaction.insertSync('notes', { title: 'd' });
        await transaction.commit();
        store.executeSync("UPDATE notes SET title = 'A' WHERE title = ?", ['a']);
        store.deleteSync(new relationalStore.RdbPredicates('notes').equalTo('title', 'b'));
        store.batchInsertWithReturningSync('notes', [{ title: 'e' }], { columns: ['id'] });
        """
    )
    assert titles(realm, tmp_path, MAIN) == titles(realm, tmp_path, REPLICA) == ["A", "c", "d", "e"]
    assert not realm.root.exists(FAILED)


def test_what_is_not_committed_is_in_neither(realm, tmp_path: Path) -> None:
    realm.run(FILLED + "store.beginTransaction(); insert(store, 'c');")
    realm.restart()
    assert titles(realm, tmp_path, MAIN) == titles(realm, tmp_path, REPLICA) == ["a", "b"]


def test_a_single_store_has_no_second_database(realm) -> None:
    realm.run(BASE + "table(open({ haMode: HAMode.SINGLE })); table(open({ ...single, name: 'other.db' }));")
    assert not [name for name in realm.root.list_directory(FOLDER) if "slave" in name]


@pytest.mark.parametrize(
    ("name", "replica"), [("a.db", "a_slave.db"), ("a", "a_slave.db"), ("a.bin", "a.bin_slave.db")]
)
def test_the_second_database_is_named_after_the_first(realm, name: str, replica: str) -> None:
    realm.run(BASE + f"open({{ name: '{name}' }});")
    assert realm.root.exists(f"{FOLDER}/{replica}")


def test_a_damaged_database_is_mended_from_its_replica_on_opening(realm, tmp_path: Path) -> None:
    realm.run(FILLED)
    realm.restart()
    damage(realm)
    assert realm.run(BASE + "const store = open(); return [store.rebuilt, titles(store)];") == [2, ["a", "b"]]
    assert titles(realm, tmp_path, MAIN) == ["a", "b"]


def test_even_a_store_opened_single_is_mended_from_a_replica_that_lies_there(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    damage(realm)
    assert realm.run(BASE + "const store = open(single); return titles(store);") == ["a", "b"]


def test_a_damaged_database_with_a_damaged_replica_tells_so(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    damage(realm)
    damage(realm, REPLICA)
    assert realm.code(BASE + "open();") == 14800011


def test_a_damaged_database_with_a_damaged_replica_is_made_anew_if_the_app_allows_it(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    damage(realm)
    damage(realm, REPLICA)
    script = BASE + "const store = open({ allowRebuild: true }); table(store); return [store.rebuilt, titles(store)];"
    assert realm.run(script) == [1, []]


def test_a_replica_of_which_a_copy_was_interrupted_mends_nothing(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    damage(realm)
    realm.view.write_file(INTERRUPTED, b"")
    assert realm.code(BASE + "open();") == 14800011


def test_a_database_that_is_not_there_comes_back_from_its_replica(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    for suffix in ("", "-wal", "-shm"):
        realm.root.unlink(MAIN + suffix)
    assert realm.run(BASE + "const store = open(); return [store.rebuilt, titles(store)];") == [0, ["a", "b"]]


@pytest.mark.parametrize("spoil", ["lost", "damaged", "behind", "marked"])
def test_a_replica_that_differs_is_made_equal_on_opening(realm, tmp_path: Path, spoil: str) -> None:
    realm.run(FILLED)
    realm.restart()
    if spoil == "damaged":
        damage(realm, REPLICA)
    elif spoil == "marked":
        realm.run(BASE + "const store = open(single); insert(store, 'c');")
        realm.restart()
        realm.view.write_file(FAILED, b"")
    elif spoil == "behind":
        realm.run(BASE + "const store = open(single); insert(store, 'c'); store.executeSync('CREATE TABLE other(id)');")
        realm.restart()
    else:
        for suffix in ("", "-wal", "-shm"):
            realm.root.unlink(REPLICA + suffix)
    realm.run(BASE + "open();")
    assert titles(realm, tmp_path, REPLICA) == titles(realm, tmp_path, MAIN)
    assert not realm.root.exists(FAILED)
    assert not realm.root.exists(INTERRUPTED)


def test_rows_alone_do_not_show_that_a_replica_is_behind(realm, tmp_path: Path) -> None:
    """The device compares tables and indexes, so a database that was put in place from outside goes unnoticed."""
    realm.run(FILLED)
    realm.restart()
    realm.run(BASE + "insert(open(single), 'c');")
    realm.restart()
    realm.run(BASE + "open();")
    assert titles(realm, tmp_path, REPLICA) == ["a", "b"]


def test_restore_takes_the_replica(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    realm.run(BASE + "insert(open(single), 'c');")
    realm.restart()
    script = (
        BASE
        + "const store = open(); const before = titles(store); await store.restore(); return [before, titles(store), store.rebuilt];"
    )
    assert realm.run(script) == [["a", "b", "c"], ["a", "b"], 0]


def test_after_a_restore_both_follow_again(realm, tmp_path: Path) -> None:
    realm.run(FILLED + "await store.restore(); insert(store, 'c');")
    assert titles(realm, tmp_path, MAIN) == titles(realm, tmp_path, REPLICA) == ["a", "b", "c"]


def test_restore_by_name_makes_the_replica_anew(realm, tmp_path: Path) -> None:
    realm.run(
        FILLED
        + "await store.backup('kept.db'); insert(store, 'c'); await store.restore('kept.db'); insert(store, 'd');"
    )
    assert titles(realm, tmp_path, MAIN) == titles(realm, tmp_path, REPLICA) == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("await open(single).restore()", 14800010),
        ("const s = open(); await s.restore()", 14800011),
        (
            "const s = open(); table(s); fs.unlinkSync(context.databaseDir + '/rdb/notes_slave.db'); await s.restore()",
            14800010,
        ),
        (
            "const s = open(); table(s); write(context.databaseDir + '/rdb/notes.db-syncInterrupt', ''); await s.restore()",
            14800011,
        ),
        (
            "const s = open(); table(s); s.version = 1; write(context.databaseDir + '/rdb/notes.db-slaveFailure', ''); await s.restore()",
            14800011,
        ),
        ("const s = open(); await s.close(); await s.restore()", 14800014),
        (
            "const s = open(manual); table(s); write(context.databaseDir + '/rdb/notes_slave.db', ''); await s.restore()",
            14800014,
        ),
        ("open({ persist: false })", 801),
        ("open({ haMode: 'MAIN_REPLICA' })", 401),
        ("await open().backup('')", 401),
    ],
)
def test_a_refused_restore_has_its_documented_number(realm, call: str, code: int) -> None:
    assert realm.code(BASE + call + ";") == code


def test_a_statement_that_the_replica_cannot_take_marks_it(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    realm.run(BASE + "open({ ...single, name: 'notes_slave.db' }).executeSync('ALTER TABLE notes RENAME TO others');")
    realm.restart()
    realm.run(BASE + "insert(open(), 'c');")
    assert realm.root.exists(FAILED)


def test_a_failing_write_leaves_equal_databases_or_a_mark(realm, tmp_path: Path) -> None:
    """The main database decides what the app is told; a replica that missed something is known."""
    realm.run(FILLED)
    realm.restart()
    realm.run(BASE + "globalThis.kept = open();")
    realm.device.fault = counting = CountOperations()
    realm.run(BASE + "insert(open(), 'x');")
    for number in range(1, counting.count + 1):
        realm.device.fault = FailAt(number, errno.EIO)
        told = realm.code(BASE + f"insert(open(), 'n{number}');")
        realm.device.fault = None
        main, replica = titles(realm, tmp_path, MAIN), titles(realm, tmp_path, REPLICA)
        assert (f"n{number}" in main) == (told is None), number
        assert main == replica or realm.root.exists(FAILED), number
    realm.restart()
    main = titles(realm, tmp_path, MAIN)
    assert realm.run(BASE + "return titles(open());") == main
    assert titles(realm, tmp_path, REPLICA) == main


def test_a_store_with_a_manual_replica_has_none_before_it_is_made(realm) -> None:
    realm.run(BASE + "table(open(manual));")
    assert not realm.root.exists(REPLICA)


def test_a_manual_replica_that_lies_there_is_written_and_taken(realm, tmp_path: Path) -> None:
    realm.run(FILLED)
    realm.restart()
    realm.run(BASE + "insert(open(manual), 'c');")
    assert titles(realm, tmp_path, MAIN) == titles(realm, tmp_path, REPLICA) == ["a", "b", "c"]
    realm.restart()
    for suffix in ("", "-wal", "-shm"):
        realm.root.unlink(MAIN + suffix)
    assert realm.run(BASE + "return titles(open(manual));") == ["a", "b", "c"]


def test_a_backup_under_the_replicas_name_is_taken_for_a_spoiled_one(realm) -> None:
    """An open replica has a WAL, and a backup with a WAL is removed (rdb_store_impl.cpp:Backup)."""
    assert realm.run(FILLED + "await store.backup('notes_slave.db'); return titles(store);") == ["a", "b"]
    assert not realm.root.exists(REPLICA)


def test_deleting_a_store_deletes_its_replica_and_the_marks(realm) -> None:
    realm.run(FILLED)
    realm.view.write_file(FAILED, b"")
    realm.run(BASE + "await relationalStore.deleteRdbStore(context, 'notes.db');")
    assert realm.root.list_directory(FOLDER) == []


def test_closing_leaves_both_databases_whole(realm, tmp_path: Path) -> None:
    realm.run(FILLED + "await store.close();")
    for path in (MAIN, REPLICA):
        assert realm.root.stat(f"{path}-wal").size == 0
        assert titles(realm, tmp_path, path) == ["a", "b"]


def test_attaching_to_such_a_store_is_not_emulated(realm) -> None:
    realm.code(FILLED + "await store.attach('/x.db', 'other');")
    assert any("RdbStore.attach" in name for name in realm.not_emulated)
