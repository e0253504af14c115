// @ohos.hiSysEvent (hiviewdfx_hisysevent interfaces/js/kits/napi): what a system app writes is checked and put in the
// log, under the tag HiSysEvent. Nobody else writes, so watching and querying are not emulated.

const { businessError } = require('@ohos.internal.arguments');
const { EventType, RuleType } = require('@ohos.internal.enums.hiSysEvent');

const PARAMETER_ERROR = 401;
const BAD_DOMAIN = 11200001;
const BAD_NAME = 11200002;
const BAD_PARAMETER = 11200051;
const LONG_TEXT = 11200052;
const TOO_MANY_PARAMETERS = 11200053;
const LONG_ARRAY = 11200054;
const MOST_PARAMETERS = 128;
const LONGEST_TEXT = 256 * 1024;
const LONGEST_ARRAY = 100;
const DOMAIN = /^[A-Z][A-Z0-9_]{0,15}$/;
const NAME = /^[A-Z][A-Z0-9_]{0,31}$/;
const PARAMETER = /^[A-Za-z][A-Za-z0-9_]{0,47}$/;

/** @param {string} name @param {string} type */
const refused = (name, type) => businessError(PARAMETER_ERROR, `Parameter error. The type of ${name} must be ${type}.`);

/** @param {any} info */
function verdict({ domain, name, params }) {
  if (!DOMAIN.test(domain)) return businessError(BAD_DOMAIN, 'Invalid event domain.');
  if (!NAME.test(name)) return businessError(BAD_NAME, 'Invalid event name.');
  const entries = Object.entries(params);
  if (entries.length > MOST_PARAMETERS) return businessError(TOO_MANY_PARAMETERS, 'The number of event parameters exceeds the limit.');
  for (const [key, value] of entries) {
    if (!PARAMETER.test(key)) return businessError(BAD_PARAMETER, 'Invalid event parameter.');
    if (Array.isArray(value) && value.length > LONGEST_ARRAY) return businessError(LONG_ARRAY, 'The number of event parameters of the array type exceeds the limit.');
    if (typeof value === 'string' && value.length > LONGEST_TEXT) return businessError(LONG_TEXT, 'The size of the event parameter of the string type exceeds the limit.');
  }
  return undefined;
}

const members = {
  EventType,
  RuleType,
  /** @param {any[]} args */
  write(...args) {
    const info = args[0];
    if (typeof info !== 'object' || info === null) throw refused('info', 'SysEventInfo');
    if (typeof info.domain !== 'string') throw refused('domain', 'string');
    if (typeof info.name !== 'string') throw refused('name', 'string');
    if (!Object.values(EventType).includes(info.eventType)) throw refused('eventType', 'EventType');
    const params = info.params ?? {};
    if (typeof params !== 'object') throw refused('params', 'object');
    return host.threeForms(args, 1, () => {
      const error = verdict({ ...info, params });
      if (error) throw error;
      const shown = JSON.stringify(params, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      host.log('info', '0x2d08', 'HiSysEvent', `${info.domain} ${info.name} ${info.eventType} ${shown}`);
    });
  },
};
Object.assign(exports, members);
exports.default = members;
