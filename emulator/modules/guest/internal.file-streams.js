// ReadStream, WriteStream and AtomicFile of @ohos.file.fs (filemanagement_file_api interfaces/kits/ts/streamrw,
// mod_fs/class_atomicfile). Loaded on first use: they bring @ohos.util.stream along.

const { businessError, invalid, count } = require('@ohos.internal.arguments');
const { File, Stream } = require('@ohos.internal.file-objects');
const { Readable, Writable } = require('@ohos.util.stream');

/** @param {unknown} bits fs.OpenMode @returns {string} the mode of fopen(3) that a WriteStream uses for it */
function streamMode(bits) {
  const mode = typeof bits === 'number' ? bits : 0;
  const letter = mode & 0o2000 && mode & 3 ? 'a' : 'w';
  return mode & 2 ? `${letter}+` : letter;
}

/** A file as a stream of text, from byte `start` up to and without `end` (interfaces/kits/ts/streamrw). */
class ReadStream extends Readable {
  #path;
  #stream;
  #offset;
  #end;
  #bytesRead = 0;

  /** @param {any} path @param {{ start?: number, end?: number }} [given] */
  constructor(path, given) {
    super();
    this.#path = path;
    this.#end = given?.end;
    this.#offset = given?.start ?? 0;
    this.#stream = openStream(path, 'r');
  }

  get path() { return this.#path; }
  get bytesRead() { return this.#bytesRead; }

  /** @param {any[]} args */
  seek(...args) {
    this.#offset = this.#stream.seek(...args);
    return this.#offset;
  }

  close() {
    void this.#stream.close();
  }

  /** @param {number} size */
  doRead(size) {
    const rest = this.#end === undefined ? size : this.#end - this.#offset;
    if (rest < 0) {
      this.push(null);
      return;
    }
    const wanted = Math.min(size, rest);
    const buffer = new ArrayBuffer(wanted);
    const at = this.#offset;
    this.#offset += wanted;
    this.#stream.read(buffer, { offset: at, length: wanted }).then((/** @type {number} */ got) => {
      if (got > 0) {
        this.#bytesRead += got;
        this.push(new Uint8Array(buffer.slice(0, got)));
      }
      if (got < size) {
        this.#offset = at + got;
        this.push(null);
      }
    });
  }
}

/** A file as the end of a stream. Text only: bytes are refused by the stream below it, as on a device. */
class WriteStream extends Writable {
  #path;
  #stream;
  #offset;
  #bytesWritten = 0;

  /** @param {any} path @param {{ start?: number, mode?: number }} [given] */
  constructor(path, given) {
    super();
    this.#path = path;
    this.#offset = given?.start ?? 0;
    this.#stream = openStream(path, streamMode(given?.mode));
  }

  get path() { return this.#path; }
  get bytesWritten() { return this.#bytesWritten; }

  /** @param {any[]} args */
  seek(...args) {
    this.#offset = this.#stream.seek(...args);
    return this.#offset;
  }

  close() {
    void this.#stream.close();
  }

  closeSync() {
    this.#stream.closeSync();
  }

  /** @param {string | Uint8Array} chunk @param {string} _encoding @param {Function} done */
  doWrite(chunk, _encoding, done) {
    this.#stream
      .write(chunk, { offset: this.#offset })
      .then((/** @type {number} */ written) => {
        this.#offset += written;
        this.#bytesWritten += written;
        done();
      })
      .finally(() => void this.#stream.flush());
  }
}

/** @param {unknown} path @param {string} mode @returns {any} */
function openStream(path, mode) {
  if (typeof path !== 'string' || path.includes('\0')) throw invalid();
  return new Stream(host.call('stream.open', path.toWellFormed(), mode));
}

/** @param {string} detail */
const unknown = (detail) => businessError(13900042, detail);

/**
 * A file that is rewritten beside itself and takes the place of the old one by a rename. A second startWrite before the
 * first is finished fails, as mkstemp(3) no longer finds its six letters.
 */
class AtomicFile {
  #base;
  #fresh;
  /** @type {WriteStream | undefined} */
  #writing;

  /** @param {any[]} args */
  constructor(...args) {
    if (args.length !== 1 || typeof args[0] !== 'string') throw businessError(401, 'The input parameter is invalid');
    this.#base = args[0].toWellFormed().split('\0')[0];
    this.#fresh = `${this.#base}_XXXXXX`;
  }

  /** @param {any[]} args */
  #check(args) {
    if (args.length !== 0) throw businessError(401, 'The input parameter is invalid');
  }

  /** @param {any[]} args */
  getBaseFile(...args) {
    this.#check(args);
    const path = host.call('fs.realPath', this.#base);
    return new File(host.call('fs.open', path, 0), this.#base);
  }

  /** @param {any[]} args */
  openRead(...args) {
    this.#check(args);
    return new ReadStream(this.#base);
  }

  /** Declared as ArrayBuffer; a device answers an Int8Array over it. @param {any[]} args */
  readFully(...args) {
    this.#check(args);
    return new Int8Array(host.call('atomic.read', this.#base).slice().buffer);
  }

  /** @param {any[]} args */
  startWrite(...args) {
    this.#check(args);
    this.#fresh = host.call('atomic.start', this.#fresh);
    this.#writing = new WriteStream(this.#fresh);
    return this.#writing;
  }

  /** @param {any[]} args */
  finishWrite(...args) {
    this.#check(args);
    this.#closeWriting();
    try {
      host.call('fs.rename', this.#fresh, this.#base);
    } catch {
      throw unknown('Failed to rename file');
    }
    this.#fresh = `${this.#base}_XXXXXX`;
  }

  /** @param {any[]} args */
  failWrite(...args) {
    this.#check(args);
    this.#closeWriting();
    try {
      host.call('fs.unlink', this.#fresh);
    } catch {
      throw unknown('Failed to remove file');
    }
    this.#fresh = `${this.#base}_XXXXXX`;
  }

  /** @param {any[]} args */
  delete(...args) {
    this.#check(args);
    for (const path of [this.#fresh, this.#base]) {
      if (path !== '' && host.call('fs.access', path, 0)) host.call('fs.unlink', path);
    }
    this.#base = '';
    this.#fresh = '';
  }

  #closeWriting() {
    const stream = this.#writing;
    if (stream === undefined) throw unknown('NAPI internal error, Possible reasons: napi_invalid_arg');
    this.#writing = undefined;
    try {
      stream.closeSync();
    } catch (error) {
      // closed by the app already: the device does not look at what closeSync answers
      if (/** @type {any} */ (error).code === undefined) throw error;
    }
  }
}

/** @param {any[]} args */
function createReadStream(...args) {
  count(args, 1, 2);
  return new ReadStream(args[0], args[1]);
}

/** @param {any[]} args */
function createWriteStream(...args) {
  count(args, 1, 2);
  return new WriteStream(args[0], args[1]);
}

module.exports = { ReadStream, WriteStream, AtomicFile, createReadStream, createWriteStream };
