# ruff: noqa: E501 - the guest's script keeps its lines
"""@ohos.security.asset: short secrets, kept by the device."""

from __future__ import annotations

import pytest

ASSET = """
const { asset } = require('@kit.AssetStoreKit');
const { Tag } = asset;
const plain = (content) => new Uint8Array(bytes(content));
const map = (attributes) => new Map(Object.entries(attributes).map(([name, value]) =>
    [Tag[name], typeof value === 'string' ? plain(value) : value]));
const ofTag = (found, name) => { const value = found.get(Tag[name]); return value instanceof Uint8Array ? text(value.buffer) : value; };
const ALL = asset.ReturnType.ALL;
const add = (alias, secret, more = {}) => asset.addSync(map({ ALIAS: alias, SECRET: secret, ...more }));
"""


def test_a_secret_comes_back_by_its_alias(realm) -> None:
    source = """await asset.add(map({ ALIAS: 'a', SECRET: 'word', DATA_LABEL_NORMAL_1: 'note' }));
        const [found] = await asset.query(map({ ALIAS: 'a', RETURN_TYPE: ALL }));
        return [ofTag(found, 'SECRET'), ofTag(found, 'DATA_LABEL_NORMAL_1'), ofTag(found, 'ACCESSIBILITY'), ofTag(found, 'IS_PERSISTENT')];"""
    assert realm.run(ASSET + source) == ["word", "note", 1, False]


def test_secrets_outlive_the_process(realm) -> None:
    realm.run(ASSET + "add('a', 'word');")
    realm.restart()
    assert (
        realm.run(ASSET + "return ofTag(asset.querySync(map({ ALIAS: 'a', RETURN_TYPE: ALL }))[0], 'SECRET');")
        == "word"
    )


def test_attributes_are_listed_without_secrets(realm) -> None:
    source = """for (const name of ['b', 'c', 'a']) add(name, 'word', { DATA_LABEL_CRITICAL_1: 'mail', DATA_LABEL_NORMAL_1: name });
        add('other', 'word');
        const found = asset.querySync(map({ DATA_LABEL_CRITICAL_1: 'mail', RETURN_ORDERED_BY: Tag.DATA_LABEL_NORMAL_1, RETURN_OFFSET: 1, RETURN_LIMIT: 5 }));
        return found.map((one) => [ofTag(one, 'ALIAS'), one.has(Tag.SECRET)]);"""
    assert realm.run(ASSET + source) == [["b", False], ["c", False]]


def test_an_alias_is_there_once_unless_overwritten(realm) -> None:
    source = """add('a', 'one');
        let code;
        try { add('a', 'two'); } catch (error) { code = error.code; }
        add('a', 'three', { CONFLICT_RESOLUTION: asset.ConflictResolution.OVERWRITE });
        return [code, asset.querySync(map({ ALIAS: 'a', RETURN_TYPE: ALL })).map((one) => ofTag(one, 'SECRET'))];"""
    assert realm.run(ASSET + source) == [24000003, ["three"]]


def test_updating_and_removing(realm) -> None:
    source = """add('a', 'one');
        await asset.update(map({ ALIAS: 'a' }), map({ SECRET: 'two', DATA_LABEL_NORMAL_LOCAL_1: 'x' }));
        const [found] = asset.querySync(map({ ALIAS: 'a', RETURN_TYPE: ALL }));
        await asset.remove(map({ ALIAS: 'a' }));
        const codes = [];
        for (const work of [() => asset.querySync(map({ ALIAS: 'a' })), () => asset.removeSync(map({ ALIAS: 'a' })),
            () => asset.updateSync(map({ ALIAS: 'a' }), map({ SECRET: 'x' }))]) {
            try { work(); } catch (error) { codes.push(error.code); }
        }
        return [ofTag(found, 'SECRET'), ofTag(found, 'DATA_LABEL_NORMAL_LOCAL_1'), codes];"""
    assert realm.run(ASSET + source) == ["two", "x", [24000002] * 3]


def test_nobody_unlocks_what_asks_for_the_user(realm) -> None:
    source = """add('a', 'word', { AUTH_TYPE: asset.AuthType.ANY });
        const challenge = await asset.preQuery(map({ ALIAS: 'a' }));
        const codes = [];
        for (const more of [{}, { AUTH_CHALLENGE: challenge, AUTH_TOKEN: new Uint8Array(8) }]) {
            try { await asset.query(map({ ALIAS: 'a', RETURN_TYPE: ALL, ...more })); } catch (error) { codes.push(error.code); }
        }
        await asset.postQuery(map({ AUTH_CHALLENGE: challenge }));
        return [challenge.length, codes];"""
    assert realm.run(ASSET + source) == [32, [401, 24000004]]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("asset.addSync({});", 401),
        ("asset.addSync();", 401),
        ("asset.addSync(map({ ALIAS: 'a' }));", 401),
        ("add('a', '');", 401),
        ("add('a', 'x'.repeat(1025));", 401),
        ("add('a', 'x', { ACCESSIBILITY: 9 });", 401),
        ("add('a', 'x', { ACCESSIBILITY: 'x' });", 401),
        ("add('a', 'x', { RETURN_TYPE: 0 });", 401),
        ("add('a', 'x'); asset.updateSync(map({ ALIAS: 'a' }), new Map());", 401),
        ("add('a', 'x'); asset.updateSync(map({ ALIAS: 'a' }), map({ DATA_LABEL_CRITICAL_1: 'x' }));", 401),
        ("add('a', 'x'); asset.querySync(map({ RETURN_TYPE: ALL }));", 24000017),
        ("await asset.query(map({ ALIAS: 'none' }));", 24000002),
        ("await asset.preQuery(map({ ALIAS: 'none' }));", 24000002),
    ],
)
def test_wrong_use_has_the_documented_number(realm, source: str, code: int) -> None:
    assert realm.code(ASSET + source) == code
