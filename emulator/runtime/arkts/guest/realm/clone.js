// How a value gets from one thread to another: copied, moved, or shared. Runs in the realm that receives it.
//
// What can be copied is what ArkTS can serialise (arkcompiler_ets_runtime serializer/base_serializer.cpp; docs
// inter-thread-communication-overview): objects lose their class, functions and symbols cannot travel, Sendable objects
// and SharedArrayBuffers are the same ones on both sides. Getters and proxies of the sending thread's app may run here.

/** Set on Sendable classes by the compiler and on the prototypes of Sendable system objects. */
const SENDABLE = symbolFor('ohos.sendable');

class NotCloneable extends RealError {}

/** Typed arrays by the name their values say they have.
 * @type {Record<string, any>} */
const VIEWS = withoutPrototype({
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
  BigInt64Array, BigUint64Array,
});
/** @type {Record<string, ErrorConstructor>} */
const ERRORS = withoutPrototype({ RangeError, ReferenceError, SyntaxError, TypeError, URIError, EvalError });

/**
 * @param {any} value
 * @returns {boolean}
 */
function isSendable(value) {
  if (value[SENDABLE] === true) return true;
  const type = value.constructor;
  return typeof type === 'function' && type[SENDABLE] === true;
}

/**
 * @param {Function} brand a method or getter that only works on one class of objects
 * @param {unknown} value
 * @returns {boolean}
 */
function works(brand, value) {
  try {
    apply(brand, value, []);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {unknown} list true lists everything
 * @param {unknown} value
 * @returns {boolean}
 */
function lists(list, value) {
  if (!isArray(list)) return list === true;
  for (let index = 0; index < list.length; index++) if (list[index] === value) return true;
  return false;
}

/**
 * @param {any} value
 * @returns {boolean} whether it is a context of the platform: every thread has its own object for the same one
 *   (ability_ability_runtime js_context_utils.cpp:AttachBaseContext)
 */
function isContext(value) {
  return typeof value.directory === 'function' && isArray(value.place) && typeof value.getApplicationContext === 'function';
}

/** @param {any} value */
function contextTwin(value) {
  const face = requireSystem(CONTEXT_FACE);
  const { place } = value;
  const kind = value.constructor.name;
  let twin;
  if (kind === 'BackupExtensionContext') twin = face.createContext(hostObject);
  else if (kind === 'ApplicationContext') twin = face.applicationContext;
  else twin = new face.Context(place[0], place[2]);
  twin.area = place[1];
  return twin;
}

/** One copy: remembers what was copied, so that cycles and shared parts stay what they are. */
class Copy {
  /**
   * @param {unknown} transfers ArrayBuffers that move, or true for all
   * @param {unknown} copies what is copied although it would move or be shared, or true for everything
   */
  constructor(transfers, copies) {
    this.known = new RealMap();
    this.transfers = transfers;
    this.copies = copies;
  }

  /** @param {unknown} buffer */
  moves(buffer) {
    return lists(this.transfers, buffer) && (isArray(this.transfers) || !lists(this.copies, buffer));
  }

  /**
   * @param {any} value
   * @returns {any}
   */
  of(value) {
    switch (typeof value) {
      case 'symbol':
        throw new NotCloneable('a symbol cannot be passed to another thread');
      case 'function':
        if (isSendable(value)) return value;
        throw new NotCloneable(`the function ${toText(value.name) || '(anonymous)'} cannot be passed to another thread`);
      case 'object':
        return value === null ? null : this.object(value);
      default:
        return value;
    }
  }

  /**
   * @param {any} value
   * @returns {any}
   */
  object(value) {
    const known = apply(mapGet, this.known, [value]);
    if (known !== undefined) return known;
    if (!lists(this.copies, value) && isSendable(value)) return value;
    if (isContext(value)) return this.keep(value, contextTwin(value));
    if (bridgeIsProxy(value)) throw new NotCloneable('a Proxy cannot be passed to another thread');
    if (isArray(value)) return this.list(value);
    if (isView(value)) return this.keep(value, this.view(value));
    if (works(bufferLength, value)) return this.keep(value, this.buffer(value));
    if (works(sharedBufferLength, value)) return value;
    if (works(dateValue, value)) return this.keep(value, new RealDate(apply(dateValue, value, [])));
    if (works(patternSource, value) && !ownsNothing(value)) return this.keep(value, new RealRegExp(apply(patternSource, value, []), apply(patternFlags, value, [])));
    if (works(textValue, value)) return this.keep(value, new String(apply(textValue, value, [])));
    if (works(numberValue, value)) return this.keep(value, new Number(apply(numberValue, value, [])));
    if (works(booleanValue, value)) return this.keep(value, new Boolean(apply(booleanValue, value, [])));
    if (isError(value)) return this.error(value);
    if (isPromise(value)) throw new NotCloneable('a Promise cannot be passed to another thread');
    return this.collection(value) ?? this.properties(value, this.keep(value, {}));
  }

  /**
   * @template T
   * @param {unknown} value
   * @param {T} copy
   * @returns {T}
   */
  keep(value, copy) {
    apply(mapSet, this.known, [value, copy]);
    return copy;
  }

  /** @param {any[]} value */
  list(value) {
    /** @type {any[]} */
    const copy = this.keep(value, []);
    for (let index = 0; index < value.length; index++) copy[index] = this.of(value[index]);
    return copy;
  }

  /** @param {any} value */
  view(value) {
    const tag = apply(viewTag, value, []);
    if (tag === undefined) {
      const data = this.of(apply(dataViewBuffer, value, []));
      return new DataView(data, apply(dataViewOffset, value, []), apply(dataViewLength, value, []));
    }
    const [offset, count] = [apply(viewOffset, value, []), apply(viewItems, value, [])];
    return new VIEWS[tag](this.of(apply(viewBuffer, value, [])), offset, count);
  }

  /** @param {any} value */
  buffer(value) {
    if (this.moves(value)) return apply(transferBuffer, value, []);
    const copy = new RealArrayBuffer(apply(bufferLength, value, []));
    apply(Uint8Array.prototype.set, new RealUint8Array(copy), [new RealUint8Array(value)]);
    return copy;
  }

  /** @param {any} value */
  error(value) {
    const type = ERRORS[readText(value, 'name')] ?? RealError;
    const copy = this.keep(value, new type(readText(value, 'message')));
    defineProperty(copy, 'stack', withoutPrototype({ value: readText(value, 'stack'), writable: true, configurable: true }));
    const name = readText(value, 'name');
    if (name !== copy.name) defineProperty(copy, 'name', withoutPrototype({ value: name, writable: true, configurable: true }));
    return this.properties(value, copy);
  }

  /** @param {any} value */
  collection(value) {
    if (works(getterOfMapSize, value)) {
      const copy = this.keep(value, new RealMap());
      apply(mapForEach, value, [(/** @type {any} */ item, /** @type {any} */ key) => apply(mapSet, copy, [this.of(key), this.of(item)])]);
      return copy;
    }
    if (works(getterOfSetSize, value)) {
      const copy = this.keep(value, new RealSet());
      apply(setForEach, value, [(/** @type {any} */ item) => apply(setAdd, copy, [this.of(item)])]);
      return copy;
    }
    return undefined;
  }

  /**
   * @param {any} value
   * @param {any} copy
   */
  properties(value, copy) {
    const names = ownNames(value);
    for (let index = 0; index < names.length; index++) {
      const copied = this.of(value[names[index]]);
      defineProperty(copy, names[index], withoutPrototype({ value: copied, writable: true, enumerable: true, configurable: true }));
    }
    return copy;
  }
}

const getterOfMapSize = getterOf(Map.prototype, 'size');
const getterOfSetSize = getterOf(Set.prototype, 'size');

/**
 * RegExp.prototype itself answers to `source`.
 * @param {object} value
 */
function ownsNothing(value) {
  return getOwnPropertyDescriptor(value, 'lastIndex') === undefined;
}
