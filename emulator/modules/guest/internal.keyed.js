// What the keyed containers of @ohos.util.* share (commonlibrary_ets_utils js_util_module/container): entries in an order,
// by key and by number.

const { businessError } = require('@ohos.internal.arguments');
const { needFunction, parameterError } = require('@ohos.internal.collections');

const OUT_OF_RANGE = 10200001;

/** Entries in the order of `compare`, or of insertion without one. */
class Entries {
  /** @type {[any, any][]} */ list = [];
  #compare;

  /** @param {((first: any, second: any) => number) | undefined} compare */
  constructor(compare) { this.#compare = compare; }

  /** Where the key is, or the bitwise complement of where it belongs. @param {any} key */
  find(key) {
    if (this.#compare === undefined) {
      const at = this.list.findIndex(([other]) => other === key || (other !== other && key !== key));
      return at < 0 ? ~this.list.length : at;
    }
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(this.list[middle][0], key);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  /** @param {any} key @param {any} value */
  put(key, value) {
    const at = this.find(key);
    if (at >= 0) this.list[at][1] = value;
    else this.list.splice(~at, 0, [key, value]);
  }

  /** @param {any} key */
  value(key) {
    const at = this.find(key);
    return at < 0 ? undefined : this.list[at][1];
  }

  /** @param {any} key */
  take(key) {
    const at = this.find(key);
    return at < 0 ? undefined : this.list.splice(at, 1)[0][1];
  }

  /** @param {any} index @returns {number} */
  checked(index) {
    if (!Number.isInteger(index)) throw parameterError('The type of index must be number.');
    const highest = this.list.length - 1;
    if (index < 0 || index > highest) {
      throw businessError(OUT_OF_RANGE, `The value of index is out of range. It must be >= 0 && <= ${highest}. Received value is: ${index}`);
    }
    return index;
  }

  /** @param {any} value */
  indexOfValue(value) { return this.list.findIndex(([, other]) => other === value); }

  /** @param {unknown} callback @param {unknown} self @param {any} owner */
  forEach(callback, self, owner) {
    needFunction(callback);
    for (const [key, value] of [...this.list]) /** @type {Function} */ (callback).call(self, value, key, owner);
  }

  *keys() { for (const [key] of this.list) yield key; }
  *values() { for (const [, value] of this.list) yield value; }
  *entries() { for (const [key, value] of this.list) yield [key, value]; }
}

/** @param {any} first @param {any} second */
const natural = (first, second) => (first < second ? -1 : first > second ? 1 : 0);

/** A tree's comparator says whether the first is smaller; some apps return a number instead. @param {unknown} comparator */
function ordering(comparator) {
  if (comparator === undefined || comparator === null) return natural;
  if (typeof comparator !== 'function') throw parameterError('The type of comparator must be function.');
  return (/** @type {any} */ first, /** @type {any} */ second) => {
    const order = comparator(first, second);
    if (typeof order === 'number') return order;
    if (order) return -1;
    return comparator(second, first) ? 1 : 0;
  };
}

module.exports = { Entries, natural, ordering };
