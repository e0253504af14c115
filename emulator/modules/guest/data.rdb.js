// @ohos.data.rdb, the older face of relational stores (distributeddatamgr_relational_store frameworks/js/napi/rdb).
// A store gets its version when it is opened.

const { parameterError, mustBe, wrongCount, filledText } = require('@ohos.internal.rdb-values');
const { RdbPredicates } = require('@ohos.internal.rdb-predicates');
const { RdbStore } = require('@ohos.internal.rdb-store');

/** @param {any} context @param {any} name */
function placeOf(context, name) {
  if (!Array.isArray(context?.place)) throw mustBe('context', 'a Context.');
  const file = filledText(name, 'config', 'a StoreConfig.');
  if (file.includes('/')) throw mustBe('StoreConfig.name', 'a file name without path');
  const [level, area, module] = context.place;
  void context.databaseDir;
  return { level, area, module, name: file };
}

/** @param {any[]} args @param {number} wanted */
function ownOf(args, wanted) {
  const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
  if (own.length !== wanted) throw wrongCount(`${wanted} or ${wanted + 1}`);
  return own;
}

/** @param {...any} args context, config, version, callback */
function getRdbStore(...args) {
  const [context, config, version] = ownOf(args, 3);
  if (typeof config !== 'object' || config === null) throw parameterError(' The config must be a StoreConfig.');
  const place = { ...placeOf(context, config.name), encrypt: config.encrypt === true };
  if (typeof version !== 'number' || (version | 0) <= 0) throw mustBe('version', 'an integer greater than 0.');
  return host.threeForms(args, 3, () => {
    const [number, rebuilt] = host.call('relational.open', place);
    const store = new RdbStore(number, rebuilt, place);
    if (store.version !== version) store.version = version;
    return store;
  });
}

/** @param {...any} args context, name, callback */
function deleteRdbStore(...args) {
  const [context, name] = ownOf(args, 2);
  const place = placeOf(context, name);
  return host.threeForms(args, 2, () => host.call('relational.deleteStore', place) ?? undefined);
}

const members = {
  getRdbStore, deleteRdbStore, RdbPredicates,
  SyncMode: Object.freeze({ SYNC_MODE_PUSH: 0, SYNC_MODE_PULL: 1 }),
  SubscribeType: Object.freeze({ SUBSCRIBE_TYPE_REMOTE: 0 }),
};
Object.assign(exports, members);
exports.default = members;
