// Values and rows on their way to and from a relational store (distributeddatamgr_relational_store napi_rdb_context.cpp,
// napi_rdb_js_utils.cpp); the JSON forms are told in relational/values.py.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');

const PARAMETER_ERROR = 401;
const INNER_ERROR = 14800000;
const ALREADY_CLOSED = 14800014;
const NULL_FOR_EMPTY_BYTES_BEFORE = 14;

/** @param {string} message */
const parameterError = (message) => businessError(PARAMETER_ERROR, `Parameter error.${message}`);

/** @param {string} what @param {string} mustBe */
const mustBe = (what, mustBe) => parameterError(` The ${what} must be ${mustBe}`);

/** @param {string} wanted */
const wrongCount = (wanted) => parameterError(` Need ${wanted} parameter(s)!`);

const closed = () => businessError(ALREADY_CLOSED, 'The RdbStore or ResultSet is already closed.');

/** @param {unknown} value @param {string} what a text that must not be empty @param {string} [rule] @returns {string} */
function filledText(value, what, rule = 'not empty') {
  if (typeof value !== 'string' || value === '') throw mustBe(what, rule);
  return value.toWellFormed();
}

const ASSET_TEXTS = ['name', 'uri', 'createTime', 'modifyTime', 'size', 'path'];

/** @param {any} value @returns {Record<string, unknown> | undefined} */
function assetCell(value) {
  if (typeof value !== 'object' || value === null || ASSET_TEXTS.some((name) => typeof value[name] !== 'string')) return undefined;
  const { name, uri, createTime, modifyTime, size, path, status } = value;
  return { name, uri, createTime, modifyTime, size, path, ...(typeof status === 'number' ? { status } : {}) };
}

/** @param {any} value @returns {any} the JSON form; undefined for what is no value of a column */
function cell(value) {
  switch (typeof value) {
    case 'number': return Number.isFinite(value) ? value : { f: String(value) };
    case 'string': return value.toWellFormed();
    case 'boolean': return value;
    case 'bigint': return { n: String(value) };
    case 'object': break;
    default: return undefined;
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    return value.length === 0 && host.environment.api < NULL_FOR_EMPTY_BYTES_BEFORE ? null : { b: bytesToBase64(value) };
  }
  if (value instanceof Float32Array) return { v: [...value] };
  if (Array.isArray(value)) {
    const assets = value.map(assetCell);
    return assets.includes(undefined) ? undefined : { s: assets };
  }
  const asset = assetCell(value);
  return asset && { a: asset };
}

/** @param {any} cell @returns {any} */
function valueOf(cell) {
  if (typeof cell !== 'object' || cell === null) return cell;
  if ('b' in cell) return base64ToBytes(cell.b);
  if ('n' in cell) return BigInt(cell.n);
  if ('f' in cell) return Number(cell.f);
  if ('v' in cell) return Float32Array.from(cell.v);
  return cell.a ?? cell.s;
}

/** @param {unknown} values @returns {unknown[]} */
function bindCells(values) {
  if (values === undefined || values === null) return [];
  if (!Array.isArray(values)) throw mustBe('values', 'a BindArgs array.');
  return values.map((value, index) => {
    const made = cell(value);
    if (made === undefined && value !== undefined) throw mustBe(String(index), 'ValueObject');
    return made ?? null;
  });
}

/** @param {any} bucket @returns {Map<string, unknown>} column → cell; a value that is undefined is left out */
function bucketCells(bucket) {
  if (typeof bucket !== 'object' || bucket === null) throw parameterError('ValuesBucket is invalid.');
  const entries = bucket instanceof Map ? [...bucket] : Object.entries(bucket);
  if (entries.length === 0) throw parameterError('ValuesBucket is invalid.');
  /** @type {Map<string, unknown>} */
  const cells = new Map();
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    const made = cell(value);
    if (made === undefined) throw mustBe(`value type of ${name}`, 'invalid.');
    cells.set(name, made);
  }
  return cells;
}

/** @param {any} bucket @returns {{ columns: string[], cells: unknown[] }} in the device's order, that of the names */
function row(bucket) {
  const cells = bucketCells(bucket);
  if (cells.size === 0) throw businessError(INNER_ERROR, 'Bucket must not be empty.');
  const columns = [...cells.keys()].sort();
  return { columns, cells: columns.map((name) => cells.get(name)) };
}

/**
 * Append the row of a bucket that has just these columns, as most have. False for another one.
 * @param {any} bucket @param {string[]} columns @param {unknown[]} cells
 */
function appendLike(bucket, columns, cells) {
  if (typeof bucket !== 'object' || bucket === null || bucket instanceof Map) return false;
  let size = 0;
  for (const name in bucket) if (Object.hasOwn(bucket, name)) size++;
  if (size !== columns.length) return false;
  for (const name of columns) {
    const made = Object.hasOwn(bucket, name) ? cell(bucket[name]) : undefined;
    if (made === undefined) return false;
    cells.push(made);
  }
  return true;
}

/** @param {any} buckets @returns {{ columns: string[], cells: unknown[] }} all rows in one list; what a bucket lacks is null */
function table(buckets) {
  if (!Array.isArray(buckets) || buckets.length === 0) throw parameterError('ValuesBuckets is invalid.');
  const columns = [...bucketCells(buckets[0]).keys()].sort();
  /** @type {unknown[]} */
  const cells = [];
  return buckets.every((bucket) => appendLike(bucket, columns, cells)) && columns.length > 0 ? { columns, cells } : mixedTable(buckets);
}

/** @param {any[]} buckets */
function mixedTable(buckets) {
  const all = buckets.map(bucketCells);
  const names = new Set();
  for (const cells of all) for (const name of cells.keys()) names.add(name);
  if (names.size === 0) throw businessError(INNER_ERROR, 'Inner error.');
  const columns = [...names].sort();
  return { columns, cells: all.flatMap((cells) => columns.map((name) => cells.get(name) ?? null)) };
}

/** @param {unknown} names @returns {string[]} */
function columnNames(names) {
  if (names === undefined || names === null) return [];
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) throw mustBe('columns', 'a string array');
  return names;
}

/** @param {unknown} value @returns {number} */
function conflictResolution(value) {
  const number = typeof value === 'number' ? value | 0 : 0;
  if (number < 0 || number > 5) throw mustBe('conflictResolution', 'a ConflictResolution.');
  return number;
}

module.exports = {
  businessError, parameterError, mustBe, wrongCount, closed, filledText, cell, valueOf, bindCells, row, table, columnNames,
  conflictResolution, INNER_ERROR,
};
