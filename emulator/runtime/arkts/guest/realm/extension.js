// The extension object: loading it, calling it, telling how its calls stand. Entered by dispatch only.

const CONTEXT_FACE = 'application.BackupExtensionContext';
const BASE_FACE = '@ohos.application.BackupExtensionAbility';
const DEEPEST_CHAIN = 100;

let entryModule = '';
/** @type {string | null} */
let stageModule = null;
let stageIsCreated = true;
/** @type {any} */
let instance;
/** JSON texts of what the present turn brought, joined by commas. */
let settledCalls = '';
let uncaughtErrors = '';
let presentCall = 'null';
let loadFailure = 'null';
let loadedClass = 'null';
let presentCallId = -1;
/** What a thread does with an error that nobody caught, when it has an owner to tell; answers whether it was told.
 * @type {((error: unknown) => boolean) | undefined} */
let hearUncaught;
/** The app's own observers of such errors; answers whether there was one. A rejection comes with its promise.
 * @type {((origin: string, error: unknown, promise: unknown) => boolean) | undefined} */
let observeUncaught;
/** @type {unknown} */
let rejectedPromise;

/**
 * @param {string} list
 * @param {string} item
 * @returns {string}
 */
function joined(list, item) {
  return list === '' ? item : `${list},${item}`;
}

/**
 * @param {'throw' | 'rejection' | 'timer'} origin
 * @param {unknown} error
 */
function reportUncaught(origin, error) {
  if (origin !== 'rejection' && hearUncaught && hearUncaught(error)) return;
  const described = describeError(error);
  const isObserved = observeUncaught !== undefined && observeUncaught(origin, error, rejectedPromise);
  uncaughtErrors = joined(uncaughtErrors, `{"origin":"${origin}","error":${described},"observed":${isObserved}}`);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isConstructor(value) {
  if (typeof value !== 'function') return false;
  try {
    construct(RealError, [], value);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} stage
 * @param {unknown} error
 */
function failLoad(stage, error) {
  loadFailure = `{"stage":"${stage}","error":${describeError(error)}}`;
}

/**
 * JSON of what the class is: the names of its parents up to the platform's base class, and the methods on the way
 * there. Looks only, so that no code of the app runs.
 * @param {object} made
 * @returns {string}
 */
function describeClass(made) {
  const base = requireSystem(BASE_FACE).default.prototype;
  /** @type {string[]} */
  const parents = [];
  /** @type {string[]} */
  const methods = [];
  /** @type {object | null} */
  let owner = made;
  let depth = 0;
  while (owner && owner !== base && owner !== objectPrototype && depth < DEEPEST_CHAIN) {
    const keys = ownKeys(owner);
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      const found = getOwnPropertyDescriptor(owner, key);
      if (typeof key === 'string' && found && typeof found.value === 'function' && key !== 'constructor') {
        defineProperty(methods, methods.length, { value: key, enumerable: true });
      }
    }
    const maker = owner === made ? undefined : getOwnPropertyDescriptor(owner, 'constructor');
    const name = maker && typeof maker.value === 'function' ? getOwnPropertyDescriptor(maker.value, 'name') : undefined;
    if (name && typeof name.value === 'string') {
      defineProperty(parents, parents.length, { value: name.value, enumerable: true });
    }
    owner = getPrototypeOf(owner);
    depth += 1;
  }
  return stringifyJson(withoutPrototype({ parents, methods, extends_base: owner === base }));
}

/**
 * Start the module's ability stage, as a process does before it makes its first extension (ability_ability_runtime
 * ohos_application.cpp:AddAbilityStage, js_ability_stage.cpp:LoadModule, OnCreate). A module without a class is passed
 * over; what its code throws is an uncaught error of the process.
 */
function startStage() {
  if (stageModule === null) return;
  loading += 1;
  let made;
  try {
    const type = requireModule(stageModule).default;
    if (!isConstructor(type)) return;
    made = construct(type, []);
    made.context = requireSystem(CONTEXT_FACE).createStageContext();
  } catch (error) {
    reportUncaught('throw', error);
    return;
  } finally {
    loading -= 1;
  }
  try {
    if (stageIsCreated && typeof made.onCreate === 'function') made.onCreate();
  } catch (error) {
    reportUncaught('throw', error);
  }
}

function load() {
  startStage();
  let exported;
  try {
    if (instantiate(entryModule) === undefined) throw recordNotEmulated('missing', entryModule);
    exported = requireModule(entryModule);
  } catch (error) {
    failLoad('module', error);
    return;
  }
  let type;
  try {
    type = exported.default;
    if (!isConstructor(type)) throw new RealTypeError(`${entryModule} has no default export that is a class`);
  } catch (error) {
    failLoad('export', error);
    return;
  }
  loading += 1;
  try {
    const made = construct(type, []);
    made.context = requireSystem(CONTEXT_FACE).createContext(hostObject);
    instance = made;
    loadedClass = describeClass(made);
  } catch (error) {
    failLoad('constructor', error);
  } finally {
    loading -= 1;
  }
}

/**
 * @param {number} id
 * @param {string} method
 * @param {string} state
 * @param {string} result `"value":…` or `"error":…`, or nothing
 */
function settle(id, method, state, result) {
  const call = `{"id":${id},"method":${stringifyJson(method)},"state":"${state}"${result}}`;
  if (id === presentCallId) presentCall = call;
  else settledCalls = joined(settledCalls, call);
}

/**
 * Call a method of the instance (ext_backup_js.cpp:InvokeJsMethod): `this` is the instance, no method is "missing".
 * @param {number} id
 * @param {string} method
 * @param {unknown[]} values
 */
function callMethod(id, method, values) {
  presentCallId = id;
  let result;
  try {
    const found = instance[method];
    if (typeof found !== 'function') {
      settle(id, method, 'missing', '');
      return;
    }
    result = apply(found, instance, values);
  } catch (error) {
    settle(id, method, 'threw', `,"error":${describeError(error)}`);
    return;
  }
  if (!isPromise(result)) {
    settle(id, method, 'returned', `,"value":${describeValue(result)}`);
    return;
  }
  settle(id, method, 'pending', '');
  follow(id, method, result);
}

/**
 * Hear how a promise ends. The framework uses the promise's own `then` and `catch`; when either cannot be called it
 * never hears anything (ext_backup_js.cpp:CallPromise).
 * @param {number} id
 * @param {string} method
 * @param {any} promise
 */
function follow(id, method, promise) {
  try {
    const { then } = promise;
    if (typeof then !== 'function' || typeof promise.catch !== 'function') return;
    const resolved = (/** @type {unknown} */ value) =>
      settle(id, method, 'resolved', `,"value":${describeValue(value)}`);
    const rejected = (/** @type {unknown} */ error) =>
      settle(id, method, 'rejected', `,"error":${describeError(error)}`);
    apply(then, promise, [resolved, rejected]);
  } catch (error) {
    reportUncaught('throw', error);
  }
}

/**
 * @param {string | undefined} others JSON of what the other threads say
 * @returns {string} JSON of what the turn brought
 */
function answer(others) {
  const next = earliestTimer();
  let due = next ? next.due : null;
  if (others !== undefined) {
    const told = parseJson(others);
    if (told.uncaught !== '') uncaughtErrors = joined(uncaughtErrors, told.uncaught);
    if (told.due !== null) due = due === null ? told.due : min(due, told.due);
  }
  const text =
    `["a",{"failure":${loadFailure},"class":${loadedClass},"call":${presentCall},"settled":[${settledCalls}],` +
    `"uncaught":[${uncaughtErrors}],"next":${due}},${virtualNow}]`;
  presentCall = 'null';
  loadFailure = 'null';
  loadedClass = 'null';
  settledCalls = '';
  uncaughtErrors = '';
  presentCallId = -1;
  return text;
}

/**
 * @param {string} order
 * @param {any} detail
 * @param {number} time
 * @returns {string}
 */
function dispatch(order, detail, time) {
  if (time > virtualNow) virtualNow = time;
  switch (order) {
    case 'load':
      load();
      return '';
    case 'call': {
      const values = parseJson(detail);
      callMethod(values[0], values[1], values[2]);
      return '';
    }
    case 'timer':
      return runDueTimer(time) ? 'more' : '';
    case 'promise':
      rejectedPromise = detail;
      return '';
    case 'rejection':
      reportUncaught('rejection', detail);
      rejectedPromise = undefined;
      return '';
    case 'due': {
      const next = earliestTimer();
      return next ? `${next.due}` : '';
    }
    case 'uncaught': {
      const errors = uncaughtErrors;
      uncaughtErrors = '';
      return errors;
    }
    default:
      return answer(detail);
  }
}

/** @param {Record<string, unknown>} own */
function defineGlobals(own) {
  const names = Object.keys(own);
  for (const name of names) {
    defineProperty(globalThis, name, { value: own[name], writable: true, enumerable: false, configurable: true });
  }
}

/**
 * Make this realm a device's: called once, before any app code, with the bridge functions one by one.
 * @param {Bridge['send']} sendMessage
 * @param {Bridge['takeBytes']} takeReplyBytes
 * @param {Bridge['instantiate']} instantiateModule
 * @param {Bridge['importsOf']} moduleImports
 * @param {Bridge['instantiateFace']} instantiateFace
 * @param {Bridge['isPromise']} promiseTest
 * @param {Bridge['isError']} errorTest
 * @param {Bridge['isProxy']} proxyTest
 * @param {Bridge['thread']} threadOrder
 * @param {string} main
 * @param {string} configuration
 * @param {number} thread
 * @param {string} role
 */
function boot(
  sendMessage,
  takeReplyBytes,
  instantiateModule,
  moduleImports,
  instantiateFace,
  promiseTest,
  errorTest,
  proxyTest,
  threadOrder,
  main,
  configuration,
  thread,
  role,
) {
  bridgeSend = sendMessage;
  bridgeTakeBytes = takeReplyBytes;
  bridgeInstantiate = instantiateModule;
  bridgeImportsOf = moduleImports;
  bridgeInstantiateFace = instantiateFace;
  bridgeIsPromise = promiseTest;
  bridgeIsError = errorTest;
  bridgeIsProxy = proxyTest;
  bridgeThread = threadOrder;
  mainScript = main;
  const given = parseJson(configuration);
  const { entry, stage, now, seed, environment, parent } = given;
  entryModule = entry;
  stageModule = stage;
  stageIsCreated = given.stageIsCreated;
  standIns = given.standIns;
  virtualNow = now;
  startOfRealm = now;
  seedRandom(seed);
  hostObject = makeHost(environment);
  Math.random = random;
  virtualiseIntl();
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  Reflect.deleteProperty(Atomics, 'waitAsync');
  defineGlobals({
    Date: virtualDate(),
    console: makeConsole(),
    performance: { now: () => readClock() - startOfRealm },
    setTimeout: (/** @type {unknown} */ work, /** @type {unknown} */ delay, /** @type {unknown[]} */ ...values) =>
      startTimer(work, delay, values, false),
    setInterval: (/** @type {unknown} */ work, /** @type {unknown} */ delay, /** @type {unknown[]} */ ...values) =>
      startTimer(work, delay, values, true),
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    queueMicrotask,
    requireNapi,
  });
  addArkUIGlobals();
  if (thread !== 0) beginThread(thread, role, parent);
}

/** @param {() => void} work */
function queueMicrotask(work) {
  if (typeof work !== 'function') throw new RealTypeError('queueMicrotask needs a function');
  const run = () => {
    try {
      work();
    } catch (error) {
      reportUncaught('throw', error);
    }
  };
  apply(promiseThen, apply(promiseResolve, RealPromise, []), [run]);
}
