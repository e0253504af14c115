// @ohos.worker: threads that an app starts from a file of its own (commonlibrary_ets_utils js_concurrent_module/worker/worker.cpp;
// interface_sdk-js api/@ohos.worker.d.ts). An error that nobody catches in a worker ends it; when its owner has no handler
// either, the error is the owner's own (HostOnErrorInner).

const { businessError } = require('@ohos.internal.arguments');

const { threads } = host;
const MOST_WORKERS = 64;
const INITIALIZATION = 10200003;
const NOT_RUNNING = 10200004;
const SERIALIZATION = 10200006;
const INVALID_PATH = 10200007;
const EXIT_CODE = 1;
const ThreadWorkerPriority = Object.freeze({ HIGH: 0, MEDIUM: 1, LOW: 2, IDLE: 3, DEADLINE: 4, VIP: 5 });
const Priority = Object.freeze({ IMMEDIATE: 1, HIGH: 2, LOW: 3, IDLE: 4 });

const notRunning = () => businessError(NOT_RUNNING, 'The Worker instance is not running, maybe worker is terminated');
/** @param {string} detail */
const parameterError = (detail) => businessError(401, `Parameter error. The input parameters are invalid, ${detail}`);
let running = 0;

/** Handlers by event, and what happens to an event. */
class Listeners {
  /** @type {Map<string, {listener: Function, isOnce: boolean}[]>} */ #lists = new Map();

  /** @param {string} type @param {any} listener @param {boolean} isOnce */
  add(type, listener, isOnce) {
    if (typeof listener !== 'function') throw parameterError('the type of listener must be function.');
    this.#lists.set(type, [...(this.#lists.get(type) ?? []), { listener, isOnce }]);
  }

  /** @param {string} [type] @param {Function} [listener] */
  remove(type, listener) {
    if (type === undefined) this.#lists.clear();
    else this.#lists.set(type, (this.#lists.get(type) ?? []).filter((entry) => listener !== undefined && entry.listener !== listener));
  }

  /** @param {any} owner @param {string} type @param {any} event @param {any} [value] for the handler; the event when absent */
  tell(owner, type, event, value = event) {
    const handler = owner[`on${type}`];
    const list = this.#lists.get(type) ?? [];
    this.#lists.set(type, list.filter((entry) => !entry.isOnce));
    if (typeof handler === 'function') handler.call(owner, value);
    for (const { listener } of list) listener.call(owner, event);
    return typeof handler === 'function' || list.length > 0;
  }
}

/** What both ends of a worker have. */
class Port {
  #listeners = new Listeners();

  /** @param {string} type @param {any} listener */
  on(type, listener) { this.#listeners.add(type, listener, false); }
  /** @param {string} type @param {any} listener */
  once(type, listener) { this.#listeners.add(type, listener, true); }
  /** @param {string} type @param {any} [listener] */
  off(type, listener) { this.#listeners.remove(type, listener); }
  /** @param {string} type @param {any} listener */
  addEventListener(type, listener) { this.#listeners.add(type, listener, false); }
  /** @param {string} type @param {any} [listener] */
  removeEventListener(type, listener) { this.#listeners.remove(type, listener); }
  removeAllListener() { this.#listeners.remove(); }

  /** @param {any} event */
  dispatchEvent(event) {
    if (typeof event?.type !== 'string') throw parameterError('the type of event must be string.');
    return this.#listeners.tell(this, event.type, event);
  }

  /** @param {string} type @param {any} event @param {any} [value] @returns {boolean} whether anybody heard it */
  tell(type, event, value) { return this.#listeners.tell(this, type, { type, timeStamp: host.now(), ...event }, value); }
}

/** @param {number} thread @param {unknown} message @param {any} given buffers that move, or options @param {unknown} copies */
function post(thread, message, given, copies) {
  const transfers = Array.isArray(given) ? given : given?.transfer;
  if (transfers !== undefined && !Array.isArray(transfers)) throw parameterError('the type of transfer list must be array.');
  const reason = threads.post(thread, { kind: 'message', data: message }, transfers ?? [], copies);
  if (reason !== '') throw businessError(SERIALIZATION, `An exception occurred during serialization, ${reason}`);
}

class ThreadWorker extends Port {
  #thread = -1;
  #isRunning = true;

  /** @param {string} script @param {{name?: string, type?: string}} [options] */
  constructor(script, options = {}) {
    super();
    if (typeof script !== 'string') throw parameterError('the type of the first param must be string.');
    if (typeof options !== 'object') throw parameterError('the type of the second param must be object.');
    if (running >= MOST_WORKERS) throw businessError(INITIALIZATION, 'Worker initialization failed, the number of workers exceeds the maximum.');
    const module = threads.workerModule(script);
    if (module === undefined) {
      throw businessError(INVALID_PATH, `The worker file path is invalid, can't find the file: ${script}`);
    }
    running += 1;
    this.#thread = threads.start('worker');
    threads.listen(this.#thread, (message) => this.#hear(message));
    threads.post(this.#thread, { kind: 'begin', module, name: options.name ?? '' });
  }

  /** @param {any} message */
  #hear(message) {
    if (message.kind === 'message') this.tell('message', { data: message.data });
    else if (message.kind === 'close') this.#end();
    else this.#fail(message.event);
  }

  /** @param {any} event */
  #fail(event) {
    const hasAll = typeof (/** @type {any} */ (this).onAllErrors) === 'function';
    const heard = hasAll ? this.#callAll(event) : this.tell('error', event);
    if (!hasAll) this.#end();
    if (!heard) throw event.error;
  }

  /** @param {any} event */
  #callAll(event) {
    /** @type {any} */ (this).onAllErrors({ type: 'error', timeStamp: host.now(), ...event });
    return true;
  }

  #end() {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    running -= 1;
    threads.end(this.#thread);
    setTimeout(() => this.tell('exit', {}, EXIT_CODE), 1);
  }

  #checkRunning() { if (!this.#isRunning) throw notRunning(); }

  /** @param {unknown} message @param {any} [transfer] */
  postMessage(message, transfer) {
    this.#checkRunning();
    post(this.#thread, message, transfer, true);
  }

  /** @param {unknown} message @param {any} [transfer] */
  postMessageWithSharedSendable(message, transfer) {
    this.#checkRunning();
    post(this.#thread, message, transfer, undefined);
  }

  terminate() {
    this.#checkRunning();
    this.#end();
  }

  registerGlobalCallObject() { return host.notEmulated('@ohos.worker.ThreadWorker.registerGlobalCallObject')(); }
  unregisterGlobalCallObject() { return host.notEmulated('@ohos.worker.ThreadWorker.unregisterGlobalCallObject')(); }
}

class RestrictedWorker extends ThreadWorker {}
class Worker extends ThreadWorker {}

/** The worker's own end. */
class WorkerPort extends Port {
  name = '';

  get self() { return globalThis; }

  /** @param {unknown} message @param {any} [transfer] */
  postMessage(message, transfer) { post(threads.parent, message, transfer, true); }
  /** @param {unknown} message @param {any} [transfer] */
  postMessageWithSharedSendable(message, transfer) { post(threads.parent, message, transfer, undefined); }
  /** @param {unknown} message @param {number} _priority @param {any} [transfer] */
  postMessageAtFront(message, _priority, transfer) { this.postMessage(message, transfer); }

  close() { threads.post(threads.parent, { kind: 'close' }); }

  callGlobalCallObjectMethod() { return host.notEmulated('@ohos.worker.ThreadWorkerGlobalScope.callGlobalCallObjectMethod')(); }
}

const workerPort = new WorkerPort();

/** @param {any} error */
function failed(error) {
  const place = /\n\s*at (?:.*\()?([^()\n]+):(\d+):(\d+)\)?/.exec(error?.stack ?? '') ?? [];
  const details = { message: String(error), filename: place[1] ?? '', lineno: Number(place[2] ?? 0), colno: Number(place[3] ?? 0) };
  workerPort.tell('error', { ...details, error });
  if (threads.post(threads.parent, { kind: 'error', event: { ...details, error } }) !== '') {
    threads.post(threads.parent, { kind: 'error', event: { ...details, error: String(error) } });
  }
  return true;
}

/** @param {any} message */
function hear(message) {
  if (message.kind !== 'begin') {
    workerPort.tell('message', { data: message.data });
    return;
  }
  workerPort.name = message.name;
  threads.load(message.module);
}

if (threads.role === 'worker') {
  threads.hearUncaught(failed);
  threads.listen(threads.parent, hear);
}

/** @type {Record<string, any>} */
const members = { ThreadWorker, RestrictedWorker, Worker, ThreadWorkerPriority, Priority, workerPort, parentPort: workerPort };
Object.assign(exports, members);
exports.default = members;
