"""The keyed containers of @ohos.util.* and util.json, as the declarations of the SDK describe them."""

# ruff: noqa: E501 - scripts of the guest stand on one line of a table
from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "source", "value"),
    [
        ("TreeMap", "for (const k of ['b', 'c', 'a']) c.set(k, k); return [[...c.keys()], c.getFirstKey(), c.getLastKey(), c.getLowerKey('b'), c.getHigherKey('b'), c.remove('a'), c.length, c.replace('z', 1)];", [["a", "b", "c"], "a", "c", "a", "c", "a", 2, False]),
        ("TreeMap", "const d = new C((a, b) => a > b); d.set(1, 'x').set(2, 'y'); c.setAll(d); return [[...d.keys()], [...c], c.hasKey(1), c.hasValue('y'), c.getLowerKey(1) ?? null];", [[2, 1], [[1, "x"], [2, "y"]], True, True, None]),
        ("TreeSet", "for (const v of [3, 1, 2, 1]) c.add(v); return [[...c], c.getFirstValue(), c.getHigherValue(1), c.getLowerValue(1) ?? null, c.popFirst(), c.popLast(), c.remove(2), c.isEmpty()];", [[1, 2, 3], 1, 2, None, 1, 3, True, True]),
        ("LightWeightMap", "c.set('a', 1).set('b', 2); return [c.get('b'), c.getKeyAt(0), c.getValueAt(1), c.getIndexOfKey('b'), c.getIndexOfKey('z'), c.setValueAt(0, 9), c.get('a'), c.removeAt(7), c.removeAt(0), c.toString(), c.remove('z') ?? null];", [2, "a", 2, 1, -1, True, 9, False, True, "b:2", None]),
        ("LightWeightSet", "const d = new C(); d.add(1); d.add(2); return [c.add(1), c.add(1), c.addAll(d), c.hasAll(d), c.equal(d), c.getIndexOf(2), c.getValueAt(0), c.toArray(), c.remove(1), c.length];", [True, False, True, True, True, 1, 1, [1, 2], 1, 1]),
        ("PlainArray", "c.add(5, 'e'); c.add(1, 'a'); const d = c.clone(); return [c.getKeyAt(0), c.get(5), c.getIndexOfKey(5), c.getValueAt(1), c.has(2), c.removeAt(0), [...c], d.length, d.removeRangeFrom(0, 5), d.getKeyAt(0), c.toString()];", [1, "e", 1, "e", False, "a", [[5, "e"]], 2, 2, -1, "5:e"]),
        ("Vector", "for (const v of [1, 2, 1]) c.add(v); const a = []; c.copyToArray(a); return [c.getFirstElement(), c.getLastElement(), c.getLastIndexOf(1), c.getIndexFrom(1, 1), c.subVector(0, 2).length, a, c.toString()];", [1, 1, 2, 2, 2, [1, 2, 1], "1,2,1"]),
    ],
)  # fmt: skip
def test_a_container_does_what_it_declares(realm, name: str, source: str, value: object) -> None:
    assert realm.run(f"const C = require('@ohos.util.{name}').default; const c = new C(); {source}") == value


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("TreeMap", "c.setAll(new Map());", 401),
        ("TreeMap", "new C(1);", 401),
        ("LightWeightMap", "c.getKeyAt(0);", 10200001),
        ("LightWeightMap", "c.setAll(1);", 401),
        ("LightWeightSet", "c.addAll([1]);", 401),
        ("PlainArray", "c.add('a', 1);", 401),
        ("PlainArray", "c.getValueAt(0);", 10200001),
        ("Vector", "c.getIndexFrom(1, 5);", 10200001),
    ],
)
def test_a_container_refuses_with_its_codes(realm, name: str, source: str, code: int) -> None:
    assert realm.code(f"const C = require('@ohos.util.{name}').default; const c = new C(); {source}") == code


JSON_FACE = "const json = require('@ohos.util.json').default; "


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("return json.parse('{\"a\":1}').a;", 1),
        ("return String(json.parse('[9007199254740993]', undefined, { bigIntMode: 1 })[0]);", "9007199254740993"),
        ("return typeof json.parse('[1]', null, { bigIntMode: 1 })[0];", "number"),
        ("return typeof json.parse('[1]', undefined, { bigIntMode: 2 })[0];", "bigint"),
        ("return json.parse('[1,2]', (key, value) => (key === '0' ? 5 : value));", [5, 2]),
        (
            "return json.stringify({ a: 12345678901234567890n, b: ['x', 1n] });",
            '{"a":12345678901234567890,"b":["x",1]}',
        ),
        ("return json.stringify({ a: 1, b: 2 }, ['a']);", '{"a":1}'),
        ("return json.stringify({ a: [1] }, null, 1);", '{\n "a": [\n  1\n ]\n}'),
        ("const o = { a: 1 }; json.remove(o, 'a'); return [json.has(o, 'a'), json.has({ b: 1 }, 'b')];", [False, True]),
    ],
)
def test_json_keeps_whole_numbers_when_asked(realm, source: str, value: object) -> None:
    assert realm.run(JSON_FACE + source) == value


@pytest.mark.parametrize("call", ["json.parse(1)", "json.parse('1', 1)", "json.stringify(1, 2)", "json.has(1, 'a')", "json.has({}, '')"])  # fmt: skip
def test_json_refuses_other_types(realm, call: str) -> None:
    assert realm.code(JSON_FACE + call) == 401
