// @ohos.util.TreeSet.

const { Entries, ordering } = require('@ohos.internal.keyed');

class TreeSet {
  #entries;

  /** @param {(first: any, second: any) => boolean} [comparator] */
  constructor(comparator) { this.#entries = new Entries(ordering(comparator)); }

  get length() { return this.#entries.list.length; }
  isEmpty() { return this.length === 0; }
  clear() { this.#entries.list.length = 0; }
  /** @param {any} value */
  has(value) { return this.#entries.find(value) >= 0; }

  /** @param {any} value */
  add(value) {
    const fresh = !this.has(value);
    if (fresh) this.#entries.put(value, value);
    return fresh;
  }

  /** @param {any} value */
  remove(value) {
    const known = this.has(value);
    this.#entries.take(value);
    return known;
  }

  getFirstValue() { return this.#entries.list[0]?.[0]; }
  getLastValue() { return this.#entries.list.at(-1)?.[0]; }

  /** @param {any} value */
  getLowerValue(value) {
    const at = this.#entries.find(value);
    return this.#entries.list[(at < 0 ? ~at : at) - 1]?.[0];
  }

  /** @param {any} value */
  getHigherValue(value) {
    const at = this.#entries.find(value);
    return this.#entries.list[at < 0 ? ~at : at + 1]?.[0];
  }

  popFirst() { return this.#entries.list.shift()?.[0]; }
  popLast() { return this.#entries.list.pop()?.[0]; }
  /** @param {any} callback @param {unknown} [self] */
  forEach(callback, self) { this.#entries.forEach(callback, self, this); }
  values() { return this.#entries.keys(); }
  entries() { return this.#entries.entries(); }
  [Symbol.iterator]() { return this.#entries.keys(); }
}

exports.default = TreeSet;
