# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.data.relationalStore: calls, results, transactions and error codes (distributeddatamgr_relational_store)."""

from __future__ import annotations

import pytest

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


def test_a_call_comes_as_promise_as_callback_and_in_one_go(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const seen = [await store.insert('notes', { title: 'a' })];
        seen.push(store.insertSync('notes', { title: 'b' }));
        seen.push(await callback((done) => store.insert('notes', { title: 'c' }, done)));
        seen.push(await callback((done) => store.insert('notes', { title: 'c' }, done)));
        seen.push(await callback((done) => store.insert('notes', { title: 'c', stars: 1 }, ConflictResolution.ON_CONFLICT_REPLACE, done)));
        seen.push(await callback((done) => store.query(where(), ['title'], done)).then(([code, set]) => [code, all(set)]));
        seen.push(await callback((done) => relationalStore.getRdbStore(context, config, done)).then(([code, again]) => [code, again.version]));
        return seen;
    """
    ) == [
        1,
        2,
        [None, 3],
        [14800032, None],
        [None, 4],
        [None, [{"title": "a"}, {"title": "b"}, {"title": "c"}]],
        [None, 0],
    ]


def test_rows_are_inserted_updated_and_deleted_by_predicates(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const updated = await store.update({ title: 'x' }, where().equalTo('id', 2));
        const deleted = store.deleteSync(where().greaterThan('stars', 1.5));
        const batch = await store.batchInsert('notes', [{ title: 'p' }, { stars: 9 }]);
        return [updated, deleted, batch, all(await store.query(where().orderByAsc('id')))];
    """
    ) == [
        1,
        2,
        2,
        [
            {"id": 1, "title": "t1", "stars": 0.5, "raw": None},
            {"id": 2, "title": "x", "stars": 1, "raw": None},
            {"id": 3, "title": "t3", "stars": 1.5, "raw": None},
            {"id": 4, "title": "p", "stars": None, "raw": None},
            {"id": 5, "title": None, "stars": 9, "raw": None},
        ],
    ]


@pytest.mark.parametrize(
    ("predicates", "ids"),
    [
        ("where().equalTo('title', 't2')", [2]),
        ("where().notEqualTo('title', 't2').and().lessThan('id', 4)", [1, 3]),
        ("where().equalTo('id', 1).or().equalTo('id', 5)", [1, 5]),
        (
            "where().beginWrap().equalTo('id', 1).or().equalTo('id', 2).endWrap().beginWrap().greaterThan('stars', 0.6).endWrap()",
            [2],
        ),
        ("where().contains('title', '3')", [3]),
        ("where().notContains('title', '3')", [1, 2, 4, 5]),
        ("where().beginsWith('title', 't').endsWith('title', '4')", [4]),
        ("where().like('title', '_5')", [5]),
        ("where().notLike('title', '_5')", [1, 2, 3, 4]),
        ("where().glob('title', '?[12]')", [1, 2]),
        ("where().between('stars', 1, 2)", [2, 3, 4]),
        ("where().notBetween('stars', 1, 2)", [1, 5]),
        ("where().greaterThanOrEqualTo('id', 4)", [4, 5]),
        ("where().lessThanOrEqualTo('id', 2)", [1, 2]),
        ("where().in('id', [1, 3, 9])", [1, 3]),
        ("where().notIn('id', [1, 3, 9])", [2, 4, 5]),
        ("where().in('id', [])", [1, 2, 3, 4, 5]),
        ("where().isNull('raw').isNotNull('title')", [1, 2, 3, 4, 5]),
        ("where().orderByDesc('id').limitAs(2)", [5, 4]),
        ("where().orderByAsc('id').limitAs(2).offsetAs(1)", [2, 3]),
        ("where().orderByAsc('id').limitAs(3, 2)", [4, 5]),
        ("where().distinct().orderByAsc('stars')", [1, 2, 3, 4, 5]),
        ("where().contains('title', '')", [1, 2, 3, 4, 5]),
    ],
)
def test_predicates_choose_rows(realm, predicates: str, ids: list[int]) -> None:
    assert realm.run(FIVE + f"return all(await store.query({predicates})).map((row) => row.id);") == ids


def test_groups_have_conditions_and_indices_can_be_named(realm) -> None:
    assert realm.run(
        FIVE
        + """
        store.executeSync('CREATE INDEX by_stars ON notes(stars)');
        const grouped = where().groupBy(['id > 2']).having('count(*) > ?', [2]);
        return [all(await store.query(grouped, ['count(*) AS n'])), all(store.querySync(where().indexedBy("'by_stars'").greaterThan('stars', 2), ['id']))];
    """
    ) == [[{"n": 3}], [{"id": 5}]]


def test_a_result_set_is_a_cursor(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const set = await store.querySql('SELECT id, title, stars FROM notes WHERE id < ? ORDER BY id', [4]);
        const state = () => [set.rowIndex, set.isStarted, set.isAtFirstRow, set.isAtLastRow, set.isEnded];
        const seen = [set.rowCount, set.columnCount, set.columnNames, state()];
        seen.push(set.goToLastRow(), state(), set.goToNextRow(), state(), set.goToPreviousRow(), set.goTo(-2), state(), set.goToRow(7), set.goToRow(1));
        seen.push(set.getColumnIndex('TITLE'), set.getColumnIndex('notes.title'), set.getColumnIndex('none'), set.getColumnName(2), set.getColumnName(9));
        seen.push(set.getLong(0), set.getString(0), set.getDouble(2), set.getString(2), set.getLong(1), set.isColumnNull(1), set.getColumnTypeSync('stars'), await set.getColumnType(0));
        seen.push(await set.getRows(9, 1), set.rowIndex, set.getValue === undefined);
        set.close();
        return [...seen, set.isClosed, set.rowCount, set.goToFirstRow()];
    """
    ) == [
        3,
        3,
        ["id", "title", "stars"],
        [-1, False, False, False, False],
        True,
        [2, True, False, True, False],
        False,
        [3, True, False, False, True],
        True,
        True,
        [0, True, True, False, False],
        False,
        True,
        *[1, 1, -1, "stars", ""],
        *[2, "2", 1, "1", 0, False, 2, 1],
        [{"id": 2, "title": "t2", "stars": 1}, {"id": 3, "title": "t3", "stars": 1.5}],
        3,
        False,
        *[True, -1, False],
    ]


def test_a_large_result_comes_in_windows(realm) -> None:
    assert realm.run(
        OPEN
        + """
        await store.batchInsert('notes', Array.from({ length: 1234 }, (_, n) => ({ id: n, title: 't' + n })));
        const set = store.querySync(where().orderByAsc('id'));
        const ids = all(set).map((row) => row.id);
        const again = store.querySync(where().orderByDesc('id'));
        again.goToLastRow(); const last = again.getLong(0);
        again.goToFirstRow(); const first = again.getLong(0);
        return [ids.length, ids.every((id, n) => id === n), last, first];
    """
    ) == [1234, True, 0, 1233]


def test_values_keep_their_kind(realm) -> None:
    assert realm.run(
        OPEN
        + """
        store.executeSync('CREATE TABLE v(a, t TEXT, i INTEGER, s ASSET, l ASSETS, u UNLIMITED INT, f FLOATVECTOR(3))');
        const asset = { name: 'n', uri: 'u', path: 'p', createTime: '1', modifyTime: '2', size: '3' };
        const put = { a: 1, t: 7, i: 9, s: asset, l: [asset, asset], u: -(2n ** 70n), f: Float32Array.of(1, 0.5, -2) };
        store.insertSync('v', put);
        for (const a of [Infinity, NaN, true, false, null, 'ä\\u0000b', Uint8Array.of(), Uint8Array.of(255, 0), 2 ** 60]) store.insertSync('v', { a });
        const set = store.querySync(new RdbPredicates('v'));
        set.goToFirstRow();
        const row = set.getRow();
        const first = [row.a, row.t, row.i, row.s.name, row.l.length, row.u === put.u, [...row.f], set.getAsset(3).status, set.getAssets(4)[1].size, set.getColumnTypeSync('u')];
        const rest = [];
        while (set.goToNextRow()) { const a = set.getValue(0); rest.push(a instanceof Uint8Array ? [...a] : String(a)); }
        return [first, rest];
    """
    ) == [
        [1, "7.0", 9, "n", 2, True, [1, 0.5, -2], 1, "3", 8],
        ["Infinity", "null", "1", "0", "null", "ä\0b", [], [255, 0], "1152921504606847000"],
    ]


def test_execute_answers_what_the_statement_gives(realm) -> None:
    assert realm.run(
        OPEN
        + """
        return [await store.execute("INSERT INTO notes(title) VALUES ('a'), ('b')"), store.executeSync('UPDATE notes SET stars = ?', [3]),
          await store.execute('PRAGMA user_version = 4') ?? null, store.executeSync('PRAGMA user_version'), store.version,
          await store.execute('DELETE FROM notes'), await store.execute('DROP TABLE notes') ?? null];
    """
    ) == [2, 2, None, 4, 4, 2, None]


def test_only_the_first_statement_of_a_text_is_executed(realm) -> None:
    assert (
        realm.run(
            OPEN
            + "await store.executeSql(\"INSERT INTO notes(title) VALUES (';'); DELETE FROM notes\"); return count();"
        )
        == 1
    )


def test_the_version_stays_with_the_database(realm) -> None:
    realm.run(OPEN + "store.version = 3;")
    realm.restart()
    assert realm.run(OPEN + "return store.version;") == 3


def test_a_conflict_is_resolved_as_told(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const { ON_CONFLICT_IGNORE, ON_CONFLICT_REPLACE, ON_CONFLICT_ABORT } = ConflictResolution;
        const code = async (work) => { try { return await work(); } catch (error) { return { code: error.code }; } };
        return [
          await store.insert('notes', { title: 't1' }, ON_CONFLICT_IGNORE),
          await code(() => store.batchInsertWithConflictResolution('notes', [{ title: 'new' }, { title: 't1' }], ON_CONFLICT_ABORT)), count(),
          store.batchInsertWithConflictResolutionSync('notes', [{ title: 'new' }, { title: 't1' }], ON_CONFLICT_IGNORE),
          await store.batchInsert('notes', [{ title: 'newer' }, { title: 't1' }]), count(),
          await store.update({ title: 't2' }, where().equalTo('id', 1), ON_CONFLICT_REPLACE), count(),
        ];
    """
    ) == [-1, {"code": 14800032}, 5, 1, -1, 6, 1, 5]


def test_changed_rows_can_be_returned(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const made = await store.batchInsertWithReturning('notes', [{ title: 'a' }, { title: 'b' }], { columns: ['id', 'title'] });
        const changed = store.updateWithReturningSync({ stars: 7 }, where().lessThan('id', 4), { columns: ['id'], maxReturningCount: 2 });
        const gone = await store.deleteWithReturning(where().equalTo('id', 1), { columns: ['title'] });
        return [made.changed, await made.resultSet.getRows(9), changed.changed, await changed.resultSet.getRowsData(9), gone.changed, await gone.resultSet.getRows(1)];
    """
    ) == [2, [{"id": 6, "title": "a"}, {"id": 7, "title": "b"}], 3, [[1], [2]], 1, [{"title": "t1"}]]


class TestTransactions:
    def test_a_query_does_not_see_what_begin_transaction_has_not_committed(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            store.beginTransaction(); store.insertSync('notes', { title: 'a' }); const during = count(); store.commit();
            store.beginTransaction(); store.insertSync('notes', { title: 'b' }); store.rollBack();
            return [during, count()];
        """
        ) == [0, 1]

    def test_an_inner_transaction_can_be_rolled_back_by_itself(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            store.beginTransaction(); store.insertSync('notes', { title: 'a' });
            store.beginTransaction(); store.insertSync('notes', { title: 'b' }); store.rollBack();
            store.commit();
            return all(store.querySync(where(), ['title']));
        """
        ) == [{"title": "a"}]

    def test_a_transaction_object_sees_its_own_rows_until_it_ends(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            const { IMMEDIATE } = relationalStore.TransactionType;
            const work = await store.createTransaction({ transactionType: IMMEDIATE });
            await work.insert('notes', { title: 'a' });
            const set = work.querySync(where()); const seen = [count(work), count(), set.isClosed];
            let code = 0;
            try { store.insertSync('notes', { title: 'b' }); } catch (error) { code = error.code; }
            await work.commit();
            seen.push(code, count(), set.isClosed);
            try { work.insertSync('notes', { title: 'c' }); } catch (error) { seen.push(error.code); }
            const other = await store.createTransaction();
            other.executeSync('DELETE FROM notes'); await other.rollback();
            return [...seen, count()];
        """
        ) == [1, 0, False, 14800024, 1, True, 14800014, 1]

    def test_a_store_has_four_transactions_at_a_time(self, realm) -> None:
        assert (
            realm.run(
                OPEN
                + "const made = []; for (let n = 0; n < 4; n++) made.push(await store.createTransaction());"
                + "try { await store.createTransaction(); } catch (error) { return error.code; }"
            )
            == 14800015
        )


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


def test_a_failing_query_gives_an_empty_result_set(realm) -> None:
    assert realm.run(
        OPEN
        + "const set = store.querySqlSync('SELECT * FROM nothing'); return [set.rowCount, set.columnNames, set.goToFirstRow()];"
    ) == [-1, [], False]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("relationalStore.getRdbStoreSync(context, { ...config, name: 'e.db', encrypt: true })", "StoreConfig.encrypt"),
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


def test_observers_are_taken_and_events_of_the_process_arrive(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const heard = [];
        const listener = () => heard.push('x');
        store.on('dataChange', relationalStore.SubscribeType.SUBSCRIBE_TYPE_REMOTE, () => {});
        store.off('dataChange', relationalStore.SubscribeType.SUBSCRIBE_TYPE_REMOTE);
        store.on('mine', false, listener); store.emit('mine'); await store.insert('notes', { title: 'a' });
        store.off('mine', false, listener); store.emit('mine'); await store.insert('notes', { title: 'b' });
        return heard;
    """
    ) == ["x"]


def test_the_sql_of_a_call_can_be_asked_for(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const chosen = where().equalTo('id', 1).orderByAsc('id');
        return [relationalStore.getInsertSqlInfo('notes', { title: 'x', id: 1 }, ConflictResolution.ON_CONFLICT_REPLACE),
          relationalStore.getUpdateSqlInfo(chosen, { title: 'y' }), relationalStore.getDeleteSqlInfo(chosen), relationalStore.getQuerySqlInfo(chosen, ['id'])];
    """
    ) == [
        {"sql": "INSERT OR REPLACE INTO notes(id,title) VALUES (?,?)", "args": [1, "x"]},
        {"sql": "UPDATE notes SET title=? WHERE id = ? ", "args": ["y", 1]},
        {"sql": "DELETE FROM notes WHERE id = ? ", "args": [1]},
        {"sql": "SELECT id  FROM notes WHERE id = ?  ORDER BY id ASC ", "args": [1]},
    ]


def test_predicates_of_data_share_are_understood(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const { DataSharePredicates } = require('@ohos.data.dataSharePredicates').default;
        const chosen = () => new DataSharePredicates().greaterThan('id', 1).and().unlike('title', '%3').orderByDesc('id').limit(2, 1);
        const ids = all(await store.query('notes', chosen(), ['id'])).map((row) => row.id);
        const updated = await store.update('notes', { stars: 0 }, new DataSharePredicates().in('id', [1, 2]));
        const deleted = await store.delete('notes', new DataSharePredicates().equalTo('stars', 0));
        return [ids, updated, deleted, count()];
    """
    ) == [[4, 2], 2, 2, 3]


def test_the_older_module_opens_the_same_stores(realm) -> None:
    assert realm.run(
        FIVE
        + """
        const rdb = require('@ohos.data.rdb').default;
        const [code, old] = await callback((done) => rdb.getRdbStore(context, { name: 'notes.db' }, 2, done));
        await old.insert('notes', { title: 'old' });
        const set = await old.query(new rdb.RdbPredicates('notes').greaterThan('id', 4), ['title']);
        const rows = all(set);
        const wrong = [];
        for (const call of [() => rdb.getRdbStore(context, { name: 'notes.db' }, 0), () => rdb.getRdbStore(context, { name: 'a/b' }, 1), () => rdb.deleteRdbStore(context, '')]) {
          try { call(); } catch (error) { wrong.push(error.code); }
        }
        await rdb.deleteRdbStore(context, 'notes.db');
        return [code, rows, store.version, wrong, fs.accessSync(context.databaseDir + '/rdb/notes.db')];
    """
    ) == [None, [{"title": "t5"}, {"title": "old"}], 2, [401, 401, 401], False]


def test_values_bucket_has_types_only(realm) -> None:
    assert realm.run("return Object.keys(require('@ohos.data.ValuesBucket').default);") == []


def test_a_store_in_memory_leaves_no_file(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const memory = await relationalStore.getRdbStore(context, { name: 'm.db', securityLevel: S1, persist: false });
        await memory.executeSql('CREATE TABLE t(a)'); await memory.insert('t', { a: 1 });
        return [all(await memory.query(new RdbPredicates('t'))), fs.accessSync(context.databaseDir + '/rdb/m.db')];
    """
    ) == [[{"a": 1}], False]


def test_dates_are_no_concern_of_the_store(realm) -> None:
    """Python's sqlite3 could turn columns of these types into its own objects."""
    assert realm.run(
        OPEN
        + """
        store.executeSync('CREATE TABLE d(a DATE, b TIMESTAMP, c DATETIME)');
        store.insertSync('d', { a: '2026-01-02', b: 1767225600000, c: Uint8Array.of(1) });
        return all(store.querySync(new RdbPredicates('d'), ['a', 'b']));
    """
    ) == [{"a": "2026-01-02", "b": 1767225600000}]
