# ruff: noqa: E501 - the guest's script keeps its lines
"""A relational store in the real guest process, as an extension uses it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from ohos_backup.emulator.runtime.arkts.node_process import NodePool
from test_in_the_guest_process import Phone, pool

__all__ = ["pool"]

CODE = """
const { BackupExtensionAbility } = require('@kit.CoreFileKit');
const { relationalStore } = require('@kit.ArkData');
exports.default = class extends BackupExtensionAbility {
  async onBackup() {
    const config = { name: 'notes.db', securityLevel: relationalStore.SecurityLevel.S3 };
    const store = await relationalStore.getRdbStore(this.context, config);
    await store.executeSql('CREATE TABLE notes(id INTEGER PRIMARY KEY, title TEXT, raw BLOB)');
    const raw = Uint8Array.from({ length: 256 }, (_, n) => n);
    store.beginTransaction();
    const ids = [await store.insert('notes', { title: '文', raw }), await store.insert('notes', { title: 'b', raw: null })];
    store.commit();
    let failure;
    try { store.insertSync('notes', { id: 1 }); } catch (error) { failure = [error.code, error.message, error instanceof Error]; }
    const set = await store.query(new relationalStore.RdbPredicates('notes').isNotNull('raw'));
    set.goToFirstRow();
    const { title, raw: again } = set.getRow();
    return JSON.stringify([ids, failure, title, again.length, again[255], set.columnNames]);
  }
};
"""


def test_an_extension_keeps_rows(pool: NodePool, tmp_path: Path) -> None:
    phone = Phone(pool, CODE)
    call = phone.settled("onBackup")
    assert call.state == "resolved", call.error
    ids, failure, *rest = json.loads(call.value.string)
    assert ids == [1, 2]
    assert failure == [
        14800032,
        "SQLite: Abort due to constraint violation. UNIQUE constraint failed: notes.id",
        True,
    ]
    assert rest == ["文", 256, 255, ["id", "title", "raw"]]
    phone.process.close()
    for suffix in ("", "-wal"):
        content = phone.view.read_file(f"/data/storage/el2/database/entry/rdb/notes.db{suffix}")
        Path(f"{tmp_path / 'copy.db'}{suffix}").write_bytes(content)
    connection = sqlite3.connect(tmp_path / "copy.db")
    assert connection.execute("SELECT id, title FROM notes").fetchall() == [(1, "文"), (2, "b")]
    connection.close()
