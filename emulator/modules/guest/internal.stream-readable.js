// Readable of @ohos.util.stream. What it delivers is text, decoded by its encoding, whatever was pushed.

const { TextEncoder, TextDecoder } = require('@ohos.util');
const { HIGH_WATER_MARK, Emitter, failure, soon, raise, checkEvent, plainEncoding } = require('@ohos.internal.stream-events');

class Readable {
  #events = new Emitter();
  /** @type {Uint8Array[]} */
  #chunks = [];
  #length = 0;
  #encoding = 'utf-8';
  #encoder = new TextEncoder();
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #mark = HIGH_WATER_MARK;
  #started = false;
  #paused = false;
  #flowing = true;
  #open = true;
  #ended = false;
  #closed = false;
  /** @type {unknown} */
  #error;
  /** @type {{ target: any, data: Function, drain: Function, end: Function }[]} */
  #pipes = [];

  /** @param {any} [given] */
  constructor(given) {
    if (given === undefined) return;
    if (typeof given?.doRead === 'function') this.doRead = given.doRead;
    if (given?.highWatermark) this.#mark = given.highWatermark;
    if (given?.encoding) this.#encodeAs(plainEncoding(given.encoding));
  }

  get readableObjectMode() { return false; }
  get readable() { return this.#open || !this.#ended; }
  get readableHighWatermark() { return this.#mark; }
  get readableFlowing() { return this.#flowing; }
  get readableLength() { return this.#length; }
  get readableEncoding() { return this.#encoding; }
  get readableEnded() { return this.#ended; }
  get errored() { return this.#error; }
  get closed() { return this.#closed; }

  /** @param {string} encoding */
  #encodeAs(encoding) {
    this.#encoder = new TextEncoder(encoding);
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
    this.#encoding = encoding;
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#error = error;
    this.#events.emit('error', error);
    this.#events.emit('close');
  }

  /** @param {number} size @returns {string} */
  #take(size) {
    const taken = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const [first] = this.#chunks;
      const part = first.subarray(0, size - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length === first.length) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(part.length);
    }
    this.#length -= size;
    return this.#decoder.decodeToString(taken, { stream: true });
  }

  /** @param {number} [size] @returns {string | null} */
  read(size) {
    if (size && typeof size !== 'number') {
      raise(this.#events, failure(`Parameter error. The type of ${size} must be object`));
      return null;
    }
    if (this.doRead === null && this.#open) {
      this.#open = false;
      soon(() => {
        this.#closed = true;
        this.#fail(failure('The doRead() method is not implemented', 10200038));
      });
      return null;
    }
    let wanted = size ?? this.#length;
    while (wanted > this.#mark) this.#mark *= 2;
    if (wanted > this.#length) {
      if (!this.#flowing) return null;
      wanted = this.#length;
    }
    let text = null;
    if (wanted > 0) {
      text = this.#take(wanted);
      this.#events.emit('data', text);
    }
    if (!this.#flowing || !this.#open || wanted <= -1) return this.#flowing ? null : text;
    try {
      this.doRead(this.#mark);
    } catch (error) {
      this.#open = false;
      this.#ended = true;
      this.#fail(error);
    }
    return text;
  }

  resume() {
    if (this.#length === 0) soon(() => void this.read(this.#length));
    this.#paused = false;
    this.#flowing = true;
    this.#events.emit('resume');
    return this;
  }

  pause() {
    this.#paused = true;
    soon(() => {
      this.#flowing = false;
    });
    this.#events.emit('pause');
    return this;
  }

  isPaused() {
    return this.#paused;
  }

  /** @param {string} [encoding] @returns {boolean} whether it was taken */
  setEncoding(encoding) {
    if (this.#encoding === encoding) return true;
    if (!encoding) {
      this.#encodeAs('utf-8');
      return false;
    }
    if (this.#length > 0) return false;
    try {
      this.#encodeAs(plainEncoding(encoding));
    } catch (error) {
      raise(this.#events, error);
      return false;
    }
    return true;
  }

  /** @param {any} target a Writable @param {object} [_options] */
  pipe(target, _options) {
    this.#paused = false;
    const pipe = {
      target,
      data: (/** @type {{ data: unknown }} */ { data }) => {
        target.write(data);
        if ((target.writableLength || 0) > (target.writableHighWatermark || HIGH_WATER_MARK)) {
          this.#paused = true;
          this.#flowing = false;
        }
      },
      drain: () => {
        this.#paused = false;
        this.#flowing = true;
        this.read(this.#length);
      },
      end: () => target.end(),
    };
    this.#pipes.push(pipe);
    this.on('data', pipe.data);
    target.on('drain', pipe.drain);
    this.on('end', pipe.end);
    target.announce?.('pipe', this);
    return target;
  }

  /** @param {any} [target] */
  unpipe(target) {
    const pipe = this.#pipes.find((candidate) => candidate.target === target);
    if (pipe !== undefined) {
      this.#open = false;
      this.#events.off('data', pipe.data);
      target.off('drain', pipe.drain);
      this.#events.off('end', pipe.end);
      target.announce?.('unpipe', this);
    }
    return this;
  }

  /** @param {string} event @param {Function} callback */
  on(event, callback) {
    if (!this.#started) {
      this.#started = true;
      this.doInitialize?.(() => {});
    }
    this.#events.on(event, callback);
    soon(() => {
      if (event === 'readable') {
        this.#flowing = false;
        if (this.#open) this.doRead?.(this.#mark);
      } else if (event === 'data') {
        this.#flowing = true;
        if (!this.#paused) this.read();
      }
    });
  }

  /** @param {string} event @param {Function} [callback] */
  off(event, callback) {
    checkEvent(event);
    this.#events.off(event, callback);
  }

  /** @param {Uint8Array | string | null | undefined} chunk null: that was all @param {string} [encoding] */
  push(chunk, encoding) {
    if (encoding) this.setEncoding(encoding);
    if (chunk === null) {
      this.#finish();
      return false;
    }
    const bytes = typeof chunk === 'string' ? this.#encoder.encodeInto(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) {
      this.#open = false;
      this.#error = failure('ERR_INVALID_ARG_TYPE');
      this.#events.emit('error', this.#error);
      return false;
    }
    if (bytes.length > 0) this.#chunks.push(bytes);
    this.#length += bytes.length;
    const fits = this.#length <= this.#mark;
    soon(() => {
      try {
        if (!this.#flowing) {
          if (fits) this.doRead?.(this.#mark);
        } else if (!this.#paused) {
          this.read(fits ? this.#length : -1);
        }
      } catch (error) {
        this.#fail(error);
      }
      this.#events.emit('readable');
    });
    return this.#length < this.#mark;
  }

  #finish() {
    if (this.#ended || !this.#open) return;
    if (!this.#flowing) this.#events.emit('readable');
    this.#open = false;
    soon(() => {
      this.#ended = true;
      this.#paused = true;
      this.#closed = true;
      this.#events.emit('end');
      this.#events.emit('close');
    });
  }

  /** The reading half of a stream whose writing half was ended. */
  endReading() {
    soon(() => {
      this.#open = false;
      this.#ended = true;
      this.#events.emit('end');
    });
  }
}

/** @param {Function} _callback */
Readable.prototype.doInitialize = function doInitialize(_callback) {};
/** @type {any} for subclasses to implement */
Readable.prototype.doRead = null;

module.exports = { Readable };
