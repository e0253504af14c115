// Writable of @ohos.util.stream: one write at a time, the others wait in its queue.

const { TextEncoder } = require('@ohos.util');
const {
  HIGH_WATER_MARK, Emitter, failure, soon, later, raise, checkEvent, plainEncoding,
} = require('@ohos.internal.stream-events');

class Writable {
  #events = new Emitter();
  /** @type {{ chunk: string | Uint8Array, encoding: string, done: Function }[]} */
  #queue = [];
  #encoding = 'utf8';
  #encoder = new TextEncoder();
  #mark = HIGH_WATER_MARK;
  #length = 0;
  #corked = 0;
  #writing = false;
  #ending = false;
  #ended = false;
  #finished = false;
  #open = true;
  #needsDrain = false;
  #closed = false;
  /** @type {any} */
  #error = null;

  /** @param {any} [given] */
  constructor(given) {
    if (given?.highWaterMark) this.#mark = given.highWaterMark;
    this.doInitialize?.((/** @type {unknown} */ error) => {
      if (error) this.#events.emit('error', error);
    });
  }

  get writableObjectMode() { return false; }
  get writableHighWatermark() { return this.#mark; }
  get writable() { return this.#open; }
  get writableLength() { return this.#length; }
  get writableNeedDrain() { return this.#needsDrain; }
  get writableCorked() { return this.#corked; }
  get writableEnded() { return this.#ended; }
  get writableFinished() { return this.#finished; }
  get errored() { return this.#error; }
  get closed() { return this.#closed; }

  /** @param {string} event @param {any} value an event of somebody else about this stream */
  announce(event, value) {
    this.#events.emit(event, value);
  }

  /** @param {string | Uint8Array} chunk */
  #sizeOf(chunk) {
    return typeof chunk === 'string' ? this.#encoder.encodeInto(chunk).byteLength : chunk.byteLength;
  }

  /** @param {string | Uint8Array} [chunk] @param {string} [encoding] @param {Function} [callback] */
  write(chunk, encoding, callback) {
    if (encoding) this.setDefaultEncoding(encoding);
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw failure(`Parameter error. The type of ${chunk} must be string or UintArray`);
    }
    if (this.#ending && !this.#writing) {
      later(() => {
        this.#error = failure('write after end', 10200036);
        callback?.(this.#error);
        raise(this.#events, this.#error);
      });
      return false;
    }
    if (this.#error) return false;
    this.#length += this.#sizeOf(chunk);
    const room = this.#length < this.#mark;
    const entry = { chunk, encoding: encoding ?? this.#encoding, done: this.#completion(callback) };
    if (this.#corked > 0 || this.#writing) {
      this.#queue.push(entry);
    } else {
      this.#writing = true;
      this.#deliver(entry);
    }
    if (!room) this.#needsDrain = true;
    return this.#error ? false : room;
  }

  /** @param {Function} [callback] @returns {Function} what doWrite is to call once */
  #completion(callback) {
    let called = false;
    return (/** @type {unknown} */ error) => {
      if (called) {
        soon(() => this.#events.emit('error', failure('Callback called multiple times', 10200037)));
        return;
      }
      called = true;
      if (error instanceof Error) {
        this.#error = error;
        this.#open = false;
        callback?.(error);
        raise(this.#events, error);
        return;
      }
      callback?.(error ?? null);
      this.#next();
    };
  }

  /** @param {{ chunk: string | Uint8Array, encoding: string, done: Function }} entry */
  #deliver({ chunk, encoding, done }) {
    if (this.doWrite) this.doWrite(chunk, encoding, done);
    else if (this.doWritev) this.doWritev([chunk], done);
    else raise(this.#events, (this.#error = failure('The doWrite() method is not implemented', 10200035)));
  }

  #next() {
    const entry = this.#queue.shift();
    if (entry !== undefined) {
      this.#length -= this.#sizeOf(entry.chunk);
      this.#deliver(entry);
      return;
    }
    this.#writing = false;
    this.#length = 0;
    if (this.#ending && this.#corked === 0) return;
    this.#needsDrain = false;
    this.#events.emit('drain');
  }

  /** @param {string | Uint8Array} [chunk] @param {string} [encoding] @param {Function} [callback] */
  end(chunk, encoding, callback) {
    if (this.#finished || this.#ended) {
      const text = this.#finished ? 'stream already finished' : 'write after end';
      this.#error = failure(text, 10200036);
      later(() => callback?.(this.#error));
      later(() => this.#events.emit('error', this.#error));
      return this;
    }
    if (this.#error) {
      later(() => callback?.(this.#error));
      return this;
    }
    this.#needsDrain = false;
    this.#closed = true;
    this.#ending = true;
    this.#open = false;
    if (this.#corked > 0) {
      this.#corked = 1;
      this.uncork();
    } else if (!chunk) {
      later(() => callback?.(this.#error));
      this.#finish();
    } else if (this.#writing) {
      this.write(chunk, encoding, callback);
    } else {
      this.#deliver({ chunk, encoding: encoding ?? 'utf8', done: this.#lastCompletion(callback) });
    }
    this.#ended = true;
    this.#events.emit('close');
    return this;
  }

  /** @param {Function} [callback] */
  #lastCompletion(callback) {
    return (/** @type {unknown} */ error) => {
      if (error instanceof Error) {
        this.#error = error;
        this.#events.emit('error', error);
      }
      later(() => callback?.(this.#error ?? null));
      this.#finish();
    };
  }

  #finish() {
    if (this.#finished) return;
    this.#finished = true;
    later(() => {
      if (!this.#error) this.#events.emit('finish');
    });
  }

  /** @param {string} [encoding] */
  setDefaultEncoding(encoding) {
    if (!encoding) return false;
    try {
      this.#encoder = new TextEncoder(plainEncoding(encoding));
    } catch {
      raise(this.#events, failure(`Unknown encoding: ${encoding}`));
      return false;
    }
    this.#encoding = plainEncoding(encoding);
    return true;
  }

  cork() {
    this.#corked += 1;
    return true;
  }

  uncork() {
    if (this.#corked > 0) this.#corked -= 1;
    if (this.#corked > 0 || this.#queue.length === 0) return true;
    if (this.doWritev && this.doWritev !== Writable.prototype.doWritev) {
      const waiting = this.#queue;
      this.#queue = [];
      this.doWritev(waiting.map(({ chunk }) => chunk), this.#completion());
    } else {
      this.#writing = true;
      this.#next();
    }
    if (this.#ending) this.#finish();
    return true;
  }

  /** @param {string} event @param {Function} callback */
  on(event, callback) {
    this.#events.on(event, callback);
  }

  /** @param {string} event @param {Function} [callback] */
  off(event, callback) {
    checkEvent(event);
    this.#events.off(event, callback);
  }
}

/** @param {Function} _callback */
Writable.prototype.doInitialize = function doInitialize(_callback) {};
/** @type {any} for subclasses to implement: one of the two */
Writable.prototype.doWrite = null;
/** @type {any} */
Writable.prototype.doWritev = null;

module.exports = { Writable };
