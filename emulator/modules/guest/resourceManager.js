// @ohos.resourceManager (global_resource_management interfaces/js/innerkits/core/src/resource_manager_napi_*.cpp): the
// resources of the app's modules by number, by Resource object and by name. What leads to a resource of the system
// (`sys.*`) is not emulated, by name.

const { nameOf } = require('@ohos.internal.resource-ids');
const { formatted } = require('@ohos.internal.resource-format');

const PARAMETER_ERROR = 401;
const ID_NOT_FOUND = 9001001;
const ID_FORMAT_ERROR = 9001007;
const NAME_FORMAT_ERROR = 9001008;
const NAMED_BY_PARAMETER = -1;
const RAW_FILE = 30000;

const Direction = Object.freeze({ DIRECTION_VERTICAL: 0, DIRECTION_HORIZONTAL: 1 });
const DeviceType = Object.freeze({
  DEVICE_TYPE_PHONE: 0, DEVICE_TYPE_TABLET: 1, DEVICE_TYPE_CAR: 2, DEVICE_TYPE_PC: 3, DEVICE_TYPE_TV: 4,
  DEVICE_TYPE_WEARABLE: 6, DEVICE_TYPE_2IN1: 7,
});
const ScreenDensity = Object.freeze({
  SCREEN_SDPI: 120, SCREEN_MDPI: 160, SCREEN_LDPI: 240, SCREEN_XLDPI: 320, SCREEN_XXLDPI: 480, SCREEN_XXXLDPI: 640,
});
const ColorMode = Object.freeze({ DARK: 0, LIGHT: 1 });
const DEVICE_NAMES = ['phone', 'tablet', 'car', 'pc', 'tv', '', 'wearable', '2in1'];

/** @param {number} code @param {string} message */
function businessError(code, message) {
  const error = new host.BusinessError(code, message);
  error.code = code;
  return error;
}

/** @param {string} detail */
const parameterError = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

class Configuration {
  /** @type {number} */
  direction = Direction.DIRECTION_VERTICAL;
  locale = new Intl.Locale(host.environment.locale).maximize().toString().replaceAll('-', '_');
  /** @type {number} */
  deviceType = DeviceType.DEVICE_TYPE_PHONE;
  /** @type {number} */
  screenDensity = ScreenDensity.SCREEN_XXLDPI;
  /** @type {number} */
  colorMode = ColorMode.LIGHT;
  mcc = 0;
  mnc = 0;
}

class DeviceCapability {
  screenDensity = ScreenDensity.SCREEN_XXLDPI;
  deviceType = DeviceType.DEVICE_TYPE_PHONE;
}

/** @param {unknown} given @returns {number} */
function checkedId(given) {
  if (typeof given !== 'number') throw parameterError('The resource ID must be a number.');
  return Number.isInteger(given) && given >= 0 && given <= 0xffffffff ? given : 0;
}

/** @param {unknown} given @returns {string} */
function checkedText(given) {
  if (typeof given !== 'string') throw parameterError('The name or path must be a string.');
  return given;
}

/** @param {unknown} given @returns {number} */
function checkedNumber(given) {
  if (typeof given !== 'number') throw parameterError('The number must be a number.');
  return given;
}

/** @param {unknown} given @returns {number | null} */
function checkedDensity(given) {
  if (given === undefined || typeof given === 'function') return null;
  const density = checkedNumber(given);
  if (density !== 0 && !Object.values(ScreenDensity).includes(/** @type {any} */ (density))) throw parameterError('The density is not one of ScreenDensity.');
  return density || null;
}

/**
 * What an id or a Resource object stands for, as the Python side is asked: a full name or a number.
 * @param {unknown} given @returns {string | number}
 */
function reference(given) {
  if (typeof given !== 'object' || given === null) return system(nameOf(checkedId(given))) ?? checkedId(given);
  const { id, params, type } = /** @type {any} */ (given);
  if (typeof id !== 'number') throw parameterError('The resource must have an ID.');
  if (id !== NAMED_BY_PARAMETER) return system(nameOf(id)) ?? id;
  const named = Array.isArray(params) && type !== RAW_FILE ? String(params[0]).split('.') : [];
  // `[library].string.title` names the library's module; its resources are part of this module's.
  if (named.length < 3) throw businessError(ID_NOT_FOUND, 'Invalid resource ID.');
  return /** @type {string} */ (system(['app', named[1], named.slice(2).join('.')].join('.')));
}

/** @param {string | undefined} name */
function system(name) {
  if (name?.startsWith('sys.')) host.notEmulated(`the system's resource ${name}`)();
  return name;
}

/**
 * @param {ResourceManager} manager @param {string[]} kinds @param {'id' | 'name'} by @param {string | number} key
 */
function value(manager, kinds, by, key) {
  const answer = host.call('resources.get', moduleOf(manager), kinds, by, key, overrideOf(manager));
  if (answer.system !== undefined) host.notEmulated(`the system's resource ${answer.system}`)();
  return answer.value;
}

/** @type {(manager: ResourceManager) => string} */
let moduleOf;
/** @type {(manager: ResourceManager) => object | null} */
let overrideOf;

class ResourceManager {
  #module;
  /** @type {Configuration | undefined} */
  #configuration;

  static {
    moduleOf = (manager) => manager.#module;
    overrideOf = (manager) => {
      const own = manager.#configuration;
      return own ? {
        locale: own.locale, orientation: own.direction === Direction.DIRECTION_HORIZONTAL ? 'horizontal' : 'vertical',
        device_type: DEVICE_NAMES[own.deviceType] ?? '', dark: own.colorMode === ColorMode.DARK, density: own.screenDensity,
      } : null;
    };
  }

  /** @param {string} moduleName empty for the extension's own @param {Configuration} [configuration] */
  constructor(moduleName, configuration) {
    this.#module = moduleName;
    this.#configuration = configuration;
  }

  getConfigurationSync() { return Object.assign(new Configuration(), this.#configuration); }

  getOverrideConfiguration() { return this.getConfigurationSync(); }

  getDeviceCapabilitySync() { return new DeviceCapability(); }

  /** @param {any[]} given */
  getConfiguration(...given) { return host.threeForms(given, 0, () => this.getConfigurationSync()); }

  /** @param {any[]} given */
  getDeviceCapability(...given) { return host.threeForms(given, 0, () => this.getDeviceCapabilitySync()); }

  /** @param {unknown} [configuration] */
  getOverrideResourceManager(configuration) {
    if (configuration !== undefined && (typeof configuration !== 'object' || configuration === null)) {
      throw parameterError('The configuration must be an object.');
    }
    return new ResourceManager(this.#module, Object.assign(this.getConfigurationSync(), configuration));
  }

  /** @param {unknown} configuration */
  updateOverrideConfiguration(configuration) {
    if (typeof configuration !== 'object' || configuration === null) throw parameterError('The configuration must be an object.');
    this.#configuration = Object.assign(this.getConfigurationSync(), configuration);
  }

  /** @param {unknown} [withSystem] */
  getLocales(withSystem) {
    if (withSystem !== undefined && typeof withSystem !== 'boolean') throw parameterError('The parameter must be a boolean.');
    if (withSystem) host.notEmulated("the locales of the system's resources")();
    return host.call('resources.locales', this.#module);
  }

  /** @param {unknown} id */
  getResourceName(id) {
    const full = nameOf(checkedId(id));
    return full === undefined ? host.call('resources.nameOf', this.#module, id) : full.split('.').slice(2).join('.');
  }

  /** @param {unknown} path */
  isRawDir(path) { return host.call('resources.rawIsFolder', this.#module, checkedText(path)); }

  release() {}
}

/**
 * Define the callback and promise form under `name`, the synchronous one under `${name}Sync`.
 * @param {string} name @param {(this: ResourceManager, ...given: any[]) => () => unknown} prepare
 * @param {{ sync?: string | null, async?: boolean }} [forms]
 */
function define(name, prepare, { sync = `${name}Sync`, async = true } = {}) {
  const target = /** @type {any} */ (ResourceManager.prototype);
  if (sync) {
    Object.defineProperty(target, sync, {
      configurable: true, writable: true,
      /** @this {ResourceManager} @param {any[]} given */
      value(...given) { return prepare.apply(this, given)(); },
    });
  }
  if (async) {
    Object.defineProperty(target, name, {
      configurable: true, writable: true,
      /** @this {ResourceManager} @param {any[]} given */
      value(...given) { return host.threeForms(given, given.length - 1, prepare.apply(this, given)); },
    });
  }
}

/** Names of the methods that ask by number or object, and of the ones that ask by name. */
const SIMPLE = /** @type {[string, string[], string, { sync?: string | null, async?: boolean }][]} */ ([
  ['getStringArrayValue', ['strarray'], 'getStringArrayByName', {}],
  ['getColor', ['color'], 'getColorByName', {}],
  ['getBoolean', ['boolean'], 'getBooleanByName', { async: false, sync: null }],
  ['getNumber', ['integer', 'float'], 'getNumberByName', { async: false, sync: null }],
  ['getInt', ['integer'], 'getIntByName', { async: false, sync: null }],
  ['getDouble', ['float'], 'getDoubleByName', { async: false, sync: null }],
  ['getSymbol', ['symbol'], 'getSymbolByName', { async: false, sync: null }],
]);
for (const [byId, kinds, byName, forms] of SIMPLE) {
  const onlySync = forms.async === false;
  define(byId, function (given) {
    const key = reference(given);
    return () => value(this, kinds, 'id', key);
  }, onlySync ? { sync: byId, async: false } : forms);
  define(byName, function (given) {
    const key = checkedText(given);
    return () => value(this, kinds, 'name', key);
  }, onlySync ? { sync: byName, async: false } : forms);
}
define('getStringArray', function (given) {
  const key = reference(given);
  return () => value(this, ['strarray'], 'id', key);
}, { sync: null });

/** @param {unknown[]} given what comes after the resource @returns {any[]} without the callback */
const plain = (given) => given.filter((item) => typeof item !== 'function');

/** @param {string} text @param {any[]} values @param {number} error */
function filledIn(text, values, error) {
  if (values.length === 0) return text;
  if (!values.every((item) => typeof item === 'string' || typeof item === 'number')) throw parameterError('Arguments are strings and numbers.');
  const result = formatted(text, values);
  if (result === undefined) throw businessError(error, 'The arguments do not fit the placeholders of the text.');
  return result;
}

for (const name of ['getString', 'getStringValue']) {
  define(name, function (given, ...values) {
    const key = reference(given);
    return () => filledIn(value(this, ['string'], 'id', key), plain(values), ID_FORMAT_ERROR);
  }, { sync: name === 'getString' ? 'getStringSync' : null });
}
define('getStringByName', function (given, ...values) {
  const key = checkedText(given);
  return () => filledIn(value(this, ['string'], 'name', key), plain(values), NAME_FORMAT_ERROR);
});

/** @param {ResourceManager} manager @param {'id' | 'name'} by @param {string | number} key @param {number} number */
function pluralForm(manager, by, key, number) {
  const forms = value(manager, ['plural'], by, key);
  const { locale } = manager.getConfigurationSync();
  const text = forms[new Intl.PluralRules(locale.replaceAll('_', '-')).select(number)] ?? forms.other;
  if (text === undefined) throw businessError(by === 'id' ? 9001002 : 9001004, 'The plural has no form for this number.');
  return text;
}

/**
 * @param {string} name @param {'id' | 'name'} by @param {{ sync?: string | null, async?: boolean }} forms
 * @param {boolean} fillsNumber the old forms put the number itself in
 */
function definePlural(name, by, forms, fillsNumber) {
  define(name, function (given, number, ...values) {
    const key = by === 'id' ? reference(given) : checkedText(given);
    const count = checkedNumber(number);
    return () => {
      const text = pluralForm(this, by, key, count);
      return filledIn(text, fillsNumber ? [Math.trunc(count)] : plain(values), by === 'id' ? ID_FORMAT_ERROR : NAME_FORMAT_ERROR);
    };
  }, forms);
}
definePlural('getPluralString', 'id', { sync: null }, true);
definePlural('getPluralStringValue', 'id', {}, true);
definePlural('getPluralStringByName', 'name', {}, true);
for (const kind of ['Int', 'Double']) {
  definePlural(`get${kind}PluralStringValueSync`, 'id', { sync: `get${kind}PluralStringValueSync`, async: false }, false);
  definePlural(`get${kind}PluralStringByNameSync`, 'name', { sync: `get${kind}PluralStringByNameSync`, async: false }, false);
}

/** @param {string} name @param {'id' | 'name'} by @param {boolean} asText @param {{ sync?: string | null }} [forms] */
function defineMedia(name, by, asText, forms) {
  define(name, function (given, density) {
    const key = by === 'id' ? reference(given) : checkedText(given);
    const wanted = checkedDensity(density);
    return () => host.call('resources.media', moduleOf(this), by, key, wanted, overrideOf(this), asText);
  }, forms);
}
defineMedia('getMedia', 'id', false, { sync: null });
defineMedia('getMediaContent', 'id', false);
defineMedia('getMediaByName', 'name', false);
defineMedia('getMediaBase64', 'id', true, { sync: null });
defineMedia('getMediaContentBase64', 'id', true);
defineMedia('getMediaBase64ByName', 'name', true);

for (const [names, work] of /** @type {[string[], string][]} */ ([
  [['getRawFileContent', 'getRawFile'], 'resources.rawContent'],
  [['getRawFileList'], 'resources.rawNames'],
  [['getRawFd', 'getRawFileDescriptor'], 'resources.rawOpen'],
  [['closeRawFd', 'closeRawFileDescriptor'], 'resources.rawClose'],
])) {
  for (const name of names) {
    define(name, function (given) {
      const path = checkedText(given);
      return () => host.call(work, moduleOf(this), path) ?? undefined;
    }, name === names[0] ? {} : { sync: null });
  }
}
for (const name of ['getDrawableDescriptor', 'getDrawableDescriptorByName', 'addResource', 'removeResource']) {
  Object.defineProperty(ResourceManager.prototype, name, {
    configurable: true, get: () => host.notEmulated(`@ohos.resourceManager.ResourceManager.${name}`),
  });
}

/** @type {Map<string, ResourceManager>} */
const managers = new Map();

/** For contexts: the manager of one of the app's modules. @param {string} moduleName */
exports.managerOf = (moduleName) => {
  const known = managers.get(moduleName) ?? new ResourceManager(moduleName);
  managers.set(moduleName, known);
  return known;
};

const members = { Direction, DeviceType, ScreenDensity, ColorMode, Configuration, DeviceCapability };
Object.assign(exports, members);
exports.default = members;
