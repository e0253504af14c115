// @ohos.util.stream (commonlibrary_ets_utils js_util_module/stream/src/stream_js.ts). What a listener is given is `{ data }`.

const { TextDecoder } = require('@ohos.util');
const { failure, soon } = require('@ohos.internal.stream-events');
const { Readable } = require('@ohos.internal.stream-readable');
const { Writable } = require('@ohos.internal.stream-writable');

/** A Readable with a Writable inside, which calls the doWrite and doWritev of the whole. */
class Duplex extends Readable {
  /** @type {Writable} */
  #writing;

  /** @param {any} [given] */
  constructor(given) {
    super(given);
    const whole = /** @type {any} */ (this);
    this.#writing = new Writable();
    for (const name of ['doWrite', 'doWritev']) {
      const get = () => (whole[name] ? (/** @type {any[]} */ ...values) => whole[name](...values) : null);
      Object.defineProperty(this.#writing, name, { get });
    }
  }

  get writableObjectMode() { return this.#writing.writableObjectMode; }
  get writableHighWatermark() { return this.#writing.writableHighWatermark; }
  get writable() { return this.#writing.writable; }
  get writableLength() { return this.#writing.writableLength; }
  get writableNeedDrain() { return this.#writing.writableNeedDrain; }
  get writableCorked() { return this.#writing.writableCorked; }
  get writableEnded() { return this.#writing.writableEnded; }
  get writableFinished() { return this.#writing.writableFinished; }

  write(chunk, encoding, callback) { return this.#writing.write(chunk, encoding, callback); }
  setDefaultEncoding(encoding) { return this.#writing.setDefaultEncoding(encoding); }
  cork() { return this.#writing.cork(); }
  uncork() { return this.#writing.uncork(); }
  announce(event, value) { this.#writing.announce(event, value); }

  end(chunk, encoding, callback) {
    this.endReading();
    return this.#writing.end(chunk, encoding, callback);
  }

  on(event, callback) {
    super.on(event, callback);
    this.#writing.on(event, callback);
  }

  off(event, callback) {
    super.off(event, callback);
    this.#writing.off(event, callback);
  }
}

/** @type {any} */
Duplex.prototype.doWrite = null;
/** @type {any} */
Duplex.prototype.doWritev = null;

class Transform extends Duplex {
  /** Text only is transformed; bytes go to doWrite as they are. */
  write(chunk, encoding, callback) {
    if (typeof chunk === 'string') this.#transform(chunk, encoding);
    return super.write(chunk, encoding, callback);
  }

  end(chunk, encoding, callback) {
    if (!this.doTransform) throw failure('The doTransform() method is not implemented', 10200039);
    const text = chunk instanceof Uint8Array ? new TextDecoder().decodeToString(chunk) : chunk;
    if (typeof text === 'string') this.doTransform(text, encoding || 'utf8', callback ?? (() => {}));
    this.doFlush?.((/** @type {(string | Uint8Array)[]} */ ...values) => {
      for (const value of values) if (value) this.push(value, encoding);
    });
    return super.end(chunk, encoding, callback);
  }

  #transform(chunk, encoding) {
    let called = false;
    this.doTransform?.(chunk, encoding ?? 'utf8', (/** @type {unknown} */ error) => {
      if (called) soon(() => this.announce('error', failure('Callback called multiple times', 10200037)));
      else if (error) this.announce('error', error);
      called = true;
    });
  }
}

Transform.prototype.doRead = function doRead() {};
/** Does not call back, as on a device: a Transform that wants its later writes delivered has a doWrite of its own. */
Transform.prototype.doWrite = function doWrite() {};
/** @type {any} for subclasses to implement */
Transform.prototype.doTransform = null;
/** @type {any} */
Transform.prototype.doFlush = null;

const members = { Readable, Writable, Duplex, Transform };
Object.assign(exports, members);
exports.default = members;
