// @ohos.data.preferences (distributeddatamgr_preferences frameworks/js/napi/preferences). Values travel as {t, v}: the
// element name of the XML file and its content, see preferences/xml.py.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');

const PARAMETER_ERROR = 401;
const MAX_KEY_LENGTH = 1024;
const MAX_VALUE_LENGTH = 16 * 1024 * 1024;
const StorageType = Object.freeze({ XML: 0, GSKV: 1 });

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {unknown[]} args @param {number} wanted */
function count(args, wanted) {
  if (args.length !== wanted) throw parameterError(`Need ${wanted} or ${wanted + 1} parameters.`);
}

/** @param {string} text */
const text = (text) => text.split('\0', 1)[0].toWellFormed();

/** @param {unknown} value @returns {{ t: string, v: unknown }} */
function tagged(value) {
  switch (typeof value) {
    case 'number': return { t: 'double', v: Number.isFinite(value) ? value : String(value) };
    case 'boolean': return { t: 'bool', v: value };
    case 'string':
      if (value.length > MAX_VALUE_LENGTH) throw parameterError('The type of value must be less then 16 * 1024 * 1024 btyes.');
      return { t: 'string', v: text(value) };
    case 'bigint': return { t: 'BigInt', v: String(value) };
    case 'object': break;
    default: throw parameterError('The type of value must be ValueType.');
  }
  if (value === null) throw parameterError('The type of value must be ValueType.');
  if (value instanceof Uint8Array) return { t: 'uint8Array', v: bytesToBase64(value) };
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return { t: 'stringArray', v: value.map(text) };
    if (value.every((item) => typeof item === 'number')) return { t: 'doubleArray', v: value.map((item) => (Number.isFinite(item) ? item : String(item))) };
    if (value.every((item) => typeof item === 'boolean')) return { t: 'boolArray', v: value };
  }
  return { t: 'object', v: text(JSON.stringify(value)) };
}

/** @param {{ t: string, v: any }} value @param {unknown} otherwise */
function untagged({ t, v }, otherwise) {
  switch (t) {
    case 'long': return otherwise;
    case 'BigInt': return BigInt(v);
    case 'uint8Array': return base64ToBytes(v);
    case 'object': return v === '' ? undefined : JSON.parse(v);
    case 'double': case 'float': return Number(v);
    case 'doubleArray': return v.map(Number);
    default: return v;
  }
}

/** @param {unknown} key */
function checkedKey(key) {
  if (typeof key !== 'string') throw parameterError('The key must be string.');
  if (key.length > MAX_KEY_LENGTH) throw parameterError('The key must be less than 1024 bytes.');
  return text(key);
}

/**
 * Both functions of one operation: `parse` checks the arguments at once and answers the work.
 * @param {Record<string, any>} target @param {string} name @param {number} wanted
 * @param {(this: any, ...args: any[]) => () => unknown} parse
 */
function operation(target, name, wanted, parse) {
  target[`${name}Sync`] = function (/** @type {any[]} */ ...args) {
    count(args, wanted);
    return parse.call(this, ...args)();
  };
  target[name] = function (/** @type {any[]} */ ...args) {
    const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
    count(own, wanted);
    return host.threeForms(args, own.length, parse.call(this, ...own));
  };
}

class Preferences {
  #handle;
  /** @type {Set<Function>} */
  #listeners;
  /** @type {Map<Function, Set<string>>} */
  #keyListeners;

  /** @param {number} handle @param {Set<Function>} listeners @param {Map<Function, Set<string>>} keyListeners */
  constructor(handle, listeners, keyListeners) {
    this.#handle = handle;
    this.#listeners = listeners;
    this.#keyListeners = keyListeners;
  }

  get handle() {
    return this.#handle;
  }

  /** @param {string} type @param {any[]} rest */
  on(type, ...rest) {
    if (type === 'change' && typeof rest[0] === 'function') this.#listeners.add(rest[0]);
    else if (type === 'dataChange' && Array.isArray(rest[0]) && rest[0].length > 0 && typeof rest[1] === 'function') {
      this.#keyListeners.set(rest[1], new Set(rest[0]));
    } else if (type === 'multiProcessChange' && typeof rest[0] === 'function') return;
    else throw parameterError("The registerMode must be 'change' or 'multiProcessChange' or 'dataChange'.");
  }

  /** @param {string} type @param {any[]} rest */
  off(type, ...rest) {
    if (type === 'multiProcessChange') return;
    if (type !== 'change' && type !== 'dataChange') {
      throw parameterError("The unRegisterMode must be 'change' or 'multiProcessChange' or 'dataChange'.");
    }
    const listeners = type === 'change' ? this.#listeners : this.#keyListeners;
    const listener = rest.find((value) => typeof value === 'function');
    if (listener) listeners.delete(listener);
    else listeners.clear();
  }

  /** Tells the listeners, after a flush, which keys it wrote. @param {string[]} keys */
  announce(keys) {
    if (keys.length === 0 || this.#listeners.size + this.#keyListeners.size === 0) return;
    host.later(() => {
      for (const key of keys) for (const listener of [...this.#listeners]) listener(key);
      for (const [listener, wanted] of [...this.#keyListeners]) {
        const hits = keys.filter((key) => wanted.has(key)).map((key) => [key, stored(this.#handle, key) ?? null]);
        if (hits.length > 0) listener(Object.fromEntries(hits));
      }
    });
  }
}

/** @param {number} handle @param {string} key @param {unknown} [otherwise] */
function stored(handle, key, otherwise) {
  const value = host.call('preferences.get', handle, key);
  return value === null || value === undefined ? otherwise : untagged(value, otherwise);
}

operation(Preferences.prototype, 'put', 2, function (key, value) {
  const [name, content] = [checkedKey(key), tagged(value)];
  return () => host.call('preferences.put', this.handle, name, content) ?? undefined;
});

operation(Preferences.prototype, 'get', 2, function (key, otherwise) {
  const name = checkedKey(key);
  return () => stored(this.handle, name, otherwise);
});

operation(Preferences.prototype, 'has', 1, function (key) {
  const name = checkedKey(key);
  return () => Boolean(host.call('preferences.get', this.handle, name));
});

operation(Preferences.prototype, 'delete', 1, function (key) {
  const name = checkedKey(key);
  return () => host.call('preferences.remove', this.handle, name) ?? undefined;
});

operation(Preferences.prototype, 'clear', 0, function () {
  return () => host.call('preferences.clear', this.handle) ?? undefined;
});

operation(Preferences.prototype, 'flush', 0, function () {
  return () => this.announce(host.call('preferences.flush', this.handle));
});

operation(Preferences.prototype, 'getAll', 0, function () {
  return () => {
    const all = host.call('preferences.all', this.handle);
    return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, untagged(value, undefined)]));
  };
});

/** @type {Map<number, { listeners: Set<Function>, keyListeners: Map<Function, Set<string>> }>} */
const listenersOf = new Map();

/** @param {any} context @param {any} nameOrOptions @returns {any[]} where the store is: level, area, module, name */
function storePlace(context, nameOrOptions) {
  const given = typeof nameOrOptions === 'string' ? { name: nameOrOptions } : nameOrOptions;
  if (typeof given?.name !== 'string') throw parameterError('The name must be string.');
  if (given.dataGroupId !== undefined && given.dataGroupId !== null) {
    host.notEmulated('@ohos.data.preferences.Options.dataGroupId')();
  }
  if (given.storageType === StorageType.GSKV) host.notEmulated('@ohos.data.preferences.StorageType.GSKV')();
  if (!Array.isArray(context?.place)) throw parameterError('The context is invalid.');
  void context.preferencesDir;
  return [...context.place, text(given.name)];
}

/** @type {Record<string, any>} */
const members = { MAX_KEY_LENGTH, MAX_VALUE_LENGTH, StorageType, Preferences };

operation(members, 'getPreferences', 2, (context, nameOrOptions) => {
  const where = storePlace(context, nameOrOptions);
  return () => {
    const handle = host.call('preferences.open', ...where);
    const { listeners, keyListeners } = listenersOf.get(handle) ?? { listeners: new Set(), keyListeners: new Map() };
    listenersOf.set(handle, { listeners, keyListeners });
    return new Preferences(handle, listeners, keyListeners);
  };
});

for (const [name, call] of [
  ['deletePreferences', 'preferences.delete'],
  ['removePreferencesFromCache', 'preferences.forget'],
]) {
  operation(members, name, 2, (context, nameOrOptions) => {
    const where = storePlace(context, nameOrOptions);
    return () => host.call(call, ...where) ?? undefined;
  });
}

members.isStorageTypeSupported = (/** @type {unknown} */ type) => {
  if (type !== StorageType.XML && type !== StorageType.GSKV) throw parameterError('Storage type value invalid.');
  return type === StorageType.XML;
};

Object.assign(exports, members);
exports.default = members;
