'use strict';

// The threads of one extension process: realms beside the extension's own, on one virtual clock. They take turns in the
// order of their due times; while one waits for time to pass in a loop, the others go on.

const vm = require('node:vm');

const drain = new vm.Script('0', { filename: 'ohos:drain' });

/**
 * @typedef {{open: boolean, context: vm.Context, dispatch: (order: string, detail: unknown, time: number) => string}} Realm
 * @typedef {(from: number, message: unknown, transfers: unknown, copies: unknown, time: number) => string} Deliver
 * @typedef {{id: number, parent: number, realm: Realm, deliver: Deliver, promise: object, busy: boolean}} Thread
 */

class Threads {
  /** @type {Map<number, Thread>} by id, in the order in which they were started */
  #threads = new Map();
  #make;
  #configuration = '{}';
  #count = 0;
  #time = 0;
  /** JSON texts of errors that nobody caught, joined by commas. */
  #uncaught = '';

  /** @param {(configuration: string, thread: number, role: string) => {realm: Realm, deliver: Deliver}} make */
  constructor(make) {
    this.#make = make;
  }

  /**
   * The extension's own thread is number 0.
   * @param {Realm} realm
   * @param {Deliver} deliver
   * @param {string} configuration
   */
  begin(realm, deliver, configuration) {
    this.#configuration = configuration;
    this.#count = 0;
    this.#time = 0;
    this.#uncaught = '';
    this.#add(0, -1, realm, deliver);
  }

  endAll() {
    for (const thread of this.#threads.values()) thread.realm.open = false;
    this.#threads.clear();
  }

  areThere() {
    return this.#threads.size > 1;
  }

  /**
   * @param {number} id
   * @param {number} parent
   * @param {Realm} realm
   * @param {Deliver} deliver
   */
  #add(id, parent, realm, deliver) {
    const promise = vm.runInContext('Promise.prototype', realm.context);
    this.#threads.set(id, { id, parent, realm, deliver, promise, busy: false });
  }

  /** @param {number} time */
  now(time) {
    return (this.#time = Math.max(this.#time, time));
  }

  /**
   * What a realm asks for.
   * @param {number} from
   * @param {string} order
   * @param {any} detail
   * @param {unknown} message
   * @param {unknown} transfers
   * @param {unknown} copies
   * @param {number} time
   * @returns {string}
   */
  obey(from, order, detail, message, transfers, copies, time) {
    this.now(time);
    switch (order) {
      case 'start':
        return this.#start(from, detail);
      case 'post':
        return this.#threads.get(detail)?.deliver(from, message, transfers, copies, this.#time) ?? '';
      case 'end':
        this.#end(detail);
        return '';
      default:
        this.#elapse(from);
        return '';
    }
  }

  /**
   * @param {number} from
   * @param {string} role
   * @returns {string} the new thread's number
   */
  #start(from, role) {
    const id = ++this.#count;
    const configuration = JSON.parse(this.#configuration);
    configuration.now = this.#time;
    configuration.seed = (configuration.seed + Math.imul(id, 0x9e3779b9)) >>> 0;
    configuration.parent = from;
    const { realm, deliver } = this.#make(JSON.stringify(configuration), id, role);
    this.#add(id, from, realm, deliver);
    return String(id);
  }

  /** @param {number} id of a thread that ends, with all that it started */
  #end(id) {
    const thread = this.#threads.get(id);
    if (thread === undefined) return;
    this.#threads.delete(id);
    // Its code may be running right now: it stays open until it comes to an end.
    if (!thread.busy) thread.realm.open = false;
    for (const other of [...this.#threads.values()]) if (other.parent === id) this.#end(other.id);
  }

  /**
   * Run the earliest timer that is due, wherever it is.
   * @param {number} time
   * @param {boolean} [onlyThreads] not the extension's own thread, whose microtasks Node.js runs
   * @returns {boolean} whether one ran
   */
  runNext(time, onlyThreads = false) {
    /** @type {Thread | undefined} */
    let next;
    let least = Infinity;
    for (const thread of this.#threads.values()) {
      if (thread.busy || (onlyThreads && thread.id === 0)) continue;
      const due = this.#due(thread);
      if (due <= time && due < least) {
        least = due;
        next = thread;
      }
    }
    if (next === undefined) return false;
    this.#run(next, this.now(time));
    return true;
  }

  /**
   * @param {Thread} thread
   * @param {number} time
   */
  #run(thread, time) {
    thread.busy = true;
    try {
      thread.realm.dispatch('timer', undefined, time);
      if (thread.id !== 0) drain.runInContext(thread.realm.context);
    } catch {
      // Only a full stack gets here.
    } finally {
      thread.busy = false;
      if (!this.#threads.has(thread.id)) thread.realm.open = false;
    }
    this.#gather(thread);
    this.#drainOthers(thread);
  }

  /**
   * Shared objects can resolve promises of other threads.
   * @param {Thread} ran
   */
  #drainOthers(ran) {
    for (const thread of this.#threads.values()) {
      if (thread.id === 0 || thread === ran || thread.busy) continue;
      drain.runInContext(thread.realm.context);
    }
  }

  /** @param {Thread} thread */
  #gather(thread) {
    if (thread.id === 0) return;
    const told = thread.realm.dispatch('uncaught', undefined, 0);
    if (told !== '') this.#uncaught += this.#uncaught === '' ? told : `,${told}`;
  }

  /** @param {Thread} thread */
  #due(thread) {
    const text = thread.realm.dispatch('due', undefined, 0);
    return text === '' ? Infinity : Number(text);
  }

  /**
   * The thread `from` reads the clock in a loop: what is due elsewhere happens meanwhile.
   * @param {number} from
   */
  #elapse(from) {
    const running = this.#threads.get(from);
    if (running === undefined) return;
    const before = running.busy;
    running.busy = true;
    while (this.runNext(this.#time, true));
    running.busy = before;
  }

  /** @returns {string} JSON for the answer of a turn: what happened in the other threads, and when they go on */
  report() {
    let due = Infinity;
    for (const thread of this.#threads.values()) {
      if (thread.id === 0) continue;
      drain.runInContext(thread.realm.context);
      this.#gather(thread);
      due = Math.min(due, this.#due(thread));
    }
    const uncaught = this.#uncaught;
    this.#uncaught = '';
    return JSON.stringify({ uncaught, due: due === Infinity ? null : due });
  }

  /**
   * @param {unknown} reason
   * @param {object} promise
   * @returns {boolean} whether the promise belongs to a thread other than the extension's own
   */
  rejected(reason, promise) {
    for (const thread of this.#threads.values()) {
      if (thread.id === 0) continue;
      for (let type = Reflect.getPrototypeOf(promise); type !== null; type = Reflect.getPrototypeOf(type)) {
        if (type !== thread.promise) continue;
        thread.realm.dispatch('rejection', reason, 0);
        return true;
      }
    }
    return false;
  }
}

module.exports = { Threads };
