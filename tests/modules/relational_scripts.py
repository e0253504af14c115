"""What the scripts of the relational store's tests begin with: an open store, and one with five notes."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

OPEN = """
const context = require('application.BackupExtensionContext').createContext();
const relationalStore = require('@ohos.data.relationalStore').default;
const { RdbPredicates, ConflictResolution } = relationalStore;
const S1 = relationalStore.SecurityLevel.S1;
const config = { name: 'notes.db', securityLevel: S1 };
const where = () => new RdbPredicates('notes');
const all = (set) => { const rows = []; while (set.goToNextRow()) rows.push(set.getRow()); set.close(); return rows; };
const store = relationalStore.getRdbStoreSync(context, config);
store.executeSync('CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, title TEXT UNIQUE, stars REAL, raw BLOB)');
const count = (from = store) => { const set = from.querySqlSync('SELECT COUNT(*) FROM notes'); set.goToFirstRow(); return set.getLong(0); };
"""
FIVE = OPEN + "store.batchInsertSync('notes', [1, 2, 3, 4, 5].map((n) => ({ id: n, title: 't' + n, stars: n / 2 })));"
