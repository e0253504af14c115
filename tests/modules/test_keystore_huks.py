# ruff: noqa: E501 - the guest's script keeps its lines
"""@ohos.security.huks: keys that an app makes and uses without ever seeing them."""

from __future__ import annotations

import hmac

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

HUKS = """
const { huks } = require('@kit.UniversalKeystoreKit');
const T = huks.HuksTag;
const plain = (content) => new Uint8Array(bytes(content));
const aes = (purpose, more = []) => ({ properties: [
    { tag: T.HUKS_TAG_ALGORITHM, value: huks.HuksKeyAlg.HUKS_ALG_AES },
    { tag: T.HUKS_TAG_KEY_SIZE, value: huks.HuksKeySize.HUKS_AES_KEY_SIZE_256 },
    { tag: T.HUKS_TAG_PURPOSE, value: purpose },
    { tag: T.HUKS_TAG_PADDING, value: huks.HuksKeyPadding.HUKS_PADDING_PKCS7 },
    { tag: T.HUKS_TAG_BLOCK_MODE, value: huks.HuksCipherMode.HUKS_MODE_CBC }, ...more] });
const { HUKS_KEY_PURPOSE_ENCRYPT: ENCRYPT, HUKS_KEY_PURPOSE_DECRYPT: DECRYPT, HUKS_KEY_PURPOSE_SIGN: SIGN,
    HUKS_KEY_PURPOSE_VERIFY: VERIFY, HUKS_KEY_PURPOSE_MAC: MAC } = huks.HuksKeyPurpose;
const iv = [{ tag: T.HUKS_TAG_IV, value: new Uint8Array(16).fill(7) }];
const run = async (alias, options, inData) => {
    const { handle } = await huks.initSession(alias, options);
    return (await huks.finishSession(handle, { ...options, inData })).outData;
};
const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const list = (numbers) => ({ properties: numbers.map(([tag, value]) => ({ tag, value })) });
"""
MAKE = "await huks.generateKeyItem('k', aes(ENCRYPT | DECRYPT));"


def test_what_a_key_encrypts_it_decrypts(realm) -> None:
    source = f"""{MAKE}
        const sealed = await run('k', aes(ENCRYPT, iv), plain('a secret'));
        return [sealed.length, text((await run('k', aes(DECRYPT, iv), sealed)).buffer)];"""
    assert realm.run(HUKS + source) == [16, "a secret"]


def test_a_long_text_goes_through_in_pieces(realm) -> None:
    source = f"""{MAKE}
        const content = plain('x'.repeat(40));
        const {{ handle }} = await huks.initSession('k', aes(ENCRYPT, iv));
        const first = (await huks.updateSession(handle, {{ inData: content.slice(0, 33) }})).outData;
        const rest = (await huks.finishSession(handle, {{ inData: content.slice(33) }})).outData;
        const whole = await run('k', aes(ENCRYPT, iv), content);
        return hex(first) + hex(rest) === hex(whole);"""
    assert realm.run(HUKS + source) is True


def test_keys_outlive_the_process(realm) -> None:
    sealed = realm.run(HUKS + MAKE + "return [...await run('k', aes(ENCRYPT, iv), plain('a secret'))];")
    realm.restart()
    source = f"return text((await run('k', aes(DECRYPT, iv), Uint8Array.from({sealed}))).buffer);"
    assert realm.run(HUKS + source) == "a secret"


def test_gcm_needs_its_tag_to_decrypt(realm) -> None:
    source = """
        const gcm = (purpose, more = []) => list([[T.HUKS_TAG_ALGORITHM, 20], [T.HUKS_TAG_KEY_SIZE, 128],
            [T.HUKS_TAG_PURPOSE, purpose], [T.HUKS_TAG_PADDING, 0], [T.HUKS_TAG_BLOCK_MODE, huks.HuksCipherMode.HUKS_MODE_GCM],
            [T.HUKS_TAG_NONCE, new Uint8Array(12)], [T.HUKS_TAG_ASSOCIATED_DATA, plain('head')], ...more]);
        await huks.generateKeyItem('g', gcm(ENCRYPT | DECRYPT));
        const sealed = await run('g', gcm(ENCRYPT), plain('secret'));
        const [body, tag] = [sealed.slice(0, -16), sealed.slice(-16)];
        const opened = await run('g', gcm(DECRYPT, [[T.HUKS_TAG_AE_TAG, tag]]), body);
        const codes = [];
        for (const more of [[], [[T.HUKS_TAG_AE_TAG, new Uint8Array(16)]]]) {
            try { await run('g', gcm(DECRYPT, more), body); } catch (error) { codes.push(error.code); }
        }
        return [sealed.length, text(opened.buffer), codes];"""
    assert realm.run(HUKS + source) == [22, "secret", [12000002, 12000006]]


def test_an_imported_key_computes_what_others_compute(realm) -> None:
    source = """
        const spec = list([[T.HUKS_TAG_ALGORITHM, huks.HuksKeyAlg.HUKS_ALG_HMAC], [T.HUKS_TAG_KEY_SIZE, 32],
            [T.HUKS_TAG_PURPOSE, MAC], [T.HUKS_TAG_DIGEST, huks.HuksKeyDigest.HUKS_DIGEST_SHA256]]);
        await huks.importKeyItem('m', { ...spec, inData: plain('abcd') });
        return hex(await run('m', spec, plain('text')));"""
    assert realm.run(HUKS + source) == hmac.digest(b"abcd", b"text", "sha256").hex()


@pytest.mark.parametrize("algorithm", ["ECC", "RSA"])
def test_a_signature_is_checked_here_and_by_other_programs(realm, algorithm: str) -> None:
    size, more = (
        (256, "") if algorithm == "ECC" else (1024, "[T.HUKS_TAG_PADDING, huks.HuksKeyPadding.HUKS_PADDING_PSS],")
    )
    source = f"""
        const spec = (purpose) => list([[T.HUKS_TAG_ALGORITHM, huks.HuksKeyAlg.HUKS_ALG_{algorithm}], [T.HUKS_TAG_KEY_SIZE, {size}],
            {more} [T.HUKS_TAG_PURPOSE, purpose], [T.HUKS_TAG_DIGEST, huks.HuksKeyDigest.HUKS_DIGEST_SHA256]]);
        await huks.generateKeyItem('s', spec(SIGN | VERIFY));
        const signature = await run('s', spec(SIGN), plain('text'));
        const check = async (content) => {{
            const session = await huks.initSession('s', spec(VERIFY));
            await huks.updateSession(session.handle, {{ ...spec(VERIFY), inData: plain(content) }});
            await huks.finishSession(session.handle, {{ ...spec(VERIFY), inData: signature }});
        }};
        await check('text');
        let code;
        try {{ await check('another'); }} catch (error) {{ code = error.code; }}
        return [hex(signature), hex((await huks.exportKeyItem('s', list([]))).outData), code];"""
    signature, public, code = realm.run(HUKS + source)
    key = serialization.load_der_public_key(bytes.fromhex(public))
    if algorithm == "ECC":
        key.verify(bytes.fromhex(signature), b"text", ec.ECDSA(hashes.SHA256()))
    else:
        scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
        key.verify(bytes.fromhex(signature), b"text", scheme, hashes.SHA256())
    assert code == 12000006


def test_a_missing_key_is_an_error_or_false_by_the_question(realm) -> None:
    source = """const codes = [];
        for (const ask of [huks.isKeyItemExist, huks.hasKeyItem, huks.initSession, huks.deleteKeyItem, huks.exportKeyItem,
            huks.getKeyItemProperties]) {
            try { codes.push(await ask('none', aes(ENCRYPT, iv))); } catch (error) { codes.push(error.code); }
        }
        return codes;"""
    assert realm.run(HUKS + source) == [12000011, False, 12000011, 12000011, 12000011, 12000011]


def test_keys_of_two_storage_levels_do_not_see_each_other(realm) -> None:
    source = """const level = (value) => aes(ENCRYPT | DECRYPT, [{ tag: T.HUKS_TAG_AUTH_STORAGE_LEVEL, value }]);
        await huks.generateKeyItem('k', level(huks.HuksAuthStorageLevel.HUKS_AUTH_STORAGE_LEVEL_DE));
        await huks.generateKeyItem('other', aes(ENCRYPT));
        return [await huks.hasKeyItem('k', level(0)), await huks.hasKeyItem('k', level(1)), await huks.hasKeyItem('k', list([])),
            (await huks.listAliases(list([]))).keyAliases];"""
    assert realm.run(HUKS + source) == [True, False, False, ["other"]]


def test_deleting_and_replacing_a_key_loses_what_it_encrypted(realm) -> None:
    source = f"""{MAKE}
        const sealed = await run('k', aes(ENCRYPT, iv), plain('a secret'));
        {MAKE}
        try {{ await run('k', aes(DECRYPT, iv), sealed); }} catch (error) {{ return error.code; }}"""
    assert realm.run(HUKS + source) == 12000006


def test_properties_are_those_of_the_making(realm) -> None:
    source = f"""{MAKE}
        const {{ properties }} = await huks.getKeyItemProperties('k', list([]));
        return properties.filter((p) => p.tag === T.HUKS_TAG_KEY_SIZE);"""
    assert realm.run(HUKS + source) == [{"tag": (2 << 28) | 3, "value": 256}]


def test_the_callback_form_gives_error_first(realm) -> None:
    source = """const missing = await callback((done) => huks.initSession('none', aes(ENCRYPT, iv), done));
        const made = await callback((done) => huks.generateKeyItem('k', aes(ENCRYPT), done));
        return [missing, made, await callback((done) => huks.hasKeyItem('k', list([]), done)), typeof huks.getSdkVersion({})];"""
    assert realm.run(HUKS + source) == [[12000011, None], [None, None], [None, True], "string"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("await huks.generateKeyItem('k');", 401),
        ("await huks.generateKeyItem(1, aes(1));", 401),
        ("await huks.generateKeyItem('', aes(1));", 401),
        ("await huks.generateKeyItem('k', list([[T.HUKS_TAG_ALGORITHM, 'AES']]));", 401),
        ("await huks.generateKeyItem('k', list([]));", 12000002),
        ("await huks.generateKeyItem('k', list([[T.HUKS_TAG_ALGORITHM, 20], [T.HUKS_TAG_PURPOSE, 1]]));", 12000002),
        (
            "await huks.generateKeyItem('k', list([[T.HUKS_TAG_ALGORITHM, 20], [T.HUKS_TAG_PURPOSE, 1], [T.HUKS_TAG_KEY_SIZE, 9]]));",
            12000003,
        ),
        ("await huks.importKeyItem('k', aes(1));", 401),
        ("await huks.importKeyItem('k', { ...aes(1), inData: new Uint8Array(3) });", 401),
        (f"{MAKE} await huks.exportKeyItem('k', list([]));", 12000003),
        (f"{MAKE} await huks.initSession('k', aes(SIGN, iv));", 401),
        (f"{MAKE} await huks.initSession('k', aes(ENCRYPT));", 12000002),
        (
            f"{MAKE} await huks.initSession('k', aes(ENCRYPT, [{{ tag: T.HUKS_TAG_IV, value: new Uint8Array(3) }}]));",
            12000003,
        ),
        ("await huks.finishSession(12, list([]));", 12000011),
        (
            f"{MAKE} const {{ handle }} = await huks.initSession('k', aes(ENCRYPT, iv)); await huks.abortSession(handle, list([])); await huks.updateSession(handle, {{ inData: new Uint8Array(1) }});",
            12000011,
        ),
        (
            f"{MAKE} await huks.generateKeyItem('k', aes(1, [{{ tag: T.HUKS_TAG_KEY_OVERRIDE, value: false }}]));",
            12000017,
        ),
    ],
)
def test_wrong_use_has_the_documented_number(realm, source: str, code: int) -> None:
    assert realm.code(HUKS + source) == code


def test_keys_that_a_person_must_unlock_are_said_to_be_missing(realm) -> None:
    realm.code(HUKS + "await huks.generateKeyItem('k', aes(1, [{ tag: T.HUKS_TAG_USER_AUTH_TYPE, value: 1 }]));")
    assert realm.not_emulated == ["@ohos.security.huks.HuksTag.HUKS_TAG_USER_AUTH_TYPE"]
