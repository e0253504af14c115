// What i18n and intl share: the device's locale, errors, and time zones on the realm's own Intl.

const INVALID_VALUE = 890001;
const PARAMETER_ERROR = 401;
const system = new Intl.Locale(host.environment.locale);

/** @param {number} code @param {string} message */
function businessError(code, message) {
  const error = new host.BusinessError(code, message);
  error.code = code;
  return error;
}

/** @param {string} detail */
const invalidValue = (detail) => businessError(INVALID_VALUE, `Invalid parameter. ${detail}`);

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/**
 * What Intl answers, with its complaints in the platform's shape.
 * @template T @param {() => T} work @param {number} [code] @returns {T}
 */
function guarded(work, code = INVALID_VALUE) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    throw businessError(code, `Invalid parameter. ${error.message}`);
  }
}

/** @param {unknown} value @param {string} name @returns {string} */
function text(value, name) {
  if (typeof value !== 'string') throw parameterError(`The type of ${name} must be string.`);
  return value;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/** Milliseconds that `zone` is ahead of UTC at `time`. @param {number} time @param {string} zone */
function offsetAt(time, zone) {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = guarded(() => new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
      second: 'numeric', era: 'short',
    }));
    clocks.set(zone, clock);
  }
  /** @type {Record<string, string>} */
  const parts = {};
  for (const { type, value } of clock.formatToParts(time)) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return local.getTime() - Math.floor(time / 1000) * 1000;
}

/** The standard offset of the year around `time`. @param {number} time @param {string} zone */
function rawOffsetAt(time, zone) {
  const year = new Date(time).getUTCFullYear();
  return Math.min(offsetAt(Date.UTC(year, 0, 1), zone), offsetAt(Date.UTC(year, 6, 1), zone));
}

module.exports = { system, businessError, invalidValue, parameterError, guarded, text, offsetAt, rawOffsetAt };
