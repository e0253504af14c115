// @ohos.util.HashSet.

const { needFunction } = require('@ohos.internal.collections');

class HashSet {
  /** @type {Set<any>} */
  #values = new Set();

  get length() { return this.#values.size; }
  isEmpty() { return this.#values.size === 0; }
  clear() { this.#values.clear(); }

  /** @param {any} value */
  has(value) { return this.#values.has(value); }

  /** @param {any} value */
  add(value) {
    const fresh = !this.#values.has(value);
    this.#values.add(value);
    return fresh;
  }

  /** @param {any} value */
  remove(value) { return this.#values.delete(value); }

  /** @param {(value: any, key: any, set: this) => void} callback @param {unknown} [self] */
  forEach(callback, self) {
    needFunction(callback);
    this.#values.forEach((value) => callback.call(self, value, value, this));
  }

  values() { return this.#values.values(); }
  entries() { return this.#values.entries(); }
  [Symbol.iterator]() { return this.#values.values(); }
}

exports.default = HashSet;
