// @ohos.hilog (hiviewdfx_hilog interfaces/js/kits/napi/src/hilog/src/hilog_napi_base.cpp:ParseLogContent).

/** @type {Record<string, number>} */
const LogLevel = Object.freeze({ DEBUG: 3, INFO: 4, WARN: 5, ERROR: 6, FATAL: 7 });
const PreferStrategy = Object.freeze({ UNSET_LOGLEVEL: 0, PREFER_CLOSE_LOG: 1, PREFER_OPEN_LOG: 2 });
const LAST_APP_DOMAIN = 0xffff;
const PRIVATE = '<private>';
const PREFIXES = ['{public}', '{private}'];

/** @type {Record<string, string[]>} placeholder -> the types of value it prints; a value of another type vanishes */
const ACCEPTED = {
  d: ['number', 'bigint'],
  i: ['number', 'bigint'],
  s: ['string', 'undefined', 'boolean', 'null'],
  o: ['object', 'function', 'undefined', 'null'],
  O: ['object', 'function', 'undefined', 'null'],
};

let minimum = LogLevel.DEBUG;

/** @param {unknown} value */
const typeOf = (value) => (value === null ? 'null' : typeof value);

/** @param {unknown} value */
function shown(value) {
  if (typeOf(value) !== 'object' && typeof value !== 'function') return String(value);
  return JSON.stringify(value) ?? String(value);
}

/**
 * The line as printed, private values masked, and the line with everything shown. Without values the format stays as it
 * is; so does what follows the last value. An unknown placeholder is text and uses up no value.
 * @param {string} format @param {unknown[]} values
 */
function formatted(format, values) {
  if (values.length === 0) return { text: format, raw: format };
  let next = 0;
  let text = '';
  let raw = '';
  let at = 0;
  const append = (/** @type {string} */ piece, hidden = piece) => {
    text += hidden;
    raw += piece;
  };
  for (; at < format.length && next < values.length; at += 1) {
    if (format[at] !== '%') {
      append(format[at]);
      continue;
    }
    const prefix = PREFIXES.find((candidate) => format.startsWith(candidate, at + 1)) ?? '';
    at += prefix.length;
    const kind = format[at + 1];
    if (kind === undefined) break;
    if (ACCEPTED[kind]) {
      const value = values[next];
      if (ACCEPTED[kind].includes(typeOf(value))) append(shown(value), prefix === '{public}' ? undefined : PRIVATE);
      next += 1;
      at += 1;
    } else {
      append(format[at]);
      if (kind === '%') at += 1;
    }
  }
  append(format.slice(at));
  return { text, raw };
}

/** @param {number} domain @param {string} tag @param {number} level */
function isLoggable(domain, tag, level) {
  if (typeof domain !== 'number' || typeof tag !== 'string' || typeof level !== 'number') return undefined;
  return domain >= 0 && domain <= LAST_APP_DOMAIN && tag !== '' && level >= minimum && level <= LogLevel.FATAL;
}

/** @type {Record<string, any>} */
const members = {
  LogLevel,
  PreferStrategy,
  isLoggable,
  setMinLogLevel(/** @type {number} */ level) {
    minimum = level;
  },
  // The device's own level is DEBUG, so that opening the log shows no more.
  setLogLevel(/** @type {number} */ level, /** @type {number} */ prefer) {
    minimum = prefer === PreferStrategy.PREFER_CLOSE_LOG ? level : LogLevel.DEBUG;
  },
};
for (const name of /** @type {const} */ (['debug', 'info', 'warn', 'error', 'fatal'])) {
  const level = LogLevel[name.toUpperCase()];
  members[name] = (/** @type {unknown} */ domain, /** @type {unknown} */ tag, /** @type {unknown} */ format, /** @type {unknown[]} */ ...args) => {
    if (typeof domain !== 'number' || typeof tag !== 'string' || typeof format !== 'string' || level < minimum) return;
    if (Array.isArray(args[0]) && args.length !== 1) throw new Error('assertion (false) failed: Argc mismatch');
    const values = Array.isArray(args[0]) ? args[0] : args;
    const { text, raw } = formatted(format, values);
    host.log(name, `0x${(domain >>> 0).toString(16).padStart(4, '0')}`, tag, text, raw);
  };
}
for (const name of [
  'setOutputType', 'setOutputTypeByDomainID', 'getOutputType', 'getOutputDir', 'clean', 'flush', 'getLogFile',
]) {
  members[name] = host.notEmulated(`@ohos.hilog.${name}`);
}
Object.assign(exports, members);
exports.default = members;
