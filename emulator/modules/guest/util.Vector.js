// @ohos.util.Vector.

const { Sequence, part } = require('@ohos.internal.collections');

class Vector extends Sequence {
  clone() { return part(this); }
  /** @param {number} from @param {number} to */
  subVector(from, to) { return part(this, this.checked(from), to); }
  getFirstElement() { return this.getFirst(); }
  getLastElement() { return this.getLast(); }
  /** @param {any} element @param {number} from */
  getIndexFrom(element, from) { return this.items().indexOf(element, this.checked(from)); }
  /** @param {any} element @param {number} from */
  getLastIndexFrom(element, from) { return this.items().lastIndexOf(element, this.checked(from)); }
  /** @param {number} size */
  setLength(size) { this.items().length = size; }
  /** @param {any[]} target */
  copyToArray(target) { this.items().forEach((/** @type {any} */ item, /** @type {number} */ index) => { target[index] = item; }); }
  getCapacity() { return Math.max(10, this.length); }
  increaseCapacityTo() {}
  trimToCurrentLength() {}
  toString() { return this.items().join(','); }
}

exports.default = Vector;
