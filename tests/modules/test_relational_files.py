# ruff: noqa: E501 - scripts of the guest stand on one line
"""Where a relational store lies on the device, and what its files hold at any moment, in the eyes of plain SQLite."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from ohos_backup.emulator.filesystem.faults import CountOperations, FailAt, KillAt
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionDied
from ohos_backup.emulator.trace import FileOperation

OPEN = """
const context = require('application.BackupExtensionContext').createContext();
const relationalStore = require('@ohos.data.relationalStore').default;
const config = { name: 'notes.db', securityLevel: relationalStore.SecurityLevel.S1 };
const store = relationalStore.getRdbStoreSync(context, config);
store.executeSync('CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, title TEXT)');
const insert = (title, into = store) => into.insertSync('notes', { title });
const titles = (from = store) => { const found = []; const set = from.querySqlSync('SELECT title FROM notes ORDER BY id'); while (set.goToNextRow()) found.push(set.getString(0)); set.close(); return found; };
"""
FOLDER = "/data/storage/el2/database/entry/rdb"
FILE = f"{FOLDER}/notes.db"
SUFFIXES = ("", "-wal", "-shm")


def sizes(realm, folder: str = FOLDER) -> dict[str, int]:
    return {name: realm.root.stat(f"{folder}/{name}").size for name in realm.root.list_directory(folder)}


def titles(realm, target: Path, path: str = FILE, suffixes: tuple[str, ...] = ("", "-wal")) -> list[str]:
    """What SQLite reads from a copy of the device's files; the copy must be sound."""
    for suffix in suffixes:
        if realm.root.exists(path + suffix):
            Path(f"{target / 'copy.db'}{suffix}").write_bytes(realm.root.read_file(path + suffix))
    with sqlite3.connect(target / "copy.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT title FROM notes ORDER BY id").fetchall()
    connection.close()
    return [title for (title,) in rows]


def test_a_store_lies_in_the_database_folder_of_its_context(realm) -> None:
    assert (
        realm.run(
            OPEN
            + """
        const open = (name, from, rest = {}) => relationalStore.getRdbStoreSync(from, { ...config, name, ...rest });
        context.area = 0; open('one.db', context);
        context.area = 3; open('four.db', context, { customDir: 'a/b' });
        open('app.db', context.getApplicationContext());
        return null;
    """
        )
        is None
    )
    for path in (
        "/data/storage/el1/database/entry/rdb/one.db",
        "/data/storage/el4/database/entry/rdb/a/b/four.db",
        "/data/storage/el2/database/rdb/app.db",
        FILE,
    ):
        assert realm.root.exists(path), path
    stat = realm.root.stat(FILE)
    assert (stat.mode & 0o777, stat.uid) == (0o660, realm.view.uid)


def test_an_open_store_is_in_wal_mode_and_formatted_as_on_a_device(realm, tmp_path: Path) -> None:
    realm.run(OPEN + "insert('a');")
    assert sizes(realm)["notes.db-wal"] > 0
    assert sizes(realm)["notes.db-shm"] == 32768
    assert titles(realm, tmp_path) == ["a"]
    with sqlite3.connect(tmp_path / "copy.db") as connection:
        pragmas = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "page_size", "auto_vacuum")
        ]
    connection.close()
    assert pragmas == ["wal", 4096, 1]


def test_a_closed_store_keeps_an_empty_wal_and_has_everything_in_the_database(realm, tmp_path: Path) -> None:
    realm.run(OPEN + "insert('a'); await store.close();")
    assert sizes(realm)["notes.db-wal"] == 0
    assert "notes.db-shm" in sizes(realm)
    assert titles(realm, tmp_path, suffixes=("",)) == ["a"]


def test_a_store_closes_when_its_last_user_closes_it(realm) -> None:
    assert realm.run(
        OPEN
        + "const other = relationalStore.getRdbStoreSync(context, config); await other.close(); insert('a'); return titles();"
    ) == ["a"]
    assert sizes(realm)["notes.db-wal"] > 0


def test_a_database_copied_without_its_wal_lacks_rows(realm, tmp_path: Path) -> None:
    """H13 of the faults found in the wild."""
    realm.run(OPEN + "insert('a'); await store.close();")
    realm.restart()
    realm.run(
        OPEN + "insert('b'); fs.copyFileSync(context.databaseDir + '/rdb/notes.db', context.filesDir + '/saved.db');"
    )
    assert titles(realm, tmp_path, "/data/storage/el2/base/haps/entry/files/saved.db") == ["a"]
    assert titles(realm, tmp_path) == ["a", "b"]


def test_a_process_that_dies_keeps_what_was_committed(realm, tmp_path: Path) -> None:
    realm.run(OPEN + "insert('a'); store.beginTransaction(); insert('b');")
    assert titles(realm, tmp_path) == ["a"]
    realm.restart()
    assert sizes(realm)["notes.db-wal"] > 0
    assert realm.run(OPEN + "return titles();") == ["a"]


def test_what_a_large_transaction_spills_into_the_wal_does_not_count(realm, tmp_path: Path) -> None:
    realm.run(
        OPEN
        + "insert('a'); store.executeSync('PRAGMA cache_size=10'); store.beginTransaction(); for (let n = 0; n < 300; n++) insert('x'.repeat(2000));"
    )
    assert sizes(realm)["notes.db-wal"] > 300_000
    assert titles(realm, tmp_path) == ["a"]
    realm.restart()
    assert realm.run(OPEN + "return titles();") == ["a"]


def test_the_database_follows_checkpoints_and_shrinks(realm, tmp_path: Path) -> None:
    realm.run(
        OPEN
        + """
        for (let n = 0; n < 60; n++) store.batchInsertSync('notes', Array.from({ length: 20 }, () => ({ title: 'y'.repeat(500) })));
        store.executeSync('DELETE FROM notes WHERE id > 3');
        for (let n = 0; n < 150; n++) store.executeSync("UPDATE notes SET title = 'z" + n + "' WHERE id = 1");
    """
    )
    assert sizes(realm)["notes.db"] < 100_000
    assert titles(realm, tmp_path) == ["z149", "y" * 500, "y" * 500]


def test_a_store_in_the_backup_folder_opens_by_its_root_read_only(realm, tmp_path: Path) -> None:
    realm.run(
        OPEN
        + "insert('a'); await store.close(); fs.mkdirSync('/work/restore/sub', true); fs.copyFileSync(context.databaseDir + '/rdb/notes.db', '/work/restore/sub/old.db');"
    )
    assert realm.run(
        OPEN
        + """
        const old = await relationalStore.getRdbStore(context, { ...config, name: 'old.db', rootDir: '/work/restore', customDir: 'sub' });
        const codes = [];
        for (const work of [() => insert('b', old), () => old.executeSync('DROP TABLE notes'), () => old.beginTransaction(), () => { old.version = 2; }]) {
          try { work(); codes.push(0); } catch (error) { codes.push(error.code); }
        }
        const found = titles(old);
        await old.close();
        return [found, codes];
    """
    ) == [["a"], [801, 801, 801, 801]]
    assert titles(realm, tmp_path, "/work/restore/sub/old.db") == ["a"]


def test_a_deleted_store_is_gone_with_its_companions(realm) -> None:
    realm.run(OPEN + "insert('a'); await relationalStore.deleteRdbStore(context, 'notes.db'); insert('lost');")
    assert sizes(realm) == {}
    assert realm.run(
        OPEN
        + "const code = await callback((done) => relationalStore.deleteRdbStore(context, { ...config, name: 'none.db' }, done)); return [titles(), code];"
    ) == [[], [None, None]]


def test_a_backup_is_one_whole_file_and_comes_back(realm, tmp_path: Path) -> None:
    assert realm.run(
        OPEN
        + """
        insert('a'); await store.backup('saved.db'); insert('b'); await store.backup(context.filesDir + '/other.db'); await store.backup('saved.db');
        insert('c'); const before = titles(); await store.restore('saved.db'); return [before, titles()];
    """
    ) == [["a", "b", "c"], ["a", "b"]]
    assert set(sizes(realm)) == {"notes.db", "notes.db-wal", "notes.db-shm", "saved.db"}
    assert titles(realm, tmp_path, f"{FOLDER}/saved.db") == ["a", "b"]
    assert titles(realm, tmp_path) == ["a", "b"]


def test_another_database_can_be_attached_for_a_while(realm, tmp_path: Path) -> None:
    assert realm.run(
        OPEN
        + """
        insert('a');
        const other = relationalStore.getRdbStoreSync(context, { ...config, name: 'other.db' });
        other.executeSync('CREATE TABLE t(v TEXT)'); other.insertSync('t', { v: 'theirs' }); await other.close();
        const seen = [await store.attach(context, { ...config, name: 'other.db' }, 'o')];
        store.executeSync('INSERT INTO notes(title) SELECT v FROM o.t'); store.executeSync("INSERT INTO o.t VALUES ('mine')");
        try { await store.attach(context.databaseDir + '/rdb/other.db', 'o'); } catch (error) { seen.push(error.code); }
        seen.push(await store.detach('o'), await store.detach('o'), titles());
        const again = relationalStore.getRdbStoreSync(context, { ...config, name: 'other.db' });
        const set = again.querySqlSync('SELECT count(*) FROM t'); set.goToFirstRow();
        return [...seen, set.getLong(0)];
    """
    ) == [1, 14800016, 0, 0, ["a", "theirs"], 2]
    assert titles(realm, tmp_path) == ["a", "theirs"]


@pytest.mark.parametrize(("rest", "outcome"), [("", 14800011), (", allowRebuild: true", [1, []])])
def test_a_file_that_is_no_database_is_refused_or_rebuilt(realm, rest: str, outcome: object) -> None:
    realm.root.make_directories(FOLDER)
    for folder in ("/data/storage/el2/database/entry", FOLDER):
        realm.root.change_owner(folder, realm.view.uid, realm.view.uid)
    realm.view.write_file(FILE, b"no database" * 1000)
    script = "const context = require('application.BackupExtensionContext').createContext(); const relationalStore = require('@ohos.data.relationalStore').default;"
    script += f"try {{ const store = relationalStore.getRdbStoreSync(context, {{ name: 'notes.db', securityLevel: 1{rest} }});"
    script += "const set = store.querySqlSync('SELECT name FROM sqlite_master'); return [store.rebuilt, set.rowCount ? 1 : []]; } catch (error) { return error.code; }"
    assert realm.run(script) == outcome


def test_a_database_that_is_overwritten_shows_its_new_rows_when_it_is_opened_again(realm) -> None:
    realm.run(OPEN + "insert('old'); await store.backup('/work/saved.db'); insert('new'); await store.close();")
    realm.clock.advance_to(realm.clock.now_ms + 5)
    assert realm.run(
        OPEN
        + "await store.close(); fs.copyFileSync('/work/saved.db', context.databaseDir + '/rdb/notes.db');"
        + "return titles(relationalStore.getRdbStoreSync(context, config));"
    ) == ["old"]


class TestTheDeviceRefuses:
    def test_a_full_quota_fails_the_statement_and_keeps_what_was_there(self, realm, tmp_path: Path) -> None:
        realm.run(OPEN + "insert('a');")
        realm.device.space.set_quota(realm.view.uid, sum(sizes(realm).values()) + 3000)
        assert realm.code(OPEN + "insert('b'.repeat(20000));") == 14800029
        assert titles(realm, tmp_path) == ["a"]
        realm.device.space.set_quota(realm.view.uid, None)
        assert realm.run(OPEN + "insert('c'); return titles();") == ["a", "c"]
        assert titles(realm, tmp_path) == ["a", "c"]

    def test_a_folder_without_write_permission_is_refused(self, realm) -> None:
        realm.run(OPEN)
        realm.restart()
        realm.root.change_mode(FILE, 0o440)
        assert realm.code(OPEN) == 14800030

    def test_every_write_can_fail_and_the_database_stays_sound(self, realm, tmp_path: Path) -> None:
        """Whatever operation fails: the device holds a prefix of the committed rows, and the next try finds it."""
        realm.run(OPEN + "insert('a'); await store.close();")
        files = {suffix: realm.root.read_file(FILE + suffix) for suffix in SUFFIXES}
        work = (
            OPEN
            + "insert('b'); for (let n = 0; n < 110; n++) store.executeSync('UPDATE notes SET title = title'); insert('c'); await store.close();"
        )
        count = CountOperations()
        realm.device.fault = count
        realm.run(work)
        for number in range(1, count.count + 1, 2):
            realm.device.fault = None
            realm.restart()
            for suffix, content in files.items():
                realm.root.write_file(FILE + suffix, content)
            realm.device.fault = FailAt(number, errno.EIO)
            realm.code(work)
            realm.device.fault = None
            assert titles(realm, tmp_path) in (["a"], ["a", "b"], ["a", "b", "c"]), number
            realm.restart()
            assert realm.run(OPEN + "return titles();") == titles(realm, tmp_path)

    def test_a_process_killed_at_any_operation_leaves_a_sound_database(self, realm, tmp_path: Path) -> None:
        realm.run(OPEN + "insert('a'); await store.close();")
        files = {suffix: realm.root.read_file(FILE + suffix) for suffix in SUFFIXES}
        module = OPEN + "insert('b'); insert('c'); await store.close();"
        count = CountOperations()
        realm.device.fault = count
        realm.run(module)
        functions = realm.modules.host_functions
        for number in range(1, count.count + 1):
            realm.device.fault = None
            realm.restart()
            for suffix, content in files.items():
                realm.root.write_file(FILE + suffix, content)
            functions = realm.modules.host_functions
            realm.device.fault = KillAt(number)
            place = {"level": "module", "area": 1, "module": "entry", "name": "notes.db"}
            with pytest.raises(ExtensionDied):  # noqa: PT012 - the kill comes at any of these
                store, _ = functions["relational.open"](place)
                functions["relational.insert"](store, 0, "notes", ["title"], ["b"], 0)
                functions["relational.insert"](store, 0, "notes", ["title"], ["c"], 0)
                functions["relational.release"](store)
                raise ExtensionDied("killed-by-fault", "not reached any more")
            realm.device.fault = None
            assert titles(realm, tmp_path) in (["a"], ["a", "b"], ["a", "b", "c"]), number

    def test_the_writes_stand_in_the_trace(self, realm) -> None:
        realm.run(OPEN)
        before = len(realm.trace.of(FileOperation))
        realm.run(OPEN + "insert('a');")
        operations = [
            (event.operation, event.path)
            for event in realm.trace.of(FileOperation)[before:]
            if event.actor == "extension"
        ]
        assert ("write", f"{FILE}-wal") in operations


def test_nothing_of_a_process_stays_on_the_host(realm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    realm.restart()
    realm.run(OPEN + "insert('a');")
    assert list(tmp_path.iterdir())
    realm.restart()
    assert not list(tmp_path.iterdir())


def test_the_same_run_leaves_the_same_bytes(make_realm) -> None:
    """SQLite draws the salts of a WAL by chance, at its start and whenever it starts over."""
    script = (
        OPEN
        + "store.executeSync('CREATE TABLE c(a DEFAULT CURRENT_TIMESTAMP, b DEFAULT (random()), c DEFAULT (hex(randomblob(8))))');"
        + "for (let n = 0; n < 130; n++) { insert('t' + n); store.executeSync(\"INSERT INTO c(a) VALUES (datetime('now', 'localtime'))\"); }"
    )
    left: list[dict[str, bytes]] = []
    for _ in range(2):
        realm = make_realm(LATEST)
        realm.run(script)
        realm.restart()
        realm.run(OPEN + "insert('once more');")
        left.append({name: realm.root.read_file(f"{FOLDER}/{name}") for name in realm.root.list_directory(FOLDER)})
    assert left[0] == left[1]


def test_sql_tells_the_time_of_the_device(realm) -> None:
    realm.clock.advance_to(1_767_225_600_000)
    assert realm.run(
        OPEN
        + """
        const set = store.querySqlSync("SELECT datetime('now'), CURRENT_DATE, time('now', 'localtime'), strftime('%s', 'now'), date('2020-01-31', '+1 day')");
        set.goToFirstRow();
        return set.getCurrentRowData();
    """
    ) == ["2026-01-01 00:00:00", "2026-01-01", "08:00:00", "1767225600", "2020-02-01"]
