// @ohos.intl (interface_sdk-js api/@ohos.intl.d.ts) on the realm's own Intl, with the device's locale and time zone
// where none is given.

const { guarded, system } = require('@ohos.internal.locale');

const PARAMETER_ERROR = 401;

/** @param {any} given */
const locales = (given) => {
  const asked = Array.isArray(given) ? given.map(plain) : [plain(given)];
  return asked.length > 0 && asked[0] !== '' ? asked : [system.toString()];
};
/** @param {any} locale a text, or a Locale of this module or of ECMAScript */
const plain = (locale) => (locale === undefined ? '' : String(locale));

class Locale {
  #locale;

  /** @param {string} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#locale = guarded(() => new Intl.Locale(locales(locale)[0], options), PARAMETER_ERROR);
  }

  get language() { return this.#locale.language; }
  get script() { return this.#locale.script ?? ''; }
  get region() { return this.#locale.region ?? ''; }
  get baseName() { return this.#locale.baseName; }
  get caseFirst() { return this.#locale.caseFirst ?? ''; }
  get calendar() { return this.#locale.calendar ?? ''; }
  get collation() { return this.#locale.collation ?? ''; }
  get hourCycle() { return this.#locale.hourCycle ?? ''; }
  get numberingSystem() { return this.#locale.numberingSystem ?? ''; }
  get numeric() { return this.#locale.numeric ?? false; }

  toString() { return this.#locale.toString(); }
  maximize() { return new Locale(this.#locale.maximize().toString()); }
  minimize() { return new Locale(this.#locale.minimize().toString()); }
}

/** @param {any} options `auto` is the device's own style, as if nothing was said */
function dateOptions(options) {
  const { locale: _, ...rest } = typeof options === 'object' && options !== null ? options : {};
  rest.timeZone ??= host.environment.timezone;
  for (const name of ['dateStyle', 'timeStyle']) if (rest[name] === 'auto') rest[name] = 'medium';
  return rest;
}

/** @param {any} options */
function ownOptions(options) {
  if (typeof options !== 'object' || options === null) return {};
  const { locale: _, unitUsage, ...rest } = options;
  if (unitUsage !== undefined && unitUsage !== '' && unitUsage !== 'default') host.notEmulated('@ohos.intl.NumberOptions.unitUsage')();
  return rest;
}

class DateTimeFormat {
  #format;

  /** @param {string | string[]} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#format = guarded(() => new Intl.DateTimeFormat(locales(locale), dateOptions(options)), PARAMETER_ERROR);
  }

  /** @param {Date} date */
  format(date) { return guarded(() => this.#format.format(date), PARAMETER_ERROR); }
  /** @param {Date} start @param {Date} end */
  formatRange(start, end) { return guarded(() => this.#format.formatRange(start, end), PARAMETER_ERROR); }
  resolvedOptions() { return { ...this.#format.resolvedOptions() }; }
}

class NumberFormat {
  #format;

  /** @param {string | string[]} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#format = guarded(() => new Intl.NumberFormat(locales(locale), ownOptions(options)), PARAMETER_ERROR);
  }

  /** @param {number} value */
  format(value) { return this.#format.format(value); }
  /** @param {number} start @param {number} end */
  formatRange(start, end) { return guarded(() => /** @type {any} */ (this.#format).formatRange(start, end), PARAMETER_ERROR); }
  resolvedOptions() { return { ...this.#format.resolvedOptions() }; }
}

class Collator {
  #collator;

  /** @param {string | string[]} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#collator = guarded(() => new Intl.Collator(locales(locale), ownOptions(options)), PARAMETER_ERROR);
  }

  /** @param {string} first @param {string} second */
  compare(first, second) { return this.#collator.compare(first, second); }
  resolvedOptions() { return { ...this.#collator.resolvedOptions() }; }
}

class PluralRules {
  #rules;

  /** @param {string | string[]} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#rules = guarded(() => new Intl.PluralRules(locales(locale), ownOptions(options)), PARAMETER_ERROR);
  }

  /** @param {number} value */
  select(value) { return this.#rules.select(value); }
}

class RelativeTimeFormat {
  #format;

  /** @param {string | string[]} [locale] @param {any} [options] */
  constructor(locale, options) {
    this.#format = guarded(() => new Intl.RelativeTimeFormat(locales(locale), ownOptions(options)), PARAMETER_ERROR);
  }

  /** @param {number} value @param {any} unit */
  format(value, unit) { return guarded(() => this.#format.format(value, unit), PARAMETER_ERROR); }
  /** @param {number} value @param {any} unit */
  formatToParts(value, unit) { return guarded(() => this.#format.formatToParts(value, unit), PARAMETER_ERROR); }
  resolvedOptions() { return { ...this.#format.resolvedOptions() }; }
}

const members = { Locale, DateTimeFormat, NumberFormat, Collator, PluralRules, RelativeTimeFormat };
Object.assign(exports, members);
exports.default = members;
