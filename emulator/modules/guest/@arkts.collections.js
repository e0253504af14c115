// @arkts.collections: containers that threads share (interface_sdk-js arkts/@arkts.collections.d.ets). ECMAScript's own,
// with the errors of the shared ones, and marked so that another thread gets the same object.

const { businessError } = require('@ohos.internal.arguments');

const SENDABLE = Symbol.for('ohos.sendable');
const OUT_OF_RANGE = 10200001;
const WRONG_RECEIVER = 10200011;
const CHANGED_MEANWHILE = 10200201;

/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);

/** @param {any} type */
function share(type) {
  Object.defineProperty(type.prototype, SENDABLE, { value: true });
  return type;
}

const Plain = globalThis.Array;

// @ts-ignore: `from` and `isArray` are narrower than ECMAScript's, as declared.
class SharedArray extends Plain {
  /** @param {any[]} items */
  constructor(...items) {
    super();
    for (const item of items) super.push(item);
  }

  /** @param {number} length @param {any} value */
  static create(length, value) {
    if (!Number.isInteger(length) || length < 0) throw parameterError('The type of arrayLength must be number.');
    const made = new SharedArray();
    for (let index = 0; index < length; index += 1) made.push(value);
    return made;
  }

  /** @param {any} source @param {any} [map] */
  static from(source, map) { return new SharedArray(...Plain.from(source, map)); }
  /** @param {any[]} items */
  static of(...items) { return new SharedArray(...items); }
  /** @param {unknown} value */
  static isArray(value) { return value instanceof SharedArray; }

  /** @param {number} length */
  extendTo(length, /** @type {any} */ value) { while (this.length < length) this.push(value); }
  /** @param {number} length */
  shrinkTo(length) { if (length < this.length) this.length = length; }
}

class SharedMap extends globalThis.Map {}
class SharedSet extends globalThis.Set {}

/** A map or set may not change while it is gone through. @param {any} type @param {string[]} changers */
function guardWhileIterating(type, changers) {
  const running = new WeakMap();
  const { forEach } = type.prototype;
  type.prototype.forEach = function (/** @type {any} */ callback, /** @type {any} */ self) {
    if (!(this instanceof type)) throw businessError(WRONG_RECEIVER, 'The forEach method cannot be bound.');
    running.set(this, (running.get(this) ?? 0) + 1);
    try {
      forEach.call(this, callback, self);
    } finally {
      running.set(this, running.get(this) - 1);
    }
  };
  for (const name of changers) {
    const original = type.prototype[name];
    type.prototype[name] = function (/** @type {any[]} */ ...values) {
      if (running.get(this) > 0) throw businessError(CHANGED_MEANWHILE, 'Concurrent modification error.');
      return original.apply(this, values);
    };
  }
}
guardWhileIterating(SharedMap, ['set', 'delete', 'clear']);
guardWhileIterating(SharedSet, ['add', 'delete', 'clear']);

class SharedBuffer extends globalThis.ArrayBuffer {}

/** Bits in a row. */
class BitVector {
  /** @type {number[]} */ #bits;

  /** @param {number} length */
  constructor(length) { this.#bits = Plain(length).fill(0); }

  get length() { return this.#bits.length; }
  /** @param {number} bit */
  push(bit) { this.#bits.push(bit ? 1 : 0); return true; }
  pop() { return this.#bits.pop() ?? 0; }

  /** @param {number} from @param {number} to */
  #range(from, to) {
    if (!Number.isInteger(from) || !Number.isInteger(to)) throw parameterError('The type of index must be number.');
    if (from < 0 || to > this.#bits.length || from > to) throw businessError(OUT_OF_RANGE, 'The value of fromIndex or toIndex is out of range.');
    return this.#bits.slice(from, to);
  }

  /** @param {number} bit @param {number} from @param {number} to */
  has(bit, from, to) { return this.#range(from, to).includes(bit); }
  /** @param {number} bit @param {number} from @param {number} to */
  setBitsByRange(bit, from, to) { this.#range(from, to); this.#bits.fill(bit ? 1 : 0, from, to); }
  /** @param {number} bit */
  setAllBits(bit) { this.#bits.fill(bit ? 1 : 0); }
  /** @param {number} from @param {number} to */
  getBitsByRange(from, to) {
    const made = new BitVector(0);
    for (const bit of this.#range(from, to)) made.push(bit);
    return made;
  }

  /** @param {number} size */
  resize(size) {
    while (this.#bits.length < size) this.#bits.push(0);
    this.#bits.length = size;
  }

  /** @param {number} bit @param {number} from @param {number} to */
  getBitCountByRange(bit, from, to) { return this.#range(from, to).filter((other) => other === bit).length; }
  /** @param {number} bit @param {number} from @param {number} to */
  getIndexOf(bit, from, to) { const at = this.#range(from, to).indexOf(bit); return at < 0 ? -1 : at + from; }
  /** @param {number} bit @param {number} from @param {number} to */
  getLastIndexOf(bit, from, to) { const at = this.#range(from, to).lastIndexOf(bit); return at < 0 ? -1 : at + from; }
  /** @param {number} index */
  flipBitByIndex(index) { this.#range(index, index + 1); this.#bits[index] ^= 1; }
  /** @param {number} from @param {number} to */
  flipBitsByRange(from, to) { this.#range(from, to).forEach((_, at) => { this.#bits[from + at] ^= 1; }); }
  values() { return this.#bits.values(); }
  [Symbol.iterator]() { return this.#bits.values(); }
}

/** @type {Record<string, any>} */
const members = {
  Array: share(SharedArray), Map: share(SharedMap), Set: share(SharedSet), ArrayBuffer: share(SharedBuffer), BitVector: share(BitVector),
};
Object.defineProperty(SharedBuffer, 'name', { value: 'ArrayBuffer' });
for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array']) {
  const Own = /** @type {any} */ (globalThis)[name];
  members[name] = share({ [name]: class extends Own {} }[name]);
}
Object.assign(exports, members);
exports.default = members;
