// @ohos.bundle.bundleManager: the app about itself (modules/bundle); of other apps it learns nothing. Sources:
// interface_sdk-js api/@ohos.bundle.bundleManager.d.ts, bundlemanager_bundle_framework
// interfaces/kits/js/bundle_manager/bundle_manager.cpp.

const { businessError, demand, systemApi } = require('@ohos.internal.access');

const PARAMETER_ERROR = 401;
const SEE_OTHERS = ['ohos.permission.GET_BUNDLE_INFO_PRIVILEGED', 'ohos.permission.GET_BUNDLE_INFO'];

const ExtensionAbilityType = Object.freeze({
  FORM: 0, WORK_SCHEDULER: 1, INPUT_METHOD: 2, SERVICE: 3, ACCESSIBILITY: 4, DATA_SHARE: 5, FILE_SHARE: 6,
  STATIC_SUBSCRIBER: 7, WALLPAPER: 8, BACKUP: 9, WINDOW: 10, ENTERPRISE_ADMIN: 11, THUMBNAIL: 13, PREVIEW: 14, PRINT: 15,
  SHARE: 16, PUSH: 17, DRIVER: 18, ACTION: 19, ADS_SERVICE: 20, EMBEDDED_UI: 21, INSIGHT_INTENT_UI: 22, FENCE: 24,
  CALLER_INFO_QUERY: 25, ASSET_ACCELERATION: 26, FORM_EDIT: 27, DISTRIBUTED: 28, APP_SERVICE: 29, LIVE_FORM: 30,
  SELECTION: 31, WEB_NATIVE_MESSAGING: 32, FAULT_LOG: 33, NOTIFICATION_SUBSCRIBER: 34, CRYPTO: 35, PARTNER_AGENT: 36,
  AGENT: 37, AGENT_UI: 38, MODULAR_OBJECT: 39, UNSPECIFIED: 255,
});
const BundleFlag = Object.freeze({
  GET_BUNDLE_INFO_DEFAULT: 0x0, GET_BUNDLE_INFO_WITH_APPLICATION: 0x1, GET_BUNDLE_INFO_WITH_HAP_MODULE: 0x2,
  GET_BUNDLE_INFO_WITH_ABILITY: 0x4, GET_BUNDLE_INFO_WITH_EXTENSION_ABILITY: 0x8,
  GET_BUNDLE_INFO_WITH_REQUESTED_PERMISSION: 0x10, GET_BUNDLE_INFO_WITH_METADATA: 0x20,
  GET_BUNDLE_INFO_WITH_DISABLE: 0x40, GET_BUNDLE_INFO_WITH_SIGNATURE_INFO: 0x80, GET_BUNDLE_INFO_WITH_MENU: 0x100,
  GET_BUNDLE_INFO_WITH_ROUTER_MAP: 0x200, GET_BUNDLE_INFO_WITH_SKILL: 0x800,
  GET_BUNDLE_INFO_ONLY_WITH_LAUNCHER_ABILITY: 0x1000, GET_BUNDLE_INFO_OF_ANY_USER: 0x2000,
  GET_BUNDLE_INFO_EXCLUDE_CLONE: 0x4000, GET_BUNDLE_INFO_WITH_CLOUD_KIT: 0x8000,
  GET_BUNDLE_INFO_WITH_ENTRY_MODULE: 0x10000, GET_BUNDLE_INFO_WITH_COMMON_CLONE: 0x80000,
  GET_BUNDLE_INFO_WITH_SANDBOX_CLONE: 0x100000,
});

/** @param {unknown} value @param {string} name @returns {number} */
function number(value, name) {
  if (typeof value !== 'number') throw businessError(PARAMETER_ERROR, `Parameter error. The type of ${name} must be number.`);
  return value | 0;
}

/** @param {unknown} value @param {string} name @returns {string} */
function text(value, name) {
  if (typeof value !== 'string') throw businessError(PARAMETER_ERROR, `Parameter error. The type of ${name} must be string.`);
  return value;
}

/** @param {unknown} flags */
const ownInfo = (flags) => {
  const wanted = number(flags, 'bundleFlags');
  return () => host.call('bundle.self', wanted);
};

/**
 * What an app with the permission may ask of any bundle; of its own it is told here.
 * @param {string} api @param {unknown} bundle @param {() => unknown} own
 */
function ofBundle(api, bundle, own) {
  const name = text(bundle, 'bundleName');
  return () => {
    demand(SEE_OTHERS, api);
    if (name !== host.environment.bundleName) host.notEmulated(`@ohos.bundle.bundleManager.${api} of another app`)();
    return own();
  };
}

/** @type {Record<string, any>} */
const members = { ExtensionAbilityType, BundleFlag };

/**
 * @param {string} name @param {number} count how many arguments there are before the callback
 * @param {(...given: any[]) => () => unknown} prepare
 */
function define(name, count, prepare) {
  members[`${name}Sync`] = (/** @type {any[]} */ ...given) => prepare(...given)();
  members[name] = (/** @type {any[]} */ ...given) => host.threeForms(given, count, prepare(...given));
}

define('getBundleInfoForSelf', 1, ownInfo);
define('getBundleInfo', 3, (bundle, flags) => ofBundle('getBundleInfo', bundle, ownInfo(flags)));
define('getApplicationInfo', 3, (bundle, flags) => {
  number(flags, 'appFlags');
  return ofBundle('getApplicationInfo', bundle, () => host.call('bundle.application'));
});
define('getBundleNameByUid', 1, (given) => {
  const uid = number(given, 'uid');
  return () => {
    demand(SEE_OTHERS, 'getBundleNameByUid');
    if (uid !== host.call('process.info').uid) host.notEmulated('@ohos.bundle.bundleManager.getBundleNameByUid of another app')();
    return host.environment.bundleName;
  };
});
define('isApplicationEnabled', 1, (bundle) => {
  const name = text(bundle, 'bundleName');
  return () => {
    if (name !== host.environment.bundleName) host.notEmulated('@ohos.bundle.bundleManager.isApplicationEnabled of another app')();
    return true;
  };
});
for (const [name, kind] of [['getProfileByAbility', 'abilities'], ['getProfileByExtensionAbility', 'extensionAbilities']]) {
  define(name, 3, (module, ability, metadata) => {
    const moduleName = text(module, 'moduleName');
    const abilityName = text(ability, 'abilityName');
    const wanted = metadata === undefined || typeof metadata === 'function' ? '' : text(metadata, 'metadataName');
    return () => host.call('bundle.profiles', kind, moduleName, abilityName, wanted);
  });
}
members.getLaunchWant = () => host.call('bundle.launchWant');
members.canOpenLink = (/** @type {unknown} */ link) => host.call('bundle.canOpenLink', text(link, 'link'));

for (const name of [
  'getAllBundleInfo', 'getAllApplicationInfo', 'queryAbilityInfo', 'queryAbilityInfoSync', 'queryExtensionAbilityInfo',
  'queryExtensionAbilityInfoSync', 'getLaunchWantForBundle', 'getLaunchWantForBundleSync', 'getAbilityLabel',
  'getAbilityLabelSync', 'getPermissionDef', 'getPermissionDefSync', 'setApplicationEnabled', 'setApplicationEnabledSync',
  'setAbilityEnabled', 'setAbilityEnabledSync', 'cleanBundleCacheFiles', 'getBundleArchiveInfo',
  'getBundleArchiveInfoSync', 'getAllSharedBundleInfo', 'getSharedBundleInfo', 'getAppProvisionInfo',
  'getAppProvisionInfoSync', 'getSpecifiedDistributionType', 'getAdditionalInfo', 'getRecoverableApplicationInfo',
  'getAppCloneIdentity', 'getAllAppCloneBundleInfo', 'getAppCloneBundleInfo', 'getJsonProfile',
]) {
  members[name] = systemApi(`@ohos.bundle.bundleManager.${name}`);
}
Object.assign(exports, members);
exports.default = members;
