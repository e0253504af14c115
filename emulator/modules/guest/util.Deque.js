// @ohos.util.Deque.

const { Sequence } = require('@ohos.internal.collections');

class Deque extends Sequence {
  /** @param {any} element */
  insertFront(element) { this.items().unshift(element); }
  /** @param {any} element */
  insertEnd(element) { this.items().push(element); }
  popFirst() { return this.items().shift(); }
  popLast() { return this.items().pop(); }
}

exports.default = Deque;
