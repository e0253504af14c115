// console.* of the app: lines with the domain and tag under which a device prints them.

const CONSOLE_DOMAIN = 'A03D00';
const CONSOLE_TAG = 'JSAPP';

/**
 * @param {unknown} value
 * @returns {string}
 */
function plainText(value) {
  try {
    return typeof value === 'symbol' ? apply(symbolToString, value, []) : `${value}`;
  } catch {
    return '[object]';
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function jsonText(value) {
  try {
    return stringifyJson(value) ?? plainText(value);
  } catch {
    return plainText(value);
  }
}

/**
 * One placeholder of a format text; undefined when the letter is none.
 * @param {string} letter
 * @param {unknown} value
 * @returns {string | undefined}
 */
function placeholder(letter, value) {
  switch (letter) {
    case 's':
      return plainText(value);
    case 'd':
    case 'f':
      return typeof value === 'object' ? 'NaN' : plainText(toNumber(value));
    case 'i':
      return typeof value === 'object' ? 'NaN' : plainText(trunc(toNumber(value)));
    case 'j':
    case 'o':
    case 'O':
      return jsonText(value);
    case 'c':
      return '';
    default:
      return undefined;
  }
}

/**
 * @param {unknown[]} values
 * @returns {string}
 */
function consoleText(values) {
  let used = 1;
  let text = values.length > 0 ? plainText(values[0]) : '';
  if (typeof values[0] === 'string' && values.length > 1) {
    const format = text;
    text = '';
    for (let index = 0; index < format.length; index++) {
      const letter = format[index + 1];
      if (format[index] !== '%' || letter === undefined) text += format[index];
      else if (letter === '%') {
        text += '%';
        index += 1;
      } else {
        const shown = used < values.length ? placeholder(letter, values[used]) : undefined;
        if (shown === undefined) text += '%';
        else {
          text += shown;
          used += 1;
          index += 1;
        }
      }
    }
  }
  for (; used < values.length; used++) text += ` ${plainText(values[used])}`;
  return text;
}

/** @returns {Record<string, (...values: any[]) => void>} */
function makeConsole() {
  /** @type {Record<string, number>} */
  const counts = create(null);
  /** @type {Record<string, number>} */
  const started = create(null);
  /** @param {string} level */
  const writer = (level) => (/** @type {unknown[]} */ ...values) =>
    log(level, CONSOLE_DOMAIN, CONSOLE_TAG, consoleText(values));
  const info = writer('info');
  const error = writer('error');
  const warn = writer('warn');
  const elapsed = (/** @type {string} */ label) => info(`${label}: ${readClock() - (started[label] ?? virtualNow)}ms`);
  return {
    log: info,
    info,
    debug: writer('debug'),
    warn,
    error,
    dir: info,
    dirxml: info,
    table: info,
    trace: info,
    group: info,
    groupCollapsed: info,
    groupEnd: () => {},
    assert: (held, ...values) => {
      if (!held) error(`Assertion failed${values.length > 0 ? `: ${consoleText(values)}` : ''}`);
    },
    count: (label = 'default') => info(`${label}: ${(counts[label] = (counts[label] ?? 0) + 1)}`),
    countReset: (label = 'default') => {
      counts[label] = 0;
    },
    time: (label = 'default') => {
      started[label] = readClock();
    },
    timeLog: (label = 'default') => elapsed(label),
    timeEnd: (label = 'default') => {
      elapsed(label);
      delete started[label];
    },
  };
}
