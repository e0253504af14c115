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
  if (args.length !== wanted) throw parameterError(`Need ${wanted} or ${wanted + 1} parameters!`);
}

/** What a C string keeps of it. @param {string} text */
const text = (text) => text.split('\0', 1)[0].toWellFormed();

/** Whether a text is longer in UTF-8 than a limit. @param {string} text @param {number} limit */
function exceeds(text, limit) {
  if (text.length * 3 <= limit || text.length > limit) return text.length > limit;
  let length = 0;
  for (const letter of text) {
    const point = Number(letter.codePointAt(0));
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length > limit;
}

/** A text as a value. @param {string} given */
function content(given) {
  if (exceeds(given, MAX_VALUE_LENGTH)) throw tooLong();
  return text(given);
}

const tooLong = () => parameterError('The type of value must be less then 16 * 1024 * 1024 btyes.');
const notAValue = () => parameterError('The type of value must be ValueType.');

/** @param {unknown} value @returns {{ t: string, v: unknown }} */
function tagged(value) {
  switch (typeof value) {
    case 'number': return { t: 'double', v: Number.isFinite(value) ? value : String(value) };
    case 'boolean': return { t: 'bool', v: value };
    case 'string': return { t: 'string', v: content(value) };
    case 'bigint': return { t: 'BigInt', v: String(value) };
    case 'object': break;
    default: throw notAValue();
  }
  if (value === null) throw notAValue();
  if (value instanceof Uint8Array) {
    if (value.length > MAX_VALUE_LENGTH) throw tooLong();
    return { t: 'uint8Array', v: bytesToBase64(value) };
  }
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return { t: 'stringArray', v: value.map(content) };
    if (value.every((item) => typeof item === 'number')) return { t: 'doubleArray', v: value.map((item) => (Number.isFinite(item) ? item : String(item))) };
    if (value.every((item) => typeof item === 'boolean')) return { t: 'boolArray', v: value };
  }
  const json = JSON.stringify(value);
  if (json === undefined) throw notAValue();
  return { t: 'object', v: content(json) };
}

/** @param {{ t: string, v: any }} value */
function untagged({ t, v }) {
  switch (t) {
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
  if (exceeds(text(key), MAX_KEY_LENGTH)) throw parameterError('The key must be less than 1024 bytes.');
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

/**
 * Who listens to one store. An object of getPreferences has listeners of its own, all of them hear of the same changes.
 * @typedef {{ owner: object, mode: string, listener: Function, keys: Set<string> }} Observer
 * @type {Map<number, Observer[]>}
 */
const observersOf = new Map();
const MODES = ['change', 'multiProcessChange', 'dataChange'];

/** @param {unknown} mode @param {string} name */
function checkMode(mode, name) {
  if (typeof mode !== 'string') throw parameterError(`The ${name} must be string.`);
  if (!MODES.includes(mode)) throw parameterError(`The ${name} must be 'change' or 'multiProcessChange' or 'dataChange'.`);
}

/** @param {unknown} keys @param {boolean} mayBeEmpty @returns {string[]} */
function checkedKeys(keys, mayBeEmpty) {
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string') || (keys.length === 0 && !mayBeEmpty)) {
    throw parameterError('The keys must be Array<string>.');
  }
  return keys.map(text);
}

/** @param {unknown} listener @returns {Function} */
function checkedListener(listener) {
  if (typeof listener !== 'function') throw parameterError('The callback must be function.');
  return listener;
}

/** What a handler is told, each telling a turn of its own. @param {number} handle @param {[string, any][]} changes */
function announce(handle, changes) {
  const observers = observersOf.get(handle) ?? [];
  if (changes.length === 0 || observers.length === 0) return;
  const told = changes.map(([key, value]) => [key, value === null ? null : untagged(value)]);
  const tell = (/** @type {Observer} */ { listener }, /** @type {unknown} */ news) => { host.later(() => listener(news)); };
  for (const observer of observers.filter(({ mode }) => mode === 'dataChange')) {
    const hits = told.filter(([key]) => observer.keys.has(key));
    if (hits.length > 0) tell(observer, Object.fromEntries(hits));
  }
  for (const mode of ['change', 'multiProcessChange']) {
    for (const observer of observers.filter((each) => each.mode === mode)) for (const [key] of told) tell(observer, key);
  }
}

class Preferences {
  #handle;

  /** @param {number} handle */
  constructor(handle) {
    this.#handle = handle;
  }

  get handle() {
    return this.#handle;
  }

  /** @param {any[]} args the mode, for dataChange the keys, the listener */
  on(...args) {
    if (args.length !== 2 && args.length !== 3) throw parameterError('Need 2 or 3 parameters!');
    const [mode, ...rest] = args;
    checkMode(mode, 'registerMode');
    count(rest, mode === 'dataChange' ? 2 : 1);
    const keys = new Set(mode === 'dataChange' ? checkedKeys(rest[0], false) : []);
    const listener = checkedListener(rest[rest.length - 1]);
    const observers = observersOf.get(this.#handle) ?? [];
    observersOf.set(this.#handle, observers);
    if (observers.some((known) => known.owner === this && known.mode === mode && known.listener === listener)) return;
    observers.push({ owner: this, mode, listener, keys });
  }

  /** @param {any[]} args the mode, for dataChange the keys (none for all), the listener (absent for all) */
  off(...args) {
    if (args.length === 0) throw parameterError('Need more than 1 parameters!');
    const [mode, ...rest] = args;
    checkMode(mode, 'unRegisterMode');
    const keyed = mode === 'dataChange';
    if (rest.length > (keyed ? 2 : 1) || (keyed && rest.length === 0)) throw parameterError(`Need ${keyed ? '2 or 3' : '1 or 2'} parameters!`);
    const keys = keyed ? checkedKeys(rest[0], true) : [];
    const wanted = rest[keyed ? 1 : 0] ?? undefined;
    if (wanted !== undefined) checkedListener(wanted);
    const ended = (/** @type {Observer} */ known) => {
      if (known.owner !== this || known.mode !== mode || (wanted !== undefined && known.listener !== wanted)) return false;
      for (const key of keys) known.keys.delete(key);
      return keys.length === 0 || known.keys.size === 0;
    };
    observersOf.set(this.#handle, (observersOf.get(this.#handle) ?? []).filter((known) => !ended(known)));
  }
}

/**
 * A call that may change the store: listeners hear of what it changed.
 * @param {string} name @param {number} handle @param {unknown[]} values
 */
function change(name, handle, ...values) {
  announce(handle, host.call(`preferences.${name}`, handle, ...values));
}

operation(Preferences.prototype, 'put', 2, function (key, value) {
  const [name, given] = [checkedKey(key), tagged(value)];
  return () => change('put', this.handle, name, given);
});

// A stored long is answered with the default: the native side takes its own default, a long, for "not there".
operation(Preferences.prototype, 'get', 2, function (key, otherwise) {
  const name = checkedKey(key);
  return () => {
    const value = host.call('preferences.get', this.handle, name);
    return value === null || value.t === 'long' ? otherwise : untagged(value);
  };
});

operation(Preferences.prototype, 'has', 1, function (key) {
  const name = checkedKey(key);
  return () => host.call('preferences.get', this.handle, name) !== null;
});

operation(Preferences.prototype, 'delete', 1, function (key) {
  const name = checkedKey(key);
  return () => change('remove', this.handle, name);
});

operation(Preferences.prototype, 'clear', 0, function () {
  return () => change('clear', this.handle);
});

operation(Preferences.prototype, 'flush', 0, function () {
  return () => change('flush', this.handle);
});

operation(Preferences.prototype, 'getAll', 0, function () {
  return () => {
    const all = host.call('preferences.all', this.handle);
    return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, untagged(value)]));
  };
});

/** @param {unknown} type */
function checkedStorage(type) {
  if (typeof type !== 'number') throw parameterError('The storageType must be StorageType which is enum.');
  if ((type | 0) !== StorageType.XML && (type | 0) !== StorageType.GSKV) throw parameterError('Storage type value invalid.');
  return (type | 0) === StorageType.GSKV;
}

/**
 * Where the store is (level, area, module, name) and whether GSKV is asked for.
 * @param {any} context @param {any} nameOrOptions @returns {{ where: any[], gskv: boolean }}
 */
function storePlace(context, nameOrOptions) {
  const given = typeof nameOrOptions === 'string' ? { name: nameOrOptions } : nameOrOptions;
  if (typeof given?.name !== 'string') throw parameterError('The name must be string.');
  const group = given.dataGroupId ?? '';
  if (typeof group !== 'string') throw parameterError('The dataGroupId must be string.');
  const gskv = given.storageType === undefined || given.storageType === null ? false : checkedStorage(given.storageType);
  if (group !== '') host.notEmulated('@ohos.data.preferences.Options.dataGroupId')();
  if (!Array.isArray(context?.place)) throw parameterError('The context is invalid.');
  void context.preferencesDir;
  return { where: [...context.place, text(given.name)], gskv };
}

/** @type {Record<string, any>} */
const members = { MAX_KEY_LENGTH, MAX_VALUE_LENGTH, StorageType, Preferences };

operation(members, 'getPreferences', 2, (context, nameOrOptions) => {
  const { where, gskv } = storePlace(context, nameOrOptions);
  return () => {
    const handle = host.call('preferences.open', ...where, gskv);
    if (handle === 0) host.notEmulated('@ohos.data.preferences.StorageType.GSKV of a file that a real device made')();
    return new Preferences(handle);
  };
});

for (const [name, call] of [
  ['deletePreferences', 'preferences.delete'],
  ['removePreferencesFromCache', 'preferences.forget'],
]) {
  operation(members, name, 2, (context, nameOrOptions) => {
    const { where } = storePlace(context, nameOrOptions);
    return () => { host.call(call, ...where); };
  });
}

members.isStorageTypeSupported = (/** @type {unknown[]} */ ...args) => {
  if (args.length !== 1) throw parameterError('Need must have 1 param parameters!');
  return !checkedStorage(args[0]) || host.call('preferences.gskv');
};

Object.assign(exports, members);
exports.default = members;
