// What the containers of @ohos.util.* share (commonlibrary_ets_utils js_util_module/container): the sequence behind lists,
// queues and stacks, and their errors. HashMap and HashSet iterate in the order of insertion; the device's order is that
// of its hashes.

const { businessError } = require('@ohos.internal.arguments');

const OUT_OF_RANGE = 10200001;
const EMPTY = 10200010;
const PARAMETER_ERROR = 401;

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

const empty = () => businessError(EMPTY, 'Container is empty');

/** @param {unknown} callback @returns {any} */
function needFunction(callback) {
  if (typeof callback !== 'function') throw parameterError('The type of callbackFn must be callable.');
  return callback;
}

/** A list that gives its elements by number too. */
class Sequence {
  /** @type {any[]} */
  #items = [];

  constructor() {
    return new Proxy(this, INDEXED);
  }

  /** The elements, shared. */
  items() { return this.#items; }
  get length() { return this.#items.length; }
  isEmpty() { return this.#items.length === 0; }
  clear() { this.#items.length = 0; }

  /** @param {any} element */
  add(element) {
    this.#items.push(element);
    return true;
  }

  /** @param {any} element @param {number} index */
  insert(element, index) {
    this.checked(index, this.#items.length);
    this.#items.splice(index, 0, element);
  }

  /** @param {number} index @param {number} highest */
  checked(index, highest = this.#items.length - 1) {
    if (!Number.isInteger(index)) throw parameterError('The type of index must be number.');
    if (index < 0 || index > highest) {
      throw businessError(OUT_OF_RANGE, `The value of index is out of range. It must be >= 0 && <= ${highest}. Received value is: ${index}`);
    }
    return index;
  }

  /** @param {number} index */
  get(index) { return this.#items[index]; }

  /** @param {number} index @param {any} element */
  set(index, element) {
    this.#items[this.checked(index)] = element;
    return element;
  }

  /** @param {any} element */
  has(element) { return this.#items.includes(element); }
  /** @param {any} element */
  getIndexOf(element) { return this.#items.indexOf(element); }
  /** @param {any} element */
  getLastIndexOf(element) { return this.#items.lastIndexOf(element); }
  getFirst() { return this.#items[0]; }
  getLast() { return this.#items[this.#items.length - 1]; }

  /** @param {any} element */
  remove(element) {
    const index = this.#items.indexOf(element);
    if (index >= 0) this.#items.splice(index, 1);
    return index >= 0;
  }

  /** @param {number} index */
  removeByIndex(index) { return this.#items.splice(this.checked(index), 1)[0]; }

  /** @param {number} from @param {number} to */
  removeByRange(from, to) {
    this.checked(from);
    this.#items.splice(from, to - from);
  }

  /** @param {(value: any, index: number, list: this) => void} callback @param {unknown} [self] */
  forEach(callback, self) {
    needFunction(callback);
    this.#items.forEach((value, index) => callback.call(self, value, index, this));
  }

  /** @param {(value: any, index: number, list: this) => any} callback @param {unknown} [self] */
  replaceAllElements(callback, self) {
    needFunction(callback);
    this.#items.forEach((value, index) => { this.#items[index] = callback.call(self, value, index, this); });
  }

  /** @param {(first: any, second: any) => number} [comparator] */
  sort(comparator) {
    this.#items.sort(comparator ?? ((first, second) => (first < second ? -1 : first > second ? 1 : 0)));
  }

  convertToArray() { return [...this.#items]; }
  [Symbol.iterator]() { return this.#items[Symbol.iterator](); }
}

/** @type {ProxyHandler<any>} */
const INDEXED = {
  get(list, name) {
    if (typeof name === 'string' && /^\d+$/.test(name)) return list.items()[list.checked(Number(name))];
    const value = Reflect.get(list, name, list);
    return typeof value === 'function' && name !== 'constructor' ? value.bind(list) : value;
  },
  set(list, name, value) {
    if (typeof name !== 'string' || !/^\d+$/.test(name)) return Reflect.set(list, name, value, list);
    list.set(Number(name), value);
    return true;
  },
};

/**
 * A list of the class of `list` with its elements from `from` up to `to`.
 * @template {Sequence} T @param {T} list @param {number} [from] @param {number} [to] @returns {T}
 */
function part(list, from, to) {
  const made = new /** @type {any} */ (list.constructor)();
  made.items().push(...list.items().slice(from, to));
  return made;
}

module.exports = { Sequence, part, needFunction, parameterError, empty };
