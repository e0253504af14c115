// The only way out of the realm: a text and at most one run of bytes go out, a text and bytes come back.

/** @type {Bridge['send']} */
let bridgeSend;
/** @type {Bridge['takeBytes']} */
let bridgeTakeBytes;
/** @type {Bridge['instantiate']} */
let bridgeInstantiate;
/** @type {Bridge['importsOf']} */
let bridgeImportsOf;
/** @type {Bridge['instantiateFace']} */
let bridgeInstantiateFace;
/** @type {Bridge['isPromise']} */
let bridgeIsPromise;
/** @type {Bridge['isError']} */
let bridgeIsError;
/** @type {Bridge['isProxy']} */
let bridgeIsProxy;
/** @type {Bridge['thread']} */
let bridgeThread;

const BROKEN = '!';
const TOO_LONG = '!long';

/**
 * @param {string} reply
 * @returns {string}
 */
function checked(reply) {
  if (reply === BROKEN) throw new RealRangeError('Maximum call stack size exceeded');
  if (reply === TOO_LONG) throw new RealRangeError('Invalid string length');
  return reply;
}

/**
 * Send a message and, unless it is one-way, wait for the reply.
 * @param {boolean} waits
 * @param {string} message
 * @param {ArrayBufferLike} [buffer]
 * @param {number} [offset]
 * @param {number} [length]
 * @returns {string}
 */
function send(waits, message, buffer, offset = 0, length = 0) {
  let reply = BROKEN;
  try {
    reply = bridgeSend(waits, message, buffer, offset, length);
  } catch {
    // Only a full stack gets here; the error belongs to the outer realm and must not be seen.
  }
  return checked(reply);
}

/**
 * The bytes that came with the last reply.
 * @param {number} length
 * @returns {Uint8Array}
 */
function takeBytes(length) {
  const buffer = new RealArrayBuffer(length);
  let reply = BROKEN;
  try {
    reply = bridgeTakeBytes(buffer);
  } catch {
    // As in send.
  }
  checked(reply);
  return new RealUint8Array(buffer);
}

/**
 * A genuine promise: a thenable is an ordinary object (ext_backup_js.cpp:CheckPromise).
 * @param {unknown} value
 * @returns {boolean}
 */
function isPromise(value) {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return bridgeIsPromise(value);
  } catch {
    throw new RealRangeError('Maximum call stack size exceeded');
  }
}

/**
 * @param {unknown} value
 * @returns {value is Error}
 */
function isError(value) {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return bridgeIsError(value);
  } catch {
    throw new RealRangeError('Maximum call stack size exceeded');
  }
}
