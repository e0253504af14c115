// @ohos.commonEventManager (notification_common_event_service interfaces/kits/napi): events that this process
// publishes reach its own subscribers. Nothing else publishes on this device, and there is no other process to hear it.

const { businessError } = require('@ohos.internal.arguments');
const { Support } = require('@ohos.internal.enums.commonEventManager');

const MODULE = '@ohos.commonEventManager';
const PARAMETER_ERROR = 401;
const SYSTEM_EVENTS = new Set(Object.values(Support));
const LONGEST_WAIT_MS = 10_000;

/** @param {string} detail */
const refused = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {unknown} value @param {string} name @param {string} type */
function check(value, name, type) {
  if (typeof value !== type) throw refused(`The type of "${name}" must be ${type}.`);
}

/** @param {any} value @param {Record<string, string>} fields */
function checkFields(value, fields) {
  for (const [name, type] of Object.entries(fields)) if (value[name] !== undefined && value[name] !== null) check(value[name], name, type);
}

/** What a subscriber knows of the ordered event that it is handling. */
class Delivery {
  aborted = false;
  finished = false;

  /** @param {any} event @param {any} options */
  constructor(event, options) {
    this.event = event;
    this.options = options;
    this.code = event.code;
    this.data = event.data;
  }

  get ordered() { return Boolean(this.options.isOrdered); }
  get sticky() { return Boolean(this.options.isSticky); }
}

/** @type {Map<CommonEventSubscriber, (delivery: Delivery) => void>} */
const subscribed = new Map();
/** @type {Map<string, Delivery>} */
const stickyEvents = new Map();

class CommonEventSubscriber {
  #info;
  /** @type {Delivery | undefined} */
  #delivery;
  /** @type {(() => void) | undefined} */
  #next;

  /** @param {any} info */
  constructor(info) {
    this.#info = info;
  }

  get priority() {
    return this.#info.priority ?? 0;
  }

  /** @param {any} event */
  hears(event) {
    const { events, publisherBundleName } = this.#info;
    return events.includes(event.event) && (!publisherBundleName || publisherBundleName === host.environment.bundleName);
  }

  /** @param {Delivery} delivery @param {() => void} [next] who comes after this one */
  receive(delivery, next) {
    this.#delivery = delivery;
    this.#next = next;
  }

  getSubscribeInfoSync() { return { ...this.#info }; }
  getCodeSync() { return this.#delivery?.code ?? 0; }
  getDataSync() { return this.#delivery?.data ?? ''; }
  isOrderedCommonEventSync() { return this.#delivery?.ordered ?? false; }
  isStickyCommonEventSync() { return this.#delivery?.sticky ?? false; }
  getAbortCommonEventSync() { return this.#delivery?.aborted ?? false; }

  /** Only an ordered event carries a result from one subscriber to the next. @param {unknown} code */
  setCodeSync(code) {
    check(code, 'code', 'number');
    if (this.#delivery?.ordered) this.#delivery.code = /** @type {number} */ (code) | 0;
  }

  /** @param {unknown} data */
  setDataSync(data) {
    check(data, 'data', 'string');
    if (this.#delivery?.ordered) this.#delivery.data = /** @type {string} */ (data);
  }

  /** @param {unknown} code @param {unknown} data */
  setCodeAndDataSync(code, data) {
    this.setCodeSync(code);
    this.setDataSync(data);
  }

  abortCommonEventSync() {
    if (this.#delivery?.ordered) this.#delivery.aborted = true;
  }

  clearAbortCommonEventSync() {
    if (this.#delivery?.ordered) this.#delivery.aborted = false;
  }

  finish() {
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }
}

/** @type {any} */
const subscriber = CommonEventSubscriber.prototype;
for (const [name, count] of /** @type {[string, number][]} */ ([
  ['getCode', 0], ['setCode', 1], ['getData', 0], ['setData', 1], ['setCodeAndData', 2], ['isOrderedCommonEvent', 0], ['isStickyCommonEvent', 0],
  ['abortCommonEvent', 0], ['clearAbortCommonEvent', 0], ['getAbortCommonEvent', 0], ['getSubscribeInfo', 0],
])) {
  /** @this {any} @param {any[]} args */
  subscriber[name] = function (...args) {
    return host.threeForms(args, count, () => this[`${name}Sync`](...args.slice(0, count)));
  };
}
/** @this {any} @param {any[]} args */
subscriber.finishCommonEvent = function (...args) {
  return host.threeForms(args, 0, () => this.finish());
};

/** @param {unknown} info */
function createSubscriberSync(info) {
  if (typeof info !== 'object' || info === null) throw refused('The type of "subscribeInfo" must be CommonEventSubscribeInfo.');
  const { events } = /** @type {any} */ (info);
  if (!Array.isArray(events) || events.length === 0 || !events.every((event) => typeof event === 'string')) {
    throw refused('The type of "events" must be Array<string>.');
  }
  checkFields(info, { publisherPermission: 'string', publisherDeviceId: 'string', publisherBundleName: 'string', userId: 'number', priority: 'number' });
  return new CommonEventSubscriber({ ...info, events: [...events] });
}

/** One after the other, the highest priority first; whoever does not finish in time is passed over. @param {Delivery} delivery @param {CommonEventSubscriber[]} receivers */
function deliverInTurn(delivery, receivers) {
  const [first, ...rest] = receivers;
  if (first === undefined || delivery.aborted) return;
  let left = true;
  const next = () => {
    if (left) deliverInTurn(delivery, rest);
    left = false;
  };
  host.later(() => {
    first.receive(delivery, next);
    subscribed.get(first)?.(delivery);
  });
  host.later(next, LONGEST_WAIT_MS);
}

/** @param {string} event @param {any} options */
function send(event, options) {
  const message = { event, bundleName: options.bundleName ?? '', code: options.code ?? 0, data: options.data ?? '', parameters: options.parameters ?? {} };
  const delivery = new Delivery(message, options);
  if (delivery.sticky) stickyEvents.set(event, delivery);
  if (options.bundleName && options.bundleName !== host.environment.bundleName) return;
  const receivers = [...subscribed.keys()].filter((each) => each.hears(message)).sort((one, other) => other.priority - one.priority);
  if (delivery.ordered) {
    deliverInTurn(delivery, receivers);
    return;
  }
  for (const receiver of receivers) {
    host.later(() => {
      receiver.receive(delivery);
      subscribed.get(receiver)?.(delivery);
    });
  }
}

/** @param {any[]} args the event, perhaps options, the callback */
function publish(...args) {
  check(args[0], 'event', 'string');
  const callback = args[args.length - 1];
  check(callback, 'callback', 'function');
  const options = args.length > 2 ? args[1] : {};
  if (typeof options !== 'object' || options === null) throw refused('The type of "options" must be CommonEventPublishData.');
  checkFields(options, { bundleName: 'string', code: 'number', data: 'string', isOrdered: 'boolean', isSticky: 'boolean', parameters: 'object' });
  if (SYSTEM_EVENTS.has(args[0])) host.notEmulated(`${MODULE}.publish of a system event`)();
  host.later(() => {
    send(args[0], options);
    callback(null);
  });
}

/** @param {unknown} given @param {(delivery: Delivery) => void} tell */
function listen(given, tell) {
  if (!(given instanceof CommonEventSubscriber)) throw refused('The type of "subscriber" must be CommonEventSubscriber.');
  subscribed.set(given, tell);
  for (const delivery of stickyEvents.values()) {
    if (given.hears(delivery.event)) host.later(() => tell(delivery));
  }
}

const members = {
  Support,
  publish,
  createSubscriberSync,
  /** @param {any[]} args */
  createSubscriber(...args) {
    const made = createSubscriberSync(args[0]);
    return host.threeForms(args, 1, () => made);
  },
  /** @param {unknown} given @param {any} callback */
  subscribe(given, callback) {
    check(callback, 'callback', 'function');
    listen(given, ({ event }) => callback(null, { ...event }));
  },
  /** @param {unknown} given @param {any} callback */
  subscribeToEvent(given, callback) {
    check(callback, 'callback', 'function');
    listen(given, ({ event }) => callback({ ...event }));
    return host.later(() => undefined);
  },
  /** @param {unknown} given @param {any} [callback] */
  unsubscribe(given, callback) {
    if (!(given instanceof CommonEventSubscriber)) throw refused('The type of "subscriber" must be CommonEventSubscriber.');
    subscribed.delete(given);
    if (typeof callback === 'function') host.later(() => callback(null));
  },
};
Object.assign(exports, members);
exports.default = members;
