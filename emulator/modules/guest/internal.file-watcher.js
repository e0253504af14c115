// fs.createWatcher (filemanagement_file_api mod_fs/class_watcher, properties/watcher.cpp). The events come from the Python
// side; the listener is called 1 ms after the operation that caused them.

const { businessError, invalid, count, path, watchOperations } = require('@ohos.internal.arguments');

const ALL_EVENTS = 0xfff;
const IO_ERROR = 13900005;

/** @type {Map<number, Watcher>} watchers that were made and not stopped */
const made = new Map();
let latest = 0;
/** Whether there is an inotify descriptor: from createWatcher until the last watcher stops. */
let listening = false;
let delivering = false;

class Watcher {
  #number = 0;
  #path = '';
  #events = 0;
  #listener = /** @type {unknown} */ (undefined);
  #started = false;

  /** @param {string} target @param {number} events @param {Function} listener @returns {Watcher} */
  static make(target, events, listener) {
    for (const other of made.values()) {
      if (other.#path === target && other.#events === events && other.#listener === listener) throw invalid();
    }
    const watcher = new Watcher();
    latest += 1;
    watcher.#number = latest;
    watcher.#path = target;
    watcher.#events = events;
    watcher.#listener = listener;
    made.set(latest, watcher);
    listening = true;
    return watcher;
  }

  /** @param {any[]} args */
  start(...args) {
    count(args, 0, 0);
    if (this.#number === 0) throw invalid();
    if (!listening) throw businessError(IO_ERROR, 'I/O error');
    host.call('watch.start', this.#number, this.#path, this.#events);
    this.#started = true;
    watchOperations(notice);
  }

  /** @param {any[]} args */
  stop(...args) {
    count(args, 0, 0);
    if (this.#number === 0) throw invalid();
    if (!listening) throw businessError(IO_ERROR, 'I/O error');
    made.delete(this.#number);
    host.call('watch.stop', this.#number);
    const present = this.#started || !host.call('fs.access', this.#path, 0);
    this.#started = false;
    if (made.size === 0) {
      listening = false;
      watchOperations(undefined);
    }
    if (!present) throw invalid();
  }

  /** @param {{ fileName: string, event: number, cookie: number }} event */
  tell(event) {
    if (this.#started && typeof this.#listener === 'function') this.#listener(event);
  }
}

function notice() {
  if (delivering) return;
  delivering = true;
  void host.later(() => {
    delivering = false;
    for (const [number, fileName, event, cookie] of host.call('watch.take')) {
      made.get(number)?.tell({ fileName, event, cookie });
    }
  });
}

/** @param {any[]} args */
function createWatcher(...args) {
  count(args, 3, 3);
  const [target, events, listener] = args;
  const name = path(target);
  if (typeof events !== 'number' || (events | 0) <= 0 || (events & ALL_EVENTS) !== (events | 0)) throw invalid();
  if (typeof listener !== 'function') throw invalid();
  return Watcher.make(name, events | 0, listener);
}

module.exports = { Watcher, createWatcher };
