// Functions and small classes of @ohos.util that work on other code: Aspect, wrappers, error texts, StringDecoder.

const { businessError } = require('@ohos.internal.arguments');

/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);

/** Texts of libuv, by Linux error number; the device asks uv_strerror. @type {Record<number, string>} */
const ERROR_TEXTS = {
  1: 'operation not permitted', 2: 'no such file or directory', 3: 'no such process', 4: 'interrupted system call', 5: 'i/o error',
  6: 'no such device or address', 7: 'argument list too long', 9: 'bad file descriptor', 11: 'resource temporarily unavailable',
  12: 'not enough memory', 13: 'permission denied', 14: 'bad address in system call argument', 16: 'resource busy or locked',
  17: 'file already exists', 18: 'cross-device link not permitted', 19: 'no such device', 20: 'not a directory',
  21: 'illegal operation on a directory', 22: 'invalid argument', 23: 'file table overflow', 24: 'too many open files',
  25: 'inappropriate ioctl for device', 26: 'text file is busy', 27: 'file too large', 28: 'no space left on device', 29: 'invalid seek',
  30: 'read-only file system', 31: 'too many links', 32: 'broken pipe', 34: 'result too large', 36: 'name too long',
  38: 'function not implemented', 39: 'directory not empty', 40: 'too many symbolic links encountered', 71: 'protocol error',
  75: 'value too large for defined data type', 88: 'socket operation on non-socket', 89: 'destination address required',
  90: 'message too long', 95: 'operation not supported on socket', 98: 'address already in use', 99: 'address not available',
  100: 'network is down', 101: 'network is unreachable', 103: 'software caused connection abort', 104: 'connection reset by peer',
  105: 'no buffer space available', 106: 'socket is already connected', 107: 'socket is not connected', 110: 'connection timed out',
  111: 'connection refused', 112: 'host is down', 113: 'host is unreachable', 114: 'connection already in progress', 125: 'operation canceled',
};

/** @param {any} number */
function errnoToString(number) {
  if (typeof number !== 'number') throw parameterError(`The type of ${number} must be number`);
  return ERROR_TEXTS[Math.abs(number)] ?? `Unknown system error ${number}`;
}

/** Methods of classes, replaced as js_aspect does it. */
class Aspect {
  /** @param {any} type @param {string} name @param {boolean} isStatic @param {(original: Function) => Function} wrap */
  static #wrap(type, name, isStatic, wrap) {
    if (typeof type !== 'function' || typeof name !== 'string') throw parameterError('The type of targetClass must be class.');
    const owner = isStatic ? type : type.prototype;
    if (typeof owner[name] !== 'function') throw parameterError(`There is no method ${name}.`);
    owner[name] = wrap(owner[name]);
  }

  /** @param {any} type @param {string} name @param {boolean} isStatic @param {Function} before */
  static addBefore(type, name, isStatic, before) {
    Aspect.#wrap(type, name, isStatic, (original) => function (/** @type {any[]} */ ...values) {
      // @ts-ignore: the receiver is that of the replaced method.
      const self = this;
      before(self, ...values);
      return original.apply(self, values);
    });
  }

  /** @param {any} type @param {string} name @param {boolean} isStatic @param {Function} after answers the method's new result */
  static addAfter(type, name, isStatic, after) {
    Aspect.#wrap(type, name, isStatic, (original) => function (/** @type {any[]} */ ...values) {
      // @ts-ignore: as above.
      const self = this;
      return after(self, original.apply(self, values), ...values);
    });
  }

  /** @param {any} type @param {string} name @param {boolean} isStatic @param {Function} instead */
  static replace(type, name, isStatic, instead) {
    Aspect.#wrap(type, name, isStatic, () => function (/** @type {any[]} */ ...values) {
      // @ts-ignore: as above.
      return instead(this, ...values);
    });
  }
}

/** Bytes of several pieces as text; a character that is cut in two waits for the rest. */
class StringDecoder {
  #decoder;
  #isUsed = false;

  /** @param {string} [encoding] */
  constructor(encoding = 'utf-8') {
    if (typeof encoding !== 'string') throw parameterError(`The type of ${encoding} must be string`);
    this.#decoder = host.call('text.openDecoder', encoding.toLowerCase(), false);
  }

  /** @param {string | Uint8Array} chunk @param {boolean} more */
  #read(chunk, more) {
    if (typeof chunk === 'string') return chunk;
    if (!(chunk instanceof Uint8Array)) throw parameterError('The type of chunk must be string or Uint8Array.');
    this.#isUsed = more;
    return host.call('text.decode', this.#decoder, more, chunk);
  }

  /** @param {string | Uint8Array} chunk */
  write(chunk) { return this.#read(chunk, true); }
  /** @param {string | Uint8Array} [chunk] */
  end(chunk) {
    if (chunk !== undefined) return this.#read(chunk, false);
    return this.#isUsed ? this.#read(new Uint8Array(0), false) : '';
  }
}

/** @type {WeakMap<object, number>} */
const hashes = new WeakMap();

/** @param {object} value */
function getHash(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) throw parameterError('The type of object must be object.');
  const hash = hashes.get(value) ?? Math.floor(host.random() * 0x7fffffff);
  hashes.set(value, hash);
  return hash;
}

/** Calls back when an object is gone; a run of a backup ends before the garbage collector has to. */
class AutoFinalizerCleaner {
  /** @param {unknown} object @param {unknown} _held */
  static register(object, _held) {
    if (typeof object !== 'object' || object === null) throw parameterError('The type of obj must be object.');
  }
}

module.exports = { errnoToString, Aspect, StringDecoder, getHash, AutoFinalizerCleaner };
