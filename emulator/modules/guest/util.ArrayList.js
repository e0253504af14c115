// @ohos.util.ArrayList.

const { Sequence, part } = require('@ohos.internal.collections');

class ArrayList extends Sequence {
  clone() { return part(this); }
  /** @param {number} from @param {number} to */
  subArrayList(from, to) { return part(this, this.checked(from), to); }
  getCapacity() { return Math.max(10, this.length); }
  increaseCapacityTo() {}
  trimToCurrentLength() {}
}

exports.default = ArrayList;
