// The built-ins this realm's own code relies on, taken before any app code can replace them.
//
// The files of this folder are joined in one strict function (main.js: REALM_FILES) that is evaluated once for each
// start. Nothing here may hand a function of the outer realm to app code: bridges live in plain variables, are called
// directly, and whatever they throw is dropped and replaced by an error of this realm.

const { apply, construct, getPrototypeOf, setPrototypeOf, ownKeys, get: reflectGet } = Reflect;
const { create, defineProperty, freeze } = Object;
const { parse: parseJson, stringify: stringifyJson } = JSON;
const RealDate = Date;
const RealPromise = Promise;
const RealProxy = Proxy;
const RealError = Error;
const RealRangeError = RangeError;
const RealSyntaxError = SyntaxError;
const RealTypeError = TypeError;
const RealUint8Array = Uint8Array;
const RealArrayBuffer = ArrayBuffer;
const toText = String;
const toNumber = Number;
const { floor, min, imul, trunc } = Math;
const { isView } = ArrayBuffer;
const promiseThen = Promise.prototype.then;
const promiseResolve = Promise.resolve;
const hasOwn = Object.prototype.hasOwnProperty;
const objectToString = Object.prototype.toString;
const errorToString = Error.prototype.toString;
const symbolToString = Symbol.prototype.toString;
const RealMap = Map;
const RealSet = Set;
const RealRegExp = RegExp;
const mapForEach = Map.prototype.forEach;
const mapSet = Map.prototype.set;
const mapGet = Map.prototype.get;
const setForEach = Set.prototype.forEach;
const setAdd = Set.prototype.add;
const dateValue = Date.prototype.getTime;
const numberValue = Number.prototype.valueOf;
const textValue = String.prototype.valueOf;
const booleanValue = Boolean.prototype.valueOf;
const { slice: sliceBuffer, transfer: transferBuffer } = /** @type {any} */ (ArrayBuffer.prototype);
const { keys: ownNames, getOwnPropertyDescriptor } = Object;
const execPattern = RegExp.prototype.exec;
const { isArray } = Array;
const symbolFor = Symbol.for;
const { startsWith, endsWith, slice: sliceText, indexOf: indexOfText, split: splitText } = String.prototype;
const typedArrayPrototype = /** @type {object} */ (getPrototypeOf(Uint8Array.prototype));

/**
 * The getter of a built-in property.
 * @param {object} owner
 * @param {string | symbol} name
 * @returns {(this: any) => any}
 */
function getterOf(owner, name) {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  if (!found || !found.get) throw new RealTypeError(toText(name));
  return found.get;
}

/**
 * A literal that nothing put on Object.prototype can change the meaning of.
 * @template {object} T
 * @param {T} literal
 * @returns {T}
 */
function withoutPrototype(literal) {
  setPrototypeOf(literal, null);
  return literal;
}

const viewBuffer = getterOf(typedArrayPrototype, 'buffer');
const viewOffset = getterOf(typedArrayPrototype, 'byteOffset');
const viewLength = getterOf(typedArrayPrototype, 'byteLength');
const dataViewBuffer = getterOf(DataView.prototype, 'buffer');
const dataViewOffset = getterOf(DataView.prototype, 'byteOffset');
const dataViewLength = getterOf(DataView.prototype, 'byteLength');
const bufferLength = getterOf(RealArrayBuffer.prototype, 'byteLength');
const sharedBufferLength = getterOf(SharedArrayBuffer.prototype, 'byteLength');
const viewTag = getterOf(typedArrayPrototype, Symbol.toStringTag);
const viewItems = getterOf(typedArrayPrototype, 'length');
const patternSource = getterOf(RegExp.prototype, 'source');
const patternFlags = getterOf(RegExp.prototype, 'flags');
