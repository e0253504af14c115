// @ohos.file.hash (filemanagement_file_api mod_hash/hash.cpp): the digest in upper-case hexadecimal digits.

const { invalid, count, path } = require('@ohos.internal.arguments');

const ALGORITHMS = ['md5', 'sha1', 'sha256'];

/** @param {any[]} args */
function hash(...args) {
  count(args, 2, 3);
  const file = path(args[0]);
  const algorithm = args[1];
  if (!ALGORITHMS.includes(algorithm) || (args.length === 3 && typeof args[2] !== 'function')) throw invalid();
  return host.threeForms(args, 2, () => host.call('fs.hash', file, algorithm));
}

const members = { hash, createHash: host.notEmulated('@ohos.file.hash.createHash') };
Object.assign(exports, members);
exports.default = members;
