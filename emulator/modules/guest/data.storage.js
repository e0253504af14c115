// @ohos.data.storage, the predecessor of preferences (distributeddatamgr_preferences frameworks/js/napi/storage): the same
// stores, named by the path of their file. Only numbers, texts and booleans go in, and a value of another type than the
// default is not found. A synchronous call that is wrong throws an Error without a number.

const { businessError } = require('@ohos.internal.arguments');
const { Preferences, MAX_KEY_LENGTH, MAX_VALUE_LENGTH } = require('@ohos.data.preferences').default;

const PARAMETER_ERROR = 401;
const NATIVE_ERROR = (13 << 21) | (6 << 16);
const TYPES = ['number', 'string', 'boolean'];

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @template T @param {() => T} work @param {string} message @returns {T} */
function withoutNumber(work, message) {
  try {
    return work();
  } catch (error) {
    if (error instanceof host.BusinessError) throw new Error(message);
    throw error;
  }
}

/** @param {unknown} value */
function checkedValue(value) {
  if (!TYPES.includes(typeof value)) throw parameterError('The type of value must be ValueType.');
}

/** @type {Record<string, [number, (store: any, key: any, value: any) => () => unknown]>} what each operation checks and does */
const OPERATIONS = {
  put: [2, (store, key, value) => {
    checkedValue(value);
    return () => store.putSync(key, value);
  }],
  get: [2, (store, key, otherwise) => {
    checkedValue(otherwise);
    return () => {
      const value = store.getSync(key, otherwise);
      return typeof value === typeof otherwise ? value : otherwise;
    };
  }],
  has: [1, (store, key) => () => store.hasSync(key)],
  delete: [1, (store, key) => () => store.deleteSync(key)],
  clear: [0, (store) => () => store.clearSync()],
  flush: [0, (store) => () => store.flushSync()],
};

class Storage {
  #store;
  /** @type {Map<Function, Function>} */
  #listeners = new Map();

  /** @param {number} handle */
  constructor(handle) {
    this.#store = new Preferences(handle);
  }

  get store() {
    return this.#store;
  }

  /** @param {string} event @param {Function} listener */
  on(event, listener) {
    if (event !== 'change') throw new Error("type should be 'change'");
    if (typeof listener !== 'function') throw new Error('observer not function type');
    if (this.#listeners.has(listener)) return;
    const told = (/** @type {string} */ key) => listener({ key });
    this.#listeners.set(listener, told);
    this.#store.on('change', told);
  }

  /** @param {string} event @param {Function} listener */
  off(event, listener) {
    if (event !== 'change') throw new Error("type should be 'change'");
    if (typeof listener !== 'function') throw new Error('observer not function type');
    const told = this.#listeners.get(listener);
    if (told === undefined) return;
    this.#listeners.delete(listener);
    this.#store.off('change', told);
  }

  /** How it went, as a number. */
  flushSync() {
    try {
      this.#store.flushSync();
      return 0;
    } catch (error) {
      if (error instanceof host.BusinessError) return NATIVE_ERROR;
      throw error;
    }
  }
}

for (const [name, [wanted, parse]] of Object.entries(OPERATIONS)) {
  const work = (/** @type {any} */ storage, /** @type {any[]} */ own) => {
    if (wanted > 0 && typeof own[0] !== 'string') throw parameterError('The key must be string.');
    return parse(storage.store, own[0], own[1]);
  };
  Object.defineProperty(Storage.prototype, name, {
    configurable: true, writable: true,
    /** @this {any} @param {any[]} args */
    value: function (...args) {
      const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
      if (own.length !== wanted) throw parameterError(`Need ${wanted} or ${wanted + 1} parameters!`);
      return host.threeForms(args, wanted, work(this, own));
    },
  });
  if (name === 'flush') continue;
  Object.defineProperty(Storage.prototype, `${name}Sync`, {
    configurable: true, writable: true,
    /** @this {any} @param {any[]} args */
    value: function (...args) {
      if (args.length !== wanted) throw new Error('Wrong number of arguments');
      return withoutNumber(() => work(this, args)(), `call ${name} failed`);
    },
  });
}

/** @param {unknown} path */
const pathText = (path) => (typeof path === 'string' ? path.split('\0', 1)[0].toWellFormed() : '');

/** @type {[string, string, (answer: any) => unknown][]} name, host function, and what becomes of its answer */
const FUNCTIONS = [
  ['getStorage', 'preferences.openPath', (handle) => new Storage(handle)],
  ['deleteStorage', 'preferences.deletePath', () => undefined],
  ['removeStorageFromCache', 'preferences.forgetPath', () => undefined],
];
/** @type {Record<string, any>} */
const members = { MAX_KEY_LENGTH, MAX_VALUE_LENGTH };
for (const [name, call, made] of FUNCTIONS) {
  members[`${name}Sync`] = (/** @type {unknown} */ path) => {
    if (typeof path !== 'string') throw new Error('Input path error');
    return withoutNumber(() => made(host.call(call, pathText(path))), `${name} failed`);
  };
  members[name] = (/** @type {any[]} */ ...args) => {
    const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
    if (own.length !== 1) throw parameterError('Need 1 or 2 parameters!');
    return host.threeForms(args, 1, () => made(host.call(call, pathText(own[0]))));
  };
}

Object.assign(exports, members);
exports.default = members;
