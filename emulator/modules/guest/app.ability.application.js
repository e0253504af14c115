// @ohos.app.ability.application (ability_ability_runtime frameworks/js/napi/application/js_application.cpp).

const { Context, getApplicationContext, parameterError } = require('application.BackupExtensionContext');
const { systemApi } = require('@ohos.internal.access');

const AppPreloadType = Object.freeze({
  UNSPECIFIED: 0, TYPE_CREATE_PROCESS: 1, TYPE_CREATE_ABILITY_STAGE: 2, TYPE_CREATE_WINDOW_STAGE: 3,
  TYPE_CREATE_BACKGROUND_ABILITY: 4,
});

/** @param {unknown} context @returns {any} */
function checked(context) {
  if (!(context instanceof Context)) throw parameterError('The context is not a context of the stage model.');
  return context;
}

const members = {
  AppPreloadType,
  /** @param {unknown} context @param {unknown[]} names */
  createModuleContext: (context, ...names) => {
    const parent = checked(context);
    if (names.length === 0 || names.some((name) => typeof name !== 'string')) throw parameterError('The module name must be a string.');
    return host.later(() => parent.createModuleContext(...names));
  },
  createBundleContext: systemApi('@ohos.app.ability.application.createBundleContext'),
  createPluginModuleContext: systemApi('@ohos.app.ability.application.createPluginModuleContext'),
  createPluginModuleContextForHostBundle: systemApi('@ohos.app.ability.application.createPluginModuleContextForHostBundle'),
  getApplicationContext,
  getApplicationContextInstance: getApplicationContext,
  getAppPreloadType: () => AppPreloadType.UNSPECIFIED,
};
Object.assign(exports, members);
exports.default = members;
