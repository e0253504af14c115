// @ohos.util.TreeMap.

const { parameterError } = require('@ohos.internal.collections');
const { Entries, ordering } = require('@ohos.internal.keyed');

class TreeMap {
  #entries;

  /** @param {(first: any, second: any) => boolean} [comparator] */
  constructor(comparator) { this.#entries = new Entries(ordering(comparator)); }

  get length() { return this.#entries.list.length; }
  isEmpty() { return this.length === 0; }
  clear() { this.#entries.list.length = 0; }
  /** @param {any} key */
  hasKey(key) { return this.#entries.find(key) >= 0; }
  /** @param {any} value */
  hasValue(value) { return this.#entries.indexOfValue(value) >= 0; }
  /** @param {any} key */
  get(key) { return this.#entries.value(key); }
  getFirstKey() { return this.#entries.list[0]?.[0]; }
  getLastKey() { return this.#entries.list.at(-1)?.[0]; }

  /** @param {any} key */
  getLowerKey(key) {
    const at = this.#entries.find(key);
    return this.#entries.list[(at < 0 ? ~at : at) - 1]?.[0];
  }

  /** @param {any} key */
  getHigherKey(key) {
    const at = this.#entries.find(key);
    return this.#entries.list[at < 0 ? ~at : at + 1]?.[0];
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    this.#entries.put(key, value);
    return this;
  }

  /** @param {any} other */
  setAll(other) {
    if (!(other instanceof TreeMap)) throw parameterError('The type of map must be TreeMap.');
    for (const [key, value] of other) this.#entries.put(key, value);
  }

  /** @param {any} key @param {any} value */
  replace(key, value) {
    const known = this.hasKey(key);
    if (known) this.#entries.put(key, value);
    return known;
  }

  /** @param {any} key */
  remove(key) { return this.#entries.take(key); }
  /** @param {any} callback @param {unknown} [self] */
  forEach(callback, self) { this.#entries.forEach(callback, self, this); }
  keys() { return this.#entries.keys(); }
  values() { return this.#entries.values(); }
  entries() { return this.#entries.entries(); }
  [Symbol.iterator]() { return this.#entries.entries(); }
}

exports.default = TreeMap;
