// GZip of @ohos.zlib: one gzip file (bundlemanager_bundle_framework interfaces/kits/js/zip/napi/class_gzip).

const { invalid, bytes, count, integer, size, text } = require('@ohos.internal.zlib-arguments');

const LARGEST_BUFFER = 0x7fffffff;
const NEWLINE_AND_END = 1;

const broken = () => new host.BusinessError(17800009, 'Internal structure error');
const unusable = () => new host.BusinessError(17800004, 'Compression or decompression stream error');

const utf8 = () => require('@ohos.util');

class GZip {
  /** @type {number | undefined} */
  #file;
  #used = false;

  /** @param {() => Error} [otherwise] @returns {number} */
  #opened(otherwise = broken) {
    if (this.#file === undefined) throw otherwise();
    this.#used = true;
    return this.#file;
  }

  /** @param {any[]} args path, mode */
  gzopen(...args) {
    count(args, 2);
    const [path, mode] = args.map(text);
    return host.later(() => {
      this.#file = host.call('gzip.open', path, mode);
      this.#used = false;
    });
  }

  /** @param {any[]} args fd, mode */
  gzdopen(...args) {
    count(args, 2);
    const [fd, mode] = [integer(args[0]), text(args[1])];
    return host.later(() => {
      this.#file = host.call('gzip.adopt', fd, mode);
      this.#used = false;
    });
  }

  /** Only before the first read or write. @param {any[]} args */
  gzbuffer(...args) {
    count(args, 1);
    if (size(args[0]) > LARGEST_BUFFER) throw invalid();
    return host.later(() => {
      if (this.#used || this.#file === undefined) throw broken();
      return 0;
    });
  }

  gzeof() { return host.later(() => Number(host.call('gzip.state', this.#opened()).eof)); }
  gzdirect() { return host.later(() => Number(host.call('gzip.state', this.#opened()).direct)); }
  gztell() { return host.later(() => host.call('gzip.tell', this.#opened())); }

  gzrewind() {
    return host.later(() => {
      host.call('gzip.rewind', this.#opened());
      return 0;
    });
  }

  /** @param {any[]} args offset, whence */
  gzseek(...args) {
    count(args, 2);
    const [offset, whence] = args.map(integer);
    if (whence !== 0 && whence !== 1) throw invalid();
    return host.later(() => host.call('gzip.seek', this.#opened(), offset, whence));
  }

  /** @param {string} kind */
  #close(kind) {
    return host.later(() => {
      const file = this.#opened(unusable);
      host.call('gzip.close', file, kind);
      this.#file = undefined;
      return 0;
    });
  }

  gzclose() { return this.#close(''); }
  gzcloser() { return this.#close('r'); }
  gzclosew() { return this.#close('w'); }

  gzclearerr() { return host.later(() => void this.#opened()); }

  gzerror() {
    return host.later(() => {
      const { failure } = host.call('gzip.state', this.#opened(unusable));
      return { status: failure === '' ? 0 : -3, statusMsg: failure };
    });
  }

  /** @param {any[]} args */
  gzread(...args) {
    count(args, 1);
    const target = bytes(args[0]);
    return host.later(() => {
      const data = host.call('gzip.read', this.#opened(), target.length);
      target.set(data);
      return data.length;
    });
  }

  /** @param {any[]} args buf, size, nitems: whole items are counted */
  gzfread(...args) {
    count(args, 3);
    const target = bytes(args[0]);
    const [item, items] = [size(args[1]), size(args[2])];
    if (item * items > target.length) throw invalid();
    return host.later(() => {
      const data = host.call('gzip.read', this.#opened(), item * items);
      target.set(data);
      return item === 0 ? 0 : Math.floor(data.length / item);
    });
  }

  gzgetc() {
    return host.later(() => {
      const [byte] = host.call('gzip.read', this.#opened(), 1);
      if (byte === undefined) throw broken();
      return byte;
    });
  }

  /** @param {any[]} args */
  gzungetc(...args) {
    count(args, 1);
    const byte = integer(args[0]);
    if (byte < 0 || byte > 255) throw invalid();
    return host.later(() => {
      host.call('gzip.pushBack', this.#opened(), byte);
      return byte;
    });
  }

  /** A line, or as much of it as fits with the zero at its end. @param {any[]} args */
  gzgets(...args) {
    count(args, 1);
    const target = bytes(args[0]);
    return host.later(() => {
      const data = host.call('gzip.line', this.#opened(), Math.max(0, target.length - NEWLINE_AND_END));
      if (data.length === 0) throw broken();
      target.set(data);
      target[data.length] = 0;
      return new (utf8().TextDecoder)().decodeToString(data);
    });
  }

  /** @param {Uint8Array} data */
  #write(data) {
    return host.later(() => host.call('gzip.write', this.#opened(), data));
  }

  /** @param {any[]} args buf, len */
  gzwrite(...args) {
    count(args, 2);
    const data = bytes(args[0]);
    const length = size(args[1]);
    if (length > data.length) throw invalid();
    return this.#write(data.subarray(0, length));
  }

  /** @param {any[]} args buf, size, nitems */
  gzfwrite(...args) {
    count(args, 3);
    const data = bytes(args[0]);
    const [item, items] = [size(args[1]), size(args[2])];
    if (item * items > data.length) throw invalid();
    return this.#write(data.subarray(0, item * items)).then((/** @type {number} */ done) => (item === 0 ? 0 : done / item));
  }

  /** @param {any[]} args */
  gzputs(...args) {
    count(args, 1);
    return this.#write(new (utf8().TextEncoder)().encodeInto(text(args[0])));
  }

  /** @param {any[]} args */
  gzputc(...args) {
    count(args, 1);
    const byte = integer(args[0]);
    if (byte < 0 || byte > 255) throw invalid();
    return this.#write(Uint8Array.of(byte)).then(() => byte);
  }

  /** @param {any[]} args */
  gzflush(...args) {
    count(args, 1);
    const mode = integer(args[0]);
    return host.later(() => host.call('gzip.flush', this.#opened(unusable), mode) ?? 0);
  }
}

for (const name of ['gzoffset', 'gzprintf', 'gzsetparams']) {
  /** @type {any} */ (GZip.prototype)[name] = host.notEmulated(`@ohos.zlib.GZip.${name}`);
}

module.exports = { GZip };
