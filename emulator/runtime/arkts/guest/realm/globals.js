// Names of the global scope that nobody defined: ArkUI's, which every module may use without an import.
//
// They are looked up by a proxy behind the global object, so a start that uses none of them pays nothing. A name that
// ArkUI does not know either is a ReferenceError, as on a device.

const GLOBALS_FACE = '@ohos.internal.globals';
/** @type {((name: string) => unknown) | undefined} */
let lookupGlobal;

/**
 * @param {string | symbol} name
 * @returns {unknown} undefined for a name that the device has not either
 */
function arkuiGlobal(name) {
  if (typeof name !== 'string') return undefined;
  lookupGlobal ??= requireSystem(GLOBALS_FACE).lookup;
  return lookupGlobal?.(name);
}

/** Called once, after the realm's own globals are defined. */
function addArkUIGlobals() {
  const behind = /** @type {object} */ (getPrototypeOf(globalThis));
  /** @type {ProxyHandler<any>} */
  const handler = {
    has: (target, name) => name in target || arkuiGlobal(name) !== undefined,
    get: (target, name, receiver) => (name in target ? reflectGet(target, name, receiver) : arkuiGlobal(name)),
  };
  withoutPrototype(handler);
  setPrototypeOf(globalThis, new RealProxy(behind, handler));
}
