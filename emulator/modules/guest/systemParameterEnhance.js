// @ohos.systemParameterEnhance (startup_init interfaces/kits/jskits): the parameters that this device has can be read;
// setting one takes a permission that no ordinary app gets.

const { businessError } = require('@ohos.internal.arguments');

const PARAMETER_ERROR = 401;
const NOT_FOUND = 14700101;
const DENIED = 14700103;

/** @param {unknown} value @param {string} name @returns {string} */
function text(value, name) {
  if (typeof value !== 'string') throw businessError(PARAMETER_ERROR, `Parameter error. The type of "${name}" must be string.`);
  return value;
}

/** @param {unknown} key @param {unknown} [otherwise] @returns {() => string} */
function reading(key, otherwise) {
  const name = text(key, 'key');
  const fallback = otherwise === undefined ? undefined : text(otherwise, 'def');
  return () => {
    const value = host.call('system.parameter', name) ?? fallback;
    if (value === undefined) throw businessError(NOT_FOUND, 'System parameter not found.');
    return value;
  };
}

/** @param {unknown} key @param {unknown} value @returns {() => never} */
function refusal(key, value) {
  text(key, 'key');
  text(value, 'value');
  return () => { throw businessError(DENIED, 'The operation on the system permission is denied.'); };
}

/** @param {unknown[]} args */
const withoutCallback = (args) => (typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args);

const members = {
  /** @param {unknown} key @param {unknown} [otherwise] */
  getSync: (key, otherwise) => reading(key, otherwise)(),
  /** @param {any[]} args */
  get: (...args) => host.threeForms(args, 2, reading(withoutCallback(args)[0], withoutCallback(args)[1])),
  /** @param {unknown} key @param {unknown} value */
  setSync: (key, value) => refusal(key, value)(),
  /** @param {any[]} args */
  set: (...args) => host.threeForms(args, 2, refusal(args[0], args[1])),
};
Object.assign(exports, members);
exports.default = members;
