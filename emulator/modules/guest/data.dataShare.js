// @ohos.data.dataShare (distributeddatamgr_data_share frameworks/js/napi/dataShare): the settings of the device can be
// asked and changed; any other provider is another app, which is not on this device: a stand-in for this module plays it.

const { businessError } = require('@ohos.internal.arguments');
const { toRdbPredicates } = require('@ohos.internal.data-share-predicates');

const MODULE = '@ohos.data.dataShare';
const PARAMETER_ERROR = 401;
const CLOSED = 15700000;
const TABLE = 'SETTINGSDATA';
/** By the last name of the URI, the domain of the settings (applications_settings_data SettingsDataConfig.ets). */
const DOMAINS = [[/^SETTINGSDATA$/, 'global'], [/^USER_SETTINGSDATA_SECURE_\d+$/, 'secure'], [/^USER_SETTINGSDATA_\d+$/, 'system']];
const DataType = Object.freeze({ TYPE_NULL: 0, TYPE_LONG: 1, TYPE_DOUBLE: 2, TYPE_STRING: 3, TYPE_BLOB: 4 });

/** @param {string} detail */
const refused = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {unknown} uri */
function checkedUri(uri) {
  if (typeof uri !== 'string' || uri === '') throw refused('The type of uri must be string.');
  return uri;
}

/** @param {string} uri @returns {string | undefined} */
function settingsDomain(uri) {
  const [path] = uri.split('?');
  const found = /^datashare(?:proxy)?:\/\/\/com\.ohos\.settingsdata\/entry\/settingsdata\/(\w+)$/.exec(path);
  return /** @type {[RegExp, string][]} */ (DOMAINS).find(([name]) => found !== null && name.test(found[1]))?.[1];
}

/** @param {string} uri @returns {string} */
function domainOf(uri) {
  return settingsDomain(checkedUri(uri)) ?? host.notEmulated(`${MODULE} of ${uri.split('?')[0]}`)();
}

/** The cursor over what a query found (DataShareResultSet). */
class DataShareResultSet {
  /** @type {any[][]} */
  #rows;
  #position = -1;
  isClosed = false;

  /** @param {string[]} columns @param {any[][]} rows */
  constructor(columns, rows) {
    this.columnNames = columns;
    this.columnCount = columns.length;
    this.rowCount = rows.length;
    this.#rows = rows;
  }

  /** @param {number} position */
  goToRow(position) {
    if (this.isClosed || position < 0 || position >= this.#rows.length) return false;
    this.#position = position;
    return true;
  }

  goToFirstRow() { return this.goToRow(0); }
  goToLastRow() { return this.goToRow(this.#rows.length - 1); }
  goToNextRow() { return this.goToRow(this.#position + 1); }
  goToPreviousRow() { return this.goToRow(this.#position - 1); }
  /** @param {number} offset */
  goTo(offset) { return this.goToRow(this.#position + offset); }

  /** @param {number} index */
  #cell(index) {
    const row = this.isClosed ? undefined : this.#rows[this.#position];
    return row?.[index] ?? null;
  }

  /** @param {number} index */
  getString(index) { return String(this.#cell(index) ?? ''); }
  /** @param {number} index */
  getLong(index) { return Math.trunc(Number(this.#cell(index))) || 0; }
  /** @param {number} index */
  getDouble(index) { return Number(this.#cell(index)) || 0; }
  /** @param {number} index */
  getBlob(index) { return Uint8Array.from(unescape(encodeURIComponent(this.getString(index))), (letter) => letter.charCodeAt(0)); }
  /** @param {string} name */
  getColumnIndex(name) { return this.columnNames.indexOf(name); }
  /** @param {number} index */
  getColumnName(index) { return this.columnNames[index] ?? ''; }

  /** @param {number} index */
  getDataType(index) {
    const cell = this.#cell(index);
    if (cell === null) return DataType.TYPE_NULL;
    return typeof cell === 'string' ? DataType.TYPE_STRING : Number.isInteger(cell) ? DataType.TYPE_LONG : DataType.TYPE_DOUBLE;
  }

  close() { this.isClosed = true; }
}

/** @param {any} predicates */
function where(predicates) {
  const made = toRdbPredicates(predicates, TABLE, require('@ohos.data.relationalStore').default.RdbPredicates);
  if (made === undefined) throw refused('The type of predicates must be DataSharePredicates.');
  return made;
}

/** @param {string} domain @param {{ sql: string, args: any[] }} statement @returns {{ columns: string[], rows: any[][], changed: number } | null} */
const run = (domain, { sql, args }) => host.call('settings.sql', domain, sql, args);

/** By URI, who wants to know of changes. @type {Map<string, Set<Function>>} */
const listeners = new Map();

/** @param {string} uri */
function announce(uri) {
  for (const listener of listeners.get(uri) ?? []) void host.later(() => listener());
}

class DataShareHelper {
  #isOpen = true;

  /** @param {any[]} args @param {number} most @param {() => unknown} work */
  #later(args, most, work) {
    if (!this.#isOpen) throw businessError(CLOSED, 'Inner error. The helper is closed.');
    return host.threeForms(args, most, work);
  }

  /** @param {any[]} args uri, predicates, columns */
  query(...args) {
    const [uri, predicates, columns] = args;
    const domain = domainOf(uri);
    if (!Array.isArray(columns)) throw refused('The type of columns must be array.');
    const sql = require('@ohos.data.relationalStore').default.getQuerySqlInfo(where(predicates), columns.includes('*') ? [] : columns);
    return this.#later(args, 3, () => {
      const found = run(domain, sql);
      return found && new DataShareResultSet(found.columns, found.rows);
    });
  }

  /** @param {any[]} args uri, values */
  insert(...args) {
    const [uri, values] = args;
    const sql = require('@ohos.data.relationalStore').default.getInsertSqlInfo(TABLE, values);
    return this.#changed(args, 2, uri, sql);
  }

  /** @param {any[]} args uri, predicates, values */
  update(...args) {
    const [uri, predicates, values] = args;
    const sql = require('@ohos.data.relationalStore').default.getUpdateSqlInfo(where(predicates), values);
    return this.#changed(args, 3, uri, sql);
  }

  /** @param {any[]} args uri, predicates */
  delete(...args) {
    const [uri, predicates] = args;
    const sql = require('@ohos.data.relationalStore').default.getDeleteSqlInfo(where(predicates));
    return this.#changed(args, 2, uri, sql);
  }

  /** @param {any[]} args @param {number} most @param {string} uri @param {{ sql: string, args: any[] }} sql */
  #changed(args, most, uri, sql) {
    const domain = domainOf(uri);
    return this.#later(args, most, () => {
      const done = run(domain, sql);
      if (done?.changed) announce(uri);
      return done === null ? -1 : done.changed;
    });
  }

  /** @param {any[]} args type, uri, callback */
  on(...args) {
    const [type, uri, listener] = args;
    if (type !== 'dataChange' || typeof uri !== 'string') host.notEmulated(`${MODULE}.DataShareHelper.on ${type}`)();
    domainOf(uri);
    if (typeof listener !== 'function') throw refused('The type of callback must be function.');
    if (!listeners.has(uri)) listeners.set(uri, new Set());
    listeners.get(uri)?.add(listener);
  }

  /** @param {any[]} args type, uri, callback */
  off(...args) {
    const [type, uri, listener] = args;
    if (type !== 'dataChange' || typeof uri !== 'string') host.notEmulated(`${MODULE}.DataShareHelper.off ${type}`)();
    if (listener === undefined) listeners.delete(uri);
    else listeners.get(uri)?.delete(listener);
  }

  /** @param {any[]} args */
  notifyChange(...args) {
    const uri = typeof args[0] === 'object' && args[0] !== null ? args[0].uri : args[0];
    checkedUri(uri);
    return this.#later(args, 1, () => announce(uri));
  }

  /** @param {any[]} args */
  normalizeUri(...args) {
    const uri = checkedUri(args[0]);
    return this.#later(args, 1, () => uri);
  }

  /** @param {any[]} args */
  denormalizeUri(...args) {
    const uri = checkedUri(args[0]);
    return this.#later(args, 1, () => uri);
  }

  close() {
    return this.#later([], 0, () => {
      this.#isOpen = false;
    });
  }
}
for (const name of ['batchInsert', 'batchUpdate', 'publish', 'getPublishedData', 'addTemplate', 'delTemplate']) {
  Object.defineProperty(DataShareHelper.prototype, name, { configurable: true, get: () => host.notEmulated(`${MODULE}.DataShareHelper.${name}`) });
}

/** @param {any[]} args context, uri, options */
function createDataShareHelper(...args) {
  const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
  if (typeof own[0] !== 'object' || own[0] === null) throw refused('The type of context must be Context.');
  const uri = checkedUri(own[1]);
  if (settingsDomain(uri) === undefined) {
    host.notEmulated(`${MODULE}.createDataShareHelper of ${uri.split('?')[0]}`)();
  }
  return host.threeForms(args, 3, () => new DataShareHelper());
}

exports.default = { createDataShareHelper };
