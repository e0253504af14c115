"""@ohos.data.relationalStore: forms of a call, changes, statements, older modules (distributeddatamgr_relational_store)."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

from relational_scripts import FIVE, OPEN


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


def test_operations_of_one_store_follow_one_another_and_closing_waits_for_none_of_them(realm) -> None:
    assert realm.run(
        OPEN
        + """
        const order = [];
        const insert = (title) => store.insert('notes', { title }).then(() => order.push(title));
        const asked = [insert('a'), insert('b'), insert('c')];
        await store.close();
        order.push('closed');
        await Promise.all(asked);
        const again = await relationalStore.getRdbStore(context, config);
        return [order, all(await again.query(where().orderByAsc('id'), ['title']))];
    """
    ) == [["a", "closed", "b", "c"], [{"title": "a"}, {"title": "b"}, {"title": "c"}]]


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
