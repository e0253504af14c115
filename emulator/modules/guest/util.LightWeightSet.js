// @ohos.util.LightWeightSet. It keeps the order of insertion; the device's order is that of its hashes.

const { parameterError } = require('@ohos.internal.collections');
const { Entries } = require('@ohos.internal.keyed');

class LightWeightSet {
  #entries = new Entries(undefined);

  get length() { return this.#entries.list.length; }
  isEmpty() { return this.length === 0; }
  clear() { this.#entries.list.length = 0; }
  increaseCapacityTo() {}
  /** @param {any} value */
  has(value) { return this.#entries.find(value) >= 0; }

  /** @param {any} value */
  add(value) {
    const fresh = !this.has(value);
    if (fresh) this.#entries.put(value, value);
    return fresh;
  }

  /** @param {any} other @returns {any[]} */
  #values(other) {
    if (!(other instanceof LightWeightSet)) throw parameterError('The type of set must be LightWeightSet.');
    return other.toArray();
  }

  /** @param {any} other */
  addAll(other) { return this.#values(other).map((value) => this.add(value)).includes(true); }
  /** @param {any} other */
  hasAll(other) { return this.#values(other).every((value) => this.has(value)); }
  /** @param {any} other */
  equal(other) {
    if (!(other instanceof LightWeightSet) && !Array.isArray(other)) return false;
    const values = [...other];
    return values.length === this.length && values.every((value) => this.has(value));
  }

  /** @param {any} value */
  getIndexOf(value) { return Math.max(-1, this.#entries.find(value)); }
  /** @param {number} index */
  getValueAt(index) { return this.#entries.list[index]?.[0]; }
  /** @param {any} value */
  remove(value) { return this.#entries.take(value); }

  /** @param {number} index */
  removeAt(index) {
    if (!Number.isInteger(index)) throw parameterError('The type of index must be number.');
    return this.#entries.list[index] !== undefined && this.#entries.list.splice(index, 1).length === 1;
  }

  /** @param {any} callback @param {unknown} [self] */
  forEach(callback, self) { this.#entries.forEach(callback, self, this); }
  toArray() { return [...this.#entries.keys()]; }
  values() { return this.#entries.keys(); }
  entries() { return this.#entries.entries(); }
  toString() { return this.toArray().join(','); }
  [Symbol.iterator]() { return this.#entries.keys(); }
}

exports.default = LightWeightSet;
