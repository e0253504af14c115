// Zip of @ohos.zlib: whole buffers and deflate and inflate streams (bundlemanager_bundle_framework interfaces/kits/js/zip/
// napi/class_zip). A ZStream is only read: what a call moved is asked for with getZStream.

const { invalid, bytes, count, integer, size } = require('@ohos.internal.zlib-arguments');

const DEFAULT_WINDOW = 15;
const GZIP_OVERHEAD = 13;
const VERSION = '1.3.1';
const COMPILE_FLAGS = 0xa9;

/** zlib's bound for its default settings. @param {number} length */
const bound = (length) => length + Math.floor(length / 4096) + Math.floor(length / 16384) + Math.floor(length / 33554432) + GZIP_OVERHEAD;

const streamError = () => new host.BusinessError(17800004, 'Compression or decompression stream error');

/** @param {unknown} source @param {unknown} length @returns {Uint8Array} */
function limited(source, length) {
  const data = bytes(source);
  return length === undefined ? data : data.subarray(0, Math.min(size(length), data.length));
}

class Zip {
  /** @type {number | undefined} */
  #stream;
  /** @type {'deflate' | 'inflate' | undefined} */
  #kind;
  #has = false;
  #input = new Uint8Array(0);
  #output = new Uint8Array(0);
  #availableIn = 0;
  #availableOut = 0;
  #totalIn = 0;
  #totalOut = 0;
  #dataType = 0;
  #adler = 0;

  getZStream() {
    return host.later(() => {
      if (!this.#has) return undefined;
      return {
        availableIn: this.#availableIn, totalIn: this.#totalIn, availableOut: this.#availableOut, totalOut: this.#totalOut,
        dataType: this.#dataType, adler: this.#adler,
      };
    });
  }

  zlibVersion() { return host.later(() => VERSION); }
  zlibCompileFlags() { return host.later(() => COMPILE_FLAGS); }

  /** @param {any[]} args dest, source, sourceLen */
  compress(...args) {
    count(args, 2, 3);
    return packed(args[0], limited(args[1], args[2]), -1);
  }

  /** @param {any[]} args dest, source, level, sourceLen */
  compress2(...args) {
    count(args, 3, 4);
    return packed(args[0], limited(args[1], args[3]), integer(args[2]));
  }

  /** @param {any[]} args */
  compressBound(...args) {
    count(args, 1);
    const length = size(args[0]);
    return host.later(() => bound(length));
  }

  /** @param {any[]} args dest, source, sourceLen */
  uncompress(...args) {
    count(args, 2, 3);
    return unpacked(args, (destLen) => ({ status: 0, destLen }));
  }

  /** @param {any[]} args dest, source, sourceLen */
  uncompress2(...args) {
    count(args, 2, 3);
    return unpacked(args, (destLength, sourceLength) => ({ status: 0, destLength, sourceLength }));
  }

  /** @param {unknown} given a ZStream: the members that are there replace those of this object */
  #take(given) {
    if (typeof given !== 'object' || given === null) throw invalid();
    const { nextIn, availableIn, totalIn, nextOut, availableOut, totalOut, dataType, adler } = /** @type {any} */ (given);
    const there = (/** @type {unknown} */ value) => value !== undefined && value !== null;
    if (there(nextIn)) this.#input = bytes(nextIn);
    if (there(availableIn)) this.#availableIn = size(availableIn);
    if (there(totalIn)) this.#totalIn = integer(totalIn);
    if (there(nextOut)) this.#output = bytes(nextOut);
    if (there(availableOut)) this.#availableOut = size(availableOut);
    if (there(totalOut)) this.#totalOut = integer(totalOut);
    if (there(dataType)) this.#dataType = integer(dataType);
    if (there(adler)) this.#adler = integer(adler);
    this.#has = true;
  }

  /** @param {'deflate' | 'inflate'} kind @returns {number} */
  #opened(kind) {
    if (this.#stream === undefined || this.#kind !== kind) throw streamError();
    return this.#stream;
  }

  /** @param {'deflate' | 'inflate'} kind @param {unknown} given @param {() => number} open */
  #begin(kind, given, open) {
    this.#take(given);
    return host.later(() => {
      this.#stream = open();
      this.#kind = kind;
      this.#adler = kind === 'deflate' ? 1 : this.#adler;
      this.#totalIn = 0;
      this.#totalOut = 0;
      return 0;
    });
  }

  /** @param {'deflate' | 'inflate'} kind @param {any[]} args strm, flush */
  #step(kind, args) {
    count(args, 2);
    this.#take(args[0]);
    const flush = integer(args[1]);
    return host.later(() => {
      const stream = this.#opened(kind);
      const room = Math.min(this.#availableOut, this.#output.length);
      const { value, data } = host.call('zlib.step', stream, room, flush, this.#input.subarray(0, this.#availableIn));
      this.#output.set(data);
      this.#output = this.#output.subarray(data.length);
      this.#input = this.#input.subarray(value.used);
      this.#availableIn = Math.max(0, this.#availableIn - value.used);
      this.#availableOut -= data.length;
      this.#totalIn += value.used;
      this.#totalOut += data.length;
      this.#adler = value.adler;
      return value.status;
    });
  }

  /** @param {'deflate' | 'inflate'} kind @param {any[]} args strm */
  #reset(kind, args) {
    count(args, 1);
    this.#take(args[0]);
    return host.later(() => {
      host.call('zlib.reset', this.#opened(kind));
      this.#totalIn = 0;
      this.#totalOut = 0;
      this.#adler = 1;
      return 0;
    });
  }

  /** @param {'deflate' | 'inflate'} kind @param {any[]} args strm, dictionary */
  #dictionary(kind, args) {
    count(args, 2);
    this.#take(args[0]);
    const dictionary = bytes(args[1]);
    return host.later(() => host.call('zlib.setDictionary', this.#opened(kind), dictionary) ?? 0);
  }

  /** @param {'deflate' | 'inflate'} kind @param {any[]} args strm */
  #end(kind, args) {
    count(args, 1);
    return host.later(() => {
      host.call('zlib.end', this.#opened(kind));
      this.#stream = undefined;
      this.#has = false;
      return 0;
    });
  }

  /** @param {'deflate' | 'inflate'} kind @param {any[]} args another Zip */
  #copy(kind, args) {
    count(args, 1);
    const [source] = args;
    if (!(source instanceof Zip)) throw invalid();
    return host.later(() => {
      this.#stream = host.call('zlib.copy', source.#opened(kind));
      this.#kind = kind;
      this.#has = true;
      this.#input = source.#input;
      this.#output = source.#output;
      this.#availableIn = source.#availableIn;
      this.#availableOut = source.#availableOut;
      this.#totalIn = source.#totalIn;
      this.#totalOut = source.#totalOut;
      this.#adler = source.#adler;
      return 0;
    });
  }

  deflateInit(...args) {
    count(args, 2);
    const level = integer(args[1]);
    return this.#begin('deflate', args[0], () => host.call('zlib.openDeflate', level, 8, DEFAULT_WINDOW, 8, 0));
  }

  /** strm, level, method, windowBits, memLevel, strategy */
  deflateInit2(...args) {
    count(args, 6);
    const settings = args.slice(1).map(integer);
    return this.#begin('deflate', args[0], () => host.call('zlib.openDeflate', ...settings));
  }

  deflate(...args) { return this.#step('deflate', args); }
  deflateEnd(...args) { return this.#end('deflate', args); }
  deflateReset(...args) { return this.#reset('deflate', args); }
  deflateSetDictionary(...args) { return this.#dictionary('deflate', args); }
  deflateCopy(...args) { return this.#copy('deflate', args); }

  deflateBound(...args) {
    count(args, 2);
    this.#take(args[0]);
    const length = size(args[1]);
    return host.later(() => bound(length));
  }

  inflateInit(...args) {
    count(args, 1);
    return this.#begin('inflate', args[0], () => host.call('zlib.openInflate', DEFAULT_WINDOW));
  }

  /** strm, windowBits */
  inflateInit2(...args) {
    count(args, 2);
    const bits = integer(args[1]);
    return this.#begin('inflate', args[0], () => host.call('zlib.openInflate', bits));
  }

  /** strm, windowBits */
  inflateReset2(...args) {
    return this.inflateInit2(...args);
  }

  inflate(...args) { return this.#step('inflate', args); }
  inflateEnd(...args) { return this.#end('inflate', args); }
  inflateReset(...args) { return this.#reset('inflate', args); }
  inflateSetDictionary(...args) { return this.#dictionary('inflate', args); }
  inflateCopy(...args) { return this.#copy('inflate', args); }
}

/** @param {unknown} dest @param {Uint8Array} source @param {number} level */
function packed(dest, source, level) {
  const target = bytes(dest);
  return host.later(() => {
    const data = host.call('zlib.pack', level, target.length, source);
    target.set(data);
    return { status: 0, destLen: data.length };
  });
}

/** @param {any[]} args @param {(produced: number, used: number) => object} answer */
function unpacked(args, answer) {
  const target = bytes(args[0]);
  const source = limited(args[1], args[2]);
  return host.later(() => {
    const { value, data } = host.call('zlib.unpack', target.length, source);
    target.set(data);
    return answer(data.length, value);
  });
}

for (const name of [
  'deflateGetDictionary', 'deflateParams', 'deflatePending', 'deflatePrime', 'deflateResetKeep', 'deflateSetHeader', 'deflateTune',
  'inflateBack', 'inflateBackEnd', 'inflateBackInit', 'inflateCodesUsed', 'inflateGetDictionary', 'inflateGetHeader',
  'inflateMark', 'inflatePrime', 'inflateResetKeep', 'inflateSync', 'inflateSyncPoint', 'inflateValidate',
]) {
  /** @type {any} */ (Zip.prototype)[name] = host.notEmulated(`@ohos.zlib.Zip.${name}`);
}

module.exports = { Zip };
