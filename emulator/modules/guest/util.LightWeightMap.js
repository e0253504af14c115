// @ohos.util.LightWeightMap. It keeps the order of insertion; the device's order is that of its hashes.

const { parameterError } = require('@ohos.internal.collections');
const { Entries } = require('@ohos.internal.keyed');

class LightWeightMap {
  #entries = new Entries(undefined);

  get length() { return this.#entries.list.length; }
  isEmpty() { return this.length === 0; }
  clear() { this.#entries.list.length = 0; }
  increaseCapacityTo() {}
  /** @param {any} key */
  hasKey(key) { return this.#entries.find(key) >= 0; }
  /** @param {any} value */
  hasValue(value) { return this.#entries.indexOfValue(value) >= 0; }
  /** @param {LightWeightMap} other */
  hasAll(other) { return [...this.#other(other)].every(([key, value]) => this.hasKey(key) && this.get(key) === value); }
  /** @param {any} key */
  get(key) { return this.#entries.value(key); }
  /** @param {any} key */
  getIndexOfKey(key) { return Math.max(-1, this.#entries.find(key)); }
  /** @param {any} value */
  getIndexOfValue(value) { return this.#entries.indexOfValue(value); }
  /** @param {number} index */
  getKeyAt(index) { return this.#entries.list[this.#entries.checked(index)][0]; }
  /** @param {number} index */
  getValueAt(index) { return this.#entries.list[this.#entries.checked(index)][1]; }

  /** @param {any} other @returns {LightWeightMap} */
  #other(other) {
    if (!(other instanceof LightWeightMap)) throw parameterError('The type of map must be LightWeightMap.');
    return other;
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    this.#entries.put(key, value);
    return this;
  }

  /** @param {any} other */
  setAll(other) { for (const [key, value] of this.#other(other)) this.#entries.put(key, value); }

  /** @param {number} index @param {any} value */
  setValueAt(index, value) {
    this.#entries.list[this.#entries.checked(index)][1] = value;
    return true;
  }

  /** @param {any} key */
  remove(key) { return this.#entries.take(key); }

  /** @param {number} index */
  removeAt(index) {
    if (!Number.isInteger(index)) throw parameterError('The type of index must be number.');
    return this.#entries.list[index] !== undefined && this.#entries.list.splice(index, 1).length === 1;
  }

  /** @param {any} callback @param {unknown} [self] */
  forEach(callback, self) { this.#entries.forEach(callback, self, this); }
  keys() { return this.#entries.keys(); }
  values() { return this.#entries.values(); }
  entries() { return this.#entries.entries(); }
  toString() { return this.#entries.list.map(([key, value]) => `${key}:${value}`).join(','); }
  [Symbol.iterator]() { return this.#entries.entries(); }
}

exports.default = LightWeightMap;
