// RdbPredicates: conditions are put together as text with bound values (distributeddatamgr_relational_store
// abs_predicates.cpp, napi_rdb_predicates.cpp). A condition whose text value is empty is left out, as on a device.

const { businessError, mustBe, wrongCount, filledText, cell } = require('@ohos.internal.rdb-values');

/**
 * @typedef {{ table: string, where: string, arguments: unknown[], index: string, group: string, having: string,
 *   order: string, limit: number | null, offset: number | null, distinct: boolean, join: string }} State
 */

const INVALID_ARGUMENTS = 14800001;

/** @param {unknown} value @returns {unknown} */
function checkedCell(value, what = 'value', rule = 'a ValueType array.') {
  const made = cell(value);
  if (made === undefined && value !== undefined) throw mustBe(what, rule);
  return made ?? null;
}

/** @param {any[]} args @param {number} wanted */
function count(args, wanted) {
  if (args.length < wanted) throw wrongCount(String(wanted));
}

/** @param {unknown} value @param {string} what */
function int32(value, what) {
  if (typeof value !== 'number') throw mustBe(what, 'a number.');
  return value | 0;
}

/** @param {unknown} values @param {string} what @param {string} type @returns {any[]} */
function array(values, what, type) {
  if (!Array.isArray(values)) throw mustBe(what, `a ${type} array.`);
  return values;
}

class RdbPredicates {
  /** @type {State} */
  #state;
  #needsAnd = false;

  /** @param {string} name */
  constructor(name) {
    const table = filledText(name, 'name', 'a non empty string.');
    this.#state = {
      table, where: '', arguments: [], index: '', group: '', having: '', order: '', limit: null, offset: null, distinct: false, join: '',
    };
  }

  /** @param {unknown} predicates @returns {State} */
  static state(predicates) {
    if (typeof predicates !== 'object' || predicates === null || !(#state in predicates)) throw mustBe('predicates', 'an RdbPredicates.');
    return predicates.#state;
  }

  /** @param {string} text @param {...unknown} values */
  #add(text, ...values) {
    if (this.#needsAnd) this.#state.where += ' AND ';
    this.#needsAnd = true;
    this.#state.where += text;
    this.#state.arguments.push(...values);
    return this;
  }

  /** @param {any[]} args @param {string} operator */
  #compare(args, operator, evenEmpty = false) {
    count(args, 2);
    const field = filledText(args[0], 'field');
    const value = checkedCell(args[1]);
    return value === '' && !evenEmpty ? this : this.#add(`${field} ${operator} ? `, value);
  }

  /** @param {any[]} args @param {string} operator @param {(text: string) => string} shape */
  #match(args, operator, shape = (text) => text) {
    count(args, 2);
    const field = filledText(args[0], 'field');
    if (typeof args[1] !== 'string') throw mustBe('value', 'a string.');
    return args[1] === '' ? this : this.#add(`${field} ${operator} ? `, shape(args[1].toWellFormed()));
  }

  /** @param {any[]} args @param {string} operator */
  #range(args, operator) {
    count(args, 3);
    const field = filledText(args[0], 'field');
    const low = checkedCell(args[1], 'low', 'a valueType.');
    const high = checkedCell(args[2], 'high', 'a valueType.');
    return low === '' || high === '' ? this : this.#add(`${field} ${operator} ? AND ? `, low, high);
  }

  /** @param {any[]} args @param {string} operator */
  #among(args, operator) {
    count(args, 2);
    const field = filledText(args[0], 'field');
    const values = array(args[1], 'value', 'ValueType').map((value) => checkedCell(value));
    return values.length === 0 ? this : this.#add(`${field} ${operator} (${values.map(() => '?').join(' , ')})`, ...values);
  }

  /** @param {any[]} args @param {string} direction */
  #orderBy(args, direction) {
    count(args, 1);
    const field = filledText(args[0], 'field');
    this.#state.order += `${this.#state.order ? ',' : ''}${field} ${direction} `;
    return this;
  }

  /** @param {...any} args */
  equalTo(...args) { return this.#compare(args, '=', true); }
  /** @param {...any} args */
  notEqualTo(...args) { return this.#compare(args, '<>', true); }
  /** @param {...any} args */
  greaterThan(...args) { return this.#compare(args, '>'); }
  /** @param {...any} args */
  lessThan(...args) { return this.#compare(args, '<'); }
  /** @param {...any} args */
  greaterThanOrEqualTo(...args) { return this.#compare(args, '>='); }
  /** @param {...any} args */
  lessThanOrEqualTo(...args) { return this.#compare(args, '<='); }
  /** @param {...any} args */
  contains(...args) { return this.#match(args, 'LIKE', (text) => `%${text}%`); }
  /** @param {...any} args */
  notContains(...args) { return this.#match(args, 'NOT LIKE', (text) => `%${text}%`); }
  /** @param {...any} args */
  beginsWith(...args) { return this.#match(args, 'LIKE', (text) => `${text}%`); }
  /** @param {...any} args */
  endsWith(...args) { return this.#match(args, 'LIKE', (text) => `%${text}`); }
  /** @param {...any} args */
  like(...args) { return this.#match(args, 'LIKE'); }
  /** @param {...any} args */
  notLike(...args) { return this.#match(args, 'NOT LIKE'); }
  /** @param {...any} args */
  glob(...args) { return this.#match(args, 'GLOB'); }
  /** @param {...any} args */
  between(...args) { return this.#range(args, 'BETWEEN'); }
  /** @param {...any} args */
  notBetween(...args) { return this.#range(args, 'NOT BETWEEN'); }
  /** @param {...any} args */
  in(...args) { return this.#among(args, 'IN'); }
  /** @param {...any} args */
  notIn(...args) { return this.#among(args, 'NOT IN'); }
  /** @param {...any} args */
  inValues(...args) { return this.#among(args, 'IN'); }
  /** @param {...any} args */
  notInValues(...args) { return this.#among(args, 'NOT IN'); }
  /** @param {...any} args */
  orderByAsc(...args) { return this.#orderBy(args, 'ASC'); }
  /** @param {...any} args */
  orderByDesc(...args) { return this.#orderBy(args, 'DESC'); }

  /** @param {...any} args */
  isNull(...args) {
    count(args, 1);
    return this.#add(`${filledText(args[0], 'field')} IS NULL `);
  }

  /** @param {...any} args */
  isNotNull(...args) {
    count(args, 1);
    return this.#add(`${filledText(args[0], 'field')} IS NOT NULL `);
  }

  beginWrap() {
    if (this.#needsAnd) this.#state.where += 'AND ';
    this.#needsAnd = false;
    this.#state.where += ' ( ';
    return this;
  }

  endWrap() {
    if (this.#needsAnd) this.#state.where += ' ) ';
    return this;
  }

  or() {
    if (this.#needsAnd) this.#state.where += ' OR ';
    this.#needsAnd = false;
    return this;
  }

  and() {
    return this;
  }

  distinct() {
    this.#state.distinct = true;
    return this;
  }

  /** @param {...any} args a limit, or an offset and a limit */
  limitAs(...args) {
    if (args.length !== 1 && args.length !== 2) throw wrongCount('1 or 2');
    const limit = int32(args[args.length - 1], 'limit');
    if (args.length === 2) this.offsetAs(int32(args[0], 'offset'));
    this.#state.limit = limit <= 0 ? -1 : limit;
    return this;
  }

  /** @param {...any} args */
  offsetAs(...args) {
    count(args, 1);
    const offset = int32(args[0], 'rowOffset');
    this.#state.offset = offset < 0 ? -1 : offset;
    return this;
  }

  /** @param {...any} args */
  groupBy(...args) {
    count(args, 1);
    const fields = array(args[0], 'fields', 'string');
    if (fields.some((field) => typeof field !== 'string')) throw mustBe('fields', 'a string array.');
    if (fields.length > 0 && !fields.includes('')) this.#state.group += fields.join(',');
    return this;
  }

  /** @param {...any} args */
  indexedBy(...args) {
    count(args, 1);
    this.#state.index = filledText(args[0], 'fields').replace(/['"`]/g, '');
    return this;
  }

  /** @param {...any} args conditions, and the values of their question marks */
  having(...args) {
    count(args, 1);
    if (typeof args[0] !== 'string' || args[0] === '') throw businessError(INVALID_ARGUMENTS, 'Invalid args. conditions cannot be empty');
    const values = args[1] === undefined || args[1] === null ? [] : array(args[1], 'values', 'ValueType').map((value) => checkedCell(value));
    if (!this.#state.group) throw businessError(INVALID_ARGUMENTS, 'Invalid args. Missing GROUP BY clause.');
    this.#state.having = args[0].toWellFormed();
    this.#state.arguments.push(...values);
    return this;
  }

  /** Which devices a synchronisation reaches; queries of the own device do not care. @param {unknown} devices */
  inDevices(devices) {
    if (typeof devices !== 'string') array(devices, 'devices', 'string');
    return this;
  }

  inAllDevices() {
    return this;
  }
}

module.exports = { RdbPredicates };
