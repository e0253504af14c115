// Checksum of @ohos.zlib (bundlemanager_bundle_framework interfaces/kits/js/zip/napi/class_checksum).

const { bytes, count, integer, size } = require('@ohos.internal.zlib-arguments');

class Checksum {
  adler32(...args) { return update('zlib.adler32', args); }
  crc32(...args) { return update('zlib.crc32', args); }
  crc64(...args) { return update('zlib.crc64', args); }
  adler32Combine(...args) { return combine('zlib.adler32Combine', args); }
  crc32Combine(...args) { return combine('zlib.crc32Combine', args); }
  getCrcTable() { return host.later(() => host.call('zlib.crcTable')); }
  getCrc64Table() { return host.later(() => host.call('zlib.crc64Table')); }
}

/** @param {string} name @param {any[]} args */
function update(name, args) {
  count(args, 2);
  const [start, data] = [integer(args[0]), bytes(args[1])];
  return host.later(() => host.call(name, start, data));
}

/** @param {string} name @param {any[]} args */
function combine(name, args) {
  count(args, 3);
  const [first, second, length] = [integer(args[0]), integer(args[1]), size(args[2])];
  return host.later(() => host.call(name, first, second, length));
}

module.exports = { Checksum };
