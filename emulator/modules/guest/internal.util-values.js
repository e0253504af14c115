// RationalNumber and ScopeHelper of @ohos.util (commonlibrary_ets_utils js_util_module/util: js_rationalnumber, js_scopehelper).

const { businessError } = require('@ohos.internal.arguments');

/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. ${detail}`);
/** @param {number} first @param {number} second @returns {number} */
const divisor = (first, second) => (second === 0 ? Math.abs(first) : divisor(second, first % second));

/** @param {unknown} value @param {string} name @returns {number} */
function needNumber(value, name) {
  if (typeof value !== 'number') throw parameterError(`The type of ${name} must be number.`);
  return value;
}

class RationalNumber {
  #numerator = 0;
  #denominator = 0;

  /** @param {number} [numerator] @param {number} [denominator] */
  constructor(numerator, denominator) {
    if (numerator === undefined && denominator === undefined) return;
    let [top, bottom] = [needNumber(numerator, 'numerator'), needNumber(denominator, 'denominator')];
    if (bottom < 0) [top, bottom] = [-top, -bottom];
    if (bottom === 0) top = Math.sign(top);
    const common = bottom === 0 ? 1 : divisor(top, bottom) || 1;
    this.#numerator = top / common;
    this.#denominator = bottom / common;
  }

  /** @param {number} numerator @param {number} denominator */
  static parseRationalNumber(numerator, denominator) { return new RationalNumber(numerator, denominator); }

  /** @param {string} text such as `-1:2` or `3/4` */
  static createRationalFromString(text) {
    if (typeof text !== 'string') throw parameterError('The type of rationalString must be string.');
    if (text === 'NaN') return new RationalNumber(0, 0);
    const parts = /^([+-]?\d+)[:/]([+-]?\d+)$/.exec(text);
    if (parts === null) throw parameterError('The type of rationalString must be a text such as 1:2.');
    return new RationalNumber(Number(parts[1]), Number(parts[2]));
  }

  /** @param {number} first @param {number} second */
  static getCommonFactor(first, second) { return divisor(needNumber(first, 'number1'), needNumber(second, 'number2')); }
  /** @param {number} first @param {number} second */
  static getCommonDivisor(first, second) { return RationalNumber.getCommonFactor(first, second); }

  /** @param {RationalNumber} other */
  compareTo(other) { return this.compare(other); }

  /** @param {RationalNumber} other */
  compare(other) {
    if (!(other instanceof RationalNumber)) throw parameterError('The type of another must be RationalNumber.');
    const [mine, theirs] = [this.valueOf(), other.valueOf()];
    if (this.isNaN()) return other.isNaN() ? 0 : 1;
    if (other.isNaN()) return -1;
    return mine < theirs ? -1 : mine > theirs ? 1 : 0;
  }

  /** @param {unknown} other */
  equals(other) {
    return other instanceof RationalNumber && other.getNumerator() === this.#numerator && other.getDenominator() === this.#denominator;
  }

  valueOf() { return this.#numerator / this.#denominator; }
  getNumerator() { return this.#numerator; }
  getDenominator() { return this.#denominator; }
  isFinite() { return this.#denominator !== 0; }
  isNaN() { return this.#numerator === 0 && this.#denominator === 0; }
  isZero() { return this.#numerator === 0 && this.#denominator !== 0; }

  toString() {
    if (this.isNaN()) return 'NaN';
    if (!this.isFinite()) return this.#numerator > 0 ? 'Infinity' : '-Infinity';
    return `${this.#numerator}/${this.#denominator}`;
  }
}

/** @param {any} first @param {any} second both numbers, or objects with compareTo, which says whether it is the larger */
function isLarger(first, second) {
  return typeof first === 'object' && first !== null ? first.compareTo(second) && !(second.compareTo(first) && first !== second) : first > second;
}

class ScopeHelper {
  #lower;
  #upper;

  /** @param {any} lower @param {any} upper */
  constructor(lower, upper) {
    if (lower === undefined || lower === null || upper === undefined || upper === null) throw parameterError('The type of lowerObj must be ScopeType.');
    if (isLarger(lower, upper)) throw parameterError('The lower limit must be less than or equal to the upper limit.');
    this.#lower = lower;
    this.#upper = upper;
  }

  getLower() { return this.#lower; }
  getUpper() { return this.#upper; }

  /** @param {any} value a value or another scope */
  contains(value) {
    const [lower, upper] = value instanceof ScopeHelper ? [value.getLower(), value.getUpper()] : [value, value];
    return !isLarger(this.#lower, lower) && !isLarger(upper, this.#upper);
  }

  /** @param {any} value */
  clamp(value) {
    if (isLarger(this.#lower, value)) return this.#lower;
    return isLarger(value, this.#upper) ? this.#upper : value;
  }

  /** @param {any} first a scope, or the lower limit @param {any} [second] */
  intersect(first, second) {
    const other = first instanceof ScopeHelper ? first : new ScopeHelper(first, second);
    const lower = isLarger(this.#lower, other.getLower()) ? this.#lower : other.getLower();
    const upper = isLarger(this.#upper, other.getUpper()) ? other.getUpper() : this.#upper;
    return new ScopeHelper(lower, upper);
  }

  /** @param {any} first a scope, a value, or the lower limit @param {any} [second] */
  expand(first, second) {
    const other = first instanceof ScopeHelper ? first : new ScopeHelper(first, second ?? first);
    const lower = isLarger(this.#lower, other.getLower()) ? other.getLower() : this.#lower;
    const upper = isLarger(this.#upper, other.getUpper()) ? this.#upper : other.getUpper();
    return new ScopeHelper(lower, upper);
  }

  toString() { return `[${this.#lower}, ${this.#upper}]`; }
}

module.exports = { RationalNumber, ScopeHelper };
