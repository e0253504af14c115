// @ohos.systemDateTime (time_time_service framework/js/napi): the device's virtual clock. Setting it is not emulated.

const { businessError } = require('@ohos.internal.arguments');

const PARAMETER_ERROR = 401;
const NANOSECONDS = 1_000_000;
const TimeType = Object.freeze({ STARTUP: 0, ACTIVE: 1 });

/** Milliseconds since the device started; it never sleeps. */
const uptime = () => host.call('process.info').uptime * 1000;

/** @param {unknown} nanoseconds an absent one and any other type than boolean stand for milliseconds @param {number} time */
const inUnit = (nanoseconds, time) => Math.round(nanoseconds === true ? time * NANOSECONDS : time);

/** @param {unknown[]} args @param {number} count @param {() => unknown} work */
const answer = (args, count, work) => host.threeForms(args, count, work);

/** @param {() => number} clock */
const asked = (clock) => (/** @type {unknown[]} */ ...args) => answer(args, 1, () => inUnit(args[0], clock()));

const older = {
  getCurrentTime: asked(host.now),
  getRealActiveTime: asked(uptime),
  getRealTime: asked(uptime),
  getDate: (/** @type {unknown[]} */ ...args) => answer(args, 0, () => new Date(host.now())),
  getTimezone: (/** @type {unknown[]} */ ...args) => answer(args, 0, () => host.environment.timezone),
};

const members = {
  ...older,
  TimeType,
  /** @param {unknown} [nanoseconds] */
  getTime: (nanoseconds) => inUnit(nanoseconds, host.now()),
  /** @param {unknown} type @param {unknown} [nanoseconds] */
  getUptime(type, nanoseconds) {
    if (type !== TimeType.STARTUP && type !== TimeType.ACTIVE) {
      throw businessError(PARAMETER_ERROR, "Parameter error. The type of 'timeType' must be number.");
    }
    return inUnit(nanoseconds, uptime());
  },
  getTimezoneSync: () => host.environment.timezone,
};
Object.assign(exports, members);
exports.default = members;
exports.older = older;
