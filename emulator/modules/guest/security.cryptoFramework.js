// @ohos.security.cryptoFramework (security_crypto_framework frameworks/js/napi/crypto/src/napi_init.cpp).

const { Md, Mac, Random, SymKeyGenerator, SymmetricCipher, Kdf } = require('@ohos.internal.crypto-symmetric');
const { AsyKeyGenerator, Sign, Verify, KeyPairCipher, KeyAgreement } = require('@ohos.internal.crypto-key-pairs');
const { invalid, named } = require('@ohos.internal.crypto-forms');

/** @param {unknown[]} args */
function one(args) {
  if (args.length !== 1) throw invalid('The number of arguments is wrong.');
  return args[0];
}

/** @param {string} name */
function cipher(name) {
  const { checked, name: algName } = named(name, 'crypto.checkCipher');
  return checked === 'rsa' ? new KeyPairCipher(algName) : new SymmetricCipher(algName);
}

const members = {
  ...require('@ohos.internal.enums.security.cryptoFramework'),
  createMd: (/** @type {unknown[]} */ ...args) => new Md(one(args)),
  createMac: (/** @type {unknown[]} */ ...args) => new Mac(one(args)),
  createRandom: () => new Random(),
  createSymKeyGenerator: (/** @type {unknown[]} */ ...args) => new SymKeyGenerator(one(args)),
  createCipher: (/** @type {any[]} */ ...args) => cipher(/** @type {string} */ (one(args))),
  createKdf: (/** @type {unknown[]} */ ...args) => new Kdf(one(args)),
  createAsyKeyGenerator: (/** @type {unknown[]} */ ...args) => new AsyKeyGenerator(one(args)),
  createSign: (/** @type {unknown[]} */ ...args) => new Sign(one(args)),
  createVerify: (/** @type {unknown[]} */ ...args) => new Verify(one(args)),
  createKeyAgreement: (/** @type {unknown[]} */ ...args) => new KeyAgreement(one(args)),
};
Object.assign(exports, members);
exports.default = members;
