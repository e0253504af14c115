// Base64 for the realm, which has neither atob nor Buffer.

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** @type {Record<string, number>} */
const VALUES = {};
for (const alphabet of [STANDARD, URL_SAFE]) [...alphabet].forEach((letter, value) => { VALUES[letter] = value; });

/** @param {Uint8Array} bytes @param {{ urlSafe?: boolean, padded?: boolean }} [form] */
function bytesToBase64(bytes, { urlSafe = false, padded = true } = {}) {
  const alphabet = urlSafe ? URL_SAFE : STANDARD;
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = Math.min(bytes.length - at, 3) + 1;
    let piece = '';
    for (let index = 0; index < 4; index += 1) {
      if (index < letters) piece += alphabet[(group >> (18 - 6 * index)) & 63];
      else if (padded) piece += '=';
    }
    pieces.push(piece);
  }
  return pieces.join('');
}

/** @param {string} text letters outside both alphabets are skipped; reading ends at the first `=` */
function base64ToBytes(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    if (letter === '=') break;
    const value = VALUES[letter];
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

module.exports = { bytesToBase64, base64ToBytes };
