// @ohos.util.PlainArray: values by whole numbers, in their order.

const { parameterError } = require('@ohos.internal.collections');
const { Entries, natural } = require('@ohos.internal.keyed');

/** @param {unknown} key */
function needKey(key) {
  if (!Number.isInteger(key)) throw parameterError('The type of key must be number.');
  return key;
}

class PlainArray {
  #entries = new Entries(natural);

  get length() { return this.#entries.list.length; }
  isEmpty() { return this.length === 0; }
  clear() { this.#entries.list.length = 0; }
  /** @param {number} key @param {any} value */
  add(key, value) { this.#entries.put(needKey(key), value); }
  /** @param {number} key */
  has(key) { return this.#entries.find(needKey(key)) >= 0; }
  /** @param {number} key */
  get(key) { return this.#entries.value(needKey(key)); }
  /** @param {number} key */
  getIndexOfKey(key) { return Math.max(-1, this.#entries.find(needKey(key))); }
  /** @param {any} value */
  getIndexOfValue(value) { return this.#entries.indexOfValue(value); }
  /** @param {number} index */
  getKeyAt(index) { return this.#entries.list[index]?.[0] ?? -1; }
  /** @param {number} index */
  getValueAt(index) { return this.#entries.list[this.#entries.checked(index)][1]; }
  /** @param {number} index @param {any} value */
  setValueAt(index, value) { this.#entries.list[this.#entries.checked(index)][1] = value; }
  /** @param {number} key */
  remove(key) { return this.#entries.take(needKey(key)); }
  /** @param {number} index */
  removeAt(index) { return this.#entries.list.splice(index, index < 0 ? 0 : 1)[0]?.[1]; }
  /** @param {number} index @param {number} size */
  removeRangeFrom(index, size) { return this.#entries.list.splice(this.#entries.checked(index), size).length; }

  clone() {
    const made = new PlainArray();
    for (const [key, value] of this) made.add(key, value);
    return made;
  }

  /** @param {any} callback @param {unknown} [self] */
  forEach(callback, self) { this.#entries.forEach(callback, self, this); }
  toString() { return this.#entries.list.map(([key, value]) => `${key}:${value}`).join(','); }
  /** @returns {Iterator<[number, any]>} */
  [Symbol.iterator]() { return /** @type {any} */ (this.#entries.entries()); }
}

exports.default = PlainArray;
