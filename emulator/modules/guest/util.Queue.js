// @ohos.util.Queue.

const { Sequence } = require('@ohos.internal.collections');

class Queue extends Sequence {
  pop() { return this.items().shift(); }
}

exports.default = Queue;
