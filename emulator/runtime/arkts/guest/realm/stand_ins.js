// Stand-ins of the team for what is not emulated (modules/native.py): a module of the program, or functions in Python.
// Whatever they answer is told to the outside, for verdicts rest on it.

/** By name: the id of a module, or for each function in Python whether it answers a promise.
 * @type {Record<string, string | Record<string, boolean>>} */
let standIns = {};
const BYTES_KEY = '$bytes';

/**
 * @param {string} name
 * @returns {boolean}
 */
function hasStandIn(name) {
  return apply(hasOwn, standIns, [name]);
}

/**
 * A native library: `libentry.so`, wherever the import says that it lies.
 * @param {string} specifier
 * @returns {any}
 */
function requireNative(specifier) {
  const parts = apply(splitText, specifier, ['/']);
  const name = hasStandIn(specifier) ? specifier : parts[parts.length - 1];
  if (!hasStandIn(name)) return notEmulated(specifier);
  systemModules[name] ??= withoutPrototype({ exports: standInModule(name, () => notEmulated(specifier)), seen: undefined });
  return systemModules[name].exports;
}

/**
 * The namespace that an import of `name` gives: what the stand-in has, and as not emulated whatever else is asked for.
 * @param {string} name
 * @param {() => any} otherwise
 * @returns {any}
 */
function standInModule(name, otherwise) {
  const found = standIns[name];
  const exported = typeof found === 'string' ? evaluated(name, found) : pythonFunctions(name, found);
  const own = typeof exported.default === 'object' && exported.default !== null ? exported.default : exported;
  /** @type {any} */
  let rest;
  /** @type {Record<string, any>} */
  const wrapped = create(null);
  /** @type {ProxyHandler<any>} */
  const handler = {
    get(target, member) {
      if (typeof member === 'symbol') return reflectGet(target, member);
      if (member === '__esModule') return true;
      if (member === 'default' && typeof exported.default !== 'function') return namespace;
      if (member in exported) return (wrapped[member] ??= told(name, member, exported[member]));
      if (member in own) return (wrapped[member] ??= told(name, member, own[member]));
      if (member === 'then' || member === 'toJSON') return undefined;
      rest ??= otherwise();
      return (rest.default ?? rest)[member];
    },
    has: (_target, member) => member in exported || member in own,
  };
  withoutPrototype(handler);
  const namespace = new RealProxy({}, handler);
  return namespace;
}

/**
 * @param {string} name
 * @param {string} id
 * @returns {any}
 */
function evaluated(name, id) {
  try {
    return requireModule(id);
  } catch (error) {
    tellThrown(name, 'threw', error);
    throw error;
  }
}

/**
 * @param {string} name
 * @param {string} member
 * @param {any} value
 * @returns {any} a function that tells what it answers; any other value as it is
 */
function told(name, member, value) {
  if (typeof value !== 'function') return value;
  const capability = `${name}.${member}`;
  /** @type {ProxyHandler<any>} */
  const handler = {
    apply: (target, self, values) => telling(capability, () => apply(target, self, values)),
    construct: (target, values, type) => telling(`new ${capability}`, () => construct(target, values, type)),
  };
  withoutPrototype(handler);
  return new RealProxy(value, handler);
}

/**
 * @param {string} capability
 * @param {() => any} work
 * @returns {any}
 */
function telling(capability, work) {
  const stack = here();
  let answer;
  try {
    answer = work();
  } catch (error) {
    tellThrown(capability, 'threw', error);
    throw error;
  }
  if (isPromise(answer)) {
    const kept = (/** @type {unknown} */ value) => tell(capability, 'resolved', shownText(value, typeName(value)), stack);
    const broken = (/** @type {unknown} */ error) => tellThrown(capability, 'rejected', error);
    apply(promiseThen, answer, [kept, broken]);
  } else {
    tell(capability, 'returned', shownText(answer, typeName(answer)), stack);
  }
  return answer;
}

/**
 * @param {string} capability
 * @param {'returned' | 'resolved' | 'threw' | 'rejected'} outcome
 * @param {string} text
 * @param {string} stack
 * @param {boolean} [meant]
 */
function tell(capability, outcome, text, stack, meant = true) {
  const facts = `${stringifyJson(capability)},"${outcome}",${stringifyJson(text)},${meant},${stringifyJson(stack)}`;
  send(false, `["s",${facts},${virtualNow}]`);
}

/**
 * An error with a code is meant for the app, as a device's own modules throw them.
 * @param {string} capability
 * @param {'threw' | 'rejected'} outcome
 * @param {any} error
 */
function tellThrown(capability, outcome, error) {
  const meant = !isError(error) || typeof (/** @type {any} */ (error).code) === 'number';
  const stack = isError(error) ? readText(error, 'stack') : here();
  tell(capability, outcome, shownText(error, typeName(error)), stack, meant);
}

/**
 * @param {string} name
 * @param {Record<string, boolean>} functions
 * @returns {Record<string, Function>}
 */
function pythonFunctions(name, functions) {
  /** @type {Record<string, Function>} */
  const made = {};
  const names = ownKeys(functions);
  for (let index = 0; index < names.length; index++) {
    const member = toText(names[index]);
    made[member] = (/** @type {unknown[]} */ ...values) => {
      const last = values.length - 1;
      const called = last >= 0 && typeof values[last] === 'function';
      const sent = packed(called ? values.slice(0, last) : values);
      const work = () => unpacked(call('standIn.call', name, member, sent));
      return called || functions[member] ? threeForms(values, last, work) : work();
    };
  }
  return made;
}

/**
 * A copy of JSON-like values with bytes as Base64.
 * @param {any} value
 * @returns {any}
 */
function packed(value) {
  const { bytesToBase64 } = requireSystem('@ohos.internal.base64');
  return parseJson(
    stringifyJson(value, (_key, item) => {
      if (!findBytes(item) || bytesBuffer === undefined) return typeof item === 'bigint' ? toNumber(item) : item;
      return { [BYTES_KEY]: bytesToBase64(new RealUint8Array(bytesBuffer, bytesOffset, bytesLength)) };
    }),
  );
}

/**
 * The other way round.
 * @param {any} value
 * @returns {any}
 */
function unpacked(value) {
  if (value === null || value === undefined) return undefined;
  const { base64ToBytes } = requireSystem('@ohos.internal.base64');
  return parseJson(stringifyJson(value), (_key, item) =>
    typeof item === 'object' && item !== null && typeof item[BYTES_KEY] === 'string' ? base64ToBytes(item[BYTES_KEY]) : item,
  );
}
