// EventHub: events inside one context (ability_ability_runtime frameworks/js/napi/app/context/context.js:EventHub).
// Wrong types are ignored, a listener is entered once, and an event goes to those that listened when it was emitted.

exports.EventHub = class EventHub {
  /** @type {Map<string, Function[]>} */
  #listeners = new Map();

  /** @param {string} event @param {Function} listener */
  on(event, listener) {
    if (typeof event !== 'string' || typeof listener !== 'function') return;
    const known = this.#listeners.get(event) ?? [];
    if (!known.includes(listener)) this.#listeners.set(event, [...known, listener]);
  }

  /** @param {string} event @param {Function} [listener] all of them when there is none */
  off(event, listener) {
    if (typeof event !== 'string') return;
    if (!listener) this.#listeners.delete(event);
    else this.#listeners.set(event, (this.#listeners.get(event) ?? []).filter((known) => known !== listener));
  }

  /** @param {string} event @param {unknown[]} values */
  emit(event, ...values) {
    if (typeof event !== 'string') return;
    for (const listener of this.#listeners.get(event) ?? []) listener.apply(this, values);
  }
};
