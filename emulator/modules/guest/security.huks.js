// @ohos.security.huks (security_huks interfaces/kits/napi/src/v9, v12): keys never leave the Python side.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');
const { HuksTag, HuksTagType } = require('@ohos.internal.huks-tags');

const ILLEGAL_ARGUMENT = 401;
const NOT_FOUND = 12000011;
const SDK_VERSION = '2.0.0.5';
const LONGEST_DATA = 100 * 1024;
const TYPE_BITS = 15 << 28;
const NOTHING = new Uint8Array(0);
/** Key usage that a person has to allow, and keys that come from other keys. */
const BEYOND = ['HUKS_TAG_USER_AUTH_TYPE', 'HUKS_TAG_KEY_GENERATE_TYPE', 'HUKS_TAG_DERIVE_MAIN_KEY', 'HUKS_TAG_AGREE_ALG'];
const GENERATE_DEFAULT = 0;

/** @param {string} detail */
const illegal = (detail) => businessError(ILLEGAL_ARGUMENT, detail);

/** @param {number} tag @param {unknown} value @returns {unknown} as parameters.py takes it */
function sentValue(tag, value) {
  switch (tag & TYPE_BITS) {
    case HuksTagType.HUKS_TAG_TYPE_BYTES:
      if (!(value instanceof Uint8Array)) throw illegal('The value of a bytes tag must be a Uint8Array.');
      return bytesToBase64(value);
    case HuksTagType.HUKS_TAG_TYPE_BOOL:
      if (typeof value !== 'boolean') throw illegal('The value of a bool tag must be a boolean.');
      return value;
    case HuksTagType.HUKS_TAG_TYPE_ULONG:
      if (typeof value !== 'bigint' && typeof value !== 'number') throw illegal('The value of a ulong tag must be a bigint.');
      return Number(value);
    case HuksTagType.HUKS_TAG_TYPE_INT:
    case HuksTagType.HUKS_TAG_TYPE_UINT:
      if (typeof value !== 'number') throw illegal('The value of a number tag must be a number.');
      return Math.trunc(value);
    default:
      throw illegal('The tag is unknown.');
  }
}

/** @param {any} options @returns {[number, unknown][]} */
function sentProperties(options) {
  if (typeof options !== 'object' || options === null) throw illegal('options must be a HuksOptions.');
  const { properties } = options;
  if (properties === undefined || properties === null) return [];
  if (!Array.isArray(properties)) throw illegal('properties must be an array.');
  for (const name of BEYOND) {
    const given = properties.find((parameter) => parameter?.tag === HuksTag[name]);
    if (given && given.value !== GENERATE_DEFAULT) host.notEmulated(`@ohos.security.huks.HuksTag.${name}`)();
  }
  return properties.map((parameter) => {
    if (typeof parameter?.tag !== 'number') throw illegal('A property needs a tag.');
    return [parameter.tag, sentValue(parameter.tag, parameter.value)];
  });
}

/** @param {any} options @param {boolean} [needed] */
function sentData(options, needed = false) {
  const data = options?.inData;
  if ((data === undefined || data === null) && !needed) return NOTHING;
  if (!(data instanceof Uint8Array)) throw illegal('inData must be a Uint8Array.');
  if (data.length > LONGEST_DATA) throw illegal('inData is too long.');
  return data;
}

/** @param {unknown} alias */
function sentAlias(alias) {
  if (typeof alias !== 'string') throw illegal('keyAlias must be a string.');
  return alias.toWellFormed();
}

/** @param {unknown} handle */
function sentHandle(handle) {
  if (typeof handle !== 'number') throw illegal('handle must be a number.');
  return handle;
}

/** @param {[number, unknown][]} properties */
const shownProperties = (properties) => properties.map(([tag, value]) => {
  const type = tag & TYPE_BITS;
  if (type === HuksTagType.HUKS_TAG_TYPE_BYTES) return { tag, value: base64ToBytes(/** @type {string} */ (value)) };
  if (type === HuksTagType.HUKS_TAG_TYPE_BOOL) return { tag, value: Boolean(value) };
  return { tag, value: type === HuksTagType.HUKS_TAG_TYPE_ULONG ? BigInt(/** @type {number} */ (value)) : value };
});

/** @type {Record<string, any>} */
const members = { ...require('@ohos.internal.enums.security.huks'), HuksTag };

/**
 * The promise and the callback form; arguments are checked at once.
 * @param {string} name @param {number} wanted how many arguments there must be @param {(...args: any[]) => () => unknown} parse
 */
function operation(name, wanted, parse) {
  members[name] = (/** @type {any[]} */ ...args) => {
    const own = typeof args[args.length - 1] === 'function' ? args.slice(0, -1) : args;
    if (own.length < wanted) throw illegal('Not enough arguments.');
    return host.threeForms(args, own.length, parse(...own));
  };
}

/**
 * An operation on one key; `AsUser` is for system apps only, so it is left out.
 * @param {string} name @param {string} call @param {(answer: any) => unknown} [result]
 */
function keyOperation(name, call, result = () => undefined) {
  operation(name, 2, (alias, options) => {
    const [key, properties] = [sentAlias(alias), sentProperties(options)];
    return () => result(host.call(call, key, properties));
  });
}

keyOperation('generateKeyItem', 'huks.generate');
keyOperation('deleteKeyItem', 'huks.delete');
keyOperation('hasKeyItem', 'huks.has', (found) => found);
keyOperation('isKeyItemExist', 'huks.has', (found) => {
  if (!found) throw businessError(NOT_FOUND, 'The key does not exist.');
  return true;
});
keyOperation('exportKeyItem', 'huks.export', (outData) => ({ outData }));
keyOperation('getKeyItemProperties', 'huks.properties', (properties) => ({ properties: shownProperties(properties) }));
keyOperation('initSession', 'huks.open', ({ handle, challenge }) => ({ handle, challenge: base64ToBytes(challenge) }));

operation('importKeyItem', 2, (alias, options) => {
  const [key, properties, data] = [sentAlias(alias), sentProperties(options), sentData(options, true)];
  return () => host.call('huks.import', key, properties, data) ?? undefined;
});
operation('updateSession', 2, (handle, options) => {
  const [session, data] = [sentHandle(handle), sentData(options)];
  sentProperties(options);
  return () => ({ outData: host.call('huks.update', session, data) });
});
operation('finishSession', 2, (handle, options) => {
  const [session, properties, data] = [sentHandle(handle), sentProperties(options), sentData(options)];
  return () => ({ outData: host.call('huks.finish', session, properties, data) });
});
operation('abortSession', 2, (handle, options) => {
  const session = sentHandle(handle);
  sentProperties(options);
  return () => host.call('huks.abort', session) ?? undefined;
});
operation('listAliases', 1, (options) => {
  const properties = sentProperties(options);
  return () => ({ keyAliases: host.call('huks.aliases', properties) });
});

members.getSdkVersion = (/** @type {any} */ options) => {
  if (typeof options !== 'object' || options === null) throw illegal('options must be a HuksOptions.');
  return SDK_VERSION;
};

Object.assign(exports, members);
exports.default = members;
