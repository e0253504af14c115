// RdbStore and Transaction (distributeddatamgr_relational_store napi_rdb_store.cpp, napi_transaction.cpp).

const values = require('@ohos.internal.rdb-values');
const { businessError, mustBe, wrongCount, closed, filledText, valueOf, bindCells, row, table, columnNames } = values;
const { RdbPredicates } = require('@ohos.internal.rdb-predicates');
const { ResultSet, LiteResultSet } = require('@ohos.internal.rdb-results');
const { toRdbPredicates } = require('@ohos.internal.data-share-predicates');

const INVALID_ARGUMENTS = 14800001;
const DEFAULT_RETURNED = 1024;
const MOST_RETURNED = 32766;
const LONGEST_WAIT = 300;

/** When each store will have done all that was asked of it, in virtual time. @type {Map<number, number>} */
const busyUntil = new Map();

/**
 * How many milliseconds pass until an operation asked for now is done: those of one store follow one another, as it has
 * one connection that writes. @param {number} store
 */
function turn(store) {
  const until = Math.max(busyUntil.get(store) ?? 0, host.now()) + 1;
  busyUntil.set(store, until);
  return until - host.now();
}

/**
 * The forms of one operation: `parse` checks the arguments at once and answers the work.
 * @param {any} target @param {string} name @param {[number, number]} counts least and most arguments
 * @param {(this: any, ...args: any[]) => () => any} parse @param {'both' | 'asynchronous'} [forms]
 */
function operation(target, name, [least, most], parse, forms = 'both') {
  /** @param {any[]} args */
  const check = (args) => {
    if (args.length < least || args.length > most) throw wrongCount(least === most ? String(least) : `${least} to ${most}`);
  };
  target[name] = function (/** @type {any[]} */ ...args) {
    const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
    check(own);
    const work = parse.apply(this, own);
    return host.threeForms(args, own.length, work, turn(this.session()[0]));
  };
  if (forms === 'both') {
    target[`${name}Sync`] = function (/** @type {any[]} */ ...args) {
      check(args);
      return parse.apply(this, args)();
    };
  }
}

/** Predicates of either kind. @param {any[]} args @returns {any} what is left of `args` follows the predicates */
function predicatesOf(args) {
  if (typeof args[0] !== 'string') return { where: RdbPredicates.state(args[0]), rest: args.slice(1) };
  const name = filledText(args[0], 'table', 'not empty string.');
  return { where: RdbPredicates.state(toRdbPredicates(args[1], name, RdbPredicates)), rest: args.slice(2) };
}

/** @param {any} config a ReturningConfig @returns {[string[], number]} */
function returningOf(config) {
  const columns = config?.columns;
  const most = config?.maxReturningCount ?? DEFAULT_RETURNED;
  const fine = Array.isArray(columns) && columns.length > 0 && columns.every((name) => typeof name === 'string' && name !== '');
  if (!fine || typeof most !== 'number' || most <= 0 || most > MOST_RETURNED) throw businessError(INVALID_ARGUMENTS, 'Invalid args.');
  return [columns, most];
}

/** @param {[number, any]} answer */
const returned = ([changed, window]) => ({ changed, resultSet: new LiteResultSet(window) });

/** @param {unknown} name */
const tableName = (name) => filledText(name, 'table', 'not empty string.');

/** What RdbStore and Transaction have in common; `this.session()` answers the numbers of store and transaction. */
class Statements {
  /** @type {any[]} */
  #results = [];

  /** @returns {[number, number]} */
  session() {
    throw closed();
  }

  /** @param {any} window @param {new (window: any) => any} Kind */
  result(window, Kind) {
    const made = new Kind(window);
    if (this.session()[1]) this.#results.push(made);
    return made;
  }

  /** The results of a transaction end with it. */
  closeResults() {
    for (const result of this.#results.splice(0)) result.close();
  }
}

const shared = /** @type {any} */ (Statements.prototype);

operation(shared, 'insert', [2, 3], function (name, bucket, conflict) {
  const session = this.session();
  const [target, { columns, cells }, resolution] = [tableName(name), row(bucket), values.conflictResolution(conflict)];
  return () => host.call('relational.insert', ...session, target, columns, cells, resolution);
});

operation(shared, 'batchInsert', [2, 2], function (name, buckets) {
  const session = this.session();
  const [target, { columns, cells }] = [tableName(name), table(buckets)];
  return () => host.call('relational.batch', ...session, target, columns, cells, null);
});

operation(shared, 'batchInsertWithConflictResolution', [3, 3], function (name, buckets, conflict) {
  const session = this.session();
  if (conflict === undefined || conflict === null) throw mustBe('conflict', 'not null');
  const [target, { columns, cells }, resolution] = [tableName(name), table(buckets), values.conflictResolution(conflict)];
  return () => host.call('relational.batch', ...session, target, columns, cells, resolution);
});

operation(shared, 'batchInsertWithReturning', [3, 4], function (name, buckets, config, conflict) {
  const session = this.session();
  const [target, { columns, cells }, resolution] = [tableName(name), table(buckets), values.conflictResolution(conflict)];
  const wanted = returningOf(config);
  return () => returned(host.call('relational.batchReturning', ...session, target, columns, cells, resolution, ...wanted));
});

operation(shared, 'update', [2, 4], function (...args) {
  const session = this.session();
  const [where, bucket, conflict] = updateArguments(args);
  const [{ columns, cells }, resolution] = [row(bucket), values.conflictResolution(conflict)];
  return () => host.call('relational.update', ...session, where, columns, cells, resolution);
});

/** @param {any[]} args (bucket, predicates, conflict) or (table, bucket, DataSharePredicates, conflict) */
function updateArguments(args) {
  const [bucket, ...others] = typeof args[0] === 'string' ? [args[1], args[0], args[2], args[3]] : args;
  const { where, rest } = predicatesOf(others);
  return [where, bucket, rest[0]];
}

operation(shared, 'updateWithReturning', [3, 4], function (bucket, predicates, config, conflict) {
  const session = this.session();
  const [{ columns, cells }, where] = [row(bucket), RdbPredicates.state(predicates)];
  const [wanted, resolution] = [returningOf(config), values.conflictResolution(conflict)];
  return () => returned(host.call('relational.update', ...session, where, columns, cells, resolution, ...wanted));
});

operation(shared, 'delete', [1, 2], function (...args) {
  const session = this.session();
  const { where } = predicatesOf(args);
  return () => host.call('relational.delete', ...session, where);
});

operation(shared, 'deleteWithReturning', [2, 2], function (predicates, config) {
  const session = this.session();
  const [where, wanted] = [RdbPredicates.state(predicates), returningOf(config)];
  return () => returned(host.call('relational.delete', ...session, where, ...wanted));
});

for (const [name, Kind] of /** @type {[string, any][]} */ ([['query', ResultSet], ['queryWithoutRowCount', LiteResultSet]])) {
  operation(shared, name, [1, 3], function (...args) {
    const session = this.session();
    const { where, rest } = predicatesOf(args);
    const columns = columnNames(rest[0]);
    return () => this.result(host.call('relational.query', ...session, where, columns), Kind);
  });
}

for (const [name, Kind] of /** @type {[string, any][]} */ ([['querySql', ResultSet], ['querySqlWithoutRowCount', LiteResultSet]])) {
  operation(shared, name, [1, 2], function (sql, bindArgs) {
    const session = this.session();
    const [text, cells] = [filledText(sql, 'sql'), bindCells(bindArgs)];
    return () => this.result(host.call('relational.querySql', ...session, text, cells), Kind);
  });
}

const DEVICE_TOKENIZER = /\btokenize\s*=\s*['"]?\s*(icu|customtokenizer)\b/i;

/** Full-text search over the device's own tokenizers is not emulated. @param {unknown} sql */
function statement(sql) {
  const text = filledText(sql, 'sql');
  const found = DEVICE_TOKENIZER.exec(text);
  if (found) host.notEmulated(`@ohos.data.relationalStore.Tokenizer ${found[1]}`)();
  return text;
}

operation(shared, 'execute', [1, 3], function (...args) {
  const session = this.session();
  const text = statement(args[0]);
  if (typeof args[1] === 'number') host.notEmulated('@ohos.data.relationalStore.RdbStore.execute of a transaction id')();
  const cells = bindCells(args[1]);
  return () => valueOf(host.call('relational.execute', ...session, text, cells)) ?? undefined;
});

class Transaction extends Statements {
  #store;
  #number;

  /** @param {number} store @param {number} number */
  constructor(store, number) {
    super();
    this.#store = store;
    this.#number = number;
  }

  /** @returns {[number, number]} */
  session() {
    if (this.#number === 0) throw closed();
    return [this.#store, this.#number];
  }

  /** @param {string} sql @param {any[]} args */
  #end(sql, args) {
    const session = this.session();
    return host.threeForms(args, 0, () => {
      this.closeResults();
      this.#number = 0;
      host.call('relational.endTransaction', ...session, sql);
    });
  }

  /** @param {...any} args */
  commit(...args) { return this.#end('COMMIT', args); }
  /** @param {...any} args */
  rollback(...args) { return this.#end('ROLLBACK', args); }
}

const SUBSCRIBE_TYPES = [0, 1, 2];
const LOCAL_DETAILS = 3;
const QUIET_EVENTS = ['autoSyncProgress'];
const MEASURED_EVENTS = ['statistics', 'perfStat', 'sqliteErrorOccurred'];

class RdbStore extends Statements {
  #number;
  #rebuilt;
  #replicated;
  #encrypted;
  /** @type {Map<string, Set<Function>>} */
  #listeners = new Map();

  /** @param {number} number @param {number} rebuilt @param {{ haMode?: number, encrypt?: boolean }} [place] */
  constructor(number, rebuilt, { haMode = 0, encrypt = false } = {}) {
    super();
    this.#number = number;
    this.#rebuilt = rebuilt;
    this.#replicated = haMode !== 0;
    this.#encrypted = encrypt;
  }

  get replicated() { return this.#replicated; }
  get encrypted() { return this.#encrypted; }

  /** The database is another one now, and whole. */
  restored() { this.#rebuilt = 0; }

  /** @returns {[number, number]} */
  session() {
    return [this.#store(), 0];
  }

  #store() {
    if (this.#number === 0) throw closed();
    return this.#number;
  }

  get version() { return host.call('relational.version', this.#store()); }

  set version(version) {
    if (typeof version !== 'number' || (version | 0) <= 0) throw mustBe('version', 'an integer greater than 0.');
    host.call('relational.setVersion', this.#store(), version | 0);
  }

  get rebuilt() {
    this.#store();
    return this.#rebuilt;
  }

  beginTransaction() { host.call('relational.begin', this.#store()); }

  /** @param {...any} args */
  commit(...args) {
    if (args.length > 0) host.notEmulated('@ohos.data.relationalStore.RdbStore.commit of a transaction id')();
    host.call('relational.commit', this.#store());
  }

  rollBack() { host.call('relational.rollBack', this.#store()); }

  /** Only a vector store has transactions by number. */
  beginTrans() {
    this.#store();
    return host.later(() => { throw businessError(801, 'Capability not support.'); });
  }

  /** @param {...any} _ */
  rollback(..._) { return this.beginTrans(); }

  /**
   * Answers without waiting for what is under way: each operation keeps the store until it is done
   * (napi_rdb_store.cpp:RdbStoreProxy::Close, ParserThis). @param {...any} args
   */
  close(...args) {
    const number = this.#store();
    this.#number = 0;
    this.#listeners.clear();
    const release = () => host.call('relational.release', number) ?? undefined;
    const underWay = (busyUntil.get(number) ?? 0) - host.now();
    if (underWay <= 0) return host.threeForms(args, 0, release);
    host.later(release, underWay + 1);
    return host.threeForms(args, 0, () => undefined);
  }

  /** @param {string} event @param {any} kind @param {any} [observer] */
  on(event, kind, observer) {
    this.#store();
    if (event === 'dataChange') {
      if (kind === LOCAL_DETAILS) host.notEmulated('@ohos.data.relationalStore.RdbStore.on(dataChange, SUBSCRIBE_TYPE_LOCAL_DETAILS)')();
      if (!SUBSCRIBE_TYPES.includes(kind)) throw mustBe('type', 'a SubscribeType.');
      if (typeof observer !== 'function') throw mustBe('observer', 'a function.');
      return;
    }
    if (MEASURED_EVENTS.includes(event)) host.notEmulated(`@ohos.data.relationalStore.RdbStore.on(${event})`)();
    if (QUIET_EVENTS.includes(event)) {
      if (typeof kind !== 'function') throw mustBe('progress', 'a function.');
      return;
    }
    if (typeof event !== 'string' || event === '') throw mustBe('event', 'a not empty string.');
    if (typeof kind !== 'boolean') throw mustBe('interProcess', 'a boolean.');
    if (typeof observer !== 'function') throw mustBe('observer', 'a function.');
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(observer));
  }

  /** @param {string} event @param {any} [kind] @param {any} [observer] */
  off(event, kind, observer) {
    this.#store();
    if (event === 'dataChange' || QUIET_EVENTS.includes(event)) return;
    if (MEASURED_EVENTS.includes(event)) host.notEmulated(`@ohos.data.relationalStore.RdbStore.off(${event})`)();
    if (typeof kind !== 'boolean') throw mustBe('interProcess', 'a boolean.');
    if (observer === undefined) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(observer);
  }

  /** @param {string} event */
  emit(event) {
    this.#store();
    if (typeof event !== 'string' || event === '') throw mustBe('event', 'a not empty string.');
    const known = [...(this.#listeners.get(event) ?? [])];
    if (known.length > 0) host.later(() => known.forEach((listener) => listener()));
  }

  /** Only an encrypted store has a key to change. */
  rekey() {
    this.#store();
    if (this.#encrypted) host.notEmulated('@ohos.data.relationalStore.RdbStore.rekey of an encrypted store')();
    return host.later(() => { throw businessError(801, 'Capability not support.'); });
  }
}

const store = /** @type {any} */ (RdbStore.prototype);

operation(store, 'queryByStep', [1, 2], function (...args) {
  if (typeof args[0] !== 'string') {
    const [session, where, columns] = [this.session(), RdbPredicates.state(args[0]), columnNames(args[1])];
    return () => new ResultSet(host.call('relational.query', ...session, where, columns));
  }
  const [session, text, cells] = [this.session(), filledText(args[0], 'sql'), bindCells(args[1])];
  return () => new ResultSet(host.call('relational.querySql', ...session, text, cells));
}, 'asynchronous');

operation(store, 'executeSql', [1, 2], function (sql, bindArgs) {
  const [[number], text, cells] = [this.session(), statement(sql), bindCells(bindArgs)];
  return () => host.call('relational.executeSql', number, text, cells) ?? undefined;
}, 'asynchronous');

operation(store, 'replace', [2, 2], function (name, bucket) {
  return this.insertWork(name, bucket);
}, 'asynchronous');

/** @param {any} name @param {any} bucket */
store.insertWork = function insertWork(name, bucket) {
  const session = this.session();
  const [target, { columns, cells }] = [tableName(name), row(bucket)];
  return () => host.call('relational.insert', ...session, target, columns, cells, 5);
};
Object.defineProperty(store, 'insertWork', { enumerable: false });

operation(store, 'backup', [1, 1], function (name) {
  const [[number], target] = [this.session(), filledText(name, 'table', 'not empty string.')];
  return () => host.call('relational.backup', number, target) ?? undefined;
}, 'asynchronous');

operation(store, 'restore', [0, 1], function (...args) {
  const [number] = this.session();
  const source = args.length > 0 ? [filledText(args[0], 'srcName')] : [];
  return () => {
    host.call(source.length > 0 ? 'relational.restore' : 'relational.restoreReplica', number, ...source);
    this.restored();
  };
}, 'asynchronous');

operation(store, 'createTransaction', [0, 1], function (options) {
  const [number] = this.session();
  const kind = options?.transactionType ?? 0;
  if (![0, 1, 2].includes(kind)) throw mustBe('options', 'a transactionOptions');
  return () => new Transaction(number, host.call('relational.createTransaction', number, kind));
}, 'asynchronous');

/** @param {unknown} seconds */
function checkedWait(seconds) {
  if (seconds === undefined) return;
  if (typeof seconds !== 'number' || seconds < 1 || seconds > LONGEST_WAIT) throw mustBe('waitTime', 'within 1 to 300 seconds.');
}

operation(store, 'detach', [1, 2], function (name, seconds) {
  const [[number], alias] = [this.session(), filledText(name, 'attachName')];
  checkedWait(seconds);
  return () => host.call('relational.detach', number, alias);
}, 'asynchronous');

/** `attach` needs to know how a StoreConfig is read. @param {(context: any, config: any) => any} placeOf */
function defineAttach(placeOf) {
  operation(store, 'attach', [2, 4], function (...args) {
    const [number] = this.session();
    if (this.replicated) host.notEmulated('@ohos.data.relationalStore.RdbStore.attach to a store with haMode')();
    const byPath = typeof args[0] === 'string';
    const path = byPath ? filledText(args[0], 'fullPath') : null;
    const place = byPath ? null : placeOf(args[0], args[1]);
    if (this.encrypted || place?.encrypt) host.notEmulated('@ohos.data.relationalStore.RdbStore.attach of encrypted stores')();
    const [name, seconds] = byPath ? args.slice(1) : args.slice(2);
    const alias = filledText(name, 'attachName');
    checkedWait(seconds);
    return () => host.call('relational.attach', number, alias, path, place);
  }, 'asynchronous');
}

const NOT_EMULATED = [
  'getModifyTime', 'cleanDirtyData', 'cleanDeviceDirtyData', 'querySharingResource', 'setDistributedTables',
  'retainDeviceData', 'updateDistributedInfo', 'obtainDistributedTableName', 'sync', 'syncEx', 'cloudSync', 'cloudSyncEx',
  'stopCloudSync', 'remoteQuery', 'lockRow', 'unlockRow', 'queryLockedRow', 'lockCloudContainer', 'unlockCloudContainer',
  'rekeyEx', 'setLocale',
];
for (const name of NOT_EMULATED) {
  Object.defineProperty(store, name, {
    configurable: true,
    get: () => host.notEmulated(`@ohos.data.relationalStore.RdbStore.${name}`),
  });
}

module.exports = { RdbStore, Transaction, defineAttach };
