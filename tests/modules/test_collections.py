"""The containers of @ohos.util.*, as the declarations of the SDK describe them."""

# ruff: noqa: E501 - scripts of the guest stand on one line of a table
from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "source", "value"),
    [
        ("HashMap", "c.set('a', 1).set('b', 2); return [c.length, c.get('a'), c.get('z') ?? null, c.hasKey('b'), c.hasValue(2), c.remove('a'), c.length];", [2, 1, None, True, True, 1, 1]),
        ("HashMap", "c.set('a', 1); const seen = []; c.forEach((value, key) => seen.push([key, value])); return [seen, [...c.keys()], c.replace('z', 1)];", [[["a", 1]], ["a"], False]),
        ("HashSet", "return [c.add(1), c.add(1), c.has(1), c.remove(2), [...c]];", [True, False, True, False, [1]]),
        ("ArrayList", "c.add('a'); c.add('b'); c.insert('x', 1); c[0] = 'z'; return [c.length, c[0], c[2], c.remove('x'), c.convertToArray(), c.getIndexOf('b')];", [3, "z", "b", True, ["z", "b"], 1]),
        ("ArrayList", "for (const n of [3, 1, 2]) c.add(n); c.sort(); const d = c.clone(); d.clear(); return [[...c], d.length, [...c.subArrayList(0, 2)]];", [[1, 2, 3], 0, [1, 2]]),
        ("List", "c.add(1); c.add(2); return [c.getFirst(), c.getLast(), c.set(0, 5), c.get(0)];", [1, 2, 5, 5]),
        ("LinkedList", "c.addFirst(1); c.insert(1, 2); c.add(1); return [c.removeLastFound(1), c.removeFirst(), c.convertToArray()];", [True, 1, [2]]),
        ("Queue", "c.add(1); c.add(2); return [c.pop(), c.getFirst(), c.length];", [1, 2, 1]),
        ("Stack", "c.push(1); c.push(2); return [c.peek(), c.pop(), c.length, c.locate(1)];", [2, 2, 1, 0]),
        ("Deque", "c.insertFront(1); c.insertEnd(2); return [c.popLast(), c.popFirst(), c.length];", [2, 1, 0]),
    ],
)  # fmt: skip
def test_a_container_does_what_it_declares(realm, name: str, source: str, value: object) -> None:
    assert realm.run(f"const C = require('@ohos.util.{name}').default; const c = new C(); {source}") == value


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("ArrayList", "c.removeByIndex(0);", 10200001),
        ("ArrayList", "c.insert(1, 'x');", 401),
        ("ArrayList", "c.forEach(1);", 401),
        ("LinkedList", "c.removeFirst();", 10200010),
        ("HashMap", "c.setAll(new Map());", 401),
    ],
)
def test_a_container_refuses_with_its_codes(realm, name: str, source: str, code: int) -> None:
    assert realm.code(f"const C = require('@ohos.util.{name}').default; const c = new C(); {source}") == code
