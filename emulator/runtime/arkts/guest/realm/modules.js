// The module loader: modules of the program by id, faces of system modules by name, each evaluated once.

/**
 * @typedef {{own: {exports: any}, failed: boolean, error: unknown}} LoadedModule
 */

/** @type {Record<string, LoadedModule>} */
const loaded = create(null);
/** Records without prototype: `exports` as other faces see a module, `seen` as the app does when that differs.
 * @type {Record<string, {exports: any, seen?: any}>} */
const systemModules = create(null);
/** @type {Readonly<Record<string, unknown>>} */
let hostObject = freeze({});

const ABSENT = 'absent';
const SYNTAX = 'syntax:';

/**
 * The exports of a module of the program; a cycle sees the exports as far as they are.
 * @param {string} id
 * @returns {any}
 */
function requireModule(id) {
  const known = loaded[id];
  if (known) {
    if (known.failed) throw known.error;
    return known.own.exports;
  }
  /** @type {LoadedModule} */
  const record = { own: { exports: {} }, failed: false, error: undefined };
  const { own } = record;
  const body = instantiate(id);
  loaded[id] = record;
  if (body === undefined) {
    own.exports = missingModule(id);
    return own.exports;
  }
  loading += 1;
  try {
    const load = makeRequire(id);
    apply(body, undefined, [own.exports, load, own, dynamicImport(load)]);
  } catch (error) {
    record.failed = true;
    record.error = error;
    throw error;
  } finally {
    loading -= 1;
  }
  return own.exports;
}

/**
 * @param {string} id
 * @returns {Function | undefined} undefined when the program has no such module
 */
function instantiate(id) {
  /** @type {Function | string} */
  let body = BROKEN;
  try {
    body = bridgeInstantiate(id);
  } catch {
    // Only a full stack gets here, as in send.
  }
  if (typeof body === 'function') return body;
  if (body === ABSENT) return undefined;
  checked(body);
  throw new RealSyntaxError(`${id}: ${apply(sliceText, body, [SYNTAX.length])}`);
}

/**
 * @param {string} id
 * @returns {Record<string, string>}
 */
function importsOf(id) {
  let text = BROKEN;
  try {
    text = bridgeImportsOf(id);
  } catch {
    // As above.
  }
  return parseJson(checked(text));
}

/**
 * The `require` of one module. `require.lazy` evaluates when something is first read.
 * @param {string} id
 * @returns {any}
 */
function makeRequire(id) {
  const imports = importsOf(id);
  const load = (/** @type {unknown} */ asked) => {
    const specifier = toText(asked);
    if (apply(hasOwn, imports, [specifier])) return requireTarget(imports[specifier]);
    const target = guessTarget(specifier);
    if (apply(startsWith, target, ['system:'])) tellImport(apply(sliceText, target, [7]));
    return requireTarget(target);
  };
  load.lazy = (/** @type {unknown} */ asked) => lazyModule(() => load(asked));
  return load;
}

/**
 * Tell the outside of an import that no one can read off the sources.
 * @param {string} name of a system module
 */
function tellImport(name) {
  send(false, `["i",${stringifyJson(name)},${stringifyJson(here())},${virtualNow}]`);
}

/**
 * Where a specifier leads that the compiler did not see, as in `import(name)`.
 * @param {string} specifier
 * @returns {string}
 */
function guessTarget(specifier) {
  if (apply(startsWith, specifier, ['@ohos']) || apply(startsWith, specifier, ['@kit.'])) return `system:${specifier}`;
  if (apply(endsWith, specifier, ['.so'])) return `native:${specifier}`;
  return `missing:${specifier}`;
}

/**
 * @param {string} target a module id, or `system:`, `native:`, `missing:` and a name
 * @returns {any}
 */
function requireTarget(target) {
  if (apply(startsWith, target, ['system:'])) return requireSystem(apply(sliceText, target, [7]), true);
  if (apply(startsWith, target, ['native:'])) return requireNative(apply(sliceText, target, [7]));
  return requireModule(target);
}

/**
 * `import(specifier)` of compiled code that kept it.
 * @param {(specifier: unknown) => any} load
 * @returns {(specifier: unknown) => Promise<any>}
 */
function dynamicImport(load) {
  return async (specifier) => load(specifier);
}

/**
 * @param {unknown} asked such as `@ohos.file.fs`, `@ohos:file.fs` or `@kit.CoreFileKit`
 * @param {boolean} [asApp] for the app, which sees what the device's version has
 * @returns {any}
 */
function requireSystem(asked, asApp) {
  let name = toText(asked);
  if (apply(startsWith, name, ['@ohos:'])) name = `@ohos.${apply(sliceText, name, [6])}`;
  const { exports, seen } = systemModules[name] ?? loadSystem(name);
  return asApp && seen !== undefined ? seen : exports;
}

/**
 * @param {string} name
 * @returns {{exports: any, seen?: any}}
 */
function loadSystem(name) {
  if (!hasStandIn(name)) return evaluateFace(name);
  /** @type {{exports: any, seen?: any}} */
  const record = withoutPrototype({ exports: undefined, seen: undefined });
  record.exports = standInModule(name, () => {
    const { exports } = evaluateFace(name);
    systemModules[name] = record;
    return exports;
  });
  return (systemModules[name] = record);
}

/**
 * @param {string} name
 * @returns {{exports: any, seen?: any}}
 */
function evaluateFace(name) {
  /** @type {Function | string} */
  let body = BROKEN;
  try {
    body = bridgeInstantiateFace(name);
  } catch {
    // As above.
  }
  /** @type {{exports: any, seen?: any}} */
  const own = withoutPrototype({ exports: {}, seen: undefined });
  systemModules[name] = own;
  if (typeof body !== 'function') {
    if (body !== ABSENT) checked(body);
    own.exports = notEmulated(name);
    return own;
  }
  defineProperty(own.exports, '__esModule', withoutPrototype({ value: true }));
  apply(body, undefined, [own.exports, requireSystem, own, hostObject]);
  return own;
}

/**
 * `requireNapi('file.fs')`: how old code and the SDK's own scripts load a native module.
 * @param {unknown} name
 * @returns {any}
 */
function requireNapi(name) {
  const module = `@ohos.${toText(name)}`;
  tellImport(module);
  const exports = requireSystem(module, true);
  return exports.default ?? exports;
}

/**
 * Where a concurrent function of the program stands; every thread finds its own one there (compile/exports.cjs).
 * @param {Function} wanted
 * @returns {{module: string, name: string} | undefined}
 */
function concurrentFunction(wanted) {
  const ids = ownNames(loaded);
  for (let index = 0; index < ids.length; index++) {
    const functions = getOwnPropertyDescriptor(loaded[ids[index]].own.exports, '__concurrent')?.value;
    if (functions === undefined) continue;
    const names = ownNames(functions);
    for (let at = 0; at < names.length; at++) {
      if (functions[names[at]] === wanted) return { module: ids[index], name: names[at] };
    }
  }
  return undefined;
}
