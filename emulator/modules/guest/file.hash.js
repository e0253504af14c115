// @ohos.file.hash (filemanagement_file_api mod_hash, interfaces/kits/ts/streamhash): digests in upper-case hexadecimal digits.

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

/** @returns {any} the class, made with the first stream: it brings @ohos.util.stream along */
function hashStream() {
  const { Transform } = require('@ohos.util.stream');

  /** Takes bytes by update, and text through the stream, each character as one byte. */
  class HashStream extends Transform {
    #hash;

    /** @param {string} algorithm */
    constructor(algorithm) {
      super();
      if (!ALGORITHMS.includes(algorithm)) throw invalid();
      this.#hash = host.call('hash.open', algorithm);
    }

    /** @param {any[]} args */
    update(...args) {
      count(args, 1, 1);
      if (!(args[0] instanceof ArrayBuffer)) throw invalid();
      host.call('hash.update', this.#hash, new Uint8Array(args[0]));
    }

    /** @param {any[]} args @returns {string} */
    digest(...args) {
      count(args, 0, 0);
      return host.call('hash.digest', this.#hash);
    }

    /** @param {string} chunk @param {string} _encoding @param {Function} done */
    doTransform(chunk, _encoding, done) {
      this.update(Uint8Array.from(chunk, (letter) => letter.charCodeAt(0)).buffer);
      this.push(chunk);
      done();
    }

    /** @param {unknown} _chunk @param {string} _encoding @param {Function} done */
    doWrite(_chunk, _encoding, done) {
      done();
    }

    /** @param {Function} done */
    doFlush(done) {
      done();
    }
  }
  return HashStream;
}

/** @type {any} */
let HashStream;

/** @param {any[]} args */
function createHash(...args) {
  count(args, 1, 1);
  HashStream ??= hashStream();
  return new HashStream(args[0]);
}

const members = {
  hash,
  createHash,
  get HashStream() { return (HashStream ??= hashStream()); },
};
Object.defineProperties(exports, Object.getOwnPropertyDescriptors(members));
exports.default = members;
