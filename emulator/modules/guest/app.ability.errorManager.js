// @ohos.app.ability.errorManager (ability_ability_runtime frameworks/js/napi/app/error_manager/js_error_manager.cpp): an
// app's own observers of what nobody caught. With one of them, or a default handler, such an Error does not end the
// process (application_data_manager.cpp:NotifyUncaughtException). Loops that hang and freezes do not come in virtual
// time: their observers are taken and never called.

const { businessError } = require('@ohos.internal.arguments');

const MODULE = '@ohos.app.ability.errorManager';
const PARAMETER_ERROR = 401;
const INVALID_CALLER = 16200001;
const INVALID_ID = 16000003;
const OBSERVER_NOT_FOUND = 16300004;
const MAIN = 0;

/** @type {Map<number, any>} */
const observers = new Map();
/** By the name of the event, the functions in the order of their registration. @type {Record<string, Function[]>} */
const listeners = { unhandledRejection: [], globalUnhandledRejectionDetected: [], globalErrorOccurred: [], freeze: [], loopObserver: [] };
/** @type {Function | undefined} */
let defaultHandler;
let serialNumber = 0;

/** @param {string} detail */
const refused = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** What an observer throws reaches nobody (js_error_manager.cpp:CallJsFunction). @param {() => void} call */
function quietly(call) {
  try {
    call();
  } catch (error) {
    host.log('error', '0x0000', 'errorManager', `an observer threw: ${error}`);
  }
}

/** @param {any} error @returns {Record<string, unknown>} */
function described(error) {
  const { name, message, stack } = error;
  return stack ? { name, message, stack } : { name, message };
}

/** uncaught_exception_callback.cpp:CallbackTask @param {any} error */
function summary({ name, message, code, stack }) {
  return `Error name:${name}\nError message:${message}\n${code === undefined ? '' : `Error code:${code}\n`}Stacktrace:\n${stack}`;
}

/** @param {any} error */
function onError(error) {
  if (!(observers.size || listeners.globalErrorOccurred.length || defaultHandler) || !error?.stack) return false;
  for (const observer of [...observers.values()]) quietly(() => observer?.onUnhandledException?.(summary(error)));
  for (const observer of [...observers.values()]) quietly(() => observer?.onException?.(described(error)));
  const handler = defaultHandler;
  if (handler) quietly(() => handler(described(error)));
  for (const listener of [...listeners.globalErrorOccurred]) {
    quietly(() => listener({ ...described(error), instanceName: '', instanceType: MAIN }));
  }
  return true;
}

/** @param {any} reason @param {any} promise */
function onRejection(reason, promise) {
  const { unhandledRejection, globalUnhandledRejectionDetected } = listeners;
  for (const listener of [...unhandledRejection]) quietly(() => listener(reason, promise));
  for (const listener of [...globalUnhandledRejectionDetected]) {
    quietly(() => listener({ ...described(reason ?? {}), instanceName: '', instanceType: MAIN }));
  }
  return unhandledRejection.length + globalUnhandledRejectionDetected.length > 0;
}

function begin() {
  if (host.threads.number !== MAIN) host.notEmulated(`${MODULE} in a thread of its own`)();
  host.threads.observeUncaught((origin, error, promise) => (origin === 'rejection' ? onRejection(error, promise) : onError(error)));
}

/** @param {string} type @param {unknown} listener */
function listen(type, listener) {
  if (typeof listener !== 'function') throw refused('Parse observer failed, must be a function.');
  listeners[type] = [...listeners[type].filter((known) => known !== listener), listener];
}

/** @param {any[]} args */
function on(...args) {
  begin();
  const [type, second, third] = args;
  if (type === 'loopObserver') {
    if (typeof second !== 'number' || second < 0) throw refused('Parse timeout failed, must be a positive number.');
    if (typeof third !== 'object' || third === null) throw refused('Parse observer failed, must be a LoopObserver.');
    listeners.loopObserver = [third];
    return undefined;
  }
  if (Object.hasOwn(listeners, type)) {
    if (args.length !== 2) throw refused('The number of parameters is invalid.');
    return listen(type, second);
  }
  if (type !== 'error' && type !== 'errorEvent') throw refused('Parse type failed, must be a string error.');
  if (args.length < 2) throw refused('Too few parameters.');
  observers.set(serialNumber, second);
  serialNumber += 1;
  return serialNumber - 1;
}

/** @param {any[]} args */
function off(...args) {
  const [type, second] = args;
  if (Object.hasOwn(listeners, type)) {
    if (second !== undefined && type !== 'loopObserver' && !listeners[type].includes(second)) {
      throw businessError(OBSERVER_NOT_FOUND, 'The observer does not exist.');
    }
    listeners[type] = second === undefined || type === 'loopObserver' ? [] : listeners[type].filter((known) => known !== second);
    return undefined;
  }
  if (type === 'errorEvent') {
    if (typeof second !== 'number') throw refused('Parse observerId failed, must be a number.');
    if (!observers.delete(second)) throw businessError(INVALID_ID, 'Input parameter id is invalid.');
    return undefined;
  }
  if (type !== 'error') throw refused('Parse type failed, must be a string error.');
  return host.threeForms(args, 2, () => {
    if (typeof second !== 'number') throw refused('Parse observerId failed, must be a number.');
    if (!observers.delete(second | 0)) throw businessError(INVALID_ID, 'Input parameter id is invalid.');
  });
}

/** @param {unknown} handler @returns {Function | undefined} the former one, to be called on by the new one */
function setDefaultErrorHandler(handler) {
  if (host.threads.number !== MAIN) throw businessError(INVALID_CALLER, 'The caller is invalid.');
  if (handler !== undefined && typeof handler !== 'function') throw refused('Parse handler failed, must be a function.');
  begin();
  const former = defaultHandler;
  defaultHandler = /** @type {Function | undefined} */ (handler);
  return former;
}

const InstanceType = Object.freeze({ MAIN, WORKER: 1, TASKPOOL: 2, CUSTOM: 3 });

exports.default = {
  on,
  off,
  onUnhandledRejection: (/** @type {Function} */ listener) => on('unhandledRejection', listener),
  offUnhandledRejection: (/** @type {Function | undefined} */ listener) => off('unhandledRejection', listener),
  setDefaultErrorHandler,
  InstanceType,
};
