// @ohos.data.relationalStore (distributeddatamgr_relational_store napi_rdb_store_helper.cpp, napi_rdb_js_utils.cpp).

const values = require('@ohos.internal.rdb-values');
const { businessError, parameterError, mustBe, wrongCount, filledText, valueOf, row, columnNames } = values;
const { bytesToBase64 } = require('@ohos.internal.base64');
const { RdbPredicates } = require('@ohos.internal.rdb-predicates');
const { ColumnType } = require('@ohos.internal.rdb-results');
const { RdbStore, defineAttach } = require('@ohos.internal.rdb-store');

const NOT_SUPPORTED = 801;
const INVALID_ARGUMENTS = 14800001;
const INVALID_PATH = 14800010;
const LONGEST_CUSTOM_DIR = 128;
const TEXT_OPTIONS = ['customDir', 'rootDir', 'dataGroupId'];
const SWITCHES = [
  'encrypt', 'autoCleanDirtyData', 'autoCleanDeviceDirtyData', 'isSearchable', 'allowRebuild', 'vector', 'isReadOnly', 'persist',
  'enableSemanticIndex',
];
const Tokenizer = Object.freeze({ NONE_TOKENIZER: 0, ICU_TOKENIZER: 1, CUSTOM_TOKENIZER: 2 });

/** @param {any} config @param {string} name @param {string} type */
function checkedOption(config, name, type) {
  const value = config[name];
  if (value !== undefined && value !== null && typeof value !== type) throw parameterError('Illegal StoreConfig or name.');
}

const CRYPTO_NUMBERS = ['iterationCount', 'encryptionAlgo', 'hmacAlgo', 'kdfAlgo', 'cryptoPageSize'];
const PLAIN_TEXT = 2;

/** A CryptoParam, its key in base64. @param {any} given @returns {Record<string, unknown> | null} */
function cryptoParam(given) {
  if (given === undefined || given === null) return null;
  const fine = typeof given === 'object' && given.encryptionKey instanceof Uint8Array
    && CRYPTO_NUMBERS.every((name) => given[name] === undefined || given[name] === null || typeof given[name] === 'number');
  if (!fine) throw parameterError('Illegal StoreConfig or name.');
  const numbers = CRYPTO_NUMBERS.filter((name) => typeof given[name] === 'number').map((name) => [name, given[name] | 0]);
  return { encryptionKey: bytesToBase64(given.encryptionKey), ...Object.fromEntries(numbers) };
}

/** Whether and how the files are encrypted (RdbStoreConfig::IsEncrypt). @param {any} config */
function encryption(config) {
  const given = cryptoParam(config.cryptoParam);
  const encrypt = given?.encryptionAlgo !== PLAIN_TEXT && (config.encrypt === true || (given !== null && given.encryptionKey !== ''));
  return { encrypt, cryptoParam: given };
}

/** What a device does with these is not emulated. @param {any} config */
function refuseNotEmulated(config) {
  const refuse = (/** @type {string} */ name) => host.notEmulated(`@ohos.data.relationalStore.StoreConfig.${name}`)();
  if (config.dataGroupId) refuse('dataGroupId');
  if (config.pluginLibs?.length) refuse('pluginLibs');
  if (config.enableSemanticIndex) refuse('enableSemanticIndex');
  if (config.tokenizer) {
    if (![0, 1, 2].includes(config.tokenizer)) throw parameterError('Illegal tokenizer.');
  }
}

/** @param {any} context @param {any} config what is a name alone in deleteRdbStore is {name} here */
function checkedPlace(context, config) {
  const { name, customDir = '', rootDir = '', persist = true } = config;
  if (name.includes('/')) throw mustBe('StoreConfig.name', 'a file name without path.');
  if (customDir) {
    if (customDir.startsWith('/')) throw mustBe('customDir', 'a relative directory.');
    if (customDir.length > LONGEST_CUSTOM_DIR) throw mustBe('customDir length', 'less than or equal to 128 bytes.');
  }
  if ((rootDir || config.haMode || config.encrypt) && !persist) throw businessError(NOT_SUPPORTED, 'Capability not support.');
  if (rootDir && !rootDir.startsWith('/')) {
    throw businessError(INVALID_PATH, 'Failed to open or delete the database by an invalid database path.');
  }
  const [level, area, module] = context.place;
  void context.databaseDir;
  return {
    level, area, module, name: name.toWellFormed(), customDir, rootDir, persist,
    isReadOnly: config.isReadOnly === true, allowRebuild: config.allowRebuild === true, haMode: (config.haMode ?? 0) | 0,
    ...encryption(config),
  };
}

/** @param {any} context */
function checkedContext(context) {
  if (!Array.isArray(context?.place)) throw parameterError('Illegal context.');
}

/** @param {any} context @param {any} config @returns {any} where the store lies, as the Python side reads it */
function placeOf(context, config) {
  checkedContext(context);
  if (typeof config !== 'object' || config === null) throw parameterError('Illegal StoreConfig or name.');
  for (const name of TEXT_OPTIONS) checkedOption(config, name, 'string');
  for (const name of SWITCHES) checkedOption(config, name, 'boolean');
  checkedOption(config, 'haMode', 'number');
  const level = config.securityLevel;
  if (typeof config.name !== 'string' || ![1, 2, 3, 4].includes(level)) throw parameterError('Illegal StoreConfig or name.');
  refuseNotEmulated(config);
  if (config.vector) throw businessError(NOT_SUPPORTED, 'Capability not support.');
  return checkedPlace(context, config);
}

/** @param {any} place */
function opened(place) {
  const [number, rebuilt] = host.call('relational.open', place);
  return new RdbStore(number, rebuilt, place);
}

/** @param {...any} args */
function getRdbStore(...args) {
  const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
  if (own.length !== 2) throw wrongCount('2 or 3');
  const place = placeOf(own[0], own[1]);
  return host.threeForms(args, 2, () => opened(place));
}

/** @param {...any} args */
function getRdbStoreSync(...args) {
  if (args.length !== 2) throw wrongCount('2');
  return opened(placeOf(args[0], args[1]));
}

/** @param {any[]} own */
function deletion(own) {
  if (own.length !== 2) throw wrongCount('2 or 3');
  checkedContext(own[0]);
  const place = typeof own[1] === 'string' ? checkedPlace(own[0], { name: own[1] }) : placeOf(own[0], own[1]);
  return () => host.call('relational.deleteStore', place) ?? undefined;
}

/** @param {...any} args */
function deleteRdbStore(...args) {
  const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
  return host.threeForms(args, 2, deletion(own));
}

/** @param {string} kind @param {any} where @param {string[]} columns @param {unknown[]} cells @param {number} [conflict] */
function sqlInfo(kind, where, columns, cells, conflict = 0) {
  return { sql: host.call('relational.sql', kind, where, columns, conflict), args: cells.map(valueOf) };
}

/** Wrong arguments of these have a number of their own. @template T @param {() => T} parse */
function strictly(parse) {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof host.BusinessError)) throw error;
    throw businessError(INVALID_ARGUMENTS, `Invalid args. ${error.message}`);
  }
}

/** @param {any} name @param {any} bucket @param {any} [conflict] */
function getInsertSqlInfo(name, bucket, conflict) {
  return strictly(() => {
    const [table, { columns, cells }] = [filledText(name, 'table', 'not empty string.'), row(bucket)];
    return sqlInfo('insert', { table }, columns, cells, values.conflictResolution(conflict));
  });
}

/** @param {any} predicates @param {any} bucket @param {any} [conflict] */
function getUpdateSqlInfo(predicates, bucket, conflict) {
  return strictly(() => {
    const [where, { columns, cells }] = [RdbPredicates.state(predicates), row(bucket)];
    return sqlInfo('update', where, columns, [...cells, ...where.arguments], values.conflictResolution(conflict));
  });
}

/** @param {any} predicates */
function getDeleteSqlInfo(predicates) {
  return strictly(() => {
    const where = RdbPredicates.state(predicates);
    return sqlInfo('delete', where, [], where.arguments);
  });
}

/** @param {any} predicates @param {any} [columns] */
function getQuerySqlInfo(predicates, columns) {
  return strictly(() => {
    const where = RdbPredicates.state(predicates);
    return sqlInfo('query', where, columnNames(columns), where.arguments);
  });
}

/** As rdb_helper.cpp:IsSupportedTokenizer; a table that is made with one of them is not emulated. @param {any} tokenizer */
function isTokenizerSupported(tokenizer) {
  if (![0, 1, 2].includes(tokenizer)) throw mustBe('tokenizer', 'a TOKENIZER.');
  return true;
}

defineAttach(placeOf);

const members = {
  getRdbStore, getRdbStoreSync, deleteRdbStore, getInsertSqlInfo, getUpdateSqlInfo, getDeleteSqlInfo, getQuerySqlInfo,
  isTokenizerSupported, isVectorSupported: () => false,
  /** @param {...any} args */
  deleteRdbStoreSync: (...args) => deletion(args)(),
  RdbPredicates, ColumnType, Tokenizer,
  AssetStatus: Object.freeze({
    ASSET_NORMAL: 0, ASSET_INSERT: 1, ASSET_UPDATE: 2, ASSET_DELETE: 3, ASSET_ABNORMAL: 4, ASSET_DOWNLOADING: 5, ASSET_TO_DOWNLOAD: 6,
  }),
  HAMode: Object.freeze({ SINGLE: 0, MAIN_REPLICA: 1 }),
  EncryptionAlgo: Object.freeze({ AES_256_GCM: 0, AES_256_CBC: 1, PLAIN_TEXT: 2 }),
  HmacAlgo: Object.freeze({ SHA1: 0, SHA256: 1, SHA512: 2 }),
  KdfAlgo: Object.freeze({ KDF_SHA1: 0, KDF_SHA256: 1, KDF_SHA512: 2 }),
  Progress: Object.freeze({ SYNC_BEGIN: 0, SYNC_IN_PROGRESS: 1, SYNC_FINISH: 2 }),
  ProgressCode: Object.freeze({
    SUCCESS: 0, UNKNOWN_ERROR: 1, NETWORK_ERROR: 2, CLOUD_DISABLED: 3, LOCKED_BY_OTHERS: 4, RECORD_LIMIT_EXCEEDED: 5,
    NO_SPACE_FOR_ASSET: 6, BLOCKED_BY_NETWORK_STRATEGY: 7, STOP_CLOUD_SYNC: 8,
  }),
  SecurityLevel: Object.freeze({ S1: 1, S2: 2, S3: 3, S4: 4 }),
  SyncMode: Object.freeze({
    SYNC_MODE_PUSH: 0, SYNC_MODE_PULL: 1, SYNC_MODE_TIME_FIRST: 4, SYNC_MODE_NATIVE_FIRST: 5, SYNC_MODE_CLOUD_FIRST: 6,
  }),
  SubscribeType: Object.freeze({
    SUBSCRIBE_TYPE_REMOTE: 0, SUBSCRIBE_TYPE_CLOUD: 1, SUBSCRIBE_TYPE_CLOUD_DETAILS: 2, SUBSCRIBE_TYPE_LOCAL_DETAILS: 3,
  }),
  ChangeType: Object.freeze({ DATA_CHANGE: 0, ASSET_CHANGE: 1 }),
  DistributedType: Object.freeze({ DISTRIBUTED_DEVICE: 0, DISTRIBUTED_CLOUD: 1 }),
  DistributedTableType: Object.freeze({ DEVICE_COLLABORATION: 0, SINGLE_VERSION: 1 }),
  AssetConflictPolicy: Object.freeze({ CONFLICT_POLICY_DEFAULT: 0, CONFLICT_POLICY_TIME_FIRST: 1, CONFLICT_POLICY_TEMP_PATH: 2 }),
  ConflictResolution: Object.freeze({
    ON_CONFLICT_NONE: 0, ON_CONFLICT_ROLLBACK: 1, ON_CONFLICT_ABORT: 2, ON_CONFLICT_FAIL: 3, ON_CONFLICT_IGNORE: 4, ON_CONFLICT_REPLACE: 5,
  }),
  Origin: Object.freeze({ LOCAL: 0, CLOUD: 1, REMOTE: 2 }),
  DistributedOrigin: Object.freeze({ ORI_LOCAL: 0, ORI_CLOUD: 1, ORI_REMOTE: 2 }),
  DistributedField: Object.freeze({
    ORIGIN: '#_origin', ORIGIN_ORIDEVICE: '#_ori_device', CURSOR_FIELD: '#_cursor', DELETED_FLAG_FIELD: '#_deleted_flag',
  }),
  Field: Object.freeze({
    CURSOR_FIELD: '#_cursor', ORIGIN_FIELD: '#_origin', DELETED_FLAG_FIELD: '#_deleted_flag', DATA_STATUS_FIELD: '#_data_status',
    OWNER_FIELD: '#_cloud_owner', PRIVILEGE_FIELD: '#_cloud_privilege', SHARING_RESOURCE_FIELD: '#_sharing_resource_field',
  }),
  RebuildType: Object.freeze({ NONE: 0, REBUILT: 1, REPAIRED: 2 }),
  TransactionType: Object.freeze({ DEFERRED: 0, IMMEDIATE: 1, EXCLUSIVE: 2 }),
};
Object.assign(exports, members);
exports.default = members;
