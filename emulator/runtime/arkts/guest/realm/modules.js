// The module loader: modules of the program by id, faces of system modules by name, each evaluated once.

/**
 * @typedef {{own: {exports: any}, failed: boolean, error: unknown}} LoadedModule
 */

/** @type {Record<string, LoadedModule>} */
const loaded = create(null);
/** @type {Record<string, any>} */
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
    return requireTarget(apply(hasOwn, imports, [specifier]) ? imports[specifier] : guessTarget(specifier));
  };
  load.lazy = (/** @type {unknown} */ asked) => lazyModule(() => load(asked));
  return load;
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
  if (apply(startsWith, target, ['system:'])) return requireSystem(apply(sliceText, target, [7]));
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
 * @returns {any}
 */
function requireSystem(asked) {
  let name = toText(asked);
  if (apply(startsWith, name, ['@ohos:'])) name = `@ohos.${apply(sliceText, name, [6])}`;
  const known = systemModules[name];
  if (known !== undefined) return known;
  if (hasStandIn(name)) return (systemModules[name] = standInModule(name, () => requireFace(name)));
  return requireFace(name);
}

/**
 * @param {string} name
 * @returns {any}
 */
function requireFace(name) {
  /** @type {Function | string} */
  let body = BROKEN;
  try {
    body = bridgeInstantiateFace(name);
  } catch {
    // As above.
  }
  if (typeof body !== 'function') {
    if (body !== ABSENT) checked(body);
    return (systemModules[name] = notEmulated(name));
  }
  const own = { exports: {} };
  defineProperty(own.exports, '__esModule', withoutPrototype({ value: true }));
  systemModules[name] = own.exports;
  apply(body, undefined, [own.exports, requireSystem, own, hostObject]);
  return (systemModules[name] = own.exports);
}

/**
 * `requireNapi('file.fs')`: how old code and the SDK's own scripts load a native module.
 * @param {unknown} name
 * @returns {any}
 */
function requireNapi(name) {
  const exports = requireSystem(`@ohos.${toText(name)}`);
  return exports.default ?? exports;
}
