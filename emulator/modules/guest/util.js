// @ohos.util: text coding, Base64, UUIDs, printf, LRUCache (commonlibrary_ets_utils js_util_module/util).

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');
const { RationalNumber, ScopeHelper } = require('@ohos.internal.util-values');
const { errnoToString, Aspect, StringDecoder, getHash, AutoFinalizerCleaner } = require('@ohos.internal.util-functions');

const PARAMETER_ERROR = 401;
const BYTE_ORDER_MARK = '\uFEFF';

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {unknown} value @param {string} name */
function needText(value, name) {
  if (typeof value !== 'string') throw parameterError(`The type of ${name} must be string.`);
  return value.toWellFormed();
}

/** @param {unknown} value */
function needBytes(value) {
  if (!(value instanceof Uint8Array)) throw parameterError('The type of input must be Uint8Array.');
  return value;
}

class TextEncoder {
  #encoding;

  /** @param {string} [encoding] */
  constructor(encoding) {
    this.#encoding = encoding === undefined ? 'utf-8' : needText(encoding, 'encoding').toLowerCase();
    host.call('text.encode', '', this.#encoding);
  }

  /** @param {string} [encoding] */
  static create(encoding) {
    return new TextEncoder(encoding);
  }

  get encoding() {
    return this.#encoding;
  }

  /** @param {string} [input] */
  encode(input) {
    return this.encodeInto(input);
  }

  /** @param {string} [input] @returns {Uint8Array} */
  encodeInto(input) {
    if (input === undefined || input === null) return new Uint8Array(0);
    return host.call('text.encode', needText(input, 'input'), this.#encoding);
  }

  /** @param {string} input @param {Uint8Array} target whole characters only are written */
  encodeIntoUint8Array(input, target) {
    const bytes = this.encodeInto(needText(input, 'input'));
    needBytes(target);
    if (bytes.length <= target.length) {
      target.set(bytes);
      return { read: input.length, written: bytes.length };
    }
    let read = 0;
    let written = 0;
    for (const character of input) {
      const piece = this.encodeInto(character);
      if (written + piece.length > target.length) break;
      target.set(piece, written);
      written += piece.length;
      read += character.length;
    }
    return { read, written };
  }

  /** @param {string} input @param {Uint8Array} target */
  encodeUtf8Into(input, target) {
    return this.encodeIntoUint8Array(input, target);
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decoder;
  #atStart = true;

  /** @param {string} [encoding] @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options] */
  constructor(encoding, options) {
    this.#encoding = encoding === undefined ? 'utf-8' : needText(encoding, 'encoding').toLowerCase();
    this.#fatal = options?.fatal === true;
    this.#ignoreBOM = options?.ignoreBOM === true;
    this.#decoder = host.call('text.openDecoder', this.#encoding, this.#fatal);
  }

  /** @param {string} [encoding] @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options] */
  static create(encoding, options) {
    return new TextDecoder(encoding, options);
  }

  get encoding() {
    return this.#encoding;
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  /** @param {Uint8Array} input @param {{ stream?: boolean }} [options] */
  decodeWithStream(input, options) {
    const more = options?.stream === true;
    const text = host.call('text.decode', this.#decoder, more, needBytes(input));
    const marked = this.#atStart && !this.#ignoreBOM && text.startsWith(BYTE_ORDER_MARK);
    if (text !== '') this.#atStart = false;
    if (!more) this.#atStart = true;
    return marked ? text.slice(1) : text;
  }

  /** @param {Uint8Array} input @param {{ stream?: boolean }} [options] */
  decodeToString(input, options) {
    return this.decodeWithStream(input, options);
  }

  /** @param {Uint8Array} input @param {{ stream?: boolean }} [options] */
  decode(input, options) {
    return this.decodeWithStream(input, options);
  }
}

const Type = Object.freeze({ BASIC: 0, MIME: 1, BASIC_URL_SAFE: 2, MIME_URL_SAFE: 3 });
const MIME_LINE = 76;

class Base64Helper {
  /** @param {Uint8Array} source @param {number} [type] */
  encodeToStringSync(source, type = Type.BASIC) {
    const urlSafe = type === Type.BASIC_URL_SAFE || type === Type.MIME_URL_SAFE;
    const text = bytesToBase64(needBytes(source), { urlSafe, padded: !urlSafe });
    if (type !== Type.MIME && type !== Type.MIME_URL_SAFE) return text;
    return (text.match(new RegExp(`.{1,${MIME_LINE}}`, 'g')) ?? []).join('\r\n');
  }

  /** @param {Uint8Array} source @param {number} [type] */
  encodeSync(source, type = Type.BASIC) {
    return Uint8Array.from(this.encodeToStringSync(source, type), (letter) => letter.charCodeAt(0));
  }

  /** @param {Uint8Array | string} source @param {number} [type] */
  decodeSync(source, type = Type.BASIC) {
    const text = typeof source === 'string' ? source : String.fromCharCode(...needBytes(source));
    const mime = type === Type.MIME || type === Type.MIME_URL_SAFE;
    if (!mime && !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw parameterError('The input is not a Base64 text.');
    return base64ToBytes(text);
  }

  /** @param {Uint8Array} source @param {number} [type] */
  encodeToString(source, type) {
    return host.later(() => this.encodeToStringSync(source, type));
  }

  /** @param {Uint8Array} source @param {number} [type] */
  encode(source, type) {
    return host.later(() => this.encodeSync(source, type));
  }

  /** @param {Uint8Array | string} source @param {number} [type] */
  decode(source, type) {
    return host.later(() => this.decodeSync(source, type));
  }
}

function randomBytes() {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(host.random() * 256));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes;
}

function generateRandomUUID() {
  const digits = [...randomBytes()].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @param {string} uuid */
function parseUUID(uuid) {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(needText(uuid, 'uuid'))) {
    throw businessError(10200002, 'Invalid uuid string.');
  }
  return Uint8Array.from(uuid.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {unknown} value */
const inspected = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** @param {string} template with %s %d %i %f %j %o %O %c %% @param {unknown[]} values those left over are appended */
function format(template, ...values) {
  let next = 0;
  const text = needText(template, 'format').replace(/%([sdifjoOc%])/g, (whole, kind) => {
    if (kind === '%') return '%';
    if (next >= values.length) return whole;
    const value = values[next];
    next += 1;
    switch (kind) {
      case 'd': return typeof value === 'object' ? 'NaN' : String(Number(value));
      case 'i': return String(Number.parseInt(String(value), 10));
      case 'f': return String(Number.parseFloat(String(value)));
      case 'j': return String(JSON.stringify(value));
      case 'c': return '';
      default: return inspected(value);
    }
  });
  return [text, ...values.slice(next).map(inspected)].join(' ');
}

/** A map of at most `capacity` entries that forgets the one used longest ago. */
class LRUCache {
  /** @type {Map<any, any>} */
  #entries = new Map();
  #capacity;
  #counts = { put: 0, create: 0, hit: 0, miss: 0, removal: 0 };

  /** @param {number} [capacity] */
  constructor(capacity = 64) {
    this.#capacity = this.#checked(capacity);
  }

  /** @param {number} capacity */
  #checked(capacity) {
    if (!Number.isInteger(capacity) || capacity <= 0 || capacity > 2147483647) {
      throw parameterError('The capacity must be a positive integer.');
    }
    return capacity;
  }

  get length() { return this.#entries.size; }

  /** @param {number} capacity */
  updateCapacity(capacity) {
    this.#capacity = this.#checked(capacity);
    this.#shrink();
  }

  #shrink() {
    for (const [key, value] of this.#entries) {
      if (this.#entries.size <= this.#capacity) break;
      this.#entries.delete(key);
      this.#counts.removal += 1;
      this.afterRemoval(true, key, value, undefined);
    }
  }

  /** @param {any} key */
  get(key) {
    if (this.#entries.has(key)) {
      const value = this.#entries.get(key);
      this.#entries.delete(key);
      this.#entries.set(key, value);
      this.#counts.hit += 1;
      return value;
    }
    this.#counts.miss += 1;
    const made = this.createDefault(key);
    if (made === undefined) return undefined;
    this.#counts.create += 1;
    this.put(key, made);
    return made;
  }

  /** @param {any} key @param {any} value */
  put(key, value) {
    this.#counts.put += 1;
    const former = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (former !== undefined) this.afterRemoval(false, key, former, value);
    this.#shrink();
    return former ?? value;
  }

  /** @param {any} key */
  remove(key) {
    const former = this.#entries.get(key);
    if (!this.#entries.delete(key)) return undefined;
    this.#counts.removal += 1;
    this.afterRemoval(false, key, former, undefined);
    return former;
  }

  /** @param {any} _key */
  createDefault(_key) { return /** @type {any} */ (undefined); }

  /** @param {boolean} _isEvict @param {any} _key @param {any} _value @param {any} _newValue */
  afterRemoval(_isEvict, _key, _value, _newValue) {}

  /** @param {any} key */
  contains(key) { return this.#entries.has(key); }
  isEmpty() { return this.#entries.size === 0; }
  clear() { this.#entries.clear(); }
  getCapacity() { return this.#capacity; }
  getPutCount() { return this.#counts.put; }
  getCreateCount() { return this.#counts.create; }
  getMatchCount() { return this.#counts.hit; }
  getMissCount() { return this.#counts.miss; }
  getRemovalCount() { return this.#counts.removal; }
  keys() { return [...this.#entries.keys()]; }
  values() { return [...this.#entries.values()]; }
  entries() { return this.#entries.entries(); }
  [Symbol.iterator]() { return this.#entries.entries(); }
}

/** Reads the class of a value from its tag. */
class types {}
for (const name of [
  'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp', 'Date', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView',
  'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array',
  'Float64Array', 'BigInt64Array', 'BigUint64Array',
]) {
  /** @type {any} */ (types.prototype)[`is${name}`] = (/** @type {unknown} */ value) =>
    Object.prototype.toString.call(value) === `[object ${name}]`;
}
Object.assign(types.prototype, {
  isAnyArrayBuffer: (/** @type {unknown} */ value) => /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value)),
  isArrayBufferView: (/** @type {unknown} */ value) => ArrayBuffer.isView(/** @type {any} */ (value)),
  isTypedArray: (/** @type {unknown} */ value) => ArrayBuffer.isView(/** @type {any} */ (value)) && !(value instanceof DataView),
  isArgumentsObject: (/** @type {unknown} */ value) => Object.prototype.toString.call(value) === '[object Arguments]',
  isBoxedPrimitive: (/** @type {unknown} */ value) =>
    typeof value === 'object' && /^\[object (Number|String|Boolean|BigInt|Symbol)\]$/.test(Object.prototype.toString.call(value)),
  isBooleanObject: (/** @type {unknown} */ value) => typeof value === 'object' && Object.prototype.toString.call(value) === '[object Boolean]',
  isNumberObject: (/** @type {unknown} */ value) => typeof value === 'object' && Object.prototype.toString.call(value) === '[object Number]',
  isStringObject: (/** @type {unknown} */ value) => typeof value === 'object' && Object.prototype.toString.call(value) === '[object String]',
  isSymbolObject: (/** @type {unknown} */ value) => typeof value === 'object' && Object.prototype.toString.call(value) === '[object Symbol]',
  isMapIterator: (/** @type {unknown} */ value) => Object.prototype.toString.call(value) === '[object Map Iterator]',
  isSetIterator: (/** @type {unknown} */ value) => Object.prototype.toString.call(value) === '[object Set Iterator]',
  isGeneratorObject: (/** @type {unknown} */ value) => /^\[object (Async )?Generator\]$/.test(Object.prototype.toString.call(value)),
  isModuleNamespaceObject: (/** @type {unknown} */ value) => typeof value === 'object' && value !== null && Object.hasOwn(value, '__esModule'),
  isExternal: () => false,
  isProxy: (/** @type {unknown} */ value) => host.threads.isProxy(value),
  isNativeError: (/** @type {unknown} */ value) => value instanceof Error,
  isAsyncFunction: (/** @type {unknown} */ value) => Object.prototype.toString.call(value) === '[object AsyncFunction]',
  isGeneratorFunction: (/** @type {unknown} */ value) => /^\[object (Async)?GeneratorFunction\]$/.test(Object.prototype.toString.call(value)),
});

/** @param {(...args: any[]) => void} original takes an AsyncCallback last */
const promisify = (original) => (/** @type {any[]} */ ...args) =>
  new Promise((resolve, reject) => {
    original(...args, (/** @type {unknown} */ error, /** @type {unknown} */ value) => (error ? reject(error) : resolve(value)));
  });

/** @param {(...args: any[]) => Promise<unknown>} original */
const callbackWrapper = (original) => (/** @type {any[]} */ ...args) => {
  const callback = args.pop();
  original(...args).then((value) => callback(null, value), (error) => callback(error));
};

/** @type {Record<string, any>} */
const members = {
  TextEncoder, TextDecoder, Type, Base64Helper, LRUCache, types, promisify, callbackWrapper, generateRandomUUID, parseUUID, format,
  printf: format, errnoToString, getErrorString: errnoToString, promiseWrapper: promisify, RationalNumber, ScopeHelper, Scope: ScopeHelper,
  StringDecoder, Aspect, getHash, AutoFinalizerCleaner, LruBuffer: LRUCache, Base64: Base64Helper,
  getMainThreadStackTrace: () => host.threads.here(),
  generateRandomBinaryUUID: randomBytes,
};
for (const name of ['ArkTSVM']) {
  members[name] = host.notEmulated(`@ohos.util.${name}`);
}
Object.assign(exports, members);
exports.default = members;
