// Digests, codes, random numbers, symmetric keys and ciphers, key derivation of @ohos.security.cryptoFramework
// (security_crypto_framework frameworks/js/napi/crypto/src/napi_{md,mac,rand,sym_key_generator,cipher,kdf}.cpp).

const {
  invalid, failed, bytesOf, blobBytes, blobOrNull, made, madeOrNull, textOf, secretBytes, forms, named, bytesToBase64,
} = require('@ohos.internal.crypto-forms');
const { CryptoMode } = require('@ohos.internal.enums.security.cryptoFramework');

const MAX_RANDOM = 2147483647;

class Md {
  /** @type {number | null} */
  #handle;
  #length;

  /** @param {unknown} algName */
  constructor(algName) {
    const { name, checked } = named(/** @type {string} */ (algName), 'crypto.digestLength');
    this.algName = name;
    this.#length = checked;
    this.#handle = host.call('crypto.openDigest', name);
  }

  getMdLength() {
    return this.#length;
  }

  /** @param {Uint8Array} data */
  feed(data) {
    if (this.#handle === null || data.length === 0) throw failed('The digest is at its end, or the data are empty.');
    host.call('crypto.updateHash', this.#handle, data);
    return null;
  }

  finish() {
    if (this.#handle === null) throw failed('The digest is at its end.');
    const handle = this.#handle;
    this.#handle = null;
    return made(host.call('crypto.finishHash', handle));
  }
}

forms(Md, 'update', 1, 1, function (blob) {
  const data = blobBytes(blob);
  return () => this.feed(data);
});
forms(Md, 'digest', 0, 0, function () {
  return () => this.finish();
});

/** @type {WeakMap<object, Uint8Array | null>} */
const material = new WeakMap();

class SymKey {
  format = 'PKCS#8';

  /** @param {string} algName @param {Uint8Array} data */
  constructor(algName, data) {
    this.algName = algName;
    material.set(this, data.slice());
  }

  getEncoded() {
    return made(keyBytes(this).slice());
  }

  getKeySize() {
    return keyBytes(this).length * 8;
  }

  clearMem() {
    material.set(this, null);
  }
}

/** @param {any} key @returns {Uint8Array} */
function keyBytes(key) {
  if (!(key instanceof SymKey)) throw invalid('The key must be a SymKey.');
  const data = material.get(key);
  if (!data) throw failed('The key was cleared.');
  return data;
}

class SymKeyGenerator {
  #length;
  #kind;

  /** @param {unknown} algName */
  constructor(algName) {
    const { name, checked } = named(/** @type {string} */ (algName), 'crypto.keyLength');
    this.algName = name;
    this.#length = checked;
    this.#kind = name.split('|')[0];
  }

  /** @param {Uint8Array} data */
  made(data) {
    const name = this.#kind === 'HMAC' ? `HMAC${data.length * 8}` : this.#kind;
    return new SymKey(name, data);
  }

  get length() {
    return this.#length;
  }
}

forms(SymKeyGenerator, 'generateSymKey', 0, 0, function () {
  return () => {
    if (this.length === 0) throw invalid('An HMAC key needs a digest to have a length.');
    return this.made(host.call('crypto.random', this.length));
  };
});
forms(SymKeyGenerator, 'convertKey', 1, 1, function (blob) {
  const data = blobBytes(blob);
  return () => {
    if (data.length === 0 || (this.length !== 0 && data.length !== this.length)) throw invalid('The length of the key is wrong.');
    return this.made(data);
  };
});

class Mac {
  #kind;
  #detail;
  #length;
  /** @type {number | null} */
  #handle = null;

  /** @param {any} given a digest's name, or a HmacSpec or CmacSpec */
  constructor(given) {
    const short = typeof given === 'string';
    this.#kind = short ? 'HMAC' : textOf(given?.algName, 'algName');
    this.#detail = short ? given : textOf(this.#kind === 'CMAC' ? given?.cipherName : given?.mdName, 'mdName');
    this.#length = host.call('crypto.macLength', this.#kind, this.#detail);
    this.algName = short ? given : this.#kind;
  }

  getMacLength() {
    return this.#length;
  }

  /** @param {any} key */
  start(key) {
    this.#handle = host.call('crypto.openMac', this.#kind, this.#detail, keyBytes(key));
    return null;
  }

  /** @param {Uint8Array} data */
  feed(data) {
    if (this.#handle === null || data.length === 0) throw failed('The Mac was not initialised, or the data are empty.');
    host.call('crypto.updateHash', this.#handle, data);
    return null;
  }

  finish() {
    if (this.#handle === null) throw failed('The Mac was not initialised.');
    const handle = this.#handle;
    this.#handle = null;
    return made(host.call('crypto.finishHash', handle));
  }
}

forms(Mac, 'init', 1, 1, function (key) {
  if (!(key instanceof SymKey)) throw invalid('The key must be a SymKey.');
  return () => this.start(key);
});
forms(Mac, 'update', 1, 1, function (blob) {
  const data = blobBytes(blob);
  return () => this.feed(data);
});
forms(Mac, 'doFinal', 0, 0, function () {
  return () => this.finish();
});

class Random {
  algName = 'CTR_DRBG';

  /** @param {any} blob */
  setSeed(blob) {
    const data = blobBytes(blob, 'seed');
    if (data.length === 0) throw invalid('The seed is empty.');
    host.call('crypto.stir', data);
  }

  enableHardwareEntropy() {}
}

forms(Random, 'generateRandom', 1, 1, function (length) {
  if (typeof length !== 'number') throw invalid('len must be a number.');
  return () => {
    if (!Number.isInteger(length) || length <= 0 || length > MAX_RANDOM) throw invalid('len must be a whole number above 0.');
    return made(host.call('crypto.random', length));
  };
});

/** @param {any} params a ParamsSpec or null @param {string} transformation @returns {Record<string, unknown>} */
function cipherParameters(params, transformation) {
  if (params === null) return {};
  if (typeof params !== 'object') throw invalid('params must be a ParamsSpec or null.');
  const kind = textOf(params.algName, 'params.algName');
  /** @type {Record<string, unknown>} */
  const sent = { kind };
  const nonce = kind === 'AeadParamsSpec' ? bytesOf(params.nonce, 'nonce') : blobBytes(params.iv, 'iv');
  if (transformation.includes('|GCM') && nonce.length < 8) {
    host.notEmulated('@ohos.security.cryptoFramework.Cipher with a GCM nonce of less than 8 bytes')();
  }
  sent.iv = bytesToBase64(nonce);
  if (kind === 'IvParamsSpec') return sent;
  if (kind === 'AeadParamsSpec') {
    if (params.authenticatedData !== undefined) sent.aad = bytesToBase64(bytesOf(params.authenticatedData, 'authenticatedData'));
    if (params.tagLen !== undefined) sent.tag_length = params.tagLen;
    return sent;
  }
  if (kind !== 'GcmParamsSpec' && kind !== 'CcmParamsSpec') throw invalid('params.algName is unknown.');
  if (params.aad !== null) sent.aad = bytesToBase64(blobBytes(params.aad, 'aad'));
  if (params.authTag !== undefined) sent.tag = bytesToBase64(blobBytes(params.authTag, 'authTag'));
  return sent;
}

class SymmetricCipher {
  /** @type {number | null} */
  #handle = null;

  /** @param {string} algName */
  constructor(algName) {
    this.algName = algName;
  }

  /** @param {number} mode @param {any} key @param {Record<string, unknown>} params */
  start(mode, key, params) {
    this.#handle = host.call('crypto.openCipher', this.algName, mode === CryptoMode.ENCRYPT_MODE, params, keyBytes(key));
    return null;
  }

  /** @param {Uint8Array} data */
  feed(data) {
    if (this.#handle === null) throw invalid('The cipher was not initialised.');
    return madeOrNull(host.call('crypto.updateCipher', this.#handle, data));
  }

  /** @param {Uint8Array | null} data */
  finish(data) {
    if (this.#handle === null) throw invalid('The cipher was not initialised.');
    const handle = this.#handle;
    this.#handle = null;
    const rest = data === null ? host.call('crypto.finishCipher', handle) : host.call('crypto.finishCipher', handle, data);
    return madeOrNull(rest);
  }
}

forms(SymmetricCipher, 'init', 2, 3, function (mode, key, params = null) {
  if (mode !== CryptoMode.ENCRYPT_MODE && mode !== CryptoMode.DECRYPT_MODE) throw invalid('opMode must be a CryptoMode.');
  if (!(key instanceof SymKey)) throw invalid('The key must be a SymKey.');
  const sent = cipherParameters(params, this.algName);
  return () => this.start(mode, key, sent);
});
forms(SymmetricCipher, 'update', 1, 1, function (blob) {
  const data = blobBytes(blob);
  return () => this.feed(data);
});
forms(SymmetricCipher, 'doFinal', 1, 1, function (blob) {
  const data = blobOrNull(blob);
  return () => this.finish(data);
});

class Kdf {
  /** @param {unknown} algName */
  constructor(algName) {
    this.algName = named(/** @type {string} */ (algName), 'crypto.checkDerivation').name;
  }
}

/** @param {unknown} value @param {string} what */
function count(value, what) {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(`${what} must be a whole number.`);
  return value;
}

/** @param {any} spec @returns {Record<string, unknown>} */
function derivationInput(spec) {
  const kind = textOf(spec?.algName, 'algName');
  const secret = spec[{ PBKDF2: 'password', SCRYPT: 'passphrase' }[kind] ?? 'key'];
  /** @type {Record<string, unknown>} */
  const sent = { kind, secret: bytesToBase64(secretBytes(secret, 'the secret')), length: count(spec.keySize, 'keySize') };
  if (kind !== 'X963KDF') sent.salt = bytesToBase64(bytesOf(spec.salt, 'salt'));
  if (kind === 'HKDF' || kind === 'X963KDF') sent.info = bytesToBase64(bytesOf(spec.info, 'info'));
  if (kind === 'PBKDF2') sent.iterations = count(spec.iterations, 'iterations');
  if (kind === 'SCRYPT') {
    for (const name of ['n', 'r', 'p']) sent[name] = count(spec[name], name);
    sent.max_memory = count(spec.maxMemory, 'maxMemory');
  }
  return sent;
}

forms(Kdf, 'generateSecret', 1, 1, function (spec) {
  const sent = derivationInput(spec);
  return () => made(host.call('crypto.derive', this.algName, sent));
});

module.exports = { Md, Mac, Random, SymKey, SymKeyGenerator, SymmetricCipher, Kdf };
