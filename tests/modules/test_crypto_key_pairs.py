# ruff: noqa: E501 - the guest's script keeps its lines
"""@ohos.security.cryptoFramework: key pairs, signatures, encryption for a public key, key agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from ohos_backup.emulator.profile import LATEST

CRYPTO = """
const cf = require('@kit.CryptoArchitectureKit').cryptoFramework;
const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const blob = (content) => ({ data: new Uint8Array(bytes(content)) });
"""


@pytest.mark.parametrize(
    ("generator", "scheme"),
    [
        ("RSA1024|PRIMES_2", "RSA1024|PKCS1|SHA256"),
        ("RSA1024", "RSA1024|PSS|SHA256|MGF1_SHA256"),
        ("ECC256", "ECC256|SHA256"),
        ("ECC384", "ECC384|SHA384"),
        ("Ed25519", "Ed25519"),
    ],
)
def test_a_signature_holds_for_its_text_only(realm, generator: str, scheme: str) -> None:
    source = f"""const pair = await cf.createAsyKeyGenerator('{generator}').generateKeyPair();
        const signer = cf.createSign('{scheme}');
        await signer.init(pair.priKey);
        await signer.update(blob('one '));
        const signature = await signer.sign(blob('text'));
        const verifier = cf.createVerify('{scheme}');
        verifier.initSync(pair.pubKey);
        const same = verifier.verifySync(blob('one text'), signature);
        await verifier.init(pair.pubKey);
        const [code, other] = await callback((done) => verifier.verify(blob('two text'), signature, done));
        return [same, code, other];"""
    assert realm.run(CRYPTO + source) == [True, None, False]


@pytest.mark.parametrize("scheme", ["RSA1024|PKCS1", "RSA1024|PKCS1_OAEP|SHA256|MGF1_SHA1"])
def test_only_the_private_key_reads_what_the_public_one_encrypted(realm, scheme: str) -> None:
    source = f"""const generator = cf.createAsyKeyGenerator('RSA1024');
        const pair = generator.generateKeyPairSync();
        const cipher = cf.createCipher('{scheme}');
        cipher.initSync(cf.CryptoMode.ENCRYPT_MODE, pair.pubKey, null);
        const sealed = await cipher.doFinal(blob('secret'));
        const open = async (key) => {{
            const decipher = cf.createCipher('{scheme}');
            await decipher.init(cf.CryptoMode.DECRYPT_MODE, key, null);
            return text((await decipher.doFinal(sealed)).data.buffer);
        }};
        return await open(generator.convertKeySync(null, pair.priKey.getEncoded()).priKey);"""
    assert realm.run(CRYPTO + source) == "secret"


@pytest.mark.parametrize("name", ["ECC256", "X25519"])
def test_two_sides_agree_on_one_secret(realm, name: str) -> None:
    source = f"""const generator = cf.createAsyKeyGenerator('{name}');
        const [a, b] = [generator.generateKeyPairSync(), generator.generateKeyPairSync()];
        const agreement = cf.createKeyAgreement('{name}');
        const one = await agreement.generateSecret(a.priKey, b.pubKey);
        const two = agreement.generateSecretSync(b.priKey, a.pubKey);
        return [hex(one.data) === hex(two.data), one.data.length];"""
    assert realm.run(CRYPTO + source) == [True, 32]


def test_keys_are_encoded_as_other_programs_read_them(realm) -> None:
    source = """const pair = cf.createAsyKeyGenerator('ECC256').generateKeyPairSync();
        return [hex(pair.pubKey.getEncoded().data), pair.priKey.getEncodedPem('PKCS8'), pair.pubKey.format, pair.priKey.format,
            String(pair.priKey.getAsyKeySpec(cf.AsyKeySpecItem.ECC_SK_BN))];"""
    public, private, *formats, number = realm.run(CRYPTO + source)
    key = serialization.load_pem_private_key(private.encode(), None)
    assert key.public_key() == serialization.load_der_public_key(bytes.fromhex(public))
    assert str(key.private_numbers().private_value) == number
    assert formats == ["X.509", "PKCS#8"]


def test_pem_texts_come_back(realm) -> None:
    source = """const generator = cf.createAsyKeyGenerator('RSA1024');
        const pair = generator.generateKeyPairSync();
        const pem = [pair.pubKey.getEncodedPem('X509'), pair.priKey.getEncodedPem('PKCS1')];
        const again = await generator.convertPemKey(...pem);
        return [hex(again.pubKey.getEncoded().data) === hex(pair.pubKey.getEncoded().data),
            hex(again.priKey.getEncoded().data) === hex(pair.priKey.getEncoded().data), again.priKey.getKeySize()];"""
    assert realm.run(CRYPTO + source) == [True, True, 1024]


def test_elliptic_keys_follow_from_the_devices_seed(make_realm: Callable[..., Any]) -> None:
    source = CRYPTO + "return hex(cf.createAsyKeyGenerator('ECC256').generateKeyPairSync().pubKey.getEncoded().data);"
    assert make_realm(LATEST).run(source) == make_realm(LATEST).run(source)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("cf.createAsyKeyGenerator('RSA7');", 801),
        ("cf.createAsyKeyGenerator('RSA1024').convertKeySync(null, null);", 401),
        ("cf.createAsyKeyGenerator('RSA1024').convertKeySync(blob('nonsense'), null);", 17630001),
        ("cf.createSign('ECC256|SHA256').initSync({});", 401),
        ("cf.createSign('ECC256|SHA256').signSync(null);", 17630001),
        ("cf.createSign('ECC256|ROT13');", 801),
        ("cf.createCipher('RSA1024|PKCS1').initSync(0, {}, null);", 401),
        ("cf.createAsyKeyGenerator('ECC256').generateKeyPairSync().pubKey.getEncodedPem('PKCS8');", 401),
    ],
)
def test_wrong_use_has_the_documented_number(realm, source: str, code: int) -> None:
    assert realm.code(CRYPTO + source) == code
