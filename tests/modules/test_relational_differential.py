"""relationalStore against Python's sqlite3: the same random tables, rows, conditions and changes on both sides.

The reference knows nothing of the store's code: it writes its own SQL with every condition in parentheses, on plain
sqlite3 in memory. In the end the device's files are opened with plain sqlite3 as well.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

COLUMNS = ("i INTEGER", "r REAL", "t TEXT", "n NUMERIC", "x")
NAMES = ("id", "i", "r", "t", "n", "x")
TEXTS = st.text("abA%_*[ä文'\"", min_size=1, max_size=4)
NUMBERS = st.one_of(st.integers(-5, 5), st.sampled_from([0.5, -2.5, 1e15, 1e300, 2**53]))
VALUES = st.one_of(NUMBERS, TEXTS, st.booleans())
CELLS = st.one_of(st.none(), VALUES)
ROWS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES[1:], CELLS)).filter(bool), max_size=8)
FIELDS = st.sampled_from(NAMES)

COMPARISONS = {
    "equalTo": "=",
    "notEqualTo": "<>",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqualTo": ">=",
    "lessThanOrEqualTo": "<=",
}
MATCHES = {
    "contains": ("LIKE", "%{}%"),
    "notContains": ("NOT LIKE", "%{}%"),
    "beginsWith": ("LIKE", "{}%"),
    "endsWith": ("LIKE", "%{}"),
    "like": ("LIKE", "{}"),
    "notLike": ("NOT LIKE", "{}"),
    "glob": ("GLOB", "{}"),
}
CONDITION = st.one_of(
    st.tuples(st.sampled_from(sorted(COMPARISONS)), FIELDS, VALUES),
    st.tuples(st.sampled_from(sorted(MATCHES)), FIELDS, TEXTS),
    st.tuples(st.sampled_from(["between", "notBetween"]), FIELDS, VALUES, VALUES),
    st.tuples(st.sampled_from(["in", "notIn"]), FIELDS, st.lists(VALUES, min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["isNull", "isNotNull"]), FIELDS),
)
TREE: st.SearchStrategy[Any] = st.recursive(
    CONDITION,
    lambda inner: st.tuples(st.sampled_from(["both", "either"]), inner, inner),
    max_leaves=5,
)
TAIL = st.fixed_dictionaries(
    {"order": st.lists(st.tuples(st.sampled_from(["orderByAsc", "orderByDesc"]), FIELDS), max_size=2)},
    optional={"limit": st.integers(0, 5), "offset": st.integers(0, 3)},
)
CHANGE = st.one_of(
    st.tuples(st.just("update"), TREE, st.fixed_dictionaries({}, optional={"t": CELLS, "n": CELLS}).filter(bool)),
    st.tuples(st.just("delete"), TREE),
)

GUEST = """
const context = require('application.BackupExtensionContext').createContext();
const relationalStore = require('@ohos.data.relationalStore').default;
const [name, definition, rows, queries, changes, batched] = %s;
const store = relationalStore.getRdbStoreSync(context, { name, securityLevel: 1 });
store.executeSync(definition);
const apply = (predicates, tree) => {
  const [call, ...rest] = tree;
  if (call !== 'both' && call !== 'either') return predicates[call](...rest);
  predicates.beginWrap();
  apply(predicates, rest[0]);
  call === 'both' ? predicates.and() : predicates.or();
  apply(predicates, rest[1]);
  return predicates.endWrap();
};
const where = (tree) => apply(new relationalStore.RdbPredicates('t'), tree);
if (batched && rows.length > 0) store.batchInsertSync('t', rows);
else for (const row of rows) await store.insert('t', row);
const found = queries.map(([tree, { order, limit, offset }]) => {
  const predicates = where(tree);
  for (const [call, field] of order) predicates[call](field);
  predicates.orderByAsc('id');
  if (limit !== undefined) predicates.limitAs(limit);
  if (limit !== undefined && offset !== undefined) predicates.offsetAs(offset);
  const set = store.querySync(predicates);
  const all = [];
  while (set.goToNextRow()) all.push(set.getCurrentRowData());
  return all;
});
const counts = changes.map(([kind, tree, bucket]) =>
  (kind === 'update' ? store.updateSync(bucket, where(tree)) : store.deleteSync(where(tree))));
return [found, counts];
"""


def bound(value: object) -> object:
    """A JavaScript number is a double."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def condition(tree: tuple[Any, ...]) -> tuple[str, list[object]]:
    """The SQL of a tree, by the reference's own hand."""
    kind, *rest = tree
    if kind in ("both", "either"):
        (left, first), (right, second) = condition(rest[0]), condition(rest[1])
        return f"({left} {'AND' if kind == 'both' else 'OR'} {right})", first + second
    field = rest[0]
    if kind in COMPARISONS:
        return f"({field} {COMPARISONS[kind]} ?)", [bound(rest[1])]
    if kind in MATCHES:
        operator, pattern = MATCHES[kind]
        return f"({field} {operator} ?)", [pattern.replace("{}", rest[1])]
    if kind in ("isNull", "isNotNull"):
        return f"({field} IS {'NOT ' if kind == 'isNotNull' else ''}NULL)", []
    if kind in ("in", "notIn"):
        marks = ", ".join("?" * len(rest[1]))
        return f"({field} {'NOT ' if kind == 'notIn' else ''}IN ({marks}))", [bound(value) for value in rest[1]]
    return f"({field} {'NOT ' if kind == 'notBetween' else ''}BETWEEN ? AND ?)", [bound(rest[1]), bound(rest[2])]


def selected(connection: sqlite3.Connection, tree: tuple[Any, ...], tail: dict[str, Any]) -> list[list[object]]:
    sql, values = condition(tree)
    order = [f"{field} {'ASC' if call == 'orderByAsc' else 'DESC'}" for call, field in tail["order"]]
    text = f"SELECT * FROM t WHERE {sql} ORDER BY {', '.join([*order, 'id ASC'])}"
    if "limit" in tail:
        text += f" LIMIT {tail['limit'] or -1}"
        text += f" OFFSET {tail['offset']}" if "offset" in tail else ""
    return [list(row) for row in connection.execute(text, values)]


def changed(connection: sqlite3.Connection, kind: str, tree: tuple[Any, ...], *bucket: dict[str, Any]) -> int:
    sql, values = condition(tree)
    if kind == "delete":
        return connection.execute(f"DELETE FROM t WHERE {sql}", values).rowcount
    names = ", ".join(f"{name} = ?" for name in bucket[0])
    new = [bound(value) for value in bucket[0].values()]
    return connection.execute(f"UPDATE t SET {names} WHERE {sql}", new + values).rowcount


def stored(realm: Any, name: str) -> list[list[object]]:
    """The table in the device's files, as plain SQLite reads a copy of them."""
    path = f"/data/storage/el2/database/entry/rdb/{name}"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        copy.write_bytes(realm.root.read_file(path))
        Path(folder, "copy.db-wal").write_bytes(realm.root.read_file(path + "-wal"))
        connection = sqlite3.connect(copy)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = [list(row) for row in connection.execute("SELECT * FROM t ORDER BY id")]
        connection.close()
    return rows


def as_json(rows: list[list[object]]) -> list[list[object]]:
    """As a JavaScript number tells an integer: beyond 2^53 it is the nearest double."""
    return [[float(value) if isinstance(value, int | float) else value for value in row] for row in rows]


serial = itertools.count()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    queries=st.lists(st.tuples(TREE, TAIL), max_size=4),
    changes=st.lists(CHANGE, max_size=3),
    batched=st.booleans(),
)
def test_the_store_answers_as_sqlite_does(realm, rows, queries, changes, batched) -> None:
    definition = f"CREATE TABLE t(id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})"
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(definition)
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO t({', '.join(row)}) VALUES ({marks})", [bound(cell) for cell in row.values()])
    expected = [selected(connection, tree, tail) for tree, tail in queries]
    counts = [changed(connection, *change) for change in changes]
    remaining = [list(row) for row in connection.execute("SELECT * FROM t ORDER BY id")]
    connection.close()

    name = f"d{next(serial)}.db"
    found = realm.run(GUEST % json.dumps([name, definition, rows, queries, changes, batched]))
    assert [[as_json(result) for result in found[0]], found[1]] == [[as_json(result) for result in expected], counts]
    assert stored(realm, name) == remaining
