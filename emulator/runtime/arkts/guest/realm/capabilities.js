// What this device does not have: it may be imported, read, extended and passed around; using it throws and is recorded.

/**
 * Tell the outside, with the app's own position, even when the app swallows the error.
 * @param {'native' | 'missing'} kind
 * @param {string} name
 * @returns {Error}
 */
function recordNotEmulated(kind, name) {
  const error = new NotEmulatedError(name);
  send(false, `["n",${stringifyJson(kind)},${stringifyJson(name)},${stringifyJson(here())},${virtualNow}]`);
  return error;
}

/**
 * How many evaluations of modules and constructions of the extension are under way. Static initialisers make objects of
 * classes that no callback may ever need, so making one is no use of it yet; subclassing one and constructing that is,
 * for the methods that it would inherit are not there.
 */
let loading = 0;

/**
 * @param {string} capability
 * @param {Record<string, unknown>} [members] what there is of it
 * @returns {any}
 */
function notEmulated(capability, members) {
  const use = () => {
    throw recordNotEmulated('native', capability);
  };
  /** @param {any} _target @param {any[]} _values @param {Function} type */
  const make = (_target, _values, type) => (loading > 0 && type === standIn ? notEmulated(`new ${capability}`) : use());
  /** @type {Record<string, any>} */
  const parts = create(null);
  /** @type {ProxyHandler<any>} */
  const handler = {
    apply: use,
    construct: make,
    get(target, name) {
      if (name === Symbol.toPrimitive) return use;
      if (typeof name === 'symbol' || name === 'prototype') return reflectGet(target, name);
      if (name === 'then' || name === 'toJSON') return undefined;
      if (name === '__esModule') return true;
      if (apply(hasOwn, target, [name])) return reflectGet(target, name);
      if (name === 'default') return standIn;
      if (members && apply(hasOwn, members, [name])) return members[name];
      return (parts[name] ??= notEmulated(`${capability}.${name}`));
    },
  };
  withoutPrototype(handler);
  const standIn = new RealProxy(constructible(), handler);
  return standIn;
}

/**
 * A class whose body is never entered: it makes the proxy callable, constructible and extensible.
 * @returns {Function}
 */
function constructible() {
  return function () {};
}

/**
 * A module that was not found. Importing it does no harm; reading anything from it does.
 * @param {string} id `missing:<specifier>`, or the id of a file that cannot be parsed
 * @returns {any}
 */
function missingModule(id) {
  /** @type {ProxyHandler<any>} */
  const handler = {
    get(target, name) {
      if (name === '__esModule') return true;
      if (typeof name === 'symbol' || name === 'then') return undefined;
      throw recordNotEmulated('missing', id);
    },
  };
  withoutPrototype(handler);
  return new RealProxy(create(null), handler);
}

/**
 * A module that is evaluated when something is first read from it (`import lazy`).
 * @param {() => any} load
 * @returns {any}
 */
function lazyModule(load) {
  /** @type {ProxyHandler<any>} */
  const handler = {
    get: (_target, name) => (name === '__esModule' ? true : reflectGet(load(), name)),
    has: (_target, name) => name in load(),
    ownKeys: () => ownKeys(load()),
    getOwnPropertyDescriptor(_target, name) {
      const exported = load();
      if (!apply(hasOwn, exported, [name])) return undefined;
      return { value: exported[name], writable: true, enumerable: true, configurable: true };
    },
    set: () => false,
  };
  withoutPrototype(handler);
  return new RealProxy({}, handler);
}
