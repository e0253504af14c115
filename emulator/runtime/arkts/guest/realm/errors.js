// How values and errors of the app are told to the outside, and what a stack trace shows.

const OWN_SCRIPTS = ['ohos:', 'system:', 'node:'];
let mainScript = '';
const SHOWN_LENGTH = 300;

/**
 * The text of `error.stack`: V8's format, the app's own frames only. V8 calls it directly (main.js), because a callback
 * of the outer realm would throw that realm's RangeError into the app when the stack is full.
 * @param {unknown} _global
 * @param {Error} error
 * @param {CallSite[]} sites
 * @returns {string}
 */
function formatStack(_global, error, sites) {
  let text = 'Error';
  try {
    text = apply(errorToString, error, []);
  } catch {
    // An error whose name or message throws still has a stack.
  }
  for (let index = 0; index < sites.length; index++) {
    const site = sites[index];
    const file = site.getFileName();
    if (typeof file !== 'string' || isOwnScript(file)) continue;
    const name = site.getFunctionName();
    const place = `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
    text += `\n    at ${site.isAsync() ? 'async ' : ''}${name ? `${name} (${place})` : place}`;
  }
  return text;
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isOwnScript(file) {
  if (file === mainScript) return true;
  for (let index = 0; index < OWN_SCRIPTS.length; index++) {
    if (apply(startsWith, file, [OWN_SCRIPTS[index]])) return true;
  }
  return false;
}

/**
 * The frames of the app at this moment, innermost first.
 * @returns {string}
 */
function here() {
  return toText(new RealError('').stack);
}

/**
 * Give an error that was made outside any call of the app the frames of the call that caused it.
 * @param {unknown} error
 * @param {Error} origin
 */
function adoptOrigin(error, origin) {
  if (!isError(error)) return;
  try {
    const stack = toText(error.stack);
    if (apply(indexOfText, stack, ['\n    at ']) >= 0) return;
    const frames = toText(origin.stack);
    const start = apply(indexOfText, frames, ['\n']);
    const value = start < 0 ? stack : stack + apply(sliceText, frames, [start]);
    defineProperty(error, 'stack', withoutPrototype({ value, writable: true, configurable: true, enumerable: false }));
  } catch {
    // A frozen or hostile error keeps what it has.
  }
}

/** An error as the system's APIs raise it. Its `code` is enumerable: apps log JSON.stringify(error). */
class BusinessError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The app used something that this device does not have. */
class NotEmulatedError extends Error {
  /** @param {string} capability */
  constructor(capability) {
    super(`${capability} is not emulated`);
    this.code = 801;
  }
}
defineProperty(NotEmulatedError.prototype, 'name', { value: 'NotEmulatedError', writable: true, configurable: true });

/**
 * What typeof says, with null, error and promise told apart from object.
 * @param {unknown} value
 * @returns {string}
 */
function typeName(value) {
  if (value === null) return 'null';
  if (isError(value)) return 'error';
  if (isPromise(value)) return 'promise';
  return typeof value;
}

/**
 * A short text for people; a string is itself.
 * @param {unknown} value
 * @param {string} type
 * @returns {string}
 */
function shownText(value, type) {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  let text = '';
  try {
    if (type === 'error') text = apply(errorToString, value, []);
    else if (typeof value === 'symbol') text = apply(symbolToString, value, []);
    else if (typeof value === 'function') text = `[function ${toText(value.name)}]`;
    else if (typeof value === 'object' && value !== null) text = stringifyJson(value) ?? '';
    else text = toText(value);
    if (text === '') text = apply(objectToString, value, []);
  } catch {
    text = `[${type}]`;
  }
  return text.length > SHOWN_LENGTH ? `${apply(sliceText, text, [0, SHOWN_LENGTH])}…` : text;
}

/**
 * JSON of a GuestValue.
 * @param {unknown} value
 * @returns {string}
 */
function describeValue(value) {
  const type = typeName(value);
  return `{"type":"${type}","text":${stringifyJson(shownText(value, type))}}`;
}

/**
 * @param {any} error
 * @param {string} name
 * @returns {string}
 */
function readText(error, name) {
  try {
    const value = error[name];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/**
 * JSON of a thrown value: its GuestValue and, for an Error, name, message and stack.
 * @param {unknown} error
 * @returns {string}
 */
function describeError(error) {
  const value = describeValue(error);
  if (!isError(error)) return `{"value":${value}}`;
  const name = stringifyJson(readText(error, 'name'));
  const message = stringifyJson(readText(error, 'message'));
  return `{"value":${value},"name":${name},"message":${message},"stack":${stringifyJson(readText(error, 'stack'))}}`;
}
