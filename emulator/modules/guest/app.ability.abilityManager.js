// @ohos.app.ability.abilityManager (interface_sdk-js api/@ohos.app.ability.abilityManager.d.ts): it looks at other
// apps, so its functions are for system apps.

const { systemApi } = require('@ohos.internal.access');

/** @type {Record<string, any>} */
const members = {};
for (const name of [
  'updateConfiguration', 'getAbilityRunningInfos', 'getExtensionRunningInfos', 'getTopAbility', 'acquireShareData',
  'notifySaveAsResult', 'getForegroundUIAbilities', 'on', 'off', 'notifyDebugAssertResult', 'isEmbeddedOpenAllowed',
  'setResidentProcessEnabled', 'queryAtomicServiceStartupRule',
]) {
  members[name] = systemApi(`@ohos.app.ability.abilityManager.${name}`);
}
Object.assign(exports, members);
exports.default = members;
