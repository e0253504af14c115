// @ohos.app.ability.abilityManager (interface_sdk-js api/@ohos.app.ability.abilityManager.d.ts): it looks at other
// apps, so all of it but its constants is for system apps.

const { systemApi } = require('@ohos.internal.access');

/** @type {Record<string, any>} */
const members = {
  AbilityState: Object.freeze({
    INITIAL: 0, FOCUS: 2, FOREGROUND: 9, BACKGROUND: 10, FOREGROUNDING: 11, BACKGROUNDING: 12,
  }),
  UserStatus: Object.freeze({ ASSERT_TERMINATE: 0, ASSERT_CONTINUE: 1, ASSERT_RETRY: 2 }),
};
for (const name of [
  'updateConfiguration', 'getAbilityRunningInfos', 'getExtensionRunningInfos', 'getTopAbility', 'acquireShareData',
  'notifySaveAsResult', 'getForegroundUIAbilities', 'on', 'off', 'notifyDebugAssertResult', 'isEmbeddedOpenAllowed',
  'setResidentProcessEnabled', 'queryAtomicServiceStartupRule',
]) {
  members[name] = systemApi(`@ohos.app.ability.abilityManager.${name}`);
}
Object.assign(exports, members);
exports.default = members;
