// ResultSet and LiteResultSet (distributeddatamgr_relational_store abs_result_set.cpp, abs_shared_result_set.cpp,
// napi_result_set.cpp, napi_lite_result_set.cpp, value_object.cpp for the conversions).

const { businessError, parameterError, mustBe, wrongCount, closed, valueOf } = require('@ohos.internal.rdb-values');

const ROW_OUT_OF_RANGE = 14800012;
const COLUMN_OUT_OF_RANGE = 14800013;
const INNER_ERROR = 14800000;
const CONVERSION_FAILED = 14800041;
const DOUBLE_DIGITS = 17;

/** @typedef {{ columns: string[], rows: any[][], count: number, result: number, error: [number, string] | null }} Window */

const ColumnType = Object.freeze({
  NULL: 0, INTEGER: 1, REAL: 2, TEXT: 3, BLOB: 4, ASSET: 5, ASSETS: 6, FLOAT_VECTOR: 7, UNLIMITED_INT: 8,
});

/** @param {any} cell */
function typeOf(cell) {
  if (cell === null) return ColumnType.NULL;
  if (typeof cell === 'number') return Number.isInteger(cell) ? ColumnType.INTEGER : ColumnType.REAL;
  if (typeof cell === 'string') return ColumnType.TEXT;
  if ('f' in cell) return ColumnType.REAL;
  if ('b' in cell) return ColumnType.BLOB;
  if ('a' in cell) return ColumnType.ASSET;
  if ('s' in cell) return ColumnType.ASSETS;
  return 'v' in cell ? ColumnType.FLOAT_VECTOR : ColumnType.UNLIMITED_INT;
}

/** What strtoll(text, nullptr, 0) reads. @param {string} text */
function leadingInteger(text) {
  const found = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  if (!found) return 0;
  const [, sign, digits] = found;
  const octal = /^0[0-7]+$/.test(digits);
  const magnitude = octal ? parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -magnitude : magnitude;
}

/** A double as text: fixed, with as many digits as it takes to come to an end. @param {number} number */
function doubleText(number) {
  let rest = number - Math.trunc(number);
  let precision = 0;
  for (let digit = 1; digit <= DOUBLE_DIGITS; digit++) {
    rest *= 10;
    if (Math.trunc(rest) > 0) precision = digit;
    rest -= Math.trunc(rest);
  }
  return Number.isFinite(number) ? fixed(number, precision) : String(number).replace('Infinity', 'inf');
}

/** @param {number} number @param {number} precision */
function fixed(number, precision) {
  return Math.abs(number) < 1e21 ? number.toFixed(precision) : BigInt(number).toString();
}

/** @param {unknown} value @param {string} what */
function int32(value, what) {
  if (typeof value !== 'number') throw mustBe(what, 'a number.');
  return value | 0;
}

/** What both kinds of result sets can do: a cursor over rows of which a part is here. */
class Rows {
  /** @type {Window | null} */
  #window;
  #start = 0;
  #position = -1;
  #lite;

  /** @param {Window} window @param {boolean} [lite] */
  constructor(window, lite = false) {
    this.#window = window;
    this.#lite = lite;
  }

  /** @returns {Window} */
  #open() {
    if (this.#window === null) throw closed();
    return this.#window;
  }

  get isOpen() {
    return this.#window !== null;
  }

  get position() {
    return this.#position;
  }

  get count() {
    return this.#window ? this.#window.count : -1;
  }

  /** @param {number} position @returns {boolean} */
  go(position) {
    if (this.#window === null) {
      if (this.#lite) throw closed();
      return false;
    }
    const { count, error } = this.#window;
    if (this.#lite && error) throw businessError(error[0], error[1]);
    if (count < 0) return false;
    if (position >= count || position < 0) {
      if (position >= count && count !== 0) this.#position = count;
      return false;
    }
    this.#position = position;
    return true;
  }

  columns() {
    return this.#window ? this.#window.columns : [];
  }

  /** @returns {any[]} */
  row() {
    const { count, rows, result } = this.#open();
    if (this.#position < 0 || this.#position >= count) {
      const known = count >= 0 ? `, and the row count is ${count}` : '';
      const place = `The row index is ${this.#position}${known}.`;
      throw businessError(ROW_OUT_OF_RANGE, `ResultSet is empty or pointer index is out of bounds. ${place}`);
    }
    if (this.#position < this.#start || this.#position >= this.#start + rows.length) {
      this.#start = this.#position;
      this.#open().rows = host.call('relational.rows', result, this.#start);
    }
    return this.#open().rows[this.#position - this.#start];
  }

  /** @param {unknown} index @returns {any} */
  cell(index) {
    const column = int32(index, 'columnIndex');
    const row = this.row();
    if (column < 0 || column >= row.length) {
      const place = `The columnIndex: ${column} is out of range`;
      throw businessError(COLUMN_OUT_OF_RANGE, `Resultset is empty or column index is out of bounds. ${place}`);
    }
    return row[column];
  }

  /** @param {string} name */
  columnIndex(name) {
    const exact = this.columns().indexOf(name);
    if (exact >= 0) return exact;
    const lower = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
    return this.columns().findIndex((column) => column.toLowerCase() === lower);
  }

  close() {
    if (this.#window?.result) host.call('relational.forget', this.#window.result);
    this.#window = null;
    this.#position = -1;
  }
}

/** A cell read as a plain kind of value. @param {any} cell @param {boolean} lite @param {(cell: any) => any} convert */
function converted(cell, lite, convert) {
  if (typeof cell === 'object' && cell !== null && !('b' in cell) && !('f' in cell)) {
    throw lite ? businessError(CONVERSION_FAILED, 'Type conversion failed.') : businessError(INNER_ERROR, 'Inner error.');
  }
  return convert(cell !== null && typeof cell === 'object' && 'f' in cell ? Number(cell.f) : cell);
}

/** @param {string} text */
function utf8(text) {
  return Uint8Array.from(unescape(encodeURIComponent(text)), (letter) => letter.charCodeAt(0));
}

/** @param {string} text */
const unescape = (text) => text.replace(/%([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));

/** Members of both classes, over the protected `rows`. */
class LiteResultSet {
  /** @type {Rows} */
  #rows;
  #lite;

  /** @param {Window} window @param {boolean} [lite] */
  constructor(window, lite = true) {
    this.#rows = new Rows(window, lite);
    this.#lite = lite;
  }

  /** @param {LiteResultSet} set */
  static rows(set) {
    return set.#rows;
  }

  getColumnNames() {
    if (!this.#rows.isOpen) throw closed();
    return [...this.#rows.columns()];
  }

  /** @param {...any} args */
  getColumnIndex(...args) {
    if (args.length !== 1) throw wrongCount('1');
    if (typeof args[0] !== 'string' || args[0] === '') throw mustBe('columnName', 'a non empty string.');
    return this.#rows.columnIndex(args[0]);
  }

  /** @param {...any} args */
  getColumnName(...args) {
    if (args.length !== 1) throw wrongCount('1');
    return this.#rows.columns()[int32(args[0], 'columnIndex')] ?? '';
  }

  /** @param {unknown} column index or name */
  getColumnTypeSync(column) {
    if (!this.#rows.isOpen) throw closed();
    if (typeof column === 'number') {
      if (column < 0) throw parameterError('Invalid columnIndex');
      return typeOf(this.#rows.cell(column));
    }
    if (typeof column !== 'string' || column === '') throw mustBe('columnName', 'a non empty string.');
    const index = this.#rows.columnIndex(column);
    if (index < 0) throw businessError(401, 'Invalid args.');
    return typeOf(this.#rows.cell(index));
  }

  /** @param {unknown} column */
  getColumnType(column) {
    return host.later(() => this.getColumnTypeSync(column));
  }

  goToNextRow() {
    return this.#rows.go(this.#rows.position + 1);
  }

  /** @param {any} index */
  getString(index) {
    return converted(this.#rows.cell(index), this.#lite, (cell) => {
      if (typeof cell === 'string') return cell;
      if (typeof cell !== 'number') return '';
      return Number.isInteger(cell) ? fixed(cell, 0) : doubleText(cell);
    });
  }

  /** @param {any} index */
  getLong(index) {
    return converted(this.#rows.cell(index), this.#lite, (cell) => {
      if (typeof cell === 'string') return leadingInteger(cell);
      return typeof cell === 'number' ? Math.trunc(cell) : 0;
    });
  }

  /** @param {any} index */
  getDouble(index) {
    return converted(this.#rows.cell(index), this.#lite, (cell) => {
      if (typeof cell === 'string') return Number.parseFloat(cell) || 0;
      return typeof cell === 'number' ? cell : 0;
    });
  }

  /** @param {any} index */
  getBlob(index) {
    return converted(this.#rows.cell(index), this.#lite, (cell) => {
      if (typeof cell === 'string') return utf8(cell);
      return cell !== null && typeof cell === 'object' ? valueOf(cell) : new Uint8Array(0);
    });
  }

  /** @param {any} index @param {'a' | 's' | 'v'} tag */
  #special(index, tag) {
    const cell = this.#rows.cell(index);
    if (cell === null) return null;
    if (typeof cell !== 'object' || !(tag in cell)) converted({}, this.#lite, () => null);
    return valueOf(cell);
  }

  /** @param {any} index */
  getAsset(index) { return this.#special(index, 'a'); }
  /** @param {any} index */
  getAssets(index) { return this.#special(index, 's'); }
  /** @param {any} index */
  getFloat32Array(index) { return this.#special(index, 'v'); }
  /** @param {any} index */
  getValue(index) { return valueOf(this.#rows.cell(index)); }
  /** @param {any} index */
  isColumnNull(index) { return this.#rows.cell(index) === null; }

  getRow() {
    const row = this.#rows.row();
    /** @type {Record<string, any>} */
    const bucket = {};
    this.#rows.columns().forEach((name, index) => {
      if (!Object.hasOwn(bucket, name)) bucket[name] = valueOf(row[index]);
    });
    return bucket;
  }

  getCurrentRowData() {
    return this.#rows.row().map(valueOf);
  }

  /** @param {...any} args */
  getRows(...args) {
    return this.#several(args, () => this.getRow());
  }

  /** @param {...any} args */
  getRowsData(...args) {
    return this.#several(args, () => this.getCurrentRowData());
  }

  /** @param {any[]} args the most rows, and where to begin @param {() => any} read */
  #several([most, from], read) {
    if (!this.#rows.isOpen) throw closed();
    if (typeof most !== 'number' || most <= 0) throw parameterError('Invalid maxCount');
    if (from !== undefined && (typeof from !== 'number' || from < 0)) throw parameterError('Invalid position');
    return host.later(() => {
      const rows = this.#rows;
      const start = from ?? (rows.position < 0 ? 0 : rows.position);
      if (start !== rows.position && !rows.go(start)) {
        if (from === undefined) return [];
        rows.row();
        throw businessError(ROW_OUT_OF_RANGE, 'ResultSet is empty or pointer index is out of bounds.');
      }
      const found = [];
      while (found.length < most && rows.position < rows.count) {
        found.push(read());
        if (!rows.go(rows.position + 1)) break;
      }
      return found;
    });
  }

  close() {
    this.#rows.close();
    return null;
  }
}

class ResultSet extends LiteResultSet {
  /** @param {Window} window */
  constructor(window) {
    super(window, false);
  }

  get columnNames() { return [...LiteResultSet.rows(this).columns()]; }
  get columnCount() { return LiteResultSet.rows(this).columns().length; }
  get rowCount() { return LiteResultSet.rows(this).count; }
  get rowIndex() { return LiteResultSet.rows(this).position; }
  get isAtFirstRow() { return this.rowIndex === 0; }
  get isAtLastRow() { return this.rowCount > 0 && this.rowIndex === this.rowCount - 1; }
  get isEnded() { return this.rowCount <= 0 || this.rowIndex === this.rowCount; }
  get isStarted() { return this.rowIndex !== -1; }
  get isClosed() { return !LiteResultSet.rows(this).isOpen; }

  /** @param {any} offset */
  goTo(offset) { return LiteResultSet.rows(this).go(this.rowIndex + int32(offset, 'offset')); }
  /** @param {any} position */
  goToRow(position) { return LiteResultSet.rows(this).go(int32(position, 'position')); }
  goToFirstRow() { return LiteResultSet.rows(this).go(0); }
  goToLastRow() { return LiteResultSet.rows(this).go(this.rowCount - 1); }
  goToPreviousRow() { return LiteResultSet.rows(this).go(this.rowIndex - 1); }
  getSendableRow() { return host.notEmulated('@ohos.data.relationalStore.ResultSet.getSendableRow')(); }
}

module.exports = { ResultSet, LiteResultSet, ColumnType };
