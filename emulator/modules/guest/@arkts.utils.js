// @arkts.utils: locks, ASON and the rest of ArkTSUtils (interface_sdk-js arkts/@arkts.utils.d.ets; commonlibrary_ets_utils
// js_concurrent_module/utils). A lock is shared with every thread that gets it as a value; a name is known within a thread.

const { businessError } = require('@ohos.internal.arguments');
const { parse, stringify, BigIntMode } = require('@ohos.internal.json');
const { LRUCache } = /** @type {any} */ (require)('@ohos.util').default;
const collections = /** @type {any} */ (require)('@arkts.collections').default;

const SENDABLE = Symbol.for('ohos.sendable');
const NO_SUCH_LOCK = 10200030;
const TIMED_OUT = 10200031;
const AsyncLockMode = Object.freeze({ SHARED: 1, EXCLUSIVE: 2 });
/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);

class AsyncLockOptions {
  isAvailable = false;
  /** @type {{aborted: boolean, reason: unknown} | null} */
  signal = null;
  timeout = 0;
}
class AsyncLockInfo { /** @param {string} name @param {number} mode */ constructor(name, mode) { this.name = name; this.mode = mode; this.contextId = host.threads.number; } }
class AsyncLockState { /** @param {AsyncLockInfo[]} held @param {AsyncLockInfo[]} pending */ constructor(held, pending) { this.held = held; this.pending = pending; } }
class AbortSignal { aborted = false; reason = undefined; }

/** @type {Map<string, AsyncLock>} */
const named = new Map();
let anonymous = 0;

class AsyncLock {
  /** @type {{mode: number}[]} */ #held = [];
  /** @type {{mode: number, go: () => void}[]} */ #waiting = [];

  constructor(name = `anonymousLock${(anonymous += 1)}`) { this.name = name; }

  /** @param {string} name */
  static request(name) {
    if (typeof name !== 'string') throw parameterError('The type of name must be string.');
    const lock = named.get(name) ?? new AsyncLock(name);
    named.set(name, lock);
    return lock;
  }

  /** @param {string} name */
  static query(name) {
    const lock = named.get(name);
    if (lock === undefined) throw businessError(NO_SUCH_LOCK, 'The lock does not exist');
    return lock.#state();
  }

  static queryAll() { return [...named.values()].map((lock) => lock.#state()); }

  #state() {
    const info = (/** @type {{mode: number}} */ entry) => new AsyncLockInfo(this.name, entry.mode);
    return new AsyncLockState(this.#held.map(info), this.#waiting.map(info));
  }

  /** @param {number} mode */
  #isFree(mode) {
    return this.#held.length === 0 || (mode === AsyncLockMode.SHARED && this.#held.every((entry) => entry.mode === mode));
  }

  /** @param {() => any} callback @param {number} [mode] @param {any} [options] @returns {Promise<any>} */
  lockAsync(callback, mode = AsyncLockMode.EXCLUSIVE, options = {}) {
    if (typeof callback !== 'function') throw parameterError('The type of callback must be function.');
    return new Promise((resolve, reject) => {
      const entry = { mode, go: () => this.#run(entry, callback, resolve, reject) };
      if (this.#waiting.length === 0 && this.#isFree(mode)) entry.go();
      else if (options.isAvailable) reject(businessError(TIMED_OUT, 'lockAsync timed out'));
      else {
        this.#waiting.push(entry);
        if (options.timeout > 0) setTimeout(() => { if (this.#withdraw(entry)) reject(businessError(TIMED_OUT, 'lockAsync timed out')); }, options.timeout);
        if (options.signal?.aborted && this.#withdraw(entry)) reject(options.signal.reason);
      }
    });
  }

  /** @param {any} entry */
  #withdraw(entry) {
    const at = this.#waiting.indexOf(entry);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  /** @param {{mode: number}} entry @param {() => any} callback @param {(value: any) => void} resolve @param {(error: any) => void} reject */
  #run(entry, callback, resolve, reject) {
    this.#held.push(entry);
    const release = () => {
      this.#held.splice(this.#held.indexOf(entry), 1);
      while (this.#waiting.length > 0 && this.#isFree(this.#waiting[0].mode)) this.#waiting.shift()?.go();
    };
    host.later(callback).then(resolve, reject).finally(release);
  }
}

/** @type {Map<string, ConditionVariable>} */
const conditions = new Map();

class ConditionVariable {
  /** @type {(() => void)[]} */ #waiting = [];

  /** @param {string} name */
  static request(name) {
    if (typeof name !== 'string') throw parameterError('The type of name must be string.');
    const made = conditions.get(name) ?? new ConditionVariable();
    conditions.set(name, made);
    return made;
  }

  /** @returns {Promise<void>} */
  wait() { return new Promise((resolve) => { this.#waiting.push(resolve); }); }

  /** @param {number} timeout @returns {Promise<void>} */
  waitFor(timeout) {
    if (typeof timeout !== 'number') throw parameterError('The type of timeout must be number.');
    return new Promise((resolve) => { this.#waiting.push(resolve); setTimeout(resolve, timeout); });
  }

  notifyAll() { for (const go of this.#waiting.splice(0)) go(); }
  notifyOne() { this.#waiting.shift()?.(); }
}

class SendableLruCache extends LRUCache {
  getRemoveCount() { return /** @type {any} */ (this).getRemovalCount(); }
}

for (const type of [AsyncLock, ConditionVariable, SendableLruCache]) Object.defineProperty(type.prototype, SENDABLE, { value: true });

/** What ASON.parse makes of plain values: Sendable ones. @param {any} value @param {boolean} asMap @returns {any} */
function shared(value, asMap) {
  if (Array.isArray(value)) return collections.Array.from(value.map((item) => shared(item, asMap)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shared(item, asMap)]);
  if (asMap) return new collections.Map(entries);
  return Object.defineProperty(Object.fromEntries(entries), SENDABLE, { value: true });
}

/** @param {any} value @returns {any} */
function plain(value) {
  if (value instanceof collections.Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (value instanceof collections.Set) return [...value].map(plain);
  if (Array.isArray(value)) return [...value].map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const ASON = {
  BigIntMode,
  ParseReturnType: Object.freeze({ OBJECT: 0, MAP: 1 }),
  /** @param {any} text @param {any} [reviver] @param {any} [options] */
  parse(text, reviver, options) {
    if (typeof text !== 'string') throw parameterError('The type of text must be string.');
    return shared(parse(text, reviver, options?.bigIntMode), options?.parseReturnType === 1);
  },
  /** @param {any} value */
  stringify: (value) => stringify(plain(value)),
};

/** @param {any} value */
function isSendable(value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return typeof value !== 'symbol';
  return value[SENDABLE] === true || value.constructor?.[SENDABLE] === true;
}

/** @type {Record<string, any>} */
const members = {
  locks: { AsyncLock, AsyncLockMode, AsyncLockOptions, AsyncLockState, AsyncLockInfo, AbortSignal, ConditionVariable },
  ASON, SendableLruCache, isSendable,
};
Object.assign(exports, members);
exports.default = members;
