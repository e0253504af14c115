// @ohos.file.storageStatistics (filemanagement_storage_service interfaces/kits/js/storage_manager): what any app may ask.

const { businessError } = require('@ohos.internal.arguments');

/** @type {Record<string, any>} */
const members = {};

/** @param {string} name @param {() => unknown} work */
function question(name, work) {
  members[name] = function (/** @type {any[]} */ ...args) {
    if (args.length > 1 || (args.length === 1 && typeof args[0] !== 'function')) {
      throw businessError(401, 'The input parameter is invalid');
    }
    return host.threeForms(args, 0, work);
  };
}

question('getCurrentBundleStats', () => host.call('storage.bundle'));
for (const [name, key] of [['getTotalSize', 'total'], ['getFreeSize', 'free']]) {
  const ask = () => host.call('storage.space')[key];
  question(name, ask);
  members[`${name}Sync`] = ask;
}
members.GetBundleStatsFlag = Object.freeze({
  GET_BUNDLE_WITH_ALL_SIZE: 0, GET_BUNDLE_WITHOUT_INSTALL_SIZE: 1, GET_BUNDLE_WITHOUT_DATA_SIZE: 2,
  GET_BUNDLE_WITHOUT_CACHE_SIZE: 4,
});

Object.assign(exports, members);
exports.default = members;
