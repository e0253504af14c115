"""Predicates of relational stores and of data share: which rows they choose, and the SQL they become."""
# ruff: noqa: E501 - scripts of the guest stand on one line of a table

from __future__ import annotations

import pytest
from relational_scripts import FIVE, OPEN


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
