// @ohos.data.sendablePreferences (distributeddatamgr_preferences frameworks/js/napi/sendable_preferences): the same stores
// as @ohos.data.preferences, whose values come back as Sendable ones. Objects and arrays travel as JSON
// (js_sendable_utils.cpp), there is no form with a callback.

const { businessError } = require('@ohos.internal.arguments');
const { ASON } = require('@arkts.utils').default;
const collections = require('@arkts.collections').default;
const plain = require('@ohos.data.preferences').default;

const PARAMETER_ERROR = 401;
const SENDABLE = Symbol.for('ohos.sendable');

/** @param {any} value */
function stored(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof collections.Uint8Array) return Uint8Array.from(value);
  if (!value[SENDABLE]) throw businessError(PARAMETER_ERROR, 'Parameter error. The type of value must be ISendable.');
  const json = ASON.stringify(value);
  return { toJSON: () => JSON.parse(json) };
}

/** @param {any} value */
function sendable(value) {
  if (typeof value !== 'object' || value === null || value[SENDABLE]) return value;
  return value instanceof Uint8Array ? collections.Uint8Array.from(value) : ASON.parse(JSON.stringify(value));
}

class Preferences {
  #store;

  /** @param {any} store */
  constructor(store) { this.#store = store; }

  /** @param {string} key @param {any} otherwise */
  get(key, otherwise) { return this.#store.get(key, otherwise).then(sendable); }
  /** @param {string} key @param {any} otherwise */
  getSync(key, otherwise) { return sendable(this.#store.getSync(key, otherwise)); }
  getAll() { return this.#store.getAll().then(sendable); }
  getAllSync() { return sendable(this.#store.getAllSync()); }
  /** @param {string} key */
  has(key) { return this.#store.has(key); }
  /** @param {string} key */
  hasSync(key) { return this.#store.hasSync(key); }
  /** @param {string} key @param {any} value */
  put(key, value) { return this.#store.put(key, stored(value)); }
  /** @param {string} key @param {any} value */
  putSync(key, value) { this.#store.putSync(key, stored(value)); }
  /** @param {string} key */
  delete(key) { return this.#store.delete(key); }
  /** @param {string} key */
  deleteSync(key) { this.#store.deleteSync(key); }
  clear() { return this.#store.clear(); }
  clearSync() { this.#store.clearSync(); }
  flush() { return this.#store.flush(); }
  flushSync() { this.#store.flushSync(); }
  /** @param {any[]} args */
  on(...args) { this.#store.on(...args.map((arg) => this.#heard(args[0], arg))); }
  /** @param {any[]} args */
  off(...args) { this.#store.off(...args.map((arg) => this.#heard(args[0], arg))); }

  /** The listeners of dataChange as the store knows them. @type {WeakMap<Function, Function>} */
  #listeners = new WeakMap();

  /** @param {unknown} type @param {any} argument */
  #heard(type, argument) {
    if (type !== 'dataChange' || typeof argument !== 'function') return argument;
    const known = this.#listeners.get(argument) ?? ((/** @type {unknown} */ news) => argument(sendable(news)));
    this.#listeners.set(argument, known);
    return known;
  }
}
Object.defineProperty(Preferences.prototype, SENDABLE, { value: true });

const members = {
  MAX_KEY_LENGTH: plain.MAX_KEY_LENGTH,
  MAX_VALUE_LENGTH: plain.MAX_VALUE_LENGTH,
  /** @param {any} context @param {any} options */
  getPreferences: (context, options) => plain.getPreferences(context, options).then((/** @type {any} */ store) => new Preferences(store)),
  /** @param {any} context @param {any} options */
  getPreferencesSync: (context, options) => new Preferences(plain.getPreferencesSync(context, options)),
  deletePreferences: plain.deletePreferences,
  removePreferencesFromCache: plain.removePreferencesFromCache,
  removePreferencesFromCacheSync: plain.removePreferencesFromCacheSync,
};
Object.assign(exports, members);
exports.default = members;
