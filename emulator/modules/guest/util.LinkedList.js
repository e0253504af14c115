// @ohos.util.LinkedList. Its insert takes the index first.

const { Sequence, part, empty } = require('@ohos.internal.collections');

class LinkedList extends Sequence {
  clone() { return part(this); }

  /** @param {number} index @param {any} element */
  insert(index, element) { super.insert(element, index); }

  /** @param {any} element */
  addFirst(element) { this.items().unshift(element); }

  removeFirst() {
    if (this.length === 0) throw empty();
    return this.items().shift();
  }

  removeLast() {
    if (this.length === 0) throw empty();
    return this.items().pop();
  }

  /** @param {any} element */
  removeFirstFound(element) { return this.remove(element); }

  /** @param {any} element */
  removeLastFound(element) {
    const index = this.getLastIndexOf(element);
    if (index >= 0) this.removeByIndex(index);
    return index >= 0;
  }
}

exports.default = LinkedList;
