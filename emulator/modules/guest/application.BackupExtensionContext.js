// What the framework assigns to `context` of a backup extension (app_file_service ext_backup_context_js.cpp), and the
// contexts made from it (interface_sdk-js api/application/Context.d.ts, ExtensionContext.d.ts, ApplicationContext.d.ts).

const EL2 = 1;
const EL5 = 4;
const PARAMETER_ERROR = 401;

const DIRECTORIES = [
  'bundleCodeDir', 'cacheDir', 'filesDir', 'preferencesDir', 'tempDir', 'databaseDir',
  'distributedFilesDir', 'cloudFileDir',
];
const NOT_EMULATED = [
  'resourceManager', 'resourceDir', 'logFileDir', 'getGroupDir', 'createModuleResourceManager', 'createSystemHspModuleResourceManager',
  'createDisplayContext', 'createBundleContext',
];
const NOT_EMULATED_IN_APPLICATION = [
  'on', 'off', 'getRunningProcessInformation', 'getProcessRunningInformation', 'killAllProcesses', 'setColorMode',
  'setLanguage', 'setFont', 'setFontSizeScale', 'clearUpApplicationData', 'restartApp', 'getCurrentAppCloneIndex',
  'setSupportedProcessCache', 'registerAbilityLifecycleCallback', 'unregisterAbilityLifecycleCallback',
  'registerEnvironmentCallback', 'unregisterEnvironmentCallback', 'preloadUIExtensionAbility', 'getAllWindowStages',
];

/** Listeners by event name; a listener is called with the emitted arguments. */
class EventHub {
  /** @type {Map<string, Set<Function>>} */
  #listeners = new Map();

  /** @param {string} event @param {Function} listener */
  on(event, listener) {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(listener));
  }

  /** @param {string} event @param {Function} [listener] */
  off(event, listener) {
    if (listener === undefined) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(listener);
  }

  /** @param {string} event @param {unknown[]} args */
  emit(event, ...args) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...args);
  }
}

const identity = host.environment;
const BACKUP_EXTENSION = 9;

/** @param {number} area */
function checkedArea(area) {
  if (!Number.isInteger(area) || area < 0 || area > EL5) {
    const error = new host.BusinessError(PARAMETER_ERROR, 'Parameter error. The area mode is not one of AreaMode.');
    error.code = PARAMETER_ERROR;
    throw error;
  }
  return area;
}

class Context {
  #area = EL2;
  #level;
  #module;

  /** @param {'application' | 'module'} level @param {string} moduleName */
  constructor(level, moduleName) {
    this.#level = level;
    this.#module = moduleName;
    this.eventHub = new EventHub();
    this.applicationInfo = {
      name: identity.bundleName,
      get uid() { return host.call('process.info').uid; },
      process: identity.processName,
      appIndex: identity.appIndex,
      codePath: '/data/storage/el1/bundle',
      enabled: true,
    };
    this.processName = identity.processName;
    for (const name of NOT_EMULATED) withhold(this, 'Context', name);
  }

  get area() {
    return this.#area;
  }

  // An area outside the enumeration is ignored (ability_ability_runtime context_impl.cpp:SwitchArea).
  set area(area) {
    if (Number.isInteger(area) && area >= 0 && area <= EL5) this.#area = area;
  }

  /** @param {string} name */
  directory(name) {
    return host.call('context.directory', this.#level, this.#area, this.#module, name);
  }

  /** Where preferences of this context live. */
  get place() {
    return [this.#level, this.#area, this.#module];
  }

  getApplicationContext() {
    return applicationContext;
  }

  /** @param {string[]} names the module, or another bundle and its module */
  createModuleContext(...names) {
    const moduleName = names[names.length - 1];
    if (names.length === 2 && names[0] !== identity.bundleName) {
      host.notEmulated('application.Context.createModuleContext of another bundle')();
    }
    return moduleName ? new Context('module', String(moduleName)) : undefined;
  }

  /** @param {number} area */
  createAreaModeContext(area) {
    const made = new Context(this.#level, this.#module);
    made.area = checkedArea(area);
    return made;
  }
}

for (const name of DIRECTORIES) {
  Object.defineProperty(Context.prototype, name, {
    configurable: true,
    /** @this {Context} */
    get() { return this.directory(name); },
  });
}

/** @param {object} target @param {string} kind @param {string} name */
function withhold(target, kind, name) {
  Object.defineProperty(target, name, { configurable: true, get: () => host.notEmulated(`application.${kind}.${name}`) });
}

class ApplicationContext extends Context {
  constructor() {
    super('application', '');
    for (const name of NOT_EMULATED_IN_APPLICATION) withhold(this, 'ApplicationContext', name);
  }
}

class BackupExtensionContext extends Context {
  constructor() {
    super('module', identity.moduleName);
    this.config = { language: identity.locale };
    this.currentHapModuleInfo = { name: identity.moduleName };
    this.extensionAbilityInfo = {
      bundleName: identity.bundleName,
      moduleName: identity.moduleName,
      name: identity.extensionName,
      extensionAbilityType: BACKUP_EXTENSION,
      metadata: [{ name: 'ohos.extension.backup' }],
    };
  }

  // The trailing slash is the framework's; areas above EL2 have no backup folder.
  get backupDir() {
    return this.directory('backupDir') ?? undefined;
  }
}

const applicationContext = new ApplicationContext();

exports.Context = Context;
exports.BackupExtensionContext = BackupExtensionContext;
exports.applicationContext = applicationContext;
exports.createContext = () => new BackupExtensionContext();
