"""What a relational store refuses: the documented number of each wrong call, and what is not emulated."""

from __future__ import annotations

import pytest
from relational_scripts import OPEN

FAILURES = [
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db' })", 401),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 5 })", 401),
    ("relationalStore.getRdbStoreSync(context, { securityLevel: 1 })", 401),
    ("relationalStore.getRdbStoreSync(context, { name: 'a/x.db', securityLevel: 1 })", 401),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 1, customDir: '/x' })", 401),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 1, customDir: 'x'.repeat(129) })", 401),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 1, rootDir: 'data' })", 14800010),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 1, rootDir: '/data' })", 14800010),
    ("relationalStore.getRdbStoreSync(context, { name: 'x.db', securityLevel: 1, vector: true })", 801),
    ("relationalStore.getRdbStoreSync({}, config)", 401),
    ("relationalStore.getRdbStore(context)", 401),
    ("relationalStore.deleteRdbStore(context, 'a/b')", 401),
    ("store.insertSync('notes')", 401),
    ("store.insertSync('', { title: 'x' })", 401),
    ("store.insertSync('notes', {})", 401),
    ("store.insertSync('notes', { title: undefined })", 14800000),
    ("store.insertSync('notes', { title: () => 1 })", 401),
    ("store.insertSync('notes', { title: 'x' }, 9)", 401),
    ("store.insertSync('nothing', { title: 'x' })", 14800021),
    ("store.insertSync('notes', { nothing: 'x' })", 14800021),
    ("store.insertSync('notes', { id: 'x' })", 14800033),
    ("store.batchInsertSync('notes', [])", 401),
    ("store.updateSync({ title: 'x' }, {})", 401),
    ("store.deleteSync(new RdbPredicates('nothing'))", 14800021),
    ("store.querySync('notes', {})", 401),
    ("store.querySqlSync('')", 401),
    ("store.querySqlWithoutRowCountSync('SELECT * FROM nothing').goToNextRow()", 14800021),
    ("store.executeSync('SELECT 1')", 14800021),
    ("store.executeSync('BEGIN')", 14800021),
    ("store.executeSync(\"VACUUM INTO '/tmp/x'\")", 14800021),
    ("await store.executeSql('COMMIT')", 801),
    ("await store.executeSql(\"ATTACH DATABASE '/tmp/x' AS y\")", 14800000),
    ("await store.executeSql('CREATE nonsense')", 14800021),
    ("await store.executeSql('DELETE FROM notes WHERE id = ?', [1, 2])", 14800000),
    ("store.rollBack()", 14800000),
    ("store.version = 0", 401),
    ("store.version = 'x'", 401),
    ("await store.backup('notes.db')", 14800010),
    ("await store.backup('/none/there/x.db')", 14800010),
    ("await store.restore('none.db')", 14800010),
    ("await store.attach('/none.db', 'other')", 14800010),
    ("await store.rekey()", 801),
    ("await store.beginTrans()", 801),
    ("await store.createTransaction({ transactionType: 7 })", 401),
    ("new RdbPredicates('')", 401),
    ("where().equalTo('', 1)", 401),
    ("where().equalTo('id')", 401),
    ("where().in('id', 1)", 401),
    ("where().limitAs('x')", 401),
    ("where().having('count(*) > 1')", 14800001),
    ("const s = store.querySync(where()); s.getLong(0)", 14800012),
    (
        "store.insertSync('notes', {id: 1}); const s = store.querySync(where()); s.goToFirstRow(); s.getLong(9)",
        14800013,
    ),
    ("const s = store.querySync(where()); s.close(); s.getLong(0)", 14800014),
    ("await store.close(); store.querySync(where())", 14800014),
    ("await store.close(); store.version", 14800014),
    ("relationalStore.getInsertSqlInfo('', { a: 1 })", 14800001),
]


@pytest.mark.parametrize(("call", "code"), FAILURES)
def test_a_failure_has_its_documented_number(realm, call: str, code: int) -> None:
    assert realm.code(OPEN + call + ";") == code


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (
            "relationalStore.getRdbStoreSync(context, { ...config, name: 'e.db', encrypt: true }).rekey()",
            "RdbStore.rekey of an encrypted store",
        ),
        (
            "await store.attach(context, { ...config, name: 'e.db', encrypt: true }, 'other')",
            "RdbStore.attach of encrypted stores",
        ),
        (
            "relationalStore.getRdbStoreSync(context, { ...config, name: 'e.db', dataGroupId: 'g' })",
            "StoreConfig.dataGroupId",
        ),
        ("store.setDistributedTables(['notes'])", "RdbStore.setDistributedTables"),
        ("store.cleanDirtyData('notes')", "RdbStore.cleanDirtyData"),
        ("store.getModifyTime('notes', 'id', [1])", "RdbStore.getModifyTime"),
        (
            "store.on('dataChange', relationalStore.SubscribeType.SUBSCRIBE_TYPE_LOCAL_DETAILS, () => {})",
            "SUBSCRIBE_TYPE_LOCAL_DETAILS",
        ),
    ],
)
def test_what_needs_more_than_a_local_database_is_told_by_name(realm, call: str, name: str) -> None:
    realm.code(OPEN + call + ";")
    assert [known for known in realm.not_emulated if name in known]
