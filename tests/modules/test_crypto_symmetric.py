# ruff: noqa: E501 - the guest's script keeps its lines
"""@ohos.security.cryptoFramework: digests, codes, ciphers, random numbers and key derivation."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.profile import LATEST

CRYPTO = """
const cf = require('@kit.CryptoArchitectureKit').cryptoFramework;
const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const of = (text) => ({ data: Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)) });
const key = (name, text) => cf.createSymKeyGenerator(name).convertKeySync(of(text));
const iv = (text) => ({ algName: 'IvParamsSpec', iv: of(text) });
const { ENCRYPT_MODE, DECRYPT_MODE } = cf.CryptoMode;
"""
KEY = bytes(range(16)).hex()
LONG_KEY = bytes(range(32)).hex()
IV = bytes(range(100, 116)).hex()


def text(content: str) -> str:
    return f"{{ data: new Uint8Array(bytes({content!r})) }}"


@pytest.mark.parametrize("name", ["MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256"])
def test_digests_are_those_of_python(realm, name: str) -> None:
    expected = hashlib.new(name.lower().replace("sha3-", "sha3_"), b"hello world").hexdigest()
    source = f"""const md = cf.createMd('{name}');
        await md.update({text("hello ")}); md.updateSync({text("world")});
        return [hex((await md.digest()).data), md.getMdLength(), md.algName];"""
    assert realm.run(CRYPTO + source) == [expected, len(expected) // 2, name]


def test_sm3_is_the_standards_own_example(realm) -> None:
    source = f"const md = cf.createMd('SM3'); md.updateSync({text('abc')}); return hex(md.digestSync().data);"
    assert realm.run(CRYPTO + source) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.parametrize("spec", ["'SHA256'", "{ algName: 'HMAC', mdName: 'SHA256' }"])
def test_hmac_takes_a_key_of_any_length(realm, spec: str) -> None:
    source = f"""const mac = cf.createMac({spec});
        mac.initSync(key('HMAC', '00ff00'));
        await mac.update({text("data")});
        return [hex((await mac.doFinal()).data), mac.getMacLength()];"""
    assert realm.run(CRYPTO + source) == [hmac.digest(b"\0\xff\0", b"data", "sha256").hex(), 32]


@pytest.mark.parametrize(
    ("transformation", "key", "params", "plain", "cipher"),
    [
        # FIPS 197 appendix C, SP 800-38A appendix F, GB/T 32907 appendix A.
        ("AES128|ECB|NoPadding", KEY, "null", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a"),
        (
            "AES256|ECB|NoPadding",
            LONG_KEY,
            "null",
            "00112233445566778899aabbccddeeff",
            "8ea2b7ca516745bfeafc49904b496089",
        ),
        (
            "AES128|CBC|NoPadding",
            "2b7e151628aed2a6abf7158809cf4f3c",
            f"iv('{KEY}')",
            "6bc1bee22e409f96e93d7e117393172a",
            "7649abac8119b246cee98e9b12e9197d",
        ),
        (
            "AES128|CTR|NoPadding",
            "2b7e151628aed2a6abf7158809cf4f3c",
            "iv('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff')",
            "6bc1bee22e409f96e93d7e117393172a",
            "874d6191b620e3261bef6864990db6ce",
        ),
        (
            "AES128|OFB|NoPadding",
            "2b7e151628aed2a6abf7158809cf4f3c",
            f"iv('{KEY}')",
            "6bc1bee22e409f96e93d7e117393172a",
            "3b3fd92eb72dad20333449f8e83cfb4a",
        ),
        (
            "AES128|CFB|NoPadding",
            "2b7e151628aed2a6abf7158809cf4f3c",
            f"iv('{KEY}')",
            "6bc1bee22e409f96e93d7e117393172a",
            "3b3fd92eb72dad20333449f8e83cfb4a",
        ),
        (
            "SM4_128|ECB|NoPadding",
            "0123456789abcdeffedcba9876543210",
            "null",
            "0123456789abcdeffedcba9876543210",
            "681edf34d206965e86b3e94f536e4246",
        ),
    ],
)
def test_ciphers_match_published_vectors(
    realm, transformation: str, key: str, params: str, plain: str, cipher: str
) -> None:
    generator = transformation.split("|")[0]
    source = f"""const run = (mode, input) => {{
            const cipher = cf.createCipher('{transformation}');
            cipher.initSync(mode, key('{generator}', '{key}'), {params});
            return hex(cipher.doFinalSync(of(input)).data);
        }};
        return [run(ENCRYPT_MODE, '{plain}'), run(DECRYPT_MODE, '{cipher}')];"""
    assert realm.run(CRYPTO + source) == [cipher, plain]


@pytest.mark.parametrize("padding", ["PKCS5", "PKCS7"])
@pytest.mark.parametrize("name", ["AES128", "AES192", "AES256", "3DES192"])
def test_padded_text_of_any_length_comes_back_by_update_and_do_final(realm, name: str, padding: str) -> None:
    size = {"AES128": 16, "AES192": 24, "AES256": 32, "3DES192": 24}[name]
    block = 8 if name == "3DES192" else 16
    source = f"""const symKey = key('{name}', '{bytes(range(size)).hex()}');
        const params = iv('{bytes(block).hex()}');
        const through = async (mode, data) => {{
            const cipher = cf.createCipher('{name}|CBC|{padding}');
            await cipher.init(mode, symKey, params);
            const pieces = [await cipher.update({{ data: data.slice(0, 5) }}), await cipher.update({{ data: data.slice(5) }}),
                await cipher.doFinal(null)];
            return Uint8Array.from(pieces.flatMap((piece) => piece === null ? [] : [...piece.data]));
        }};
        const lengths = [6, 15, 16, 17, 33];
        const found = [];
        for (const length of lengths) {{
            const data = Uint8Array.from({{ length }}, (_, index) => index);
            const sealed = await through(ENCRYPT_MODE, data);
            found.push(sealed.length % {block} === 0 && hex(await through(DECRYPT_MODE, sealed)) === hex(data));
        }}
        return found;"""
    assert realm.run(CRYPTO + source) == [True] * 5


def test_gcm_gives_the_tag_from_do_final_and_checks_it(realm) -> None:
    """As published apps do it: update for the text, doFinal(null) for the tag."""
    both = AESGCM(bytes.fromhex(LONG_KEY)).encrypt(bytes(12), b"secret", b"head")
    source = f"""const symKey = key('AES256', '{LONG_KEY}');
        const params = (tag) => ({{ algName: 'GcmParamsSpec', iv: of('{bytes(12).hex()}'), aad: {text("head")}, authTag: {{ data: tag }} }});
        const cipher = cf.createCipher('AES256|GCM|PKCS7');
        await cipher.init(ENCRYPT_MODE, symKey, params(new Uint8Array(16)));
        const sealed = (await cipher.update({text("secret")})).data;
        const tag = (await cipher.doFinal(null)).data;
        const open = (given) => {{
            const decipher = cf.createCipher('AES256|GCM|PKCS7');
            decipher.initSync(DECRYPT_MODE, symKey, params(given));
            const plain = decipher.updateSync({{ data: sealed }}).data;
            return [text(plain.buffer), decipher.doFinalSync(null)];
        }};
        let code;
        try {{ open(new Uint8Array(16)); }} catch (error) {{ code = error.code; }}
        return [hex(sealed), hex(tag), open(tag), code];"""
    assert realm.run(CRYPTO + source) == [both[:-16].hex(), both[-16:].hex(), ["secret", None], 17630001]


def test_gcm_do_final_with_data_appends_the_tag(realm) -> None:
    both = AESGCM(bytes.fromhex(KEY)).encrypt(bytes(12), b"secret", None)
    source = f"""const cipher = cf.createCipher('AES128|GCM|NoPadding');
        cipher.initSync(ENCRYPT_MODE, key('AES128', '{KEY}'),
            {{ algName: 'GcmParamsSpec', iv: of('{bytes(12).hex()}'), aad: {{ data: new Uint8Array() }}, authTag: of('') }});
        return hex(cipher.doFinalSync({text("secret")}).data);"""
    assert realm.run(CRYPTO + source) == both.hex()


def test_ccm_has_a_tag_of_12_bytes(realm) -> None:
    both = AESCCM(bytes.fromhex(KEY), 12).encrypt(bytes(7), b"secret", b"head")
    source = f"""const symKey = key('AES128', '{KEY}');
        const params = (tag) => ({{ algName: 'CcmParamsSpec', iv: of('{bytes(7).hex()}'), aad: {text("head")}, authTag: {{ data: tag }} }});
        const cipher = cf.createCipher('AES128|CCM');
        cipher.initSync(ENCRYPT_MODE, symKey, params(new Uint8Array(12)));
        const sealed = cipher.updateSync({text("secret")}).data;
        const tag = cipher.doFinalSync(null).data;
        cipher.initSync(DECRYPT_MODE, symKey, params(tag));
        return [hex(sealed) + hex(tag), text(cipher.doFinalSync({{ data: sealed }}).data.buffer)];"""
    assert realm.run(CRYPTO + source) == [both.hex(), "secret"]


def test_aead_parameters_carry_the_tag_with_the_text(realm) -> None:
    source = f"""const symKey = key('AES128', '{KEY}');
        const params = {{ algName: 'AeadParamsSpec', nonce: new Uint8Array(12), tagLen: 12 }};
        const cipher = cf.createCipher('AES128|GCM|NoPadding');
        cipher.initSync(ENCRYPT_MODE, symKey, params);
        const sealed = cipher.doFinalSync({text("secret")});
        cipher.initSync(DECRYPT_MODE, symKey, params);
        return [sealed.data.length, text(cipher.doFinalSync(sealed).data.buffer)];"""
    assert realm.run(CRYPTO + source) == [18, "secret"]


@pytest.mark.parametrize(
    ("name", "spec", "expected"),
    [
        (
            "PBKDF2|SHA256",
            "algName: 'PBKDF2', password: 'pass', salt: new Uint8Array(16), iterations: 1000, keySize: 16",
            hashlib.pbkdf2_hmac("sha256", b"pass", bytes(16), 1000, 16),
        ),
        (
            "SCRYPT",
            "algName: 'SCRYPT', passphrase: 'pass', salt: new Uint8Array(4), n: 1024, r: 8, p: 1, maxMemory: 33554432, keySize: 32",
            hashlib.scrypt(b"pass", salt=bytes(4), n=1024, r=8, p=1, maxmem=33554432, dklen=32),
        ),
        # RFC 5869, test case 3: neither salt nor info.
        (
            "HKDF|SHA256|EXTRACT_AND_EXPAND",
            "algName: 'HKDF', key: new Uint8Array(22).fill(11), salt: new Uint8Array(), info: new Uint8Array(), keySize: 42",
            bytes.fromhex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
        ),
    ],
)
def test_derived_keys_are_those_of_the_standards(realm, name: str, spec: str, expected: bytes) -> None:
    source = f"""const kdf = cf.createKdf('{name}');
        return [hex(kdf.generateSecretSync({{ {spec} }}).data), hex((await kdf.generateSecret({{ {spec} }})).data)];"""
    assert realm.run(CRYPTO + source) == [expected.hex(), expected.hex()]


def test_random_bytes_follow_from_the_devices_seed(make_realm: Callable[..., Any]) -> None:
    source = (
        CRYPTO
        + """const random = cf.createRandom();
        return [hex(random.generateRandomSync(24).data), hex((await random.generateRandom(24)).data)];"""
    )
    first, second = make_realm(LATEST).run(source), make_realm(LATEST).run(source)
    assert first == second
    assert len({*first}) == 2


def test_random_bytes_differ_after_another_history(make_realm: Callable[..., Any]) -> None:
    source = CRYPTO + "return hex(cf.createRandom().generateRandomSync(16).data);"
    assert make_realm(LATEST).run(source) != make_realm(LATEST).run("write('/work/a', 'x');" + source)


def test_a_set_seed_changes_what_comes(make_realm: Callable[..., Any]) -> None:
    source = CRYPTO + "const random = cf.createRandom(); {} return hex(random.generateRandomSync(16).data);"
    seeded = source.replace("{}", "random.setSeed(of('0102'));")
    assert make_realm(LATEST).run(source.replace("{}", "")) != make_realm(LATEST).run(seeded)


def test_every_call_form_gives_the_same(realm) -> None:
    source = f"""const md = () => {{ const made = cf.createMd('SHA256'); made.updateSync({text("a")}); return made; }};
        const [code, blob] = await callback((done) => md().digest(done));
        return [code, hex(blob.data) === hex((await md().digest()).data), hex(blob.data) === hex(md().digestSync().data)];"""
    assert realm.run(CRYPTO + source) == [None, True, True]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("cf.createMd('SHA999');", 801),
        ("cf.createMd(1);", 401),
        ("cf.createMd();", 401),
        ("cf.createMd('SHA256').updateSync({ data: [1] });", 401),
        ("cf.createMd('SHA256').updateSync({ data: new Uint8Array() });", 17630001),
        ("const md = cf.createMd('SHA256'); md.digestSync(); md.digestSync();", 17630001),
        ("cf.createMac('SHA256').doFinalSync();", 17630001),
        ("cf.createMac({ algName: 'HMAC' });", 401),
        ("cf.createSymKeyGenerator('AES512');", 801),
        ("cf.createSymKeyGenerator('AES128').convertKeySync({ data: new Uint8Array(15) });", 401),
        ("cf.createCipher('AES128|WRONG|PKCS7');", 801),
        (f"cf.createCipher('AES128|CBC|PKCS7').initSync(ENCRYPT_MODE, key('AES128', '{KEY}'), null);", 401),
        (f"cf.createCipher('AES128|CBC|PKCS7').initSync(ENCRYPT_MODE, key('AES128', '{KEY}'), iv('00'));", 401),
        (f"cf.createCipher('AES128|CBC|PKCS7').initSync(5, key('AES128', '{KEY}'), iv('{IV}'));", 401),
        ("cf.createCipher('AES128|CBC|PKCS7').initSync(ENCRYPT_MODE, {}, null);", 401),
        ("cf.createCipher('AES128|CBC|PKCS7').updateSync({ data: new Uint8Array(1) });", 401),
        ("cf.createRandom().generateRandomSync(0);", 401),
        ("cf.createRandom().generateRandomSync('1');", 401),
        ("cf.createKdf('PBKDF2|SHA256').generateSecretSync({ algName: 'HKDF' });", 401),
        ("cf.createKdf('ROT13');", 801),
    ],
)
def test_wrong_use_has_the_documented_number(realm, source: str, code: int) -> None:
    assert realm.code(CRYPTO + source) == code


def test_a_wrong_key_is_told_by_the_padding(realm) -> None:
    source = f"""const cipher = cf.createCipher('AES128|CBC|PKCS7');
        cipher.initSync(ENCRYPT_MODE, key('AES128', '{KEY}'), iv('{IV}'));
        const sealed = cipher.doFinalSync({text("a secret of more than one block")});
        cipher.initSync(DECRYPT_MODE, key('AES128', '{bytes(16).hex()}'), iv('{IV}'));
        await cipher.doFinal(sealed);"""
    assert realm.code(CRYPTO + source) == 17630001


def test_a_cleared_key_is_no_key(realm) -> None:
    source = (
        "const made = key('AES128', '" + KEY + "'); const size = made.getKeySize(); made.clearMem(); made.getEncoded();"
    )
    assert realm.code(CRYPTO + source) == 17630001


def test_short_gcm_nonces_are_said_to_be_missing(realm) -> None:
    source = f"""cf.createCipher('AES128|GCM|NoPadding').initSync(ENCRYPT_MODE, key('AES128', '{KEY}'),
        {{ algName: 'GcmParamsSpec', iv: of('0102'), aad: of(''), authTag: of('') }});"""
    realm.code(CRYPTO + source)
    assert realm.not_emulated == ["@ohos.security.cryptoFramework.Cipher with a GCM nonce of less than 8 bytes"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plain=st.binary(min_size=1, max_size=80),
    mode=st.sampled_from(["ECB", "CBC", "CTR", "OFB", "CFB", "CFB8"]),
    cut=st.integers(0, 80),
)
def test_whatever_is_encrypted_comes_back(realm, plain: bytes, mode: str, cut: int) -> None:
    source = f"""const symKey = key('AES256', '{LONG_KEY}');
        const through = (mode, data) => {{
            const cipher = cf.createCipher('AES256|{mode}|PKCS7');
            cipher.initSync(mode, symKey, {"null" if mode == "ECB" else f"iv('{IV}')"});
            const pieces = [cipher.updateSync({{ data: data.slice(0, {cut}) }}), cipher.doFinalSync({{ data: data.slice({cut}) }})];
            return Uint8Array.from(pieces.flatMap((piece) => piece === null ? [] : [...piece.data]));
        }};
        return hex(through(DECRYPT_MODE, through(ENCRYPT_MODE, of('{plain.hex()}').data)));"""
    assert realm.run(CRYPTO + source) == plain.hex()
