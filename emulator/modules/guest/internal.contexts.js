// The contexts of an app's process (ability_ability_runtime frameworks/js/napi/app/context/context.js,
// frameworks/native/appkit/ability_runtime/context/{context_impl,js_context_utils}.cpp; interface_sdk-js
// api/application/Context.d.ts, ExtensionContext.d.ts, AbilityStageContext.d.ts).

const { EventHub } = require('@ohos.internal.event-hub');
const { businessError, systemApi } = require('@ohos.internal.access');

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
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** A value that is made when it is first read. @param {object} target @param {string} name @param {() => unknown} make */
function lazily(target, name, make) {
  Object.defineProperty(target, name, {
    configurable: true, enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
      return value;
    },
  });
}

class Context {
  #area = EL2;
  #level;
  #module;

  /**
   * @param {'application' | 'module'} level where its directories lie
   * @param {string} moduleName whose resources and description it has; empty for none
   */
  constructor(level, moduleName) {
    this.#level = level;
    this.#module = moduleName;
    this.eventHub = new EventHub();
    lazily(this, 'applicationInfo', () => host.call('bundle.application'));
    lazily(this, 'resourceManager', () => require('@ohos.resourceManager').managerOf(moduleName));
    if (moduleName) lazily(this, 'currentHapModuleInfo', () => host.call('bundle.module', moduleName));
    this.processName = identity.processName;
  }

  get stageMode() { return true; }

  get area() { return this.#area; }

  // An area outside the enumeration is ignored (context_impl.cpp:SwitchArea).
  set area(area) {
    if (Number.isInteger(area) && area >= 0 && area <= EL5) this.#area = area;
  }

  // The application's context belongs to no module and has no such folder.
  get resourceDir() {
    return this.#level === 'module' || this.#module ? resourceDirectory(this.#module) : '';
  }

  /** @param {string} name */
  directory(name) { return host.call('context.directory', this.#level, this.#area, this.#module, name); }

  /** Where preferences of this context live. */
  get place() { return [this.#level, this.#area, this.#module]; }

  getApplicationContext() { return exports.applicationContext(); }

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
}

/** @param {string} moduleName */
function resourceDirectory(moduleName) {
  if (host.call('context.hasResourceFiles', moduleName)) host.notEmulated('files in resources/resfile')();
  return '';
}

for (const name of DIRECTORIES) {
  Object.defineProperty(Context.prototype, name, {
    configurable: true,
    /** @this {Context} */
    get() { return this.directory(name); },
  });
}
for (const name of ['createBundleContext', 'createModuleResourceManager']) {
  Object.defineProperty(Context.prototype, name, { configurable: true, value: systemApi(`application.Context.${name}`) });
}
Object.defineProperty(Context.prototype, 'createSystemHspModuleResourceManager', {
  configurable: true, get: () => host.notEmulated('application.Context.createSystemHspModuleResourceManager'),
});

/** What a context says of the device's settings. */
const configuration = () => ({
  language: identity.locale, colorMode: 1, direction: 0, screenDensity: 480, displayId: DEFAULT_DISPLAY,
  hasPointerDevice: false, fontId: '', fontSizeScale: 1, fontWeightScale: 1, mcc: '', mnc: '',
  locale: new Intl.Locale(identity.locale),
});

class AbilityStageContext extends Context {
  constructor() {
    super('module', identity.moduleName);
    this.config = configuration();
  }
}

Object.assign(exports, { Context, AbilityStageContext, configuration, lazily, parameterError });

/** @type {any} */
let shared;
exports.applicationContext = () => (shared ??= new (require('@ohos.internal.application-context').ApplicationContext)());
