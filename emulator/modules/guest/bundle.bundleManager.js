// @ohos.bundle.bundleManager: its constants (interface_sdk-js api/@ohos.bundle.bundleManager.d.ts).

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
});

/** @type {Record<string, any>} */
const members = { ExtensionAbilityType, BundleFlag };
for (const name of [
  'getBundleInfoForSelf', 'getBundleInfoForSelfSync', 'getBundleInfo', 'getBundleInfoSync', 'getApplicationInfo',
  'getApplicationInfoSync', 'getBundleNameByUid', 'getBundleNameByUidSync', 'getProfileByAbility',
  'getProfileByExtensionAbility', 'getProfileByExtensionAbilitySync', 'queryExtensionAbilityInfo', 'queryAbilityInfo',
  'getLaunchWantForBundle', 'getLaunchWant', 'canOpenLink', 'isApplicationEnabled', 'getAbilityLabel', 'getAppCloneIdentity',
]) {
  members[name] = host.notEmulated(`@ohos.bundle.bundleManager.${name}`);
}
Object.assign(exports, members);
exports.default = members;
