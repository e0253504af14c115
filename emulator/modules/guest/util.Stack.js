// @ohos.util.Stack.

const { Sequence } = require('@ohos.internal.collections');

class Stack extends Sequence {
  /** @param {any} element */
  push(element) {
    this.add(element);
    return element;
  }

  pop() { return this.items().pop(); }
  peek() { return this.getLast(); }
  /** @param {any} element */
  locate(element) { return this.getIndexOf(element); }
}

exports.default = Stack;
