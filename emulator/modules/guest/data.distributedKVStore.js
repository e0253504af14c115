// @ohos.data.distributedKVStore (distributeddatamgr_kv_store frameworks/jskitsimpl/distributedkvstore): single-version
// and device stores on this device. Nothing is synchronised. A value travels as [type, plain], see keyvalue/values.py.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');
const { MODULE, ValueType, refused, text, texts } = require('@ohos.internal.kv-values');
const { Query, wanted } = require('@ohos.internal.kv-query');
const { FieldNode, Schema, schemaText } = require('@ohos.internal.kv-schema');

const BACKUP_PARAMETER_ERROR = 15100000;
const CLOSED = 15100005;
const AUTOMATIC_BACKUP = 'autoBackup';
const STORE_ID = /^[A-Za-z0-9_]{1,128}$/;

const Constants = Object.freeze({
  MAX_KEY_LENGTH: 1024, MAX_VALUE_LENGTH: 4194303, MAX_KEY_LENGTH_DEVICE: 896, MAX_STORE_ID_LENGTH: 128,
  MAX_QUERY_LENGTH: 512000, MAX_BATCH_SIZE: 128,
});
const SyncMode = Object.freeze({ PULL_ONLY: 0, PUSH_ONLY: 1, PUSH_PULL: 2 });
const SubscribeType = Object.freeze({ SUBSCRIBE_TYPE_LOCAL: 0, SUBSCRIBE_TYPE_REMOTE: 1, SUBSCRIBE_TYPE_ALL: 2 });
const KVStoreType = Object.freeze({ DEVICE_COLLABORATION: 0, SINGLE_VERSION: 1 });
const SecurityLevel = Object.freeze({ S1: 2, S2: 3, S3: 5, S4: 6 });

/** @param {unknown} value @param {number} [type] the type that an entry names @returns {[number, unknown]} */
function tagged(value, type) {
  if (typeof value === 'string') return [ValueType.STRING, value.toWellFormed()];
  if (typeof value === 'boolean') return [ValueType.BOOLEAN, value];
  if (value instanceof Uint8Array) return [ValueType.BYTE_ARRAY, bytesToBase64(value)];
  if (typeof value !== 'number') throw refused(' invalid value type');
  if (type === ValueType.INTEGER) return [ValueType.INTEGER, value | 0];
  return [type === ValueType.FLOAT ? ValueType.FLOAT : ValueType.DOUBLE, Number.isFinite(value) ? (type === ValueType.FLOAT ? Math.fround(value) : value) : String(value)];
}

/** @param {number} type @param {any} plain */
function untagged(type, plain) {
  if (type === ValueType.BYTE_ARRAY) return base64ToBytes(plain);
  return type === ValueType.DOUBLE || type === ValueType.FLOAT ? Number(plain) : plain;
}

/** @param {[string, number, unknown]} row */
const entry = ([key, type, plain]) => ({ key, value: { type, value: untagged(type, plain) } });

/** @param {any} value @returns {[string, number, unknown]} */
function checkedEntry(value) {
  if (typeof value !== 'object' || value === null || typeof value.key !== 'string' || typeof value.value !== 'object' || value.value === null) {
    throw refused('params entries type must be one of string,number,boolean,array');
  }
  return [value.key.toWellFormed(), ...tagged(value.value.value, value.value.type)];
}

/**
 * An asynchronous method: `parse` checks the arguments at once and answers the work.
 * @param {object} target @param {string} name @param {number} least @param {number} most
 * @param {(this: any, ...args: any[]) => () => unknown} parse
 */
function operation(target, name, least, most, parse) {
  Object.defineProperty(target, name, {
    configurable: true, writable: true,
    /** @this {any} @param {any[]} args */
    value: function (...args) {
      const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
      if (own.length < least) throw refused('Mandatory parameters are left unspecified');
      return host.threeForms(args, most, parse.call(this, ...own));
    },
  });
}

/** A cursor over entries as they were when it was made. */
class KVStoreResultSet {
  /** @type {ReturnType<typeof entry>[] | null} */
  #entries;
  #position = -1;

  /** @param {ReturnType<typeof entry>[]} entries */
  constructor(entries) {
    this.#entries = entries;
  }

  get #rows() {
    if (this.#entries === null) throw businessError(CLOSED, 'Database or result set already closed.');
    return this.#entries;
  }

  release() {
    this.#entries = null;
  }

  getCount() { return this.#rows.length; }
  getPosition() { return this.#rows && this.#position; }
  moveToFirst() { return this.moveToPosition(0); }
  moveToLast() { return this.moveToPosition(this.#rows.length - 1); }
  moveToNext() { return this.moveToPosition(this.#position + 1); }
  moveToPrevious() { return this.moveToPosition(this.#position - 1); }
  isFirst() { return this.#rows.length > 0 && this.#position === 0; }
  isLast() { return this.#rows.length > 0 && this.#position === this.#rows.length - 1; }
  isBeforeFirst() { return this.#rows.length === 0 || this.#position < 0; }
  isAfterLast() { return this.#rows.length === 0 || this.#position >= this.#rows.length; }

  /** @param {number} offset */
  move(offset) {
    if (typeof offset !== 'number') throw refused('offset must be number');
    return this.moveToPosition(this.#position + (offset | 0));
  }

  /** @param {number} position */
  moveToPosition(position) {
    if (typeof position !== 'number') throw refused('position must be number');
    this.#position = Math.min(Math.max(position | 0, -1), this.#rows.length);
    return this.#position >= 0 && this.#position < this.#rows.length;
  }

  getEntry() {
    const row = this.#rows[this.#position];
    if (row === undefined) throw businessError(-1, '');
    return row;
  }
}

/** Who listens to each store. @type {Map<number, { owner: object, type: number, listener: Function }[]>} */
const observersOf = new Map();
/** What transactions have changed so far. @type {Map<number, any[]>} */
const uncommitted = new Map();

/** @param {number} handle @param {any} changes the answer of a writing call */
function announce(handle, changes) {
  const waiting = uncommitted.get(handle);
  if (waiting) {
    waiting.push(changes);
    return;
  }
  const notice = {
    insertEntries: changes.inserted.map(entry), updateEntries: changes.updated.map(entry), deleteEntries: changes.deleted.map(entry), deviceId: '',
  };
  if (!notice.insertEntries.length && !notice.updateEntries.length && !notice.deleteEntries.length) return;
  for (const { type, listener } of observersOf.get(handle) ?? []) {
    if (type !== SubscribeType.SUBSCRIBE_TYPE_REMOTE) host.later(() => listener(notice));
  }
}

class SingleKVStore {
  #handle;
  #level;

  /** @param {number} handle @param {number} level */
  constructor(handle, level) {
    this.#handle = handle;
    this.#level = level;
  }

  get handle() {
    return this.#handle;
  }

  get level() {
    return this.#level;
  }

  /** @param {string} event @param {any[]} args for dataChange the kind of change, then the listener */
  on(event, ...args) {
    if (event === 'syncComplete') {
      if (typeof args[0] !== 'function') throw refused('Mandatory parameters are left unspecified');
      return;
    }
    const [type, listener] = args;
    if (event !== 'dataChange') throw refused('onevent type must belong dataChange or syncComplete');
    if (!Object.values(SubscribeType).includes(type)) throw refused('parameter event type not equal SubscribeType');
    if (typeof listener !== 'function') throw refused('parameter callback must be function type');
    const observers = observersOf.get(this.#handle) ?? [];
    observersOf.set(this.#handle, observers);
    if (observers.some((known) => known.owner === this && known.type === type && known.listener === listener)) return;
    observers.push({ owner: this, type, listener });
  }

  /** @param {string} event @param {Function} [listener] */
  off(event, listener) {
    if (event !== 'dataChange' && event !== 'syncComplete') throw refused('offevent type must belong dataChange or syncComplete');
    if (listener !== undefined && typeof listener !== 'function') throw refused('parameter callback must be function type');
    if (event !== 'dataChange') return;
    const kept = (observersOf.get(this.#handle) ?? []).filter((known) => known.owner !== this || (listener !== undefined && known.listener !== listener));
    observersOf.set(this.#handle, kept);
  }
}

const store = SingleKVStore.prototype;

operation(store, 'put', 2, 2, function (key, value) {
  const row = [text(key, 'parameters key must be string'), ...tagged(value)];
  return () => announce(this.handle, host.call('keyvalue.put', this.handle, [row]));
});

operation(store, 'putBatch', 1, 1, function (entries) {
  if (!Array.isArray(entries)) throw refused('params entries type must be one of string,number,boolean,array');
  const rows = entries.map(checkedEntry);
  return () => announce(this.handle, host.call('keyvalue.put', this.handle, rows));
});

operation(store, 'delete', 1, 1, function (key) {
  if (typeof key === 'object' && key !== null) host.notEmulated(`${MODULE}.SingleKVStore.delete with DataSharePredicates`)();
  const keys = [text(key, 'parameters key must be string')];
  return () => announce(this.handle, host.call('keyvalue.remove', this.handle, keys));
});

operation(store, 'deleteBatch', 1, 1, function (given) {
  const keys = texts(given);
  return () => announce(this.handle, host.call('keyvalue.remove', this.handle, keys));
});

operation(store, 'get', 1, 1, function (given) {
  const key = text(given, 'parameters key must be string');
  return () => {
    const [type, plain] = host.call('keyvalue.get', this.handle, key);
    return untagged(type, plain);
  };
});

operation(store, 'getEntries', 1, 1, function (asked) {
  const query = wanted(asked);
  return () => host.call('keyvalue.entries', this.handle, query).map(entry);
});

operation(store, 'getResultSet', 1, 1, function (asked) {
  const query = wanted(asked);
  return () => new KVStoreResultSet(host.call('keyvalue.entries', this.handle, query).map(entry));
});

operation(store, 'closeResultSet', 1, 1, function (resultSet) {
  if (!(resultSet instanceof KVStoreResultSet)) throw refused('parameters resultSet must be KVStoreResultSet');
  return () => resultSet.release();
});

operation(store, 'getResultSize', 1, 1, function (query) {
  if (!(query instanceof Query)) throw refused('parameters query must be Query');
  const asked = wanted(query);
  return () => host.call('keyvalue.count', this.handle, asked);
});

operation(store, 'startTransaction', 0, 0, function () {
  return () => {
    host.call('keyvalue.begin', this.handle);
    uncommitted.set(this.handle, []);
  };
});

operation(store, 'commit', 0, 0, function () {
  return () => {
    host.call('keyvalue.end', this.handle, 'COMMIT');
    const waiting = uncommitted.get(this.handle) ?? [];
    uncommitted.delete(this.handle);
    const all = { inserted: waiting.flatMap((one) => one.inserted), updated: waiting.flatMap((one) => one.updated), deleted: waiting.flatMap((one) => one.deleted) };
    announce(this.handle, all);
  };
});

operation(store, 'rollback', 0, 0, function () {
  return () => {
    host.call('keyvalue.end', this.handle, 'ROLLBACK');
    uncommitted.delete(this.handle);
  };
});

operation(store, 'backup', 1, 1, function (given) {
  const file = text(given, 'param file type must be string');
  if (file === '' || file === AUTOMATIC_BACKUP) throw refused('empty file and filename not allow autoBackup');
  return () => { host.call('keyvalue.backup', this.handle, null, file); };
});

operation(store, 'restore', 1, 1, function (given) {
  const file = text(given, 'get file failed. params type must be string');
  return () => { host.call('keyvalue.restore', this.handle, null, file); };
});

operation(store, 'deleteBackup', 1, 1, function (given) {
  const files = texts(given, 'get file failed, params files must be stringArray');
  return () => host.call('keyvalue.deleteBackup', this.handle, null, files);
});

for (const [name, call] of [['backupEx', 'backup'], ['restoreEx', 'restore'], ['deleteBackupEx', 'deleteBackup']]) {
  operation(store, name, 1, 1, function (config) {
    const { fileName, filePath } = config ?? {};
    if (typeof fileName !== 'string' || typeof filePath !== 'string' || fileName.includes('/')) {
      throw refused('backupConfig', BACKUP_PARAMETER_ERROR);
    }
    return () => { host.call(`keyvalue.${call}`, this.handle, filePath, call === 'deleteBackup' ? [fileName] : fileName); };
  });
}

operation(store, 'getSecurityLevel', 0, 0, function () {
  return () => this.level;
});

// Whether and with whom a store is synchronised changes nothing on one device.
operation(store, 'enableSync', 1, 1, (enabled) => {
  if (typeof enabled !== 'boolean') throw refused('enable must be boolean');
  return () => undefined;
});
operation(store, 'setSyncRange', 2, 2, (local, remote) => {
  texts(local, 'parameters localLabels must be array');
  texts(remote, 'parameters remoteSupportLabels must be array');
  return () => undefined;
});
operation(store, 'setSyncParam', 1, 1, (delay) => {
  if (typeof delay !== 'number') throw refused('parameters defaultAllowedDelayMs must be number');
  return () => undefined;
});
for (const name of ['sync', 'removeDeviceData', 'rekey', 'putValuesBuckets']) {
  Object.defineProperty(store, name, { configurable: true, get: () => host.notEmulated(`${MODULE}.SingleKVStore.${name}`) });
}

/** A store whose entries belong to devices; an identity of one comes first in what asks for entries. */
class DeviceKVStore extends SingleKVStore {}
const deviceStore = DeviceKVStore.prototype;

/** @param {any[]} args a key, prefix or query, with a device's identity in front or without */
const ofDevice = (args) => (args.length > 1 ? [args[1], text(args[0], 'parameter deviceId must be string and not allow empty')] : [args[0], '']);

operation(deviceStore, 'get', 1, 2, function (...args) {
  const [given, device] = ofDevice(args);
  const key = text(given, 'type of key must be string and not allow empty');
  return () => {
    const [type, plain] = host.call('keyvalue.get', this.handle, key, device);
    return untagged(type, plain);
  };
});

operation(deviceStore, 'getEntries', 1, 2, function (...args) {
  const query = wanted(...ofDevice(args));
  return () => host.call('keyvalue.entries', this.handle, query).map(entry);
});

operation(deviceStore, 'getResultSet', 1, 2, function (...args) {
  const query = wanted(...ofDevice(args));
  return () => new KVStoreResultSet(host.call('keyvalue.entries', this.handle, query).map(entry));
});

operation(deviceStore, 'getResultSize', 1, 2, function (...args) {
  const query = wanted(...ofDevice(args));
  return () => host.call('keyvalue.count', this.handle, query);
});

// The device's class has none of these (js_device_kv_store.cpp:Constructor).
for (const name of ['deleteBackup', 'backupEx', 'restoreEx', 'deleteBackupEx', 'setSyncParam', 'getSecurityLevel', 'rekey']) {
  Object.defineProperty(deviceStore, name, { configurable: true, value: undefined });
}

/** @param {any} options */
function checkedOptions(options) {
  if (typeof options !== 'object' || options === null || !Object.values(SecurityLevel).includes(options.securityLevel)) {
    throw refused('unusable securityLevel');
  }
  for (const name of ['createIfMissing', 'encrypt', 'backup', 'autoSync']) {
    if (options[name] !== undefined && options[name] !== null && typeof options[name] !== 'boolean') throw refused('The params type not matching option');
  }
  const type = options.kvStoreType ?? KVStoreType.DEVICE_COLLABORATION;
  if (!Object.values(KVStoreType).includes(type)) throw refused('only support DEVICE_COLLABORATION or SINGLE_VERSION');
  const { schema } = options;
  // A text is taken and not used (js_util.cpp:GetValue of Options).
  if (schema !== undefined && schema !== null && typeof schema !== 'string' && !(schema instanceof Schema)) throw refused('The params type not matching option');
  return {
    level: options.securityLevel, device: type === KVStoreType.DEVICE_COLLABORATION,
    opening: {
      createIfMissing: options.createIfMissing ?? true, backup: options.backup ?? true, encrypt: options.encrypt ?? false,
      device: type === KVStoreType.DEVICE_COLLABORATION, schema: schema instanceof Schema ? schemaText(schema) : '',
    },
  };
}

/** @param {unknown} value */
function storeId(value) {
  if (typeof value !== 'string' || !STORE_ID.test(value)) {
    throw refused('storeId must be string,consist of letters,digits,underscores(_),limit 128 chars');
  }
  return value;
}

/** @param {unknown} value */
function appId(value) {
  if (typeof value !== 'string' || value === '') throw refused('appId empty');
  return value;
}

class KVManager {
  #base;

  /** @param {string} base the folder of the databases */
  constructor(base) {
    this.#base = base;
  }

  /** @param {any} options */
  folder(options) {
    return typeof options?.rootDir === 'string' ? options.rootDir : this.#base;
  }

  /** @param {string} event @param {Function} listener the service never dies here */
  on(event, listener) {
    if (event !== 'distributedDataServiceDie') throw refused('parameter event type not equal distributedDataServiceDie');
    if (typeof listener !== 'function') throw refused('parameter callback must be function type');
  }

  /** @param {string} event @param {Function} [listener] */
  off(event, listener) {
    if (event !== 'distributedDataServiceDie') throw refused('parameter event not equal distributedDataServiceDie');
    if (listener !== undefined && typeof listener !== 'function') throw refused('parameter callback type must be function');
  }
}

operation(KVManager.prototype, 'getKVStore', 2, 2, function (id, given) {
  const name = storeId(id);
  const { level, device, opening } = checkedOptions(given);
  const folder = this.folder(given);
  return () => {
    const handle = host.call('keyvalue.open', folder, name, opening);
    return device ? new DeviceKVStore(handle, level) : new SingleKVStore(handle, level);
  };
});

for (const [name, call] of [['closeKVStore', 'close'], ['deleteKVStore', 'delete']]) {
  operation(KVManager.prototype, name, 2, 3, function (app, id, options) {
    appId(app);
    const [folder, store] = [this.folder(options), storeId(id)];
    return () => { host.call(`keyvalue.${call}`, folder, store); };
  });
}
Object.defineProperty(KVManager.prototype, 'getAllKVStoreId', {
  configurable: true, get: () => host.notEmulated(`${MODULE}.KVManager.getAllKVStoreId`),
});

/** @param {any} config */
function createKVManager(config) {
  if (typeof config !== 'object' || config === null) throw refused('Mandatory parameters are left unspecified');
  if (typeof config.bundleName !== 'string' || config.bundleName === '') throw refused('The type of bundleName must be string.');
  if (typeof config.context?.databaseDir !== 'string') throw refused('Missing context parameter.');
  return new KVManager(config.context.databaseDir);
}

const members = {
  Constants, ValueType, SyncMode, SubscribeType, KVStoreType, SecurityLevel, Query, Schema, FieldNode, createKVManager,
};
Object.assign(exports, members);
exports.default = members;
