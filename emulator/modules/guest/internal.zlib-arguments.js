// Argument rules of the objects of @ohos.zlib (bundlemanager_bundle_framework interfaces/kits/js/zip/napi/common).

const invalid = () => new host.BusinessError(401, 'The parameter check failed');

/** @param {unknown} value @returns {number} */
function integer(value) {
  if (typeof value !== 'number') throw invalid();
  return Number.isFinite(value) ? Math.trunc(value) : 0;
}

/** @param {unknown} value @returns {number} */
function size(value) {
  const number = integer(value);
  if (number < 0) throw invalid();
  return number;
}

/** @param {unknown} value @returns {Uint8Array} */
function bytes(value) {
  if (!(value instanceof ArrayBuffer)) throw invalid();
  return new Uint8Array(value);
}

/** @param {unknown} value @returns {string} */
function text(value) {
  if (typeof value !== 'string') throw invalid();
  return value.toWellFormed();
}

/** @param {any[]} args @param {number} least @param {number} [most] */
function count(args, least, most = least) {
  if (args.length < least || args.length > most) throw invalid();
}

module.exports = { invalid, integer, size, bytes, text, count };
