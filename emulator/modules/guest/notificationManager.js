// @ohos.notificationManager (notification_distributed_notification_service frameworks/js/napi/src/manager): what this
// process publishes, cancels and says of its slots stays inside the device, where nobody looks at it. Notifications are
// allowed, as on a phone whose user has allowed them, until the app or setNotificationEnable says otherwise.

const { businessError } = require('@ohos.internal.arguments');
const { ContentType, SlotType, SlotLevel } = require('@ohos.internal.enums.notificationManager');

const PARAMETER_ERROR = 401;
const DISABLED = 1600004;
const NOT_FOUND = 1600007;
const LONGEST_LABEL = 1024;

/** By content type: the field that holds the content, and its texts that must be there (get_content). */
const CONTENTS = new Map([
  [ContentType.NOTIFICATION_CONTENT_BASIC_TEXT, ['normal', 'title', 'text']],
  [ContentType.NOTIFICATION_CONTENT_LONG_TEXT, ['longText', 'title', 'text', 'longText', 'briefText', 'expandedTitle']],
  [ContentType.NOTIFICATION_CONTENT_PICTURE, ['picture', 'title', 'text', 'briefText', 'expandedTitle']],
  [ContentType.NOTIFICATION_CONTENT_MULTILINE, ['multiLine', 'title', 'text', 'briefText', 'longTitle']],
]);
/** notification_slot.cpp:SetType. @type {Record<number, number>} */
const LEVELS = {
  [SlotType.SOCIAL_COMMUNICATION]: SlotLevel.LEVEL_HIGH, [SlotType.SERVICE_INFORMATION]: SlotLevel.LEVEL_HIGH,
  [SlotType.CONTENT_INFORMATION]: SlotLevel.LEVEL_MIN, [SlotType.OTHER_TYPES]: SlotLevel.LEVEL_MIN,
};

/** By label and id. @type {Map<string, any>} */
const shown = new Map();
/** @type {Map<number, any>} */
const slots = new Map();
/** @type {Map<string, boolean>} */
const enabled = new Map();
let badge = 0;

/** @param {string} detail */
const refused = (detail) => businessError(PARAMETER_ERROR, `Parameter error. ${detail}`);

/** @param {unknown} value @param {string} name @param {string} type */
function check(value, name, type) {
  if (typeof value !== type || value === null) throw refused(`The type of ${name} must be ${type}.`);
}

/** @param {unknown} id @param {unknown} label */
const keyOf = (id, label) => `${label ?? ''}\0${/** @type {number} */ (id) | 0}`;

const isAllowed = (bundle = host.environment.bundleName) => enabled.get(bundle) !== false;

/** @param {any} request */
function checkRequest(request) {
  check(request, 'request', 'object');
  check(request.content, 'content', 'object');
  const { content } = request;
  const kind = content.notificationContentType ?? content.contentType;
  const known = CONTENTS.get(kind);
  if (known === undefined) {
    if (kind === ContentType.NOTIFICATION_CONTENT_BASIC_TEXT || typeof kind !== 'number') throw refused('The type of contentType must be number.');
    host.notEmulated(`@ohos.notificationManager.publish of a notification of content type ${kind}`)();
    return;
  }
  const [field, ...texts] = known;
  check(content[field], field, 'object');
  for (const name of texts) {
    check(content[field][name], name, 'string');
    if (content[field][name] === '') throw refused(`The ${name} is empty.`);
  }
  if (request.id !== undefined) check(request.id, 'id', 'number');
  if (request.label !== undefined) check(request.label, 'label', 'string');
}

/** A copy of what goes to the system: plain values; functions and what cannot be written down stay behind. @param {any} value @returns {any} */
function copied(value) {
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)]));
}

/**
 * `parse` checks the arguments at once and answers the work.
 * @param {number} most @param {(...args: any[]) => () => unknown} parse
 */
const operation = (most, parse) => (/** @type {any[]} */ ...args) => {
  const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
  return host.threeForms(args, most, parse(...own));
};

/** @param {any} bundle */
function bundleName(bundle) {
  check(bundle, 'bundle', 'object');
  check(bundle.bundle, 'bundle.bundle', 'string');
  return bundle.bundle;
}

/** @param {any} given a slot or its type */
function madeSlot(given) {
  if (typeof given === 'number') return { type: given, notificationType: given, level: LEVELS[given] ?? SlotLevel.LEVEL_LOW };
  check(given, 'slot', 'object');
  const type = given.notificationType ?? given.type;
  check(type, 'slot.notificationType', 'number');
  return { level: LEVELS[type] ?? SlotLevel.LEVEL_LOW, ...given, type, notificationType: type };
}

const members = {
  publish: operation(2, (request, userId) => {
    checkRequest(request);
    if (userId !== undefined) check(userId, 'userId', 'number');
    const kept = copied({ ...request, wantAgent: undefined, actionButtons: undefined, removalWantAgent: undefined });
    return () => {
      if (!isAllowed()) throw businessError(DISABLED, 'Notification disabled.');
      const slot = request.notificationSlotType ?? request.slotType ?? SlotType.OTHER_TYPES;
      if (!slots.has(slot)) slots.set(slot, madeSlot(slot));
      shown.set(keyOf(request.id ?? 0, request.label), { ...kept, id: (request.id ?? 0) | 0, creatorBundleName: host.environment.bundleName });
    };
  }),
  cancel: operation(2, (id, label) => {
    if (typeof id === 'object' && id !== null) host.notEmulated('@ohos.notificationManager.cancel for another app')();
    check(id, 'id', 'number');
    if (label !== undefined) check(label, 'label', 'string');
    return () => {
      if (!shown.delete(keyOf(id, label?.slice(0, LONGEST_LABEL)))) throw businessError(NOT_FOUND, 'The notification does not exist.');
    };
  }),
  cancelAll: operation(0, () => () => shown.clear()),
  cancelGroup: operation(1, (name) => {
    check(name, 'groupName', 'string');
    return () => {
      for (const [key, request] of shown) if (request.groupName === name) shown.delete(key);
    };
  }),
  getActiveNotifications: operation(0, () => () => [...shown.values()]),
  getActiveNotificationCount: operation(0, () => () => shown.size),
  addSlot: operation(1, (given) => {
    const slot = madeSlot(given);
    return () => void (slots.has(slot.type) || slots.set(slot.type, slot));
  }),
  addSlots: operation(1, (given) => {
    if (!Array.isArray(given)) throw refused('The type of slots must be array.');
    const made = given.map(madeSlot);
    return () => {
      for (const slot of made) if (!slots.has(slot.type)) slots.set(slot.type, slot);
    };
  }),
  getSlot: operation(1, (type) => {
    check(type, 'slotType', 'number');
    return () => slots.get(type) ?? null;
  }),
  getSlots: operation(0, () => () => [...slots.values()]),
  removeSlot: operation(1, (type) => {
    check(type, 'slotType', 'number');
    return () => void slots.delete(type);
  }),
  removeAllSlots: operation(0, () => () => slots.clear()),
  isNotificationEnabled: operation(1, (of) => {
    const name = typeof of === 'object' ? bundleName(of) : undefined;
    return () => isAllowed(name);
  }),
  isNotificationEnabledSync: () => isAllowed(),
  setNotificationEnable: operation(2, (bundle, isOn) => {
    const name = bundleName(bundle);
    check(isOn, 'enable', 'boolean');
    return () => void enabled.set(name, isOn);
  }),
  setBadgeNumber: operation(1, (count) => {
    check(count, 'badgeNumber', 'number');
    return () => {
      badge = Math.max(0, count | 0);
    };
  }),
  getBadgeNumber: operation(0, () => () => badge),
  isSupportTemplate: operation(1, (name) => {
    check(name, 'templateName', 'string');
    return () => name === 'downloadTemplate';
  }),
};

Object.assign(exports, members);
exports.default = members;
