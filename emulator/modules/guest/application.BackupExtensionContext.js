// The contexts of an app's process (ability_ability_runtime frameworks/js/napi/app/context/context.js,
// frameworks/native/appkit/ability_runtime/context/{context_impl,js_context_utils}.cpp, js_extension_context.cpp;
// app_file_service ext_backup_context_js.cpp; interface_sdk-js api/application/Context.d.ts, ExtensionContext.d.ts,
// AbilityStageContext.d.ts). Every start of an extension makes one: what few apps ask for is fetched when they do.

const EL2 = 1;
const EL5 = 4;
const PARAMETER_ERROR = 401;
const DEFAULT_DISPLAY = 0;
const CONTEXT_TYPES = ['ApplicationContext', 'AbilityStageContext'];

const DIRECTORIES = [
  'bundleCodeDir', 'cacheDir', 'filesDir', 'preferencesDir', 'tempDir', 'databaseDir', 'distributedFilesDir',
  'cloudFileDir', 'logFileDir',
];
const identity = host.environment;

/** @param {string} detail */
const parameterError = (detail) => require('@ohos.internal.access').businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {string} name @returns {(...values: any[]) => never} refuses it, or says that it is not emulated */
const systemApi = (name) => require('@ohos.internal.access').systemApi(name);

class Context {
  #area = EL2;
  #level;
  #module;
  /** @type {any} */ #eventHub;
  /** @type {any} */ #applicationInfo;
  /** @type {any} */ #moduleInfo;

  /**
   * @param {'application' | 'module'} level where its directories lie
   * @param {string} moduleName whose resources and description it has; empty for none
   */
  constructor(level, moduleName) {
    this.#level = level;
    this.#module = moduleName;
  }

  get stageMode() { return true; }

  get processName() { return identity.processName; }

  get eventHub() { return (this.#eventHub ??= new (require('@ohos.internal.event-hub').EventHub)()); }

  get applicationInfo() { return (this.#applicationInfo ??= host.call('bundle.application')); }

  get resourceManager() { return require('@ohos.resourceManager').managerOf(this.#module); }

  // The application's context belongs to no module.
  get currentHapModuleInfo() {
    return this.#module ? (this.#moduleInfo ??= host.call('bundle.module', this.#module)) : undefined;
  }

  get area() { return this.#area; }

  // An area outside the enumeration is ignored (context_impl.cpp:SwitchArea).
  set area(area) {
    if (Number.isInteger(area) && area >= 0 && area <= EL5) this.#area = area;
  }

  get resourceDir() {
    if (this.#module && host.call('context.hasResourceFiles', this.#module)) host.notEmulated('files in resources/resfile')();
    return '';
  }

  /** @param {string} name */
  directory(name) { return host.call('context.directory', this.#level, this.#area, this.#module, name); }

  /** Where preferences of this context live. */
  get place() { return [this.#level, this.#area, this.#module]; }

  getApplicationContext() { return applicationContext(); }

  /**
   * A context of a module has the module's resources, but the application's directories: the framework gives it no
   * parent (context_impl.cpp:CreateModuleContext, GetBaseDir).
   * @param {unknown} first the module, or a bundle @param {unknown} [second] its module
   */
  createModuleContext(first, second) {
    const moduleName = typeof second === 'string' ? second : first;
    if (typeof moduleName !== 'string' || typeof first !== 'string') throw parameterError('The module name must be a string.');
    if (typeof second === 'string' && (first !== identity.bundleName || !host.call('bundle.mayBeSystemApp'))) {
      systemApi('application.Context.createModuleContext of a bundle')();
    }
    if (!host.call('bundle.moduleNames').includes(moduleName)) throw parameterError(`The app has no module '${moduleName}'.`);
    return new Context('application', moduleName);
  }

  /** @param {unknown} area */
  createAreaModeContext(area) {
    if (typeof area !== 'number') throw parameterError('The area mode must be a number.');
    const made = this.#copy();
    made.area = area;
    return made;
  }

  /** @param {unknown} display the emulated device has one */
  createDisplayContext(display) {
    if (typeof display !== 'number' || display < 0) throw parameterError('The display ID must be a number that is not negative.');
    return display === DEFAULT_DISPLAY ? this.#copy() : undefined;
  }

  #copy() {
    const made = new Context(this.#level, this.#module);
    made.area = this.#area;
    return made;
  }

  /** @param {any[]} given */
  getGroupDir(...given) {
    const [group] = given;
    if (given.length < 1 || given.length > 2 || typeof group !== 'string') throw parameterError('The group ID must be a string.');
    return host.threeForms(given, 1, () => {
      // A group that the app does not share in has no folder; which it does share in stands in its signing profile.
      if (host.call('bundle.namesGroup', group)) host.notEmulated('application.Context.getGroupDir')();
      return '';
    });
  }

  /** @param {unknown} type contextConstant.ContextType */
  isContextOf(type) { return typeof type === 'number' && CONTEXT_TYPES[type] === this.constructor.name; }

  createBundleContext() { return systemApi('application.Context.createBundleContext')(); }

  createModuleResourceManager() { return systemApi('application.Context.createModuleResourceManager')(); }

  get createSystemHspModuleResourceManager() {
    return host.notEmulated('application.Context.createSystemHspModuleResourceManager');
  }
}

for (const name of DIRECTORIES) {
  Object.defineProperty(Context.prototype, name, {
    configurable: true,
    /** @this {Context} */
    get() { return this.directory(name); },
  });
}

/** What a context says of the device's settings. */
const configuration = () => ({
  language: identity.locale, colorMode: 1, direction: 0, screenDensity: 480, displayId: DEFAULT_DISPLAY,
  hasPointerDevice: false, fontId: '', fontSizeScale: 1, fontWeightScale: 1, mcc: '', mnc: '',
  locale: new Intl.Locale(identity.locale),
});

class ModuleContext extends Context {
  /** @type {any} */ #config;

  constructor() { super('module', identity.moduleName); }

  get config() { return (this.#config ??= configuration()); }
}

class AbilityStageContext extends ModuleContext {}

class BackupExtensionContext extends ModuleContext {
  /** @type {any} */ #extensionInfo;

  get extensionAbilityInfo() { return (this.#extensionInfo ??= host.call('bundle.extension')); }

  // The trailing slash is the framework's; areas above EL2 have no backup folder.
  get backupDir() { return this.directory('backupDir') ?? undefined; }
}

/** @type {any} */
let shared;
const applicationContext = () => (shared ??= new (require('@ohos.internal.application-context').ApplicationContext)());

Object.assign(exports, { Context, BackupExtensionContext, parameterError, getApplicationContext: applicationContext });
exports.createContext = () => new BackupExtensionContext();
exports.createStageContext = () => new AbilityStageContext();
