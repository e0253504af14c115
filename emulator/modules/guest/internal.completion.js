// The end of every face: known members that are not emulated, and what this device's version does not have.

/** @typedef {{since?: number, default?: number, members?: Record<string, number>, named?: Record<string, number>, enums?: Record<string, object>}} Listing */

const { api } = host.environment;

/**
 * What an import binds when the device cannot load the module: it may be imported; reading from it is a ReferenceError
 * (arkui_napi native_engine/impl/ark/ark_native_engine.cpp:RequireNapi makes the object, ets_runtime
 * ecmascript/js_object.cpp:JSObject::GetProperty throws). Every binding is that object, whichever name was imported
 * (ecmascript/module/js_module_source_text.cpp:ResolveNativeOrCjsExport).
 * @param {string} message
 * @param {() => void} [told] called when a binding is read
 */
function failedModule(message, told) {
  const failure = new Proxy(Object.create(null), {
    get(_target, name) {
      if (typeof name === 'symbol') return undefined;
      throw new ReferenceError(message);
    },
  });
  return new Proxy(Object.create(null), {
    get(_target, name) {
      if (name === '__esModule') return true;
      if (typeof name === 'symbol' || name === 'then') return undefined;
      told?.();
      return failure;
    },
  });
}

/**
 * @param {any} target
 * @param {string} name
 */
const has = (target, name) => name in target && !(name in Object.prototype && !Object.hasOwn(target, name));

/**
 * Give `target` the members of `versions` that this device has and the face lacks; take away those it does not have.
 * @param {string} module
 * @param {any} target
 * @param {Record<string, number>} versions
 * @param {Record<string, object>} enums
 */
function settle(module, target, versions, enums) {
  for (const name in versions) {
    if (versions[name] > api) {
      Reflect.deleteProperty(target, name);
    } else if (!has(target, name)) {
      /** @type {any} */
      let value = enums[name];
      const get = () => (value ??= host.notEmulated(`${module}.${name}`));
      Reflect.defineProperty(target, name, { get, enumerable: true, configurable: true });
    }
  }
}

/**
 * @param {{exports: any, seen?: any}} module of the face that was just evaluated, or that has none
 * @param {string} name
 * @param {Listing} listing
 */
exports.complete = (module, name, { since = 0, default: own, members, named = {}, enums = {} }) => {
  if (since > api) {
    module.seen = failedModule(`the module ${name} cannot be loaded: it came with API version ${since}, this device has ${api}`);
    return;
  }
  const { exports: exported } = module;
  if (members) {
    exported.default ??= {};
    settle(name, exported.default, members, enums);
    for (const member in members) if (members[member] > api) Reflect.deleteProperty(exported, member);
  } else if (own !== undefined && own <= api && !Object.hasOwn(exported, 'default')) {
    const standIn = host.notEmulated(name);
    Reflect.defineProperty(exported, 'default', { value: standIn, enumerable: true, configurable: true });
  }
  settle(name, exported, named, enums);
};

/**
 * A module that no SDK has. It may still be one that devices keep to themselves, so that its use is told, too.
 * @param {{exports: any}} module
 * @param {string} name
 */
exports.refuse = (module, name) => {
  module.exports = failedModule(`the module ${name} cannot be loaded: there is none of this name`, () => {
    try {
      host.notEmulated(name)();
    } catch {
      // Recorded; what the app sees is the error of a device that does not have the module.
    }
  });
};
