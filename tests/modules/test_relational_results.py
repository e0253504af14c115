"""Result sets of a relational store: the cursor, its windows, and the values it reads."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

from relational_scripts import FIVE, OPEN


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


def test_a_failing_query_gives_an_empty_result_set(realm) -> None:
    assert realm.run(
        OPEN
        + "const set = store.querySqlSync('SELECT * FROM nothing'); return [set.rowCount, set.columnNames, set.goToFirstRow()];"
    ) == [-1, [], False]


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
