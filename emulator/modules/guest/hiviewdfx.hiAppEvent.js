// @ohos.hiviewdfx.hiAppEvent (hiviewdfx_hiappevent interfaces/js/kits/napi): what an app writes is checked and put in
// the log, under the tag HiAppEvent. Nobody collects it, so watchers and processors are not emulated.

const { businessError } = require('@ohos.internal.arguments');

const PARAMETER_ERROR = 401;
const DISABLED = 11100001;
const BAD_DOMAIN = 11101001;
const BAD_NAME = 11101002;
const TOO_MANY_PARAMETERS = 11101003;
const LONG_TEXT = 11101004;
const BAD_PARAMETER_NAME = 11101005;
const LONG_ARRAY = 11101006;
const MOST_PARAMETERS = 32;
const LONGEST_TEXT = 8 * 1024;
const LONGEST_ARRAY = 100;
const MOST_USER_ENTRIES = 64;

const DOMAIN = /^[a-zA-Z][a-zA-Z0-9_]{0,30}[a-zA-Z0-9]$|^[a-zA-Z]$/;
const NAME = /^[a-zA-Z$][a-zA-Z0-9_]{0,46}[a-zA-Z0-9]$|^[a-zA-Z$]$|^hiappevent\.([a-zA-Z$][a-zA-Z0-9_]{0,35}[a-zA-Z0-9]|[a-zA-Z$])$/;
const PARAMETER = /^[a-zA-Z$][a-zA-Z0-9_]{0,30}[a-zA-Z0-9]$|^[a-zA-Z$]$/;
const USER_ENTRY = /^[a-zA-Z_$][a-zA-Z0-9_$]{0,255}$/;
const { EventType } = require('@ohos.internal.enums.hiviewdfx.hiAppEvent');

const members = {
  EventType,
  domain: Object.freeze({ OS: 'OS' }),
  event: Object.freeze({
    USER_LOGIN: 'hiappevent.user_login', USER_LOGOUT: 'hiappevent.user_logout',
    DISTRIBUTED_SERVICE_START: 'hiappevent.distributed_service_start', APP_CRASH: 'APP_CRASH', APP_FREEZE: 'APP_FREEZE',
    APP_LAUNCH: 'APP_LAUNCH', SCROLL_JANK: 'SCROLL_JANK', CPU_USAGE_HIGH: 'CPU_USAGE_HIGH', BATTERY_USAGE: 'BATTERY_USAGE',
    RESOURCE_OVERLIMIT: 'RESOURCE_OVERLIMIT', ADDRESS_SANITIZER: 'ADDRESS_SANITIZER', MAIN_THREAD_JANK: 'MAIN_THREAD_JANK',
    APP_KILLED: 'APP_KILLED', APP_HICOLLIE: 'APP_HICOLLIE', AUDIO_JANK_FRAME: 'AUDIO_JANK_FRAME',
    SCROLL_ARKWEB_FLING_JANK: 'SCROLL_ARKWEB_FLING_JANK', appFreezeWarning: 'APPFREEZE_WARNING',
  }),
  param: Object.freeze({
    USER_ID: 'user_id', DISTRIBUTED_SERVICE_NAME: 'ds_name', DISTRIBUTED_SERVICE_INSTANCE_ID: 'ds_instance_id',
  }),
  configure,
  write,
  /** @param {any[]} args */
  setEventParam(...args) {
    const [params, domain, name = ''] = args;
    if (typeof params !== 'object' || params === null) throw refused('params', 'object');
    if (typeof domain !== 'string') throw refused('domain', 'string');
    const error = verdict({ domain, name: name || 'any', params }, true);
    return host.later(() => {
      if (error) throw error;
      added.set(`${domain}/${name}`, { ...added.get(`${domain}/${name}`), ...params });
    });
  },
};

let disabled = false;
/** Parameters that every event of a domain, or of one name, carries. @type {Map<string, Record<string, unknown>>} */
const added = new Map();

/** @param {string} name @param {string} type */
function refused(name, type) {
  return businessError(PARAMETER_ERROR, `Parameter error. The type of ${name} must be ${type}.`);
}

/** @param {any} config */
function configure(config) {
  if (typeof config !== 'object' || config === null) throw refused('config', 'ConfigOption');
  if (config.disable !== undefined) disabled = Boolean(config.disable);
}

/** @param {unknown} value */
const isPlain = (value) => ['string', 'number', 'boolean'].includes(typeof value);

/**
 * What is wrong with an event. Faults of single parameters leave those parameters out and the event is written all the
 * same; the caller is told the last one.
 * @param {{ domain: string, name: string, params: Record<string, any> }} info @param {boolean} [ofParameters]
 */
function verdict({ domain, name, params }, ofParameters = false) {
  if (disabled && !ofParameters) return businessError(DISABLED, 'Function disabled.');
  if (!DOMAIN.test(domain)) return businessError(BAD_DOMAIN, 'Invalid event domain.');
  if (!NAME.test(name)) return businessError(BAD_NAME, 'Invalid event name.');
  let error;
  if (Object.keys(params).length > MOST_PARAMETERS) error = businessError(TOO_MANY_PARAMETERS, 'Invalid number of event parameters.');
  for (const [key, value] of Object.entries(params)) {
    if (!PARAMETER.test(key)) error = businessError(BAD_PARAMETER_NAME, 'Invalid event parameter name.');
    else if (Array.isArray(value) && value.length > LONGEST_ARRAY) error = businessError(LONG_ARRAY, 'Invalid array length of the event parameter.');
    else if ([value].flat().some((item) => typeof item === 'string' && item.length > LONGEST_TEXT)) error = businessError(LONG_TEXT, 'Invalid string length of the event parameter.');
  }
  return error;
}

/** @param {any[]} args */
function write(...args) {
  const info = args[0];
  if (typeof info !== 'object' || info === null) throw refused('info', 'AppEventInfo');
  if (typeof info.domain !== 'string') throw refused('domain', 'string');
  if (typeof info.name !== 'string') throw refused('name', 'string');
  if (!Object.values(EventType).includes(info.eventType)) throw refused('eventType', 'EventType');
  if (typeof info.params !== 'object' || info.params === null) throw refused('params', 'object');
  if (!Object.values(info.params).flat().every(isPlain)) throw refused('param value', 'number|string|boolean|array<string>');
  const params = { ...added.get(`${info.domain}/`), ...added.get(`${info.domain}/${info.name}`), ...info.params };
  const error = verdict({ ...info, params });
  const dropped = [DISABLED, BAD_DOMAIN, BAD_NAME].includes(Number(error?.code));
  return host.threeForms(args, 1, () => {
    const kept = Object.entries(params).filter(([key]) => PARAMETER.test(key)).slice(0, MOST_PARAMETERS);
    if (!dropped) host.log('info', '0x2d07', 'HiAppEvent', `${info.domain} ${info.name} ${info.eventType} ${JSON.stringify(Object.fromEntries(kept))}`);
    if (error) throw error;
  });
}

/** @param {string} kind */
function userEntries(kind) {
  /** @type {Map<string, string>} */
  const entries = new Map();
  return {
    /** @param {unknown} name @param {unknown} value null or undefined removes it */
    set(name, value) {
      if (typeof name !== 'string' || !USER_ENTRY.test(name)) throw refused(kind, 'string');
      if (value === undefined || value === null || value === '') entries.delete(name);
      else if (typeof value !== 'string') throw refused('value', 'string');
      else if (entries.size < MOST_USER_ENTRIES || entries.has(name)) entries.set(name, value);
    },
    /** @param {unknown} name */
    get(name) {
      if (typeof name !== 'string') throw refused(kind, 'string');
      return entries.get(name) ?? '';
    },
  };
}
const [ids, properties] = [userEntries('user ID'), userEntries('user property')];
Object.assign(members, { setUserId: ids.set, getUserId: ids.get, setUserProperty: properties.set, getUserProperty: properties.get });

Object.assign(exports, members);
exports.default = members;
