// @ohos.util.HashMap.

const { needFunction, parameterError } = require('@ohos.internal.collections');

class HashMap {
  /** @type {Map<any, any>} */
  #entries = new Map();

  get length() { return this.#entries.size; }
  isEmpty() { return this.#entries.size === 0; }
  clear() { this.#entries.clear(); }

  /** @param {any} key */
  hasKey(key) { return this.#entries.has(key); }
  /** @param {any} value */
  hasValue(value) { return [...this.#entries.values()].includes(value); }
  /** @param {any} key */
  get(key) { return this.#entries.get(key); }

  /** @param {any} key @param {any} value */
  set(key, value) {
    this.#entries.set(key, value);
    return this;
  }

  /** @param {HashMap} other */
  setAll(other) {
    if (!(other instanceof HashMap)) throw parameterError('The type of map must be HashMap.');
    for (const [key, value] of other) this.#entries.set(key, value);
  }

  /** @param {any} key @param {any} value */
  replace(key, value) {
    const known = this.#entries.has(key);
    if (known) this.#entries.set(key, value);
    return known;
  }

  /** @param {any} key */
  remove(key) {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }

  /** @param {(value: any, key: any, map: this) => void} callback @param {unknown} [self] */
  forEach(callback, self) {
    needFunction(callback);
    this.#entries.forEach((value, key) => callback.call(self, value, key, this));
  }

  keys() { return this.#entries.keys(); }
  values() { return this.#entries.values(); }
  entries() { return this.#entries.entries(); }
  [Symbol.iterator]() { return this.#entries.entries(); }
}

exports.default = HashMap;
