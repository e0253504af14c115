// JSON texts with BigInts, for @ohos.util.json and ASON.

const BigIntMode = Object.freeze({ DEFAULT: 0, PARSE_AS_BIGINT: 1, ALWAYS_PARSE_AS_BIGINT: 2 });

/** @param {string} text @param {any} [reviver] @param {number} [mode] */
function parse(text, reviver, mode = BigIntMode.DEFAULT) {
  if (mode === BigIntMode.DEFAULT) return JSON.parse(text, reviver);
  return JSON.parse(text, /** @type {any} */ (function (/** @type {string} */ key, /** @type {any} */ value, /** @type {any} */ context) {
    let read = value;
    const source = context?.source;
    if (typeof value === 'number' && /^-?\d+$/.test(source) && (mode === BigIntMode.ALWAYS_PARSE_AS_BIGINT || !Number.isSafeInteger(value))) {
      read = BigInt(source);
    }
    // @ts-ignore: a reviver's receiver is the holder.
    return reviver ? reviver.call(this, key, read) : read;
  }));
}

/** @param {any} value @param {any} [replacer] @param {any} [space] @returns {string} */
function stringify(value, replacer, space) {
  /** @type {string[]} */
  const numbers = [];
  const mark = `\u0001bigint`;
  const keep = (/** @type {any} */ item) => (typeof item === 'bigint' ? `${mark}${numbers.push(String(item)) - 1}\u0001` : item);
  const names = Array.isArray(replacer) ? replacer.map(String) : undefined;
  const text = JSON.stringify(value, /** @type {any} */ (function (/** @type {string} */ key, /** @type {any} */ item) {
    // @ts-ignore: a replacer's receiver is the holder.
    if (names && key !== '' && !Array.isArray(this) && !names.includes(key)) return undefined;
    // @ts-ignore: as above.
    return keep(typeof replacer === 'function' ? replacer.call(this, key, item) : item);
  }), space);
  return numbers.length === 0 ? text : text.replace(/"\\u0001bigint(\d+)\\u0001"/g, (_, index) => numbers[index]);
}

module.exports = { parse, stringify, BigIntMode };
