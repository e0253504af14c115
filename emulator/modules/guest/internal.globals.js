// The global scope beyond ECMAScript: `lookup(name)` answers what ArkUI puts there, undefined for a name it does not know.
//
// AppStorage and LocalStorage are real (interface_sdk-js api/@internal/component/ets/common_ts_ets_api.d.ts;
// arkui_ace_engine state_mgmt/src/lib/sdk/local_storage.ts, app_storage.ts), `$r` and `$rawfile` make the records that
// the build makes of them (developtools_ace_ets2bundle process_ui_syntax.ts:processResourceData). The rest is ArkUI's:
// it may be read and passed around.

const { names, capabilities } = require('@ohos.internal.global-names');
const { idOf } = require('@ohos.internal.resource-ids');

const ABSENT_VALUES_SINCE = 12;
/** @type {Record<string, number>} pre_define.ts:RESOURCE_TYPE */
const RESOURCE_TYPES = {
  color: 10001, float: 10002, string: 10003, plural: 10004, boolean: 10005, intarray: 10006, integer: 10007,
  pattern: 10008, strarray: 10009, media: 20000, rawfile: 30000, symbol: 40000,
};

/** @param {unknown} value */
const isAbsent = (value) => value === undefined || value === null;

class Property {
  /** @type {unknown} */ #value;
  /** Links and props that were made of it and not given up. */
  subscribers = 0;

  /** @param {unknown} value */
  constructor(value) { this.#value = value; }

  get() { return this.#value; }

  /** @param {unknown} value */
  set(value) { this.#value = value; }
}

/** What link, prop and ref hand out. */
class Subscription {
  /** @type {string} */ #name;
  /** @type {Property} */ #source;
  /** @type {{get: () => unknown, set: (value: any) => void} | undefined} */ #own;
  #open = true;

  /** @param {string} name @param {Property} source @param {boolean} isCopy its own value, as `prop` has it */
  constructor(name, source, isCopy) {
    this.#name = name;
    this.#source = source;
    this.#own = isCopy ? new Property(source.get()) : undefined;
    source.subscribers += 1;
  }

  get() { return (this.#own ?? this.#source).get(); }

  /** @param {unknown} value */
  set(value) { (this.#own ?? this.#source).set(value); }

  info() { return this.#name; }

  aboutToBeDeleted() {
    if (this.#open) this.#source.subscribers -= 1;
    this.#open = false;
  }
}

class LocalStorage {
  /** @type {Map<string, Property>} */ #properties = new Map();

  /** @param {Record<string, unknown>} [initial] */
  constructor(initial = {}) {
    for (const name of Object.keys(initial)) this.setOrCreate(name, initial[name]);
  }

  /** @param {unknown} value */
  #accepts(value) { return host.environment.api >= ABSENT_VALUES_SINCE || !isAbsent(value); }

  /** @param {string} name @param {boolean} isCopy */
  #subscribe(name, isCopy) {
    const found = this.#properties.get(name);
    return found && new Subscription(name, found, isCopy);
  }

  /** @param {string} name @param {unknown} value @param {boolean} isCopy */
  #createAndSubscribe(name, value, isCopy) {
    if (!this.#properties.has(name) && !this.setOrCreate(name, value)) return undefined;
    return this.#subscribe(name, isCopy);
  }

  /** @param {string} name */
  has(name) { return this.#properties.has(name); }

  /** @param {string} name */
  get(name) { return this.#properties.get(name)?.get(); }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    const found = this.#properties.get(name);
    if (!found || !this.#accepts(value)) return false;
    found.set(value);
    return true;
  }

  /** @param {string} name @param {unknown} value */
  setOrCreate(name, value) {
    if (!this.#accepts(value)) return false;
    if (!this.set(name, value)) this.#properties.set(name, new Property(value));
    return true;
  }

  /** @param {string} name */
  ref(name) { return this.#subscribe(name, false); }
  /** @param {string} name @param {unknown} value */
  setAndRef(name, value) { return this.#createAndSubscribe(name, value, false); }
  /** @param {string} name */
  link(name) { return this.#subscribe(name, false); }
  /** @param {string} name @param {unknown} value */
  setAndLink(name, value) { return this.#createAndSubscribe(name, value, false); }
  /** @param {string} name */
  prop(name) { return this.#subscribe(name, true); }
  /** @param {string} name @param {unknown} value */
  setAndProp(name, value) { return this.#createAndSubscribe(name, value, true); }

  /** @param {string} name */
  delete(name) { return !this.#properties.get(name)?.subscribers && this.#properties.delete(name); }

  keys() { return this.#properties.keys(); }

  size() { return this.#properties.size; }

  clear() {
    for (const property of this.#properties.values()) if (property.subscribers > 0) return false;
    this.#properties.clear();
    return true;
  }

  static getShared = host.notEmulated('LocalStorage.getShared');
  static GetShared = host.notEmulated('LocalStorage.GetShared');
}

const METHODS = /** @type {const} */ ([
  'has', 'get', 'set', 'setOrCreate', 'ref', 'setAndRef', 'link', 'setAndLink', 'prop', 'setAndProp', 'delete', 'keys',
  'size', 'clear',
]);

/** @param {string} text */
const capitalised = (text) => text[0].toUpperCase() + text.slice(1);

/** The storage of the whole process: LocalStorage's methods as static ones, in the new and in the old spelling. */
function appStorage() {
  const shared = new LocalStorage();
  class AppStorage {}
  const made = /** @type {any} */ (AppStorage);
  for (const name of METHODS) {
    const method = (/** @type {any[]} */ ...values) => /** @type {any} */ (shared)[name](...values);
    made[name] = method;
    made[capitalised(name)] = method;
  }
  made.staticClear = made.clear;
  made.IsMutable = () => true;
  return made;
}

for (const name of METHODS) {
  Object.defineProperty(LocalStorage.prototype, capitalised(name), {
    value: LocalStorage.prototype[name], writable: true, enumerable: false, configurable: true,
  });
}

/**
 * PersistentStorage where no UI runs: properties come into AppStorage with their default values, and none is read from
 * the disk or written to it (ace_engine js_persistent.cpp:Get and Set do nothing without a container;
 * state_mgmt persistent_storage.ts:persistProp1).
 * @param {any} appStorage
 */
function persistentStorage(appStorage) {
  /** @type {Map<string, any>} */
  const links = new Map();
  class PersistentStorage {}
  const made = /** @type {any} */ (PersistentStorage);
  made.persistProp = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (links.has(name) || (isAbsent(value) && host.environment.api < ABSENT_VALUES_SINCE)) return;
    const link = appStorage.link(name) ?? appStorage.setAndLink(name, value);
    if (link) links.set(name, link);
  };
  made.persistProps = (/** @type {{ key: string, defaultValue: unknown }[]} */ given) => {
    for (const { key, defaultValue } of given) made.persistProp(key, defaultValue);
  };
  made.deleteProp = (/** @type {string} */ name) => {
    links.get(name)?.aboutToBeDeleted();
    links.delete(name);
  };
  made.keys = () => [...links.keys()];
  for (const name of ['persistProp', 'persistProps', 'deleteProp', 'keys']) made[capitalised(name)] = made[name];
  return made;
}

/** @param {number} id @param {number} type @param {unknown[]} params */
function resource(id, type, params) {
  return { id, type, params, bundleName: host.environment.bundleName, moduleName: host.environment.moduleName };
}

/** @param {unknown} name such as `app.string.title`, `sys.color.x`, or `[module].string.x` @param {unknown[]} params */
function $r(name, ...params) {
  const parts = typeof name === 'string' ? name.trim().split('.') : [];
  const isPlain = parts.length > 0 && !parts[0].startsWith('[') && RESOURCE_TYPES[parts[1]] !== undefined;
  return isPlain ? resource(idOf(parts.join('.')), RESOURCE_TYPES[parts[1]], params) : resource(-1, -1, [name, ...params]);
}

/** @param {unknown} name a path below resources/rawfile */
function $rawfile(name) {
  return resource(typeof name === 'string' && !name.startsWith('[') ? 0 : -1, RESOURCE_TYPES.rawfile, [name]);
}

/** No UI instance exists here to have a context (ace_engine jsi_context_module.cpp:GetContext). */
function getContext() { return undefined; }

const capable = new Set(capabilities);
/** The device has what interface_sdk-js device-define says of the type "default". @param {unknown} name */
const canIUse = (name) => capable.has(name);

const known = new Map(names.map((/** @type {string} */ name) => [name, undefined]));
const shared = appStorage();
/** @type {Record<string, unknown>} */
const real = { $r, $rawfile, AppStorage: shared, PersistentStorage: persistentStorage(shared), LocalStorage, getContext, canIUse };

/** @param {string} name */
exports.lookup = (name) => {
  if (!known.has(name)) return undefined;
  const value = known.get(name) ?? (Object.hasOwn(real, name) ? real[name] : host.notEmulated(name));
  known.set(name, value);
  return value;
};
