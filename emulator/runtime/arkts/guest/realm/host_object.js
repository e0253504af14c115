// The `host` object that the faces of system modules are given; app code never sees it.

/** xorshift128 state; seeded by the device, so that a run repeats. */
let randomA = 0;
let randomB = 0;
let randomC = 0;
let randomD = 0;

/** @param {number} seed */
function seedRandom(seed) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  randomA = next();
  randomB = next();
  randomC = next();
  randomD = next() | 1;
}

/** @returns {number} 32 random bits */
function randomBits() {
  let mixed = randomD;
  const kept = randomA;
  randomD = randomC;
  randomC = randomB;
  randomB = kept;
  mixed ^= mixed << 11;
  mixed ^= mixed >>> 8;
  randomA = mixed ^ kept ^ (kept >>> 19);
  return randomA >>> 0;
}

/** @returns {number} from 0 up to 1 */
function random() {
  return ((randomBits() >>> 5) * 67108864 + (randomBits() >>> 6)) / 9007199254740992;
}

/** Where the bytes of a call's last argument are; set by findBytes.
 * @type {ArrayBufferLike | undefined} */
let bytesBuffer;
let bytesOffset = 0;
let bytesLength = 0;

/**
 * @param {any} value
 * @returns {boolean} whether `value` is bytes; then bytesBuffer, bytesOffset and bytesLength say which
 */
function findBytes(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (isView(value)) {
    try {
      bytesBuffer = apply(viewBuffer, value, []);
      bytesOffset = apply(viewOffset, value, []);
      bytesLength = apply(viewLength, value, []);
    } catch {
      bytesBuffer = apply(dataViewBuffer, value, []);
      bytesOffset = apply(dataViewOffset, value, []);
      bytesLength = apply(dataViewLength, value, []);
    }
    return true;
  }
  // An error costs as much as the whole call, and what faces pass besides bytes are literals.
  if (isArray(value) || getPrototypeOf(value) === objectPrototype) return false;
  try {
    bytesLength = apply(bufferLength, value, []);
  } catch {
    return false;
  }
  bytesBuffer = value;
  bytesOffset = 0;
  return true;
}

/** The first item of a reply (process.py); any other is an error with code and message. */
const VALUE = 0;
const BYTES = 1;
const VALUE_AND_BYTES = 2;

/** @type {Record<string, string>} */
const quotedNames = create(null);

/**
 * Call a function of the Python side.
 * @param {string} name
 * @param {...unknown} values JSON; the last one may be bytes
 * @returns {any}
 */
function call(name, ...values) {
  const last = values.length - 1;
  const sendsBytes = last >= 0 && findBytes(values[last]);
  if (sendsBytes) values.length = last;
  const quoted = (quotedNames[name] ??= stringifyJson(name));
  const message = `["c",${quoted},${stringifyJson(values)},${sendsBytes},${virtualNow}]`;
  const text = sendsBytes ? send(true, message, bytesBuffer, bytesOffset, bytesLength) : send(true, message);
  const reply = parseJson(text);
  switch (reply[0]) {
    case VALUE:
      return reply[1];
    case BYTES:
      return takeBytes(reply[1]);
    case VALUE_AND_BYTES:
      return { value: reply[1], data: takeBytes(reply[2]) };
    default:
      throw new BusinessError(reply[1], reply[2]);
  }
}

/**
 * The two asynchronous forms of a system function: AsyncCallback when a function was passed, else Promise.
 * @param {ArrayLike<any>} values the arguments as the app passed them
 * @param {number} argumentCount how many arguments the function declares before the callback
 * @param {() => any} work
 * @param {number} [delayMs]
 * @returns {Promise<any> | undefined}
 */
function threeForms(values, argumentCount, work, delayMs = 1) {
  const declared = values[argumentCount];
  const callback = typeof declared === 'function' ? declared : values[values.length - 1];
  if (typeof callback !== 'function') return later(work, delayMs);
  const origin = new RealError('');
  const run = () => {
    let data;
    try {
      data = work();
    } catch (error) {
      adoptOrigin(error, origin);
      apply(callback, undefined, [error, undefined]);
      return;
    }
    apply(callback, undefined, [undefined, data]);
  };
  schedule(run, delayMs, 0);
  return undefined;
}

/**
 * @param {string} level
 * @param {string} domain
 * @param {string} tag
 * @param {string} text as the device prints it
 * @param {string} [raw] with private values shown
 */
function log(level, domain, tag, text, raw = text) {
  const shown = `${stringifyJson(level)},${stringifyJson(domain)},${stringifyJson(tag)},${stringifyJson(text)}`;
  send(false, `["l",${shown},${stringifyJson(raw)},${stringifyJson(here())},${virtualNow}]`);
}

/**
 * @param {Record<string, unknown>} environment
 * @returns {Readonly<Record<string, unknown>>}
 */
function makeHost(environment) {
  const host = { call, later, threeForms, now: readClock, notEmulated, BusinessError, environment, random, log, threads };
  freeze(environment);
  return freeze(host);
}
