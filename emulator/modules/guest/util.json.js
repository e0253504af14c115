// @ohos.util.json: JSON with whole numbers that a double cannot hold (commonlibrary_ets_utils js_util_module/json;
// interface_sdk-js api/@ohos.util.json.d.ts).

const { businessError } = require('@ohos.internal.arguments');
const { parse, stringify, BigIntMode } = require('@ohos.internal.json');

/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);

/** @param {any} owner @param {string} name */
function checkProperty(owner, name) {
  if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) throw parameterError('The type of obj must be object.');
  if (typeof name !== 'string' || name === '') throw parameterError('The type of property must be a string that is not empty.');
}

/** @type {Record<string, any>} */
const members = {
  BigIntMode,
  /** @param {any} text @param {any} [reviver] @param {any} [options] */
  parse(text, reviver, options) {
    if (typeof text !== 'string') throw parameterError(`The type of ${text} must be string`);
    if (reviver && typeof reviver !== 'function') throw parameterError(`The type of ${reviver} must be function`);
    return parse(text, reviver, options?.bigIntMode);
  },
  /** @param {any} value @param {any} [replacer] @param {any} [space] */
  stringify(value, replacer, space) {
    if (replacer && typeof replacer !== 'function' && !Array.isArray(replacer)) throw parameterError(`The type of ${replacer} must be function or array`);
    return stringify(value, replacer, space);
  },
  /** @param {any} owner @param {string} name */
  has(owner, name) {
    checkProperty(owner, name);
    return Object.hasOwn(owner, name);
  },
  /** @param {any} owner @param {string} name */
  remove(owner, name) {
    checkProperty(owner, name);
    delete owner[name];
  },
};
Object.assign(exports, members);
exports.default = members;
