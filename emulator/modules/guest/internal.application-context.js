// The context of the whole application (ability_ability_runtime js_application_context_utils.cpp; interface_sdk-js
// api/application/ApplicationContext.d.ts). In the process of a backup extension there are no pages and no abilities, so
// listeners are entered and never called, and settings of a user interface are taken and show nowhere.

const { Context, parameterError } = require('application.BackupExtensionContext');
const { businessError, systemApi } = require('@ohos.internal.access');

const NOT_TOP_ABILITY = 16000053;
const NOT_AN_APP_CLONE = 16000071;
const NO_MULTIPLE_INSTANCES = 16000078;
const NO_SUCH_LISTENER = 1;
const APP_CLONE = 2;
const STATE_BACKGROUND = 3;
const LISTENED = ['abilityLifecycle', 'abilityLifecycleEvent', 'environment', 'environmentEvent', 'interopAbilityLifecycle'];

/** @param {unknown} value @param {string} type @param {string} name */
function expect(value, type, name) {
  if (typeof value !== type) throw parameterError(`${name} must be a ${type}.`);
}

/** @param {number} count @param {number} least @param {number} most */
function between(count, least, most) {
  if (count < least || count > most) throw parameterError('Not enough params.');
}

class ApplicationContext extends Context {
  /** @type {Map<string, Map<number, unknown>>} */
  #listeners = new Map();
  #nextId = 0;

  constructor() { super('application', ''); }

  /** @param {string} type @param {unknown} listener */
  #enter(type, listener) {
    const known = this.#listeners.get(type) ?? new Map();
    this.#listeners.set(type, known.set(this.#nextId, listener));
    return this.#nextId++;
  }

  /** @param {string} type @param {unknown} id @param {any[]} given */
  #leave(type, id, given) {
    return host.threeForms(given, given.length - 1, () => {
      if (!this.#listeners.get(type)?.delete(/** @type {number} */ (id))) throw businessError(NO_SUCH_LISTENER, 'There is no such listener.');
    });
  }

  /** @param {any[]} given */
  on(...given) {
    if (given.length !== 2) throw parameterError('Not enough params.');
    const [type, listener] = given;
    expect(type, 'string', 'type');
    if (type === 'applicationStateChange') this.#enter(type, listener);
    else if (LISTENED.includes(type)) return this.#enter(type, listener);
    else throw parameterError('The type is not one that can be listened to.');
    return undefined;
  }

  /** @param {any[]} given */
  off(...given) {
    if (given.length < 1) throw parameterError('Not enough params.');
    const [type, id, ...rest] = given;
    expect(type, 'string', 'type');
    if (type === 'applicationStateChange') {
      this.#listeners.delete(type);
      return undefined;
    }
    between(given.length, 2, 3);
    if (!LISTENED.includes(type)) throw parameterError('The type is not one that can be listened to.');
    return this.#leave(type, id, rest);
  }

  /** @param {unknown} listener */
  registerAbilityLifecycleCallback(listener) { return this.#enter('abilityLifecycle', listener); }

  /** @param {unknown} id @param {any[]} rest */
  unregisterAbilityLifecycleCallback(id, ...rest) { return this.#leave('abilityLifecycle', id, rest); }

  /** @param {unknown} listener */
  registerEnvironmentCallback(listener) { return this.#enter('environment', listener); }

  /** @param {unknown} id @param {any[]} rest */
  unregisterEnvironmentCallback(id, ...rest) { return this.#leave('environment', id, rest); }

  /** @param {any[]} given */
  getRunningProcessInformation(...given) {
    between(given.length, 0, 1);
    return host.threeForms(given, 0, () => {
      const { pid, uid } = host.call('process.info');
      const { bundleType, multiAppMode, appIndex } = host.call('bundle.application');
      const clone = multiAppMode.multiAppModeType === APP_CLONE ? { appCloneIndex: appIndex } : {};
      return [{
        processName: this.processName, pid, uid, bundleNames: [host.environment.bundleName], state: STATE_BACKGROUND,
        bundleType, ...clone, isPreload: false,
      }];
    });
  }

  /** @param {any[]} given */
  getProcessRunningInformation(...given) { return this.getRunningProcessInformation(...given); }

  /** The extension's process is one of the app's: it ends. @param {any[]} given */
  killAllProcesses(...given) {
    between(given.length, 0, 2);
    return host.threeForms(given, given.length - 1, () => host.call('context.killProcesses'));
  }

  /** @param {any[]} given */
  setColorMode(...given) { expect(given[0], 'number', 'colorMode'); }

  /** @param {any[]} given */
  setLanguage(...given) { expect(given[0], 'string', 'language'); }

  /** @param {any[]} given */
  setFont(...given) { expect(given[0], 'string', 'font'); }

  /** @param {any[]} given */
  setFontSizeScale(...given) {
    expect(given[0], 'number', 'fontSizeScale');
    if (given[0] < 0) throw parameterError('fontSizeScale must not be negative.');
  }

  /** @param {any[]} given */
  setSupportedProcessCache(...given) { expect(given[0], 'boolean', 'isSupported'); }

  /** @param {any[]} given */
  restartApp(...given) {
    expect(given[0], 'object', 'want');
    throw businessError(NOT_TOP_ABILITY, 'The ability is not on the top of the UI.');
  }

  getCurrentAppCloneIndex() {
    const { multiAppMode, appIndex } = host.call('bundle.application');
    if (multiAppMode.multiAppModeType !== APP_CLONE) throw businessError(NOT_AN_APP_CLONE, 'App clone is not supported.');
    return appIndex;
  }

  getCurrentInstanceKey() { throw businessError(NO_MULTIPLE_INSTANCES, 'The multi-instance is not supported.'); }
}

for (const name of [
  'clearUpApplicationData', 'getAllWindowStages', 'startSelfUIAbility', 'enableDelayedProcessExit', 'disableDelayedProcessExit',
  'getAllRunningInstanceKeys', 'getUIAbilityByInstanceId', 'onSystemConfigurationUpdated', 'offSystemConfigurationUpdated',
]) {
  Object.defineProperty(ApplicationContext.prototype, name, {
    configurable: true, get: () => host.notEmulated(`application.ApplicationContext.${name}`),
  });
}
Object.defineProperty(ApplicationContext.prototype, 'preloadUIExtensionAbility', {
  configurable: true, value: systemApi('application.ApplicationContext.preloadUIExtensionAbility'),
});

exports.ApplicationContext = ApplicationContext;
