// @ohos.events.emitter (notification_eventhandler frameworks/napi): events inside this process. Receivers run later,
// those of a more urgent event first, each with a copy of the data. A wrong argument is ignored, as there.

const LONGEST_NAME = 10240;
const EventPriority = Object.freeze({ IMMEDIATE: 0, HIGH: 1, LOW: 2, IDLE: 3 });
const PRIORITIES = Object.values(EventPriority);

/** What cannot be carried to a receiver. */
class Unserializable extends Error {}

/** A copy, as the system makes one to carry data. @param {any} value @param {Map<object, object>} [known] @returns {any} */
function copied(value, known = new Map()) {
  if (typeof value === 'function') throw new Unserializable();
  if (typeof value !== 'object' || value === null) return value;
  const copy = known.get(value);
  if (copy) return copy;
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value)) return /** @type {any} */ (value).slice();
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copied(key, known), copied(item, known)]));
  if (value instanceof Set) return new Set([...value].map((item) => copied(item, known)));
  /** @type {any} */
  const made = Array.isArray(value) ? [] : {};
  known.set(value, made);
  for (const [key, item] of Object.entries(value)) made[key] = copied(item, known);
  return made;
}

/** An event by number and one by name are never the same. @param {unknown} event @returns {string | undefined} undefined for none */
function eventKey(event) {
  const id = typeof event === 'object' && event !== null ? /** @type {any} */ (event).eventId : event;
  if (typeof id === 'number') return `number ${Math.trunc(id)}`;
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_NAME ? `text ${id}` : undefined;
}

/** What a receiver is given: only `data`, and nothing of data that cannot be carried. @param {any} event */
function carried(event) {
  if (typeof event !== 'object' || event === null || !('data' in event)) return {};
  try {
    return { data: copied(event.data) };
  } catch (error) {
    if (error instanceof Unserializable) return {};
    throw error;
  }
}

/** Who listens to what, and what is on its way. */
class Bus {
  /** @type {Map<string, Map<Function, boolean>>} listener -> whether it listens once */
  #listeners = new Map();
  /** @type {{ key: string, priority: number, data: any }[]} */
  #queue = [];

  /** @param {unknown} event @param {unknown} listener @param {boolean} once */
  #listen(event, listener, once) {
    const key = eventKey(event);
    if (key === undefined || typeof listener !== 'function') return;
    const known = this.#listeners.get(key) ?? new Map();
    this.#listeners.set(key, known.set(listener, once));
  }

  /** @param {unknown} event @param {unknown} listener */
  on(event, listener) {
    this.#listen(event, listener, false);
  }

  /** @param {unknown} event @param {unknown} listener */
  once(event, listener) {
    this.#listen(event, listener, true);
  }

  /** @param {unknown} event @param {unknown} [listener] */
  off(event, listener) {
    const key = eventKey(event) ?? '';
    if (listener === undefined) this.#listeners.delete(key);
    else this.#listeners.get(key)?.delete(/** @type {Function} */ (listener));
  }

  /** @param {unknown} event @param {any[]} rest options with a priority, and the data */
  emit(event, ...rest) {
    const key = eventKey(event);
    const named = typeof event === 'string' && rest[0] && typeof rest[0] === 'object' && 'priority' in rest[0];
    const options = named ? rest.shift() : event;
    const wanted = typeof options === 'object' && options !== null ? /** @type {any} */ (options).priority : undefined;
    const priority = PRIORITIES.includes(wanted) ? wanted : EventPriority.LOW;
    if (key === undefined || !this.#listeners.get(key)?.size) return;
    this.#queue.push({ key, priority, data: carried(rest[0]) });
    host.later(() => this.#deliver());
  }

  /** @param {unknown} event */
  getListenerCount(event) {
    return this.#listeners.get(eventKey(event) ?? '')?.size ?? 0;
  }

  /** The most urgent event, the oldest of those. */
  #deliver() {
    const next = this.#queue.reduce((best, each) => (each.priority < best.priority ? each : best));
    this.#queue.splice(this.#queue.indexOf(next), 1);
    const known = this.#listeners.get(next.key);
    for (const [listener, once] of [...(known ?? [])]) {
      if (once) known?.delete(listener);
      host.later(() => listener(copied(next.data)));
    }
  }
}

class Emitter {
  #bus = new Bus();

  /** @param {unknown} event @param {unknown} listener */
  on(event, listener) { this.#bus.on(event, listener); }

  /** @param {unknown} event @param {unknown} listener */
  once(event, listener) { this.#bus.once(event, listener); }

  /** @param {unknown} event @param {unknown} [listener] */
  off(event, listener) { this.#bus.off(event, listener); }

  /** @param {unknown} event @param {any[]} rest */
  emit(event, ...rest) { this.#bus.emit(event, ...rest); }

  /** @param {unknown} event */
  getListenerCount(event) { return this.#bus.getListenerCount(event); }
}

const bus = new Bus();
const members = {
  EventPriority,
  Emitter,
  /** @param {unknown} event @param {unknown} listener */
  on: (event, listener) => bus.on(event, listener),
  /** @param {unknown} event @param {unknown} listener */
  once: (event, listener) => bus.once(event, listener),
  /** @param {unknown} event @param {unknown} [listener] */
  off: (event, listener) => bus.off(event, listener),
  /** @param {unknown} event @param {any[]} rest */
  emit: (event, ...rest) => bus.emit(event, ...rest),
  /** @param {unknown} event */
  getListenerCount: (event) => bus.getListenerCount(event),
};
Object.assign(exports, members);
exports.default = members;
