// What the objects of @ohos.security.cryptoFramework share: data blobs, call forms, error numbers
// (security_crypto_framework frameworks/js/napi/crypto/src/napi_utils.cpp).

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64 } = require('@ohos.internal.base64');

const OPERATION_FAILED = 17630001;

/** @param {string} detail */
const invalid = (detail) => businessError(401, `Invalid parameter. ${detail}`);

/** @param {string} detail */
const failed = (detail) => businessError(OPERATION_FAILED, `Crypto operation error. ${detail}`);

/** @param {unknown} value @param {string} [what] @returns {Uint8Array} */
function bytesOf(value, what = 'data') {
  if (!(value instanceof Uint8Array)) throw invalid(`${what} must be a Uint8Array.`);
  return value;
}

/** @param {any} blob @param {string} [what] */
function blobBytes(blob, what = 'data') {
  if (typeof blob !== 'object' || blob === null) throw invalid(`${what} must be a DataBlob.`);
  return bytesOf(blob.data, what);
}

/** @param {any} blob a DataBlob or null */
const blobOrNull = (blob) => (blob === null ? null : blobBytes(blob));

/** @param {Uint8Array} data */
const made = (data) => ({ data });

/** What a cipher gives when there is nothing to give (CreateNapiUint8ArrayNoCopy). @param {Uint8Array} data */
const madeOrNull = (data) => (data.length === 0 ? null : { data });

/** @param {unknown} value @param {string} what @returns {string} */
function textOf(value, what) {
  if (typeof value !== 'string') throw invalid(`${what} must be a string.`);
  return value.toWellFormed();
}

/** @param {unknown} value a text or bytes, as secrets of a key derivation @param {string} what */
function secretBytes(value, what) {
  if (typeof value === 'string') return host.call('text.encode', value.toWellFormed(), 'utf-8');
  return bytesOf(value, what);
}

/**
 * The synchronous and the asynchronous method of one operation: `parse` checks the arguments at once and answers the work.
 * @param {any} type @param {string} name @param {number} least @param {number} most
 * @param {(this: any, ...args: any[]) => () => unknown} parse
 */
function forms(type, name, least, most, parse) {
  type.prototype[`${name}Sync`] = function (/** @type {any[]} */ ...args) {
    if (args.length < least || args.length > most) throw invalid('The number of arguments is wrong.');
    return parse.call(this, ...args)();
  };
  type.prototype[name] = function (/** @type {any[]} */ ...args) {
    const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
    if (own.length < least || own.length > most) throw invalid('The number of arguments is wrong.');
    return host.threeForms(args, own.length, parse.call(this, ...own));
  };
}

/** @param {string} name an algorithm that a created object is told @param {string} check */
function named(name, check) {
  const text = textOf(name, 'algName');
  if (text === '' || text.length > 127) throw invalid('algName is empty or too long.');
  return { name: text, checked: host.call(check, text) };
}

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

module.exports = {
  invalid, failed, bytesOf, blobBytes, blobOrNull, made, madeOrNull, textOf, secretBytes, forms, named, joined, bytesToBase64,
};
