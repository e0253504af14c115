"""util beyond text, @arkts.collections and @arkts.utils."""

# ruff: noqa: E501 - scripts of the guest stand on one line of a table
from __future__ import annotations

import pytest

UTIL = "const util = require('@ohos.util').default; "


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const r = new util.RationalNumber(2, -4); return [r.toString(), r.valueOf(), r.getNumerator(), r.getDenominator(), r.isZero(), r.isFinite()];", ["-1/2", -0.5, -1, 2, False, True]),
        ("const r = util.RationalNumber.createRationalFromString('3:4'); return [r.compare(new util.RationalNumber(1, 2)), r.equals(util.RationalNumber.parseRationalNumber(6, 8)), util.RationalNumber.getCommonFactor(4, 6)];", [1, True, 2]),
        ("const s = new util.ScopeHelper(1, 5); return [s.contains(3), s.contains(6), s.clamp(9), s.clamp(0), s.intersect(new util.ScopeHelper(4, 9)).toString(), s.expand(7).toString(), s.expand(0, 3).toString(), s.contains(new util.ScopeHelper(2, 3))];", [True, False, 5, 1, "[4, 5]", "[1, 7]", "[0, 5]", True]),
        ("const d = new util.StringDecoder(); return [d.write(new Uint8Array([0xe4, 0xb8])), d.write(new Uint8Array([0xad])), d.end()];", ["", "中", ""]),
        ("return [util.errnoToString(-1), util.getErrorString(2), util.errnoToString(9999)];", ["operation not permitted", "no such file or directory", "Unknown system error 9999"]),
        ("const o = {}; return [util.getHash(o) === util.getHash(o), util.getHash(o) === util.getHash({})];", [True, False]),
        ("class A { f(x) { return x; } static g() { return 1; } } util.Aspect.addAfter(A, 'f', false, (self, ret, x) => ret + x); util.Aspect.replace(A, 'g', true, () => 2); const seen = []; util.Aspect.addBefore(A, 'f', false, (self, x) => seen.push(x)); return [new A().f(2), A.g(), seen];", [4, 2, [2]]),
        ("return await util.promiseWrapper((a, callback) => callback(null, a + 1))(2);", 3),
        ("const t = new util.types(); return [t.isNumberObject(new Number(1)), t.isNumberObject(1), t.isBoxedPrimitive(Object('a')), t.isMapIterator(new Map().keys()), t.isGeneratorObject((function* () {})()), t.isArgumentsObject((function () { return arguments; })())];", [True, False, True, True, True, True]),
    ],
)  # fmt: skip
def test_util_does_what_it_declares(realm, source: str, value: object) -> None:
    assert realm.run(UTIL + source) == value


@pytest.mark.parametrize(
    "statement",
    ["new util.RationalNumber('1', 2);", "util.RationalNumber.createRationalFromString('x');", "new util.ScopeHelper(5, 1);", "new util.StringDecoder(1);", "new util.StringDecoder().write(1);", "util.errnoToString('1');", "util.getHash(1);", "util.Aspect.replace(class {}, 'f', false, () => 1);"],
)  # fmt: skip
def test_util_refuses(realm, statement: str) -> None:
    assert realm.code(UTIL + statement) == 401


SHARED = "const collections = require('@arkts.collections').default; const utils = require('@arkts.utils').default; "


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const a = collections.Array.create(2, 0); a.push(5); a.shrinkTo(2); return [[...a], a.map((v) => v + 1) instanceof collections.Array, collections.Array.from([1, 2]).length, new collections.Array(3).length];", [[0, 0], True, 2, 1]),
        ("const m = new collections.Map([['a', 1]]); m.set('b', 2); return [m.size, [...m.keys()], m instanceof collections.Map];", [2, ["a", "b"], True]),
        ("const m = new collections.Map([['a', 1]]); try { m.forEach(() => m.set('c', 1)); } catch (error) { return error.code; }", 10200201),
        ("const b = new collections.BitVector(3); b.flipBitByIndex(1); b.push(1); return [[...b], b.getIndexOf(1, 0, 4), b.getBitCountByRange(1, 0, 4), b.has(1, 2, 3)];", [[0, 1, 0, 1], 1, 2, False]),
        ("return [new collections.Uint8Array([1, 300])[1], utils.isSendable(new collections.Set()), utils.isSendable({}), utils.isSendable(1)];", [44, True, False, True]),
        ("const o = utils.ASON.parse('{\"a\":[1,{\"b\":2}]}'); return [o.a[1].b, utils.isSendable(o), utils.ASON.stringify(o), utils.ASON.parse('{\"x\":1}', null, { parseReturnType: 1 }).get('x')];", [2, True, '{"a":[1,{"b":2}]}', 1]),
        ("const lock = utils.locks.AsyncLock.request('l'); const seen = []; const hold = (name) => lock.lockAsync(async () => { seen.push(`+${name}`); await host.later(() => {}, 5); seen.push(`-${name}`); return name; }); const done = await Promise.all([hold('a'), hold('b')]); return [seen, done, utils.locks.AsyncLock.query('l').held.length];", [["+a", "-a", "+b", "-b"], ["a", "b"], 0]),
        ("const lock = new utils.locks.AsyncLock(); lock.lockAsync(() => host.later(() => {}, 50)); try { await lock.lockAsync(() => 1, 2, { isAvailable: true }); } catch (error) { return error.code; }", 10200031),
        ("try { utils.locks.AsyncLock.query('none'); } catch (error) { return error.code; }", 10200030),
        ("const c = new utils.locks.ConditionVariable(); const seen = []; const wait = c.wait().then(() => seen.push('woken')); seen.push('before'); c.notifyAll(); await wait; return seen;", ["before", "woken"]),
    ],
)  # fmt: skip
def test_shared_containers_and_locks(realm, source: str, value: object) -> None:
    assert realm.run(SHARED + source) == value
