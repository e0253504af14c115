# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""Stores whose values are JSON: schemas, values that keep to them, and queries on their fields."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.emulator.modules.keyvalue.schema import InvalidSchema, UnfitValue, parse_schema

MANAGER = """
const kv = require('@ohos.data.distributedKVStore').default;
const context = require('application.BackupExtensionContext').createContext();
const manager = kv.createKVManager({ bundleName: 'com.example.notes', context });
const plain = { backup: false, autoSync: false, kvStoreType: kv.KVStoreType.SINGLE_VERSION, securityLevel: kv.SecurityLevel.S1 };
const { ValueType, Query, FieldNode, Schema } = kv;
const field = (name, type, initial, nullable = false) => { const node = new FieldNode(name); node.type = type; node.nullable = nullable; node.default = initial; return node; };
const people = (...more) => {
  const schema = new Schema();
  schema.root.appendChild(field('name', ValueType.STRING, 'nobody'));
  schema.root.appendChild(field('age', ValueType.INTEGER, '0'));
  schema.root.appendChild(field('weight', ValueType.DOUBLE, 1.5, true));
  schema.root.appendChild(field('here', ValueType.BOOLEAN, 'false'));
  more.forEach((node) => schema.root.appendChild(node));
  schema.indexes = ['$.name', '$.age'];
  return schema;
};
const open = (schema = people()) => manager.getKVStore('people', { ...plain, schema });
"""
OPEN = MANAGER + "const store = await open();"
FILE = f"/data/storage/el2/database/entry/kvdb/{hashlib.sha256(b'people').hexdigest().upper()}/single_ver/main/gen_natural_store.db"
FILLED = (
    OPEN
    + """
await store.put('p1', '{"name":"Ann","age":31,"here":true}');
await store.put('p2', '{"name":"Bob","age":22,"weight":80.5}');
await store.put('q3', '{"name":"Cid","age":22,"weight":null}');
const keys = async (query) => (await store.getEntries(query)).map(({ key }) => key);
const q = () => new Query();
"""
)


def test_values_lie_in_the_database_as_they_are_with_defaults_added(realm, tmp_path: Path) -> None:
    read = realm.run(FILLED + "return [await store.get('p1'), (await store.getEntries('p2'))[0].value];")
    amended = '{"age":31,"here":true,"name":"Ann","weight":1.5}'
    assert read == [amended, {"type": ord("{"), "value": '{"age":22,"here":false,"name":"Bob","weight":80.5}'}]
    (tmp_path / "copy.db").write_bytes(realm.root.read_file(FILE))
    connection = sqlite3.connect(tmp_path / "copy.db")
    assert connection.execute("SELECT value FROM sync_data WHERE key = x'7031'").fetchone() == (amended.encode(),)
    (schema,) = connection.execute("SELECT value FROM meta_data WHERE key = x'736368656d614b6579'").fetchone()
    connection.close()
    assert json.loads(schema) == {
        "SCHEMA_VERSION": "1.0",
        "SCHEMA_MODE": "COMPATIBLE",
        "SCHEMA_DEFINE": {
            "name": "STRING, NOT NULL, DEFAULT 'nobody'",
            "age": "INTEGER, NOT NULL, DEFAULT 0",
            "weight": "DOUBLE, DEFAULT 1.500000",
            "here": "BOOL, NOT NULL, DEFAULT false",
        },
        "SCHEMA_INDEXES": ["$.name", "$.age"],
        "SCHEMA_SKIPSIZE": 0,
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("q().equalTo('$.name', 'Ann')", ["p1"]),
        ("q().equalTo('name', 'Ann')", ["p1"]),
        ("q().notEqualTo('$.age', 22)", ["p1"]),
        ("q().greaterThan('$.age', 22)", ["p1"]),
        ("q().greaterThanOrEqualTo('$.age', 22)", ["p1", "p2", "q3"]),
        ("q().lessThan('$.weight', 2)", ["p1"]),
        ("q().lessThanOrEqualTo('$.age', 22).prefixKey('p')", ["p2"]),
        ("q().equalTo('$.here', true)", ["p1"]),
        ("q().isNull('$.weight')", ["q3"]),
        ("q().isNotNull('$.weight')", ["p1", "p2"]),
        ("q().inNumber('$.age', [31, 40])", ["p1"]),
        ("q().notInNumber('$.age', Int32Array.of(31))", ["p2", "q3"]),
        ("q().inString('$.name', ['Cid', 'Ann'])", ["p1", "q3"]),
        ("q().notInString('$.name', ['Cid', 'Ann'])", ["p2"]),
        ("q().like('$.name', '%b')", ["p2"]),
        ("q().unlike('$.name', '%b')", ["p1", "q3"]),
        ("q().equalTo('$.age', 22).and().equalTo('$.name', 'Cid')", ["q3"]),
        ("q().equalTo('$.age', 31).or().equalTo('$.name', 'Cid')", ["p1", "q3"]),
        (
            "q().beginGroup().equalTo('$.age', 31).or().equalTo('$.age', 22).endGroup().and().like('$.name', 'C%')",
            ["q3"],
        ),
        ("q().orderByDesc('$.name')", ["q3", "p2", "p1"]),
        ("q().orderByAsc('$.age').orderByDesc('$.name')", ["q3", "p2", "p1"]),
        ("q().equalTo('$.age', 22).orderByDesc('$.name').limit(1, 1)", ["p2"]),
        ("q().equalTo('$.name', 'Ann').setSuggestIndex('$.name')", ["p1"]),
        ("q().equalTo('', 1)", ["p1", "p2", "q3"]),
        ("q().equalTo('$.name', 'Ann').reset()", ["p1", "p2", "q3"]),
        ("q().deviceId('anyone')", ["p1", "p2", "q3"]),
    ],
)
def test_a_query_finds_entries_by_their_fields(realm, query: str, keys: list[str]) -> None:
    assert realm.run(FILLED + f"return keys({query});") == keys


def test_how_many_a_query_finds(realm) -> None:
    assert realm.run(FILLED + "return store.getResultSize(q().equalTo('$.age', 22));") == 2


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("await keys(q().equalTo('$.nothing', 1))", -1),
        ("await keys(q().equalTo('$.a.b.c.d.e', 1))", -1),
        ('await keys(q().equalTo("$.name\'", 1))', -1),
        ("await keys(q().greaterThan('$.here', 1))", -1),
        ("await keys(q().equalTo('$.age', 1).equalTo('$.age', 2))", -1),
        ("await keys(q().and().equalTo('$.age', 1))", -1),
        ("await keys(q().equalTo('$.age', 1).or())", -1),
        ("await keys(q().beginGroup().equalTo('$.age', 1))", -1),
        ("await keys(q().orderByAsc('$.here'))", -1),
        ("await keys(q().limit(1, 0).equalTo('$.age', 1))", -1),
        ("await keys(q().setSuggestIndex('$.age').equalTo('$.age', 1))", -1),
        ("await keys(q().inNumber('$.age', Array(129).fill(1)))", -1),
        ("await store.getResultSize(q().limit(1, 0))", -1),
        ("await store.getResultSize(q().orderByAsc('$.age'))", -1),
        ("q().equalTo('$.age')", 401),
        ("q().equalTo(5, 1)", 401),
        ("q().equalTo('$.age', {})", 401),
        ("q().inNumber('$.age', 5)", 401),
        ("q().inNumber('$.age', ['5'])", 401),
        ("q().inString('$.age', [5])", 401),
        ("q().like('$.age', 5)", 401),
        ("q().limit('1', 2)", 401),
        ("new FieldNode('')", 401),
        ("new FieldNode('a').appendChild({})", 401),
        ("await store.put('x', 'no json')", -1),
        ("await store.put('x', '[1]')", -1),
        ("await store.put('x', '{\"age\":\"old\"}')", -1),
        ("await store.put('x', '{\"age\":1.5}')", -1),
        ("await store.put('x', '{\"age\":3000000000}')", -1),
        ("await store.put('x', '{\"name\":null}')", -1),
        ("await store.put('x', '')", 401),
        ("await store.put('x', 5)", 401),
        ("await store.putBatch([{ key: 'x', value: { type: 0, value: '{\"age\":true}' } }])", -1),
        ("await store.put('x', '{\"more\":1}')", None),
    ],
)
def test_a_refused_query_or_value_has_its_number(realm, call: str, code: int | None) -> None:
    assert realm.code(FILLED + call + ";") == code


def test_fields_need_a_schema(realm) -> None:
    script = (
        MANAGER
        + "const store = await manager.getKVStore('plain', plain); await store.getEntries(new Query().equalTo('$.a', 1));"
    )
    assert realm.code(script) == -1


@pytest.mark.parametrize(
    "change",
    [
        "schema.root.appendChild(new FieldNode('a'))",
        "schema.root.appendChild(field('a', ValueType.INTEGER, 1))",
        "schema.root.appendChild(field('a', ValueType.INTEGER, ''))",
        "schema.root.appendChild(field('a', ValueType.BOOLEAN, true))",
        "schema.root.appendChild(field('a', ValueType.BYTE_ARRAY, ''))",
        "schema.root.appendChild(field('1a', ValueType.STRING, ''))",
        "schema.indexes = ['$.nothing']",
        "schema.indexes = ['$.name', '$.name']",
        "schema.skip = 4194303",
        "schema.root = new FieldNode('SCHEMA_DEFINE')",
    ],
)
def test_a_schema_that_is_none_is_refused_on_opening(realm, change: str) -> None:
    assert realm.code(MANAGER + f"const schema = people(); {change}; await open(schema);") == -1


def test_in_strict_mode_a_value_has_no_other_fields(realm) -> None:
    script = (
        MANAGER
        + "const schema = people(); schema.mode = 1; const store = await open(schema); await store.put('x', '{\"age\":1,\"more\":1}');"
    )
    assert realm.code(script) == -1


def test_nested_fields_and_bytes_to_skip(realm) -> None:
    script = (
        MANAGER
        + """
        const schema = people();
        const home = new FieldNode('home');
        home.appendChild(field('town', ValueType.STRING, 'none', true));
        schema.root.appendChild(home);
        schema.skip = 2;
        const store = await open(schema);
        await store.put('a', 'xx{"home":{"town":"Ulm"},"name":"A"}');
        await store.put('b', 'yy{"name":"B"}');
        return [(await store.getEntries(new Query().equalTo('$.home.town', 'Ulm'))).map(({ key }) => key), await store.get('b')];
    """
    )
    assert realm.run(script) == [["a"], 'yy{"age":0,"here":false,"home":{"town":"none"},"name":"B","weight":1.5}']


def test_a_field_may_be_added_and_the_values_get_its_default(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    script = (
        MANAGER
        + "const store = await open(people(field('town', ValueType.STRING, 'Ulm'))); return JSON.parse(await store.get('p1')).town;"
    )
    assert realm.run(script) == "Ulm"


def test_a_schema_that_does_not_go_with_the_former_one_is_refused(realm) -> None:
    realm.run(MANAGER + "await open(people(field('town', ValueType.STRING, 'Ulm')));")
    realm.restart()
    assert realm.code(MANAGER + "await open();") == -1
    assert (
        realm.code(MANAGER + "const schema = people(field('town', ValueType.STRING, 'Rom')); await open(schema);") == -1
    )


def test_a_plain_store_gets_a_schema_only_if_its_values_keep_to_it(realm) -> None:
    realm.run(MANAGER + "const store = await manager.getKVStore('people', plain); await store.put('a', 'text');")
    realm.restart()
    assert realm.code(OPEN) == -1


def test_without_its_schema_a_store_can_only_be_read(realm) -> None:
    realm.run(FILLED)
    realm.restart()
    script = MANAGER + "const store = await manager.getKVStore('people', plain);"
    assert realm.run(script + "return JSON.parse(await store.get('p1')).name;") == "Ann"
    assert realm.code(script + "await store.put('a', 1);") == -1
    assert realm.code(script + "await store.delete('p1');") == -1


def test_a_schema_as_text_is_not_used(realm) -> None:
    assert realm.run(MANAGER + "const store = await open('{}'); await store.put('a', 5); return store.get('a');") == 5
    assert realm.code(MANAGER + "await open(5);") == 401


DESCRIBED = {"SCHEMA_VERSION": "1.0", "SCHEMA_MODE": "STRICT"}


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("STRING", True),
        ("STRING, NOT NULL", True),
        ("STRING, NOT NULL, DEFAULT 'a, b'", True),
        ("STRING, DEFAULT null", True),
        (" LONG , DEFAULT -9223372036854775808", True),
        ("DOUBLE,DEFAULT -.5", True),
        ("BOOL, DEFAULT true", True),
        ("INTEGER, DEFAULT 2147483648", False),
        ("INTEGER, DEFAULT 007", False),
        ("STRING, NOT NULL, DEFAULT null", False),
        ("STRING, DEFAULT 'a, NOT NULL", False),
        ("STRING, DEFAULT 'a', NOT NULL", False),
        ("STRING,", False),
        ("STRING DEFAULT 'a'", False),
        ("DOUBLE, DEFAULT 1e3", False),
        ("TEXT", False),
        ("", False),
    ],
)
def test_how_a_field_is_described(text: str, fine: bool) -> None:
    described = json.dumps({**DESCRIBED, "SCHEMA_DEFINE": {"a": text}})
    if fine:
        assert parse_schema(described).fields
    else:
        with pytest.raises(InvalidSchema):
            parse_schema(described)


@given(st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(-9, 9) | st.text(max_size=3), max_size=3))
def test_amending_a_value_twice_changes_nothing_more(value: dict[str, object]) -> None:
    define = {"a": "INTEGER, DEFAULT 1", "b": "STRING, NOT NULL, DEFAULT 'x'", "c": "LONG"}
    schema = parse_schema(json.dumps({**DESCRIBED, "SCHEMA_DEFINE": define}))
    try:
        once = schema.amended(json.dumps(value).encode())
    except UnfitValue:
        return
    assert schema.amended(once) == once
    assert json.loads(once).items() >= value.items()
