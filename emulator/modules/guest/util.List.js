// @ohos.util.List.

const { Sequence, part } = require('@ohos.internal.collections');

class List extends Sequence {
  /** @param {number} from @param {number} to */
  getSubList(from, to) { return part(this, this.checked(from), to); }

  /** @param {any} other */
  equal(other) {
    return other instanceof List && other.length === this.length && this.items().every((item, index) => item === other.get(index));
  }
}

exports.default = List;
