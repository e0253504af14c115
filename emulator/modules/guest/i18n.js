// @ohos.i18n (interface_sdk-js api/@ohos.i18n.d.ts) on the realm's own Intl: the device's language, time zones, the
// Gregorian calendar, properties of characters, normal forms. Other calendars, phone numbers, transliteration and what a
// user sets in the settings are not emulated, by name.

const { guarded, parameterError, system, offsetAt, rawOffsetAt, text } = require('@ohos.internal.locale');
const { Calendar } = require('@ohos.internal.calendar');

const GREGORIAN = ['gregory', 'gregorian', ''];
const RTL_LANGUAGES = new Set(['ar', 'fa', 'he', 'iw', 'ur', 'ug', 'ps', 'sd', 'yi', 'ji', 'ckb', 'dv']);
const RTL_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Mand', 'Samr']);
const full = system.maximize();
const language = [full.language, full.script].filter(Boolean).join('-');

/** @param {string} name */
const notEmulated = (name) => host.notEmulated(`@ohos.i18n.${name}`);

/**
 * @param {'language' | 'region'} type @param {unknown} code @param {unknown} locale @param {unknown} [sentenceCase]
 * @returns {string}
 */
function displayName(type, code, locale, sentenceCase = true) {
  if (typeof sentenceCase !== 'boolean') throw parameterError('The type of sentenceCase must be boolean.');
  const asked = text(code, type);
  const shownIn = text(locale, 'locale');
  const name = guarded(() => {
    const wanted = type === 'region' ? new Intl.Locale(/^[a-z]{2,3}-/i.test(asked) ? asked : `und-${asked}`).region ?? '' : new Intl.Locale(asked).language;
    return new Intl.DisplayNames([shownIn], { type }).of(wanted) ?? '';
  });
  return sentenceCase ? name.charAt(0).toLocaleUpperCase(shownIn) + name.slice(1) : name;
}

/** @param {unknown} given */
function isRTL(given) {
  const locale = guarded(() => new Intl.Locale(text(given, 'locale')));
  return RTL_SCRIPTS.has(locale.script ?? '') || (!locale.script && RTL_LANGUAGES.has(locale.language));
}

/** Whether the hours of the locale run from 0 to 23. */
function is24HourClock() {
  return ['h23', 'h24'].includes(new Intl.DateTimeFormat(system.toString(), { hour: 'numeric' }).resolvedOptions().hourCycle ?? '');
}

class System {
  /** @param {string} country @param {string} locale @param {boolean} [sentenceCase] */
  static getDisplayCountry(country, locale, sentenceCase) { return displayName('region', country, locale, sentenceCase); }
  /** @param {string} code @param {string} locale @param {boolean} [sentenceCase] */
  static getDisplayLanguage(code, locale, sentenceCase) { return displayName('language', code, locale, sentenceCase); }
  static getSystemLanguage() { return language; }
  static getSystemRegion() { return full.region ?? ''; }
  static getSystemLocale() { return full.baseName; }
  static getSystemLocaleInstance() { return new Intl.Locale(full.baseName); }
  static is24HourClock() { return is24HourClock(); }
  static getPreferredLanguageList() { return [full.baseName]; }
  static getFirstPreferredLanguage() { return full.baseName; }
  static getAppPreferredLanguage() { return full.baseName; }
  static getUsingLocalDigit() { return false; }
  /** @param {string} [given] */
  static getSimplifiedLanguage(given) {
    const { language: short, region } = guarded(() => new Intl.Locale(given ?? full.baseName).minimize());
    return region ? `${short}-${region}` : short;
  }
}
for (const name of [
  'getSystemLanguages', 'getSystemCountries', 'isSuggested', 'setSystemLanguage', 'setSystemRegion', 'setSystemLocale',
  'set24HourClock', 'addPreferredLanguage', 'removePreferredLanguage', 'setAppPreferredLanguage', 'setUsingLocalDigit',
  'setTemperatureType', 'getTemperatureType', 'getTemperatureName', 'setFirstDayOfWeek', 'getFirstDayOfWeek',
]) {
  Object.defineProperty(System, name, { configurable: true, get: () => notEmulated(`System.${name}`) });
}

class TimeZone {
  #zone;

  /** @param {string} zone */
  constructor(zone) {
    offsetAt(host.now(), zone);
    this.#zone = zone;
  }

  getID() { return this.#zone; }
  /** @param {string} [locale] @param {boolean} [isDST] */
  getDisplayName(locale, isDST = false) {
    const year = new Date(host.now()).getUTCFullYear();
    const days = [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1)];
    const summer = days.find((day) => this.isDaylightSavingTime(new Date(day)));
    const winter = days.find((day) => !this.isDaylightSavingTime(new Date(day)));
    const format = guarded(() => new Intl.DateTimeFormat(locale ?? system.toString(), { timeZone: this.#zone, timeZoneName: 'long' }));
    return format.formatToParts((isDST ? summer : winter) ?? days[0]).find((part) => part.type === 'timeZoneName')?.value ?? this.#zone;
  }
  getRawOffset() { return rawOffsetAt(host.now(), this.#zone); }
  /** @param {number} [date] */
  getOffset(date = host.now()) { return offsetAt(date, this.#zone); }
  /** @param {Date} date */
  isDaylightSavingTime(date) { return offsetAt(date.getTime(), this.#zone) !== rawOffsetAt(date.getTime(), this.#zone); }
  static getAvailableIDs() { return /** @type {any} */ (Intl).supportedValuesOf('timeZone'); }
}
for (const name of ['getAvailableZoneCityIDs', 'getCityDisplayName', 'getTimezoneFromCity', 'getTimezonesByLocation', 'setAppDefaultTimeZoneById', 'getAppDefaultTimeZone']) {
  Object.defineProperty(TimeZone, name, { configurable: true, get: () => notEmulated(`TimeZone.${name}`) });
}
Object.defineProperty(TimeZone.prototype, 'getZoneRules', { configurable: true, get: () => notEmulated('TimeZone.getZoneRules') });

/** The first character has the property. @param {RegExp} pattern */
const property = (pattern) => (/** @type {unknown} */ given) => {
  const [first] = text(given, 'char');
  return first !== undefined && pattern.test(first);
};
const characters = {
  isDigit: property(/^\p{Nd}$/u), isSpaceChar: property(/^\p{Z}$/u), isWhitespace: property(/^(?:[\t-\r\x1c-\x1f]|(?![\u00a0\u2007\u202f])\p{Z})$/u),
  isRTL: property(/^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200f]$/u),
  isIdeograph: property(/^\p{Ideographic}$/u), isLetter: property(/^\p{L}$/u),
  isLowerCase: property(/^\p{Ll}$/u), isUpperCase: property(/^\p{Lu}$/u),
};
const CATEGORIES = /** @type {[string, RegExp][]} */ ([
  ['U_UPPERCASE_LETTER', /^\p{Lu}$/u], ['U_LOWERCASE_LETTER', /^\p{Ll}$/u], ['U_TITLECASE_LETTER', /^\p{Lt}$/u],
  ['U_MODIFIER_LETTER', /^\p{Lm}$/u], ['U_OTHER_LETTER', /^\p{Lo}$/u], ['U_NON_SPACING_MARK', /^\p{Mn}$/u],
  ['U_ENCLOSING_MARK', /^\p{Me}$/u], ['U_COMBINING_SPACING_MARK', /^\p{Mc}$/u], ['U_DECIMAL_DIGIT_NUMBER', /^\p{Nd}$/u],
  ['U_LETTER_NUMBER', /^\p{Nl}$/u], ['U_OTHER_NUMBER', /^\p{No}$/u], ['U_SPACE_SEPARATOR', /^\p{Zs}$/u],
  ['U_LINE_SEPARATOR', /^\p{Zl}$/u], ['U_PARAGRAPH_SEPARATOR', /^\p{Zp}$/u], ['U_CONTROL_CHAR', /^\p{Cc}$/u],
  ['U_FORMAT_CHAR', /^\p{Cf}$/u], ['U_PRIVATE_USE_CHAR', /^\p{Co}$/u], ['U_SURROGATE', /^\p{Cs}$/u],
  ['U_DASH_PUNCTUATION', /^\p{Pd}$/u], ['U_START_PUNCTUATION', /^\p{Ps}$/u], ['U_END_PUNCTUATION', /^\p{Pe}$/u],
  ['U_CONNECTOR_PUNCTUATION', /^\p{Pc}$/u], ['U_OTHER_PUNCTUATION', /^\p{Po}$/u], ['U_MATH_SYMBOL', /^\p{Sm}$/u],
  ['U_CURRENCY_SYMBOL', /^\p{Sc}$/u], ['U_MODIFIER_SYMBOL', /^\p{Sk}$/u], ['U_OTHER_SYMBOL', /^\p{So}$/u],
  ['U_INITIAL_PUNCTUATION', /^\p{Pi}$/u], ['U_FINAL_PUNCTUATION', /^\p{Pf}$/u],
]);

/** @param {unknown} given */
function getType(given) {
  const [first = ''] = text(given, 'char');
  return CATEGORIES.find(([, pattern]) => pattern.test(first))?.[0] ?? 'U_GENERAL_OTHER_TYPES';
}
class Unicode {}
class Character {}
for (const [name, test] of Object.entries({ ...characters, getType })) {
  Object.defineProperty(Unicode, name, { configurable: true, writable: true, value: test });
  Object.defineProperty(Character.prototype, name, { configurable: true, writable: true, value: test });
}

const NormalizerMode = Object.freeze({ NFC: 1, NFD: 2, NFKC: 3, NFKD: 4 });
class Normalizer {
  #form = 'NFC';

  /** @param {number} mode */
  static getInstance(mode) {
    const form = Object.entries(NormalizerMode).find(([, value]) => value === mode)?.[0];
    if (form === undefined) throw parameterError('The mode is not one of NormalizerMode.');
    const made = new Normalizer();
    made.#form = form;
    return made;
  }

  /** @param {string} given */
  normalize(given) { return text(given, 'text').normalize(this.#form); }
}

const I18NUtil = {
  /** @param {string} locale */
  getDateOrder(locale) {
    const parts = guarded(() => new Intl.DateTimeFormat(text(locale, 'locale'), { year: 'numeric', month: 'short', day: 'numeric' })).formatToParts(0);
    const letters = /** @type {Record<string, string>} */ ({ year: 'y', month: 'L', day: 'd' });
    return parts.map(({ type }) => letters[type]).filter(Boolean).join('-');
  },
};
for (const name of ['unitConvert', 'getTimePeriodName', 'getBestMatchLocale', 'getThreeLetterLanguage', 'getThreeLetterRegion', 'getUnicodeWrappedFilePath']) {
  Object.defineProperty(I18NUtil, name, { configurable: true, get: () => notEmulated(`I18NUtil.${name}`) });
}

/** @type {Record<string, any>} */
const members = {
  System, TimeZone, Calendar, Unicode, Character, Normalizer, NormalizerMode, I18NUtil, isRTL, is24HourClock,
  Util: I18NUtil,
  getDisplayCountry: System.getDisplayCountry,
  getDisplayLanguage: System.getDisplayLanguage,
  getSystemLanguage: System.getSystemLanguage,
  getSystemRegion: System.getSystemRegion,
  getSystemLocale: System.getSystemLocale,
  getPreferredLanguageList: System.getPreferredLanguageList,
  getFirstPreferredLanguage: System.getFirstPreferredLanguage,
  /** @param {string} [zone] */
  getTimeZone: (zone = host.environment.timezone) => new TimeZone(text(zone, 'zoneID')),
  /** @param {string} locale @param {string} [type] */
  getCalendar: (locale, type = new Intl.Locale(text(locale, 'locale')).calendar ?? '') => {
    if (!GREGORIAN.includes(type)) notEmulated(`getCalendar of type ${type}`)();
    return new Calendar(locale);
  },
};
Object.assign(exports, members);
exports.default = members;
