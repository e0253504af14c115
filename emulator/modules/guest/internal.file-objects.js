// The objects that @ohos.file.fs hands out (filemanagement_file_api mod_fs/class_file, class_stat, class_stream,
// class_randomaccessfile, class_readeriterator).

const {
  businessError, invalid, count, int32, int64, operation, options, perform, writing, reading,
} = require('@ohos.internal.arguments');

const IO_ERROR = [13900005, 'I/O error'];
const PERMISSIONS = 0o777;
const TYPE = 0o170000;

const ioError = () => businessError(/** @type {number} */ (IO_ERROR[0]), /** @type {string} */ (IO_ERROR[1]));

const TRY_AGAIN = 13900010;

/** Locks that wait for another descriptor to let go. @type {Set<{ fd: number, exclusive: boolean, resolve: Function, reject: Function }>} */
const waiting = new Set();

/** A lock was let go, or one more is wanted. */
function retryLocks() {
  if (waiting.size === 0) return;
  void host.later(() => {
    for (const waiter of waiting) {
      try {
        host.call('fs.lock', waiter.fd, waiter.exclusive);
        waiter.resolve(undefined);
      } catch (error) {
        if (/** @type {any} */ (error).code === TRY_AGAIN) continue;
        waiter.reject(error);
      }
      waiting.delete(waiter);
    }
  });
}

/** @param {Promise<any>} result @param {unknown} callback @returns {Promise<any> | undefined} */
function completed(result, callback) {
  if (typeof callback !== 'function') return result;
  result.then((value) => callback(undefined, value), (error) => callback(error, undefined));
  return undefined;
}

/** An open file. Every member is refused once fs.close took the object (its descriptor lives on if only closed by number). */
class File {
  /** @type {number | undefined} */
  #fd;
  #opened;

  /** @param {number} fd @param {string} opened the path or URI it was opened by */
  constructor(fd, opened) {
    this.#fd = fd;
    this.#opened = opened;
  }

  get fd() {
    if (this.#fd === undefined) throw invalid();
    return this.#fd;
  }

  get path() {
    void this.fd;
    if (this.#opened.includes('://')) return host.call('fileuri.path', this.#opened);
    return host.call('fs.realPath', this.#opened);
  }

  get name() {
    const whole = this.path;
    return whole.slice(whole.lastIndexOf('/') + 1);
  }

  getParent() {
    const whole = this.path;
    return whole.slice(0, whole.lastIndexOf('/'));
  }

  /** @param {any[]} args */
  lock(...args) {
    count(args, 0, 2);
    const waiter = { fd: this.fd, exclusive: shared(args[0]) };
    const got = new Promise((resolve, reject) => waiting.add({ ...waiter, resolve, reject }));
    retryLocks();
    return completed(got, args[args.length - 1]);
  }

  /** @param {any[]} args */
  tryLock(...args) {
    count(args, 0, 1);
    host.call('fs.lock', this.fd, shared(args[0]));
  }

  /** @param {any[]} args */
  unlock(...args) {
    count(args, 0, 0);
    host.call('fs.unlock', this.fd);
    retryLocks();
  }

  /** Takes the descriptor out of the object. */
  release() {
    const { fd } = this;
    this.#fd = undefined;
    return fd;
  }
}

/** @param {unknown} exclusive */
function shared(exclusive) {
  if (exclusive === undefined || typeof exclusive === 'function') return false;
  if (typeof exclusive !== 'boolean') throw invalid();
  return exclusive;
}

/** @param {string} nanoseconds */
const seconds = (nanoseconds) => Number(BigInt(nanoseconds) / 1000000000n);

/**
 * What stat(2) told. `ino` and the nanosecond times are BigInt, the other times whole seconds. All are getters of the
 * class, so that JSON.stringify(stat) gives {} as on a device.
 */
class Stat {
  #info;

  /** @param {any[]} info see paths.py:described */
  constructor(info) {
    this.#info = info;
  }

  get #mode() { return this.#info[1]; }
  get ino() { return BigInt(this.#info[0]); }
  get mode() { return this.#mode & PERMISSIONS; }
  get uid() { return this.#info[2]; }
  get gid() { return this.#info[3]; }
  get size() { return this.#info[4]; }
  get atime() { return seconds(this.#info[5]); }
  get mtime() { return seconds(this.#info[6]); }
  get ctime() { return seconds(this.#info[7]); }
  get atimeNs() { return BigInt(this.#info[5]); }
  get mtimeNs() { return BigInt(this.#info[6]); }
  get ctimeNs() { return BigInt(this.#info[7]); }
  get location() { return 1; }
  isBlockDevice() { return (this.#mode & TYPE) === 0o060000; }
  isCharacterDevice() { return (this.#mode & TYPE) === 0o020000; }
  isDirectory() { return (this.#mode & TYPE) === 0o040000; }
  isFIFO() { return (this.#mode & TYPE) === 0o010000; }
  isFile() { return (this.#mode & TYPE) === 0o100000; }
  isSocket() { return (this.#mode & TYPE) === 0o140000; }
  isSymbolicLink() { return (this.#mode & TYPE) === 0o120000; }
}

/** A stdio stream. After close every member is refused with an I/O error; what was begun before goes to its end. */
class Stream {
  /** @type {number | undefined} */
  #handle;
  #underWay = 0;

  /** @param {number} handle */
  constructor(handle) {
    this.#handle = handle;
  }

  /** @returns {number} */
  handle() {
    if (this.#handle === undefined) throw ioError();
    return this.#handle;
  }

  /** @param {number} handle @param {() => unknown} work @returns {() => unknown} */
  begin(handle, work) {
    this.#underWay += 1;
    return () => {
      try {
        return work();
      } finally {
        this.#underWay -= 1;
        if (this.#handle === undefined && this.#underWay === 0) host.call('stream.close', handle);
      }
    };
  }

  release() {
    const handle = this.handle();
    this.#handle = undefined;
    if (this.#underWay === 0) host.call('stream.close', handle);
  }

  /** Undeclared, but there: ReadStream and WriteStream seek by it. @param {any[]} args @returns {number} */
  seek(...args) {
    count(args, 1, 2);
    const handle = this.handle();
    const whence = int32(args[1], 0);
    if (whence < 0 || whence > 2) throw invalid();
    return host.call('stream.seek', handle, int64(args[0]), whence);
  }
}

operation(Stream.prototype, 'read', 1, 2, function ([buffer, given]) {
  const handle = this.handle();
  const { length, offset, fill } = reading(buffer, given);
  return this.begin(handle, () => fill(host.call('stream.read', handle, length, offset)));
});

operation(Stream.prototype, 'write', 1, 2, function ([content, given]) {
  const handle = this.handle();
  return this.begin(handle, writing('stream.write', handle, content, given));
});

operation(Stream.prototype, 'flush', 0, 0, function () {
  const handle = this.handle();
  return this.begin(handle, () => host.call('stream.flush', handle) ?? undefined);
});

// The device drops the stream at the call of close; only its answer comes later.
for (const [name, most] of /** @type {[string, number][]} */ ([['closeSync', 0], ['close', 1]])) {
  /** @type {any} */ (Stream.prototype)[name] = function (/** @type {any[]} */ ...args) {
    count(args, 0, most);
    perform(() => this.release());
    return most ? host.threeForms(args, 0, () => undefined) : undefined;
  };
}

/** A file with a pointer of its own: an offset given to read or write counts from `filePointer`. */
class RandomAccessFile {
  /** @type {number | undefined} */
  #fd;
  #pointer = 0;
  #range;

  /** @param {number} fd @param {{ start?: number, end?: number }} range where the streams made of it begin and end */
  constructor(fd, range) {
    this.#fd = fd;
    this.#range = range;
  }

  get fd() {
    if (this.#fd === undefined) throw ioError();
    return this.#fd;
  }

  get filePointer() {
    void this.fd;
    return this.#pointer;
  }

  /** @param {any[]} args */
  setFilePointer(...args) {
    count(args, 1, 1);
    void this.fd;
    this.#pointer = int64(args[0]);
  }

  /** @param {number} position */
  moveTo(position) {
    this.#pointer = position;
  }

  /** @param {any[]} args */
  close(...args) {
    count(args, 0, 0);
    const { fd } = this;
    this.#fd = undefined;
    perform(() => host.call('fs.close', fd));
    retryLocks();
  }

  /** @param {any[]} args */
  getReadStream(...args) {
    count(args, 0, 0);
    const { path } = host.call('fs.reopen', this.fd, 'r');
    const { ReadStream } = require('@ohos.internal.file-streams');
    return new ReadStream(path, this.#range);
  }

  /** @param {any[]} args */
  getWriteStream(...args) {
    count(args, 0, 0);
    const { path, mode } = host.call('fs.reopen', this.fd, 'w');
    const { WriteStream } = require('@ohos.internal.file-streams');
    return new WriteStream(path, { start: this.#range.start, mode });
  }
}

operation(RandomAccessFile.prototype, 'read', 1, 2, function ([buffer, given]) {
  const { fd } = this;
  const { length, offset, fill } = reading(buffer, given);
  const place = (offset ?? 0) + this.filePointer;
  return () => {
    const done = fill(host.call('fs.read', fd, length, place));
    this.moveTo(place + done);
    return done;
  };
});

operation(RandomAccessFile.prototype, 'write', 1, 2, function ([content, given]) {
  const { fd, filePointer } = this;
  const place = (options(given).offset === undefined ? 0 : int64(options(given).offset)) + filePointer;
  const work = writing('fs.write', fd, content, given, () => place);
  return () => {
    const done = work();
    this.moveTo(place + done);
    return done;
  };
});

/** The lines of a file with their ends. */
class ReaderIterator {
  #lines;

  /** @param {string[]} lines */
  constructor(lines) {
    this.#lines = lines.values();
  }

  next() {
    const { done, value } = this.#lines.next();
    return { done: done === true, value: value ?? '' };
  }
}

module.exports = { File, Stat, Stream, RandomAccessFile, ReaderIterator, retryLocks };
