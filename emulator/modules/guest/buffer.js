// @ohos.buffer (commonlibrary_ets_utils js_api_module/buffer): bytes with text encodings and typed reads and writes.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');

const PARAMETER_ERROR = 401;
const RANGE_ERROR = 10200001;
const ENCODINGS = [
  'ascii', 'utf8', 'utf-8', 'utf16le', 'ucs2', 'ucs-2', 'base64', 'base64url', 'latin1', 'binary', 'hex', 'utf16be',
];

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {string} name @param {number} lowest @param {number} highest @param {unknown} value */
const rangeError = (name, lowest, highest, value) =>
  businessError(RANGE_ERROR, `The value of "${name}" is out of range. It must be >= ${lowest} and <= ${highest}. Received value is: ${value}`);

/** @param {unknown} encoding */
function checkedEncoding(encoding) {
  const name = String(encoding ?? 'utf8').toLowerCase();
  if (!ENCODINGS.includes(name)) throw parameterError('The type of encoding must be BufferEncoding.');
  return name;
}

/** @param {string} text @param {string} encoding @returns {Uint8Array} */
function encoded(text, encoding) {
  switch (encoding) {
    case 'ascii': case 'latin1': case 'binary':
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
    case 'utf16le': case 'ucs2': case 'ucs-2': case 'utf16be': {
      const view = new DataView(new ArrayBuffer(text.length * 2));
      for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), encoding !== 'utf16be');
      return new Uint8Array(view.buffer);
    }
    case 'base64': case 'base64url': return base64ToBytes(text);
    case 'hex': return Uint8Array.from((text.match(/^(?:[0-9a-f]{2})*/i)?.[0] ?? '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    default: return host.call('text.encode', text.toWellFormed(), 'utf-8');
  }
}

/** @param {Uint8Array} bytes @param {string} encoding @returns {string} */
function decoded(bytes, encoding) {
  switch (encoding) {
    case 'ascii': return Array.from(bytes, (byte) => String.fromCharCode(byte & 0x7f)).join('');
    case 'latin1': case 'binary': return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    case 'utf16le': case 'ucs2': case 'ucs-2': case 'utf16be': {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let text = '';
      for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, encoding !== 'utf16be'));
      return text;
    }
    case 'base64': return bytesToBase64(bytes);
    case 'base64url': return bytesToBase64(bytes, { urlSafe: true, padded: false });
    case 'hex': return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    default: return utf8(bytes);
  }
}

let decoder = 0;

/** @param {Uint8Array} bytes @returns {string} */
function utf8(bytes) {
  decoder ||= host.call('text.openDecoder', 'utf-8', false);
  return host.call('text.decode', decoder, false, bytes);
}

class Buffer {
  /** @type {Uint8Array} */
  #bytes;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
    return new Proxy(this, INDEXED);
  }

  get length() { return this.#bytes.length; }
  get buffer() { return this.#bytes.buffer; }
  get byteOffset() { return this.#bytes.byteOffset; }

  /** The bytes themselves, shared. */
  bytes() { return this.#bytes; }

  /** @param {string} [encoding] @param {number} [start] @param {number} [end] */
  toString(encoding, start = 0, end = this.#bytes.length) {
    return decoded(this.#bytes.subarray(start, end), checkedEncoding(encoding));
  }

  toJSON() { return { type: 'Buffer', data: Array.from(this.#bytes) }; }

  /** @param {number} [start] @param {number} [end] */
  subarray(start, end) { return new Buffer(this.#bytes.subarray(start, end)); }

  /** @param {any} value @param {number} [start] @param {number} [end] @param {string} [encoding] */
  fill(value, start = 0, end = this.#bytes.length, encoding = 'utf8') {
    const pattern = typeof value === 'number' ? [value & 0xff] : bytesOf(value, encoding);
    for (let at = start; at < end && pattern.length > 0; at += 1) this.#bytes[at] = pattern[(at - start) % pattern.length];
    return this;
  }

  /** @param {string} text @param {number} [offset] @param {number} [length] @param {string} [encoding] */
  write(text, offset = 0, length = this.#bytes.length - offset, encoding = 'utf8') {
    if (offset < 0 || offset > this.#bytes.length) throw rangeError('offset', 0, this.#bytes.length, offset);
    const piece = encoded(text, checkedEncoding(encoding)).subarray(0, Math.min(length, this.#bytes.length - offset));
    this.#bytes.set(piece, offset);
    return piece.length;
  }

  /** @param {any} target @param {number} [targetStart] @param {number} [sourceStart] @param {number} [sourceEnd] */
  copy(target, targetStart = 0, sourceStart = 0, sourceEnd = this.#bytes.length) {
    const sink = bytesOf(target);
    const piece = this.#bytes.subarray(sourceStart, sourceEnd).subarray(0, sink.length - targetStart);
    sink.set(piece, targetStart);
    return piece.length;
  }

  /** @param {any} other */
  equals(other) { return compare(this, other) === 0; }

  /** @param {any} target @param {number} [targetStart] @param {number} [targetEnd] @param {number} [start] @param {number} [end] */
  compare(target, targetStart, targetEnd, start, end) {
    return compare(this.#bytes.subarray(start, end), bytesOf(target).subarray(targetStart, targetEnd));
  }

  /** @param {any} value @param {number} [from] @param {string} [encoding] */
  indexOf(value, from = 0, encoding = 'utf8') {
    const wanted = typeof value === 'number' ? Uint8Array.of(value & 0xff) : bytesOf(value, encoding);
    const start = from < 0 ? Math.max(0, this.#bytes.length + from) : from;
    for (let at = start; at + wanted.length <= this.#bytes.length; at += 1) {
      if (wanted.every((byte, index) => this.#bytes[at + index] === byte)) return at;
    }
    return -1;
  }

  /** @param {any} value @param {number} [from] @param {string} [encoding] */
  lastIndexOf(value, from = this.#bytes.length, encoding = 'utf8') {
    const wanted = typeof value === 'number' ? Uint8Array.of(value & 0xff) : bytesOf(value, encoding);
    for (let at = Math.min(from, this.#bytes.length - wanted.length); at >= 0; at -= 1) {
      if (wanted.every((byte, index) => this.#bytes[at + index] === byte)) return at;
    }
    return -1;
  }

  /** @param {any} value @param {number} [from] @param {string} [encoding] */
  includes(value, from, encoding) { return this.indexOf(value, from, encoding) >= 0; }

  keys() { return this.#bytes.keys(); }
  values() { return this.#bytes.values(); }
  entries() { return this.#bytes.entries(); }
  [Symbol.iterator]() { return this.#bytes.values(); }
}

/** @type {ProxyHandler<Buffer>} indexes lead to the bytes, methods keep their private state */
const INDEXED = {
  get(buffer, name) {
    if (typeof name === 'string' && /^\d+$/.test(name)) return buffer.bytes()[Number(name)];
    const value = Reflect.get(buffer, name, buffer);
    return typeof value === 'function' && name !== 'constructor' ? value.bind(buffer) : value;
  },
  set(buffer, name, value) {
    if (typeof name !== 'string' || !/^\d+$/.test(name)) return Reflect.set(buffer, name, value, buffer);
    buffer.bytes()[Number(name)] = value;
    return true;
  },
};

for (const [name, getter, size] of /** @type {[string, string, number][]} */ ([
  ['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2], ['UInt32', 'Uint32', 4],
  ['Int32', 'Int32', 4], ['Float', 'Float32', 4], ['Double', 'Float64', 8], ['BigInt64', 'BigInt64', 8],
  ['BigUInt64', 'BigUint64', 8],
])) {
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    const place = (/** @type {Buffer} */ buffer, offset = 0) => {
      const bytes = buffer.bytes();
      if (offset < 0 || offset + size > bytes.length) throw rangeError('offset', 0, bytes.length - size, offset);
      return /** @type {any} */ (new DataView(bytes.buffer, bytes.byteOffset + offset, size));
    };
    const prototype = /** @type {any} */ (Buffer.prototype);
    prototype[`read${name}${order}`] = function (/** @type {number} */ offset) {
      return place(this, offset)[`get${getter}`](0, order === 'LE');
    };
    prototype[`write${name}${order}`] = function (/** @type {any} */ value, /** @type {number} */ offset) {
      place(this, offset)[`set${getter}`](0, value, order === 'LE');
      return (offset ?? 0) + size;
    };
  }
}

/** @param {any} value Buffer, typed array, text or list of numbers @param {string} [encoding] @returns {Uint8Array} */
function bytesOf(value, encoding) {
  if (value instanceof Buffer) return value.bytes();
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return encoded(value, checkedEncoding(encoding));
  throw parameterError('The type of the value must be Buffer, Uint8Array or string.');
}

/** @param {any} first @param {any} second @returns {-1 | 0 | 1} */
function compare(first, second) {
  const [left, right] = [bytesOf(first), bytesOf(second)];
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) if (left[at] !== right[at]) return left[at] < right[at] ? -1 : 1;
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
}

/** @param {any} value @param {any} [second] offset of an ArrayBuffer, or encoding of a text @param {number} [length] */
function from(value, second, length) {
  if (value instanceof ArrayBuffer) return new Buffer(new Uint8Array(value, second, length));
  if (typeof value === 'string' || value instanceof String) return new Buffer(encoded(String(value), checkedEncoding(second)));
  if (value instanceof Buffer || ArrayBuffer.isView(value)) return new Buffer(Uint8Array.from(/** @type {any} */ (value)));
  if (Array.isArray(value)) return new Buffer(Uint8Array.from(value, (item) => Number(item) & 0xff));
  throw parameterError('The type of the value must be Buffer, ArrayBuffer, Array, Array-like or string.');
}

/** @param {number} size @param {any} [fill] @param {string} [encoding] */
function alloc(size, fill, encoding) {
  if (!Number.isInteger(size) || size < 0) throw parameterError('The type of size must be number and the value must be >= 0.');
  const made = new Buffer(new Uint8Array(size));
  return fill === undefined ? made : made.fill(fill, 0, size, encoding);
}

/** @param {any[]} list @param {number} [totalLength] */
function concat(list, totalLength) {
  if (!Array.isArray(list)) throw parameterError('The type of list must be array.');
  const parts = list.map((part) => bytesOf(part));
  const whole = new Uint8Array(totalLength ?? parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    const piece = part.subarray(0, whole.length - at);
    whole.set(piece, at);
    at += piece.length;
  }
  return new Buffer(whole);
}

for (const order of ['LE', 'BE']) {
  const prototype = /** @type {any} */ (Buffer.prototype);
  /** @param {Buffer} buffer @param {number} offset @param {number} size */
  const piece = (buffer, offset, size) => {
    const bytes = buffer.bytes();
    if (!Number.isInteger(size) || size < 1 || size > 6) throw rangeError('byteLength', 1, 6, size);
    if (offset < 0 || offset + size > bytes.length) throw rangeError('offset', 0, bytes.length - size, offset);
    const found = bytes.subarray(offset, offset + size);
    return order === 'BE' ? [...found] : [...found].reverse();
  };
  prototype[`readUInt${order}`] = function (/** @type {number} */ offset, /** @type {number} */ size) {
    return piece(this, offset, size).reduce((sum, byte) => sum * 256 + byte, 0);
  };
  prototype[`readInt${order}`] = function (/** @type {number} */ offset, /** @type {number} */ size) {
    const value = prototype[`readUInt${order}`].call(this, offset, size);
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  };
  for (const name of ['writeUInt', 'writeInt']) {
    prototype[`${name}${order}`] = function (/** @type {number} */ value, /** @type {number} */ offset, /** @type {number} */ size) {
      piece(this, offset, size);
      const signed = name === 'writeInt';
      const [lowest, highest] = signed ? [-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1] : [0, 2 ** (8 * size) - 1];
      if (value < lowest || value > highest) throw rangeError('value', lowest, highest, value);
      let rest = value < 0 ? value + 2 ** (8 * size) : value;
      for (let index = 0; index < size; index += 1) {
        this.bytes()[offset + (order === 'LE' ? index : size - 1 - index)] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return offset + size;
    };
  }
}

for (const bits of [16, 32, 64]) {
  /** @type {any} */ (Buffer.prototype)[`swap${bits}`] = function () {
    const bytes = this.bytes();
    const size = bits / 8;
    if (bytes.length % size !== 0) throw businessError(10200009, `The buffer size must be a multiple of ${bits}-bits`);
    for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
    return this;
  };
}

/** Bytes that cannot change, read asynchronously. */
class Blob {
  #bytes;

  /** @param {any[]} sources @param {{type?: string, endings?: string}} [options] */
  constructor(sources, options = {}) {
    if (!Array.isArray(sources)) throw parameterError('The type of sources must be Array.');
    const text = (/** @type {string} */ part) => (options.endings === 'native' ? part.replace(/\r\n/g, '\n') : part);
    const parts = sources.map((part) => (part instanceof Blob ? part.#bytes : part instanceof ArrayBuffer ? new Uint8Array(part)
      : typeof part === 'string' ? encoded(text(part), 'utf8') : bytesOf(part)));
    this.#bytes = concat(parts).bytes();
    this.type = options.type ?? '';
  }

  get size() { return this.#bytes.length; }
  /** @returns {Promise<ArrayBuffer>} */
  arrayBuffer() { return host.later(() => this.#bytes.slice().buffer); }
  text() { return host.later(() => utf8(this.#bytes)); }
  /** @param {number} [start] @param {number} [end] @param {string} [type] */
  slice(start, end, type = '') { return new Blob([new Uint8Array(this.#bytes.slice(start, end))], { type }); }
}

/** @type {Record<string, any>} */
const members = {
  Buffer, from, alloc, concat, compare,
  allocUninitialized: (/** @type {number} */ size) => alloc(size),
  allocUninitializedFromPool: (/** @type {number} */ size) => alloc(size),
  byteLength: (/** @type {any} */ value, /** @type {string} */ encoding) =>
    (value instanceof ArrayBuffer ? value.byteLength : bytesOf(value, encoding).length),
  isBuffer: (/** @type {unknown} */ value) => value instanceof Buffer,
  isEncoding: (/** @type {unknown} */ name) => typeof name === 'string' && ENCODINGS.includes(name.toLowerCase()),
  transcode: (/** @type {any} */ source, /** @type {string} */ before, /** @type {string} */ after) =>
    new Buffer(encoded(decoded(bytesOf(source), checkedEncoding(before)), checkedEncoding(after))),
  Blob,
};
Object.assign(exports, members);
exports.default = members;
