// i18n.Calendar: the Gregorian calendar in a time zone (interface_sdk-js api/@ohos.i18n.d.ts class Calendar; fields as
// ICU's Calendar counts them: months from 0, days of the week from Sunday = 1).

const { guarded, invalidValue, parameterError, system, offsetAt, rawOffsetAt, text } = require('@ohos.internal.locale');

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAYS_OF_WEEK = 7;
const JULIAN_DAY_OF_1970 = 2440588;
/** @type {Record<string, number>} */
const SPANS = {
  week_of_year: 7 * DAY, week_of_month: 7 * DAY, date: DAY, day_of_year: DAY, day_of_week: DAY, hour: HOUR,
  hour_of_day: HOUR, minute: MINUTE, second: 1000, millisecond: 1,
};

/** @param {unknown} value @param {string} name @returns {number} */
function number(value, name) {
  if (typeof value !== 'number') throw parameterError(`The type of ${name} must be number.`);
  return Math.trunc(value);
}

/** @param {unknown} value @returns {number} */
function timeOf(value) {
  const time = typeof value === 'number' ? value : value instanceof Date ? value.getTime() : NaN;
  if (Number.isNaN(time)) throw parameterError('The type of date must be Date.');
  return time;
}

/** The first day of the week and how many days its first week has, as ICU numbers days. @param {Intl.Locale} locale */
function weekRules(locale) {
  const own = /** @type {any} */ (locale);
  const { firstDay, minimalDays = 1 } = own.getWeekInfo ? own.getWeekInfo() : own.weekInfo;
  return { firstDay: (firstDay % DAYS_OF_WEEK) + 1, minimalDays };
}

class Calendar {
  #time = host.now();
  #zone = host.environment.timezone;
  #firstDay;
  #minimalDays;

  /** @param {string} locale */
  constructor(locale) {
    const { firstDay, minimalDays } = weekRules(guarded(() => new Intl.Locale(locale)));
    this.#firstDay = firstDay;
    this.#minimalDays = minimalDays;
  }

  /** Its date and time as if they were UTC's. */
  #local() { return new Date(this.#time + offsetAt(this.#time, this.#zone)); }

  /** @param {number} local milliseconds of the date and time as if they were UTC's */
  #setLocal(local) {
    const guess = local - offsetAt(local, this.#zone);
    this.#time = local - offsetAt(guess, this.#zone);
  }

  /** @param {Date | number} value */
  setTime(value) { this.#time = timeOf(value); }

  /** @param {number} year @param {number} month from 0 @param {number} date @param {number[]} clock hour, minute, second */
  set(year, month, date, ...clock) {
    const local = this.#local();
    const [hour, minute, second] = clock.map((value) => (value === undefined ? undefined : number(value, 'time')));
    local.setUTCFullYear(number(year, 'year'), number(month, 'month'), number(date, 'date'));
    local.setUTCHours(hour ?? local.getUTCHours(), minute ?? local.getUTCMinutes(), second ?? local.getUTCSeconds());
    this.#setLocal(local.getTime());
  }

  /** @param {string} zone */
  setTimeZone(zone) {
    offsetAt(this.#time, text(zone, 'timezone'));
    this.#zone = zone;
  }

  getTimeZone() { return this.#zone; }

  getFirstDayOfWeek() { return this.#firstDay; }

  /** @param {number} day */
  setFirstDayOfWeek(day) { this.#firstDay = number(day, 'value'); }

  getMinimalDaysInFirstWeek() { return this.#minimalDays; }

  /** @param {number} days */
  setMinimalDaysInFirstWeek(days) { this.#minimalDays = number(days, 'value'); }

  getTimeInMillis() { return this.#time; }

  /** @param {string} locale */
  getDisplayName(locale) {
    const names = guarded(() => new Intl.DisplayNames([text(locale, 'locale')], { type: /** @type {any} */ ('calendar') }));
    return names.of('gregory');
  }

  /** @param {Date} [date] */
  isWeekend(date) {
    const time = date === undefined ? this.#time : timeOf(date);
    const day = new Date(time + offsetAt(time, this.#zone)).getUTCDay();
    const { weekend } = /** @type {any} */ (system).getWeekInfo?.() ?? /** @type {any} */ (system).weekInfo;
    return weekend.includes(day === 0 ? DAYS_OF_WEEK : day);
  }

  /** Whole days from this calendar to `date`. @param {Date} date */
  compareDays(date) { return Math.trunc((timeOf(date) - this.#time) / DAY); }

  /** @param {string} field @param {number} amount */
  add(field, amount) {
    const change = number(amount, 'amount');
    const span = SPANS[text(field, 'field')];
    const local = this.#local();
    if (field === 'year' || field === 'month') {
      const months = local.getUTCFullYear() * 12 + local.getUTCMonth() + change * (field === 'year' ? 12 : 1);
      const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
      local.setUTCFullYear(Math.floor(months / 12), months % 12, Math.min(local.getUTCDate(), last));
      this.#setLocal(local.getTime());
    } else if (span === undefined) {
      throw invalidValue(`The field '${field}' cannot be added to.`);
    } else if (span >= DAY) {
      this.#setLocal(local.getTime() + change * span);
    } else {
      this.#time += change * span;
    }
  }

  /** @param {string} field @returns {number} */
  get(field) {
    const fields = this.#fields();
    const read = fields[text(field, 'field')];
    if (read === undefined) throw invalidValue(`There is no field '${field}'.`);
    return read();
  }

  /** @returns {Record<string, () => number>} */
  #fields() {
    const local = this.#local();
    const year = local.getUTCFullYear();
    const day = Math.floor(local.getTime() / DAY);
    const ofYear = day - Math.floor(Date.UTC(year, 0, 1) / DAY) + 1;
    const weekday = local.getUTCDay() + 1;
    const inDay = local.getTime() - day * DAY;
    const week = () => this.#weekOfYear(local);
    return {
      era: () => (year > 0 ? 1 : 0), year: () => (year > 0 ? year : 1 - year), month: () => local.getUTCMonth(),
      week_of_year: () => week().number, week_of_month: () => this.#week(local.getUTCDate(), weekday), date: () => local.getUTCDate(),
      day_of_year: () => ofYear, day_of_week: () => weekday, day_of_week_in_month: () => Math.ceil(local.getUTCDate() / DAYS_OF_WEEK),
      hour: () => local.getUTCHours() % 12, hour_of_day: () => local.getUTCHours(), minute: () => local.getUTCMinutes(),
      second: () => local.getUTCSeconds(), millisecond: () => local.getUTCMilliseconds(),
      zone_offset: () => rawOffsetAt(this.#time, this.#zone),
      dst_offset: () => offsetAt(this.#time, this.#zone) - rawOffsetAt(this.#time, this.#zone),
      year_woy: () => week().year, dow_local: () => ((weekday - this.#firstDay + DAYS_OF_WEEK) % DAYS_OF_WEEK) + 1,
      extended_year: () => year, julian_day: () => day + JULIAN_DAY_OF_1970, milliseconds_in_day: () => inDay,
      is_leap_month: () => 0,
    };
  }

  /** The week in which day `ordinal` (from 1) of a month or year lies. @param {number} ordinal @param {number} weekday */
  #week(ordinal, weekday) {
    const relative = (weekday - this.#firstDay + DAYS_OF_WEEK) % DAYS_OF_WEEK;
    const firstRelative = (((relative - ordinal + 1) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK;
    const number = Math.floor((ordinal - 1 + firstRelative) / DAYS_OF_WEEK);
    return DAYS_OF_WEEK - firstRelative >= this.#minimalDays ? number + 1 : number;
  }

  /** @param {Date} local */
  #weekOfYear(local) {
    const year = local.getUTCFullYear();
    const ordinal = (/** @type {number} */ ofYear) => Math.floor((Date.UTC(year, local.getUTCMonth(), local.getUTCDate()) - Date.UTC(ofYear, 0, 1)) / DAY) + 1;
    const weekday = local.getUTCDay() + 1;
    const own = this.#week(ordinal(year), weekday);
    if (own === 0) return { year: year - 1, number: this.#week(ordinal(year - 1), weekday) };
    const length = Math.floor((Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY);
    if (ordinal(year) <= length - 6) return { year, number: own };
    const next = this.#week(ordinal(year + 1) + DAYS_OF_WEEK, weekday) - 1;
    return next >= 1 ? { year: year + 1, number: next } : { year, number: own };
  }
}

module.exports = { Calendar };
