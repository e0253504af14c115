// What the streams of @ohos.util.stream share: how events reach listeners, and errors nobody listens to.

const HIGH_WATER_MARK = 16 * 1024;

/** @param {string} message @param {number} [code] */
const failure = (message, code = 401) => new host.BusinessError(code, message);

const soon = (/** @type {() => void} */ work) => queueMicrotask(work);
const later = (/** @type {() => void} */ work) => void setTimeout(work, 0);

class Emitter {
  /** @type {Map<string, Function[]>} */
  #handlers = new Map();

  /** @param {string} event @param {Function} handler */
  on(event, handler) {
    this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
  }

  /** @param {string} event @param {Function} [handler] all of them when absent */
  off(event, handler) {
    const kept = [...(this.#handlers.get(event) ?? [])];
    if (handler === undefined) kept.length = 0;
    else if (kept.includes(handler)) kept.splice(kept.indexOf(handler), 1);
    this.#handlers.set(event, kept);
  }

  /** @param {string} event @param {any[]} values */
  emit(event, ...values) {
    for (const handler of this.#handlers.get(event) ?? []) handler(values.length > 0 ? { data: values[0] } : {});
  }

  /** @param {string} event */
  hears(event) {
    return (this.#handlers.get(event) ?? []).length > 0;
  }
}

/** @param {Emitter} emitter @param {unknown} error thrown when nobody listens */
function raise(emitter, error) {
  if (!emitter.hears('error')) throw error;
  later(() => emitter.emit('error', error));
}

/** @param {unknown} event */
function checkEvent(event) {
  if (!event || typeof event !== 'string') throw failure(`Parameter error. The type of ${event} must be string`);
}

/** @param {string} encoding */
const plainEncoding = (encoding) => (encoding.toLowerCase() === 'utf8' ? 'utf-8' : encoding.toLowerCase());

module.exports = { HIGH_WATER_MARK, Emitter, failure, soon, later, raise, checkEvent, plainEncoding };
