// Key pairs of @ohos.security.cryptoFramework and what they do: sign, verify, encrypt, agree
// (security_crypto_framework frameworks/js/napi/crypto/src/napi_{asy_key_generator,pri_key,pub_key,sign,verify}.cpp).

const { invalid, failed, blobBytes, blobOrNull, made, textOf, forms, named, joined, bytesToBase64 } =
  require('@ohos.internal.crypto-forms');
const { base64ToBytes } = require('@ohos.internal.base64');
const { CryptoMode, AsyKeySpecItem } = require('@ohos.internal.enums.security.cryptoFramework');

const MODULE = '@ohos.security.cryptoFramework';
/** @type {WeakMap<object, Uint8Array | null>} */
const encoded = new WeakMap();

/** @param {any} key @param {Function} type @returns {Uint8Array} */
function keyBytes(key, type) {
  if (!(key instanceof type)) throw invalid(`The key must be a ${type.name}.`);
  const data = encoded.get(key);
  if (!data) throw failed('The key was cleared.');
  return data;
}

class Key {
  /** @param {string} algName @param {string} text */
  constructor(algName, text) {
    this.algName = algName;
    encoded.set(this, base64ToBytes(text));
  }

  /** @returns {boolean} */
  get secret() {
    return this instanceof PriKey;
  }

  getEncoded() {
    return made(keyBytes(this, Key).slice());
  }

  getKeySize() {
    return host.call('crypto.keyBits', this.secret, keyBytes(this, Key));
  }

  /** @param {unknown} form */
  getEncodedPem(form, /** @type {unknown} */ config) {
    if (config !== undefined) host.notEmulated(`${MODULE}.PriKey.getEncodedPem with a password`)();
    return host.call('crypto.keyPem', this.secret, textOf(form, 'format'), keyBytes(this, Key));
  }

  /** @param {number} item */
  getAsyKeySpec(item) {
    if (!Object.values(AsyKeySpecItem).includes(item)) throw invalid('itemType must be an AsyKeySpecItem.');
    return BigInt(host.call('crypto.keyNumber', this.secret, item, keyBytes(this, Key)));
  }
}

class PubKey extends Key {
  format = 'X.509';
}

class PriKey extends Key {
  format = 'PKCS#8';

  clearMem() {
    encoded.set(this, null);
  }
}

for (const [type, names] of /** @type {[any, string[]][]} */ ([
  [PubKey, ['getEncodedDer', 'getKeyData', 'getKeyDataSync']],
  [PriKey, ['getEncodedDer', 'getKeyData', 'getKeyDataSync', 'getPubKey', 'getPubKeySync']],
])) {
  for (const name of names) type.prototype[name] = host.notEmulated(`${MODULE}.${type.name}.${name}`);
}

/** @param {string} name @param {{ pub: string | null, pri: string | null }} texts */
const pair = (name, { pub, pri }) => ({
  pubKey: pub === null ? null : new PubKey(name, pub),
  priKey: pri === null ? null : new PriKey(name, pri),
});

class AsyKeyGenerator {
  /** @param {unknown} algName */
  constructor(algName) {
    this.algName = named(/** @type {string} */ (algName), 'crypto.checkKeyPair').name;
  }

  /** @returns {string} */
  get keyName() {
    return this.algName.split('|')[0];
  }
}

/** @param {any} blob */
function keyText(blob) {
  const data = blobOrNull(blob);
  return data === null ? null : bytesToBase64(data);
}

/** @param {unknown} value */
const pemText = (value) => (value === null ? null : textOf(value, 'the key'));

forms(AsyKeyGenerator, 'generateKeyPair', 0, 0, function () {
  return () => pair(this.keyName, host.call('crypto.makeKeyPair', this.algName));
});
forms(AsyKeyGenerator, 'convertKey', 2, 2, function (pub, pri) {
  const [first, second] = [keyText(pub), keyText(pri)];
  return () => pair(this.keyName, host.call('crypto.readKeyPair', first, second));
});
forms(AsyKeyGenerator, 'convertPemKey', 2, 3, function (pub, pri, password) {
  const [first, second] = [pemText(pub), pemText(pri)];
  const secret = password === undefined ? null : textOf(password, 'password');
  return () => pair(this.keyName, host.call('crypto.readPem', first, second, secret));
});

/** A signature under way: data are kept until its end. */
class Signature {
  /** @type {Uint8Array[]} */
  #pieces = [];
  /** @type {string | null} */
  #key = null;

  /** @param {unknown} algName */
  constructor(algName) {
    this.algName = named(/** @type {string} */ (algName), 'crypto.checkScheme').name;
  }

  /** @param {any} key @param {Function} type */
  start(key, type) {
    this.#key = bytesToBase64(keyBytes(key, type));
    this.#pieces = [];
    return null;
  }

  /** @param {Uint8Array} data */
  feed(data) {
    if (this.#key === null) throw failed('It was not initialised.');
    this.#pieces.push(data.slice());
    return null;
  }

  /** @param {Uint8Array | null} data @returns {[string, Uint8Array]} */
  finish(data) {
    if (this.#key === null) throw failed('It was not initialised.');
    const all = joined(data === null ? this.#pieces : [...this.#pieces, data]);
    this.#pieces = [];
    return [this.#key, all];
  }
}

class Sign extends Signature {}
class Verify extends Signature {}

for (const [type, keyType] of /** @type {[any, Function][]} */ ([[Sign, PriKey], [Verify, PubKey]])) {
  forms(type, 'init', 1, 1, function (key) {
    if (!(key instanceof keyType)) throw invalid(`The key must be a ${keyType.name}.`);
    return () => this.start(key, keyType);
  });
  forms(type, 'update', 1, 1, function (blob) {
    const data = blobBytes(blob);
    return () => this.feed(data);
  });
  for (const name of [`set${type.name}Spec`, `get${type.name}Spec`]) {
    type.prototype[name] = host.notEmulated(`${MODULE}.${type.name}.${name}`);
  }
}
forms(Sign, 'sign', 1, 1, function (blob) {
  const data = blobOrNull(blob);
  return () => {
    const [key, all] = this.finish(data);
    return made(host.call('crypto.sign', this.algName, key, all));
  };
});
forms(Verify, 'verify', 2, 2, function (blob, signature) {
  const [data, proof] = [blobOrNull(blob), blobBytes(signature, 'signature')];
  return () => {
    const [key, all] = this.finish(data);
    return host.call('crypto.verify', this.algName, key, bytesToBase64(proof), all);
  };
});

class KeyPairCipher {
  /** @type {string | null} */
  #key = null;
  #encrypting = true;

  /** @param {string} algName */
  constructor(algName) {
    this.algName = algName;
  }

  /** @param {number} mode @param {any} key */
  start(mode, key) {
    this.#encrypting = mode === CryptoMode.ENCRYPT_MODE;
    this.#key = bytesToBase64(keyBytes(key, this.#encrypting ? PubKey : PriKey));
    return null;
  }

  /** @param {Uint8Array} data */
  finish(data) {
    if (this.#key === null) throw invalid('The cipher was not initialised.');
    return made(host.call('crypto.crypt', this.algName, this.#encrypting, this.#key, data));
  }
}

forms(KeyPairCipher, 'init', 2, 3, function (mode, key) {
  if (!(key instanceof (mode === CryptoMode.ENCRYPT_MODE ? PubKey : PriKey))) throw invalid('The key does not fit opMode.');
  return () => this.start(mode, key);
});
forms(KeyPairCipher, 'update', 1, 1, function () {
  return () => { throw failed('RSA takes its data in doFinal.'); };
});
forms(KeyPairCipher, 'doFinal', 1, 1, function (blob) {
  const data = blobBytes(blob);
  return () => this.finish(data);
});
for (const name of ['setCipherSpec', 'getCipherSpec']) {
  /** @type {any} */ (KeyPairCipher.prototype)[name] = host.notEmulated(`${MODULE}.Cipher.${name}`);
}

class KeyAgreement {
  /** @param {unknown} algName */
  constructor(algName) {
    this.algName = named(/** @type {string} */ (algName), 'crypto.checkKeyPair').name;
  }
}

forms(KeyAgreement, 'generateSecret', 2, 2, function (priKey, pubKey) {
  const [own, other] = [keyBytes(priKey, PriKey), keyBytes(pubKey, PubKey)];
  return () => made(host.call('crypto.agree', bytesToBase64(own), other));
});

module.exports = { AsyKeyGenerator, Sign, Verify, KeyPairCipher, KeyAgreement };
