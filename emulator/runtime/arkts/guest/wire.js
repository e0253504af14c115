'use strict';

// Frames on the pipe pair (standard input and output): two 32-bit little-endian lengths, a JSON text, bytes.

const fs = require('node:fs');

const INPUT = 0;
const OUTPUT = 1;
const HEAD = 8;
/** Instead of a reply: the other side wants to know what ran so far, and replies after that. */
const WHAT_RAN = '"v"';
const BROKEN = '!';
const TOO_LONG = '!long';
const LONGEST_TEXT = 128 * 1024 * 1024;

/** What toString and write come down to, without their look at the arguments.
 * @typedef {Buffer<ArrayBuffer> & {utf8Slice(start: number, end: number): string, utf8Write(text: string, offset: number, length: number): number}} Room */
const input = /** @type {Room} */ (Buffer.allocUnsafeSlow(1 << 16));
let have = 0;
const output = /** @type {Room} */ (Buffer.allocUnsafeSlow(1 << 16));
// Little-endian like every machine that Node.js runs on here; several times faster than readUInt32LE.
const inputHead = new Uint32Array(input.buffer, 0, 2);
const outputHead = new Uint32Array(output.buffer, 0, 2);
const NOTHING = Buffer.alloc(0);
let bytes = NOTHING;

const ROOM = 30;

/** @type {() => string} */
let whatRan = () => '[]';

/**
 * Calls nested as deep as an exchange needs; the letters make the frames as large as its frames.
 * @param {number} depth
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @param {number} e
 * @param {number} f
 * @returns {number}
 */
function dive(depth, a, b, c, d, e, f) {
  return depth === 0 ? a + b + c + d + e + f : dive(depth - 1, b, c, d, e, f, a) + 1;
}

/**
 * An exchange must not stop half-way for want of stack.
 * @returns {boolean} whether the stack has room for one
 */
function hasRoom() {
  try {
    return dive(ROOM, 0, 0, 0, 0, 0, 0) === ROOM;
  } catch {
    return false;
  }
}

/**
 * @param {any} error
 */
function waitOrEnd(error) {
  if (error.code !== 'EAGAIN' && error.code !== 'EINTR') process.exit(0);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

/**
 * @param {Uint8Array} target
 * @param {number} offset
 * @returns {number} how many bytes came; the process ends when the other side is gone
 */
function readSome(target, offset) {
  for (;;) {
    try {
      const count = fs.readSync(INPUT, target, offset, target.length - offset, null);
      if (count === 0) process.exit(0);
      return count;
    } catch (error) {
      waitOrEnd(error);
    }
  }
}

/** @param {Uint8Array} source
 *  @param {number} length */
function writeAll(source, length) {
  let done = 0;
  while (done < length) {
    try {
      done += fs.writeSync(OUTPUT, source, done, length - done);
    } catch (error) {
      waitOrEnd(error);
    }
  }
}

/**
 * Read one frame; its bytes are there for replyBytes, replyText and takeBytes until the next one is read.
 * @returns {string} its JSON text
 */
function read() {
  while (have < HEAD) have += readSome(input, have);
  const textLength = inputHead[0];
  const total = HEAD + textLength + inputHead[1];
  if (total <= input.length) {
    while (have < total) have += readSome(input, have);
    const end = HEAD + textLength;
    const text = input.utf8Slice(HEAD, end);
    bytes = total === end ? NOTHING : input.subarray(end, total);
    have -= total;
    if (have > 0) {
      bytes = Buffer.from(bytes);
      input.copyWithin(0, total, total + have);
    }
    return text;
  }
  const frame = Buffer.allocUnsafeSlow(total);
  input.copy(frame, 0, 0, have);
  for (let filled = have; filled < total; ) filled += readSome(frame, filled);
  have = 0;
  bytes = frame.subarray(HEAD + textLength);
  return frame.toString('utf8', HEAD, HEAD + textLength);
}

/**
 * @returns {string} JSON
 */
function readReply() {
  let reply = read();
  while (reply === WHAT_RAN) {
    send(whatRan());
    reply = read();
  }
  return reply;
}

/**
 * A half of a surrogate pair has no place in UTF-8; a device shows the replacement character.
 * @param {string} message JSON
 * @returns {string}
 */
function wellFormed(message) {
  if (!message.includes('\\ud')) return message;
  return message.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd');
}

/**
 * @param {string} message
 * @param {Uint8Array} [data]
 */
function send(message, data) {
  const text = wellFormed(message);
  const dataLength = data ? data.length : 0;
  if (HEAD + text.length * 3 + dataLength <= output.length) {
    const textLength = output.utf8Write(text, HEAD, output.length - HEAD);
    outputHead[0] = textLength;
    outputHead[1] = dataLength;
    if (data) output.set(data, HEAD + textLength);
    writeAll(output, HEAD + textLength + dataLength);
    return;
  }
  const encoded = Buffer.from(text);
  const head = Buffer.allocUnsafeSlow(HEAD);
  head.writeUInt32LE(encoded.length, 0);
  head.writeUInt32LE(dataLength, 4);
  writeAll(head, HEAD);
  writeAll(encoded, encoded.length);
  if (data) writeAll(data, dataLength);
}

/**
 * A message of the realm and, when it waits, the reply. Called from app code at any depth of the stack.
 * @param {boolean} waits
 * @param {string} message
 * @param {ArrayBufferLike} [buffer]
 * @param {number} [offset]
 * @param {number} [length]
 * @returns {string}
 */
function exchange(waits, message, buffer, offset, length) {
  if (!hasRoom()) return BROKEN;
  if (message.length > LONGEST_TEXT) return TOO_LONG;
  let data;
  try {
    data = buffer === undefined ? undefined : new Uint8Array(buffer, offset, length);
  } catch {
    return TOO_LONG;
  }
  try {
    send(message, data);
    return waits ? readReply() : '';
  } catch {
    // Half a message is worse than none: the other side sees the end of the process.
    return process.exit(70);
  }
}

/**
 * @param {ArrayBuffer} target
 * @returns {string}
 */
function takeBytes(target) {
  if (!hasRoom()) return BROKEN;
  new Uint8Array(target).set(bytes);
  bytes = NOTHING;
  return '';
}

module.exports = {
  BROKEN,
  TOO_LONG,
  exchange,
  hasRoom,
  read,
  send,
  takeBytes,
  /** @param {() => string} answer what to send when the other side asks what ran */
  tellWhatRan: (answer) => {
    whatRan = answer;
  },
  replyBytes: () => bytes,
  replyText: () => bytes.toString('utf8'),
};
