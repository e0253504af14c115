// @ohos.security.asset (security_asset frameworks/asset/js/napi): secrets and their attributes stay on the Python side.

const { businessError } = require('@ohos.internal.arguments');
const { bytesToBase64, base64ToBytes } = require('@ohos.internal.base64');
const enums = require('@ohos.internal.enums.security.asset');

const { BOOL, NUMBER, BYTES } = { BOOL: 1 << 28, NUMBER: 2 << 28, BYTES: 3 << 28 };
const TYPE_BITS = 15 << 28;
const Tag = {
  SECRET: BYTES | 0x01, ALIAS: BYTES | 0x02, ACCESSIBILITY: NUMBER | 0x03, REQUIRE_PASSWORD_SET: BOOL | 0x04,
  AUTH_TYPE: NUMBER | 0x05, AUTH_VALIDITY_PERIOD: NUMBER | 0x06, AUTH_CHALLENGE: BYTES | 0x07, AUTH_TOKEN: BYTES | 0x08,
  SYNC_TYPE: NUMBER | 0x10, IS_PERSISTENT: BOOL | 0x11,
  DATA_LABEL_CRITICAL_1: BYTES | 0x20, DATA_LABEL_CRITICAL_2: BYTES | 0x21, DATA_LABEL_CRITICAL_3: BYTES | 0x22,
  DATA_LABEL_CRITICAL_4: BYTES | 0x23, DATA_LABEL_NORMAL_1: BYTES | 0x30, DATA_LABEL_NORMAL_2: BYTES | 0x31,
  DATA_LABEL_NORMAL_3: BYTES | 0x32, DATA_LABEL_NORMAL_4: BYTES | 0x33, DATA_LABEL_NORMAL_LOCAL_1: BYTES | 0x34,
  DATA_LABEL_NORMAL_LOCAL_2: BYTES | 0x35, DATA_LABEL_NORMAL_LOCAL_3: BYTES | 0x36, DATA_LABEL_NORMAL_LOCAL_4: BYTES | 0x37,
  RETURN_TYPE: NUMBER | 0x40, RETURN_LIMIT: NUMBER | 0x41, RETURN_OFFSET: NUMBER | 0x42, RETURN_ORDERED_BY: NUMBER | 0x43,
  CONFLICT_RESOLUTION: NUMBER | 0x44, UPDATE_TIME: BYTES | 0x45, OPERATION_TYPE: NUMBER | 0x46,
  REQUIRE_ATTR_ENCRYPTED: BOOL | 0x47, GROUP_ID: BYTES | 0x48, WRAP_TYPE: NUMBER | 0x49,
};

/** @param {string} detail */
const illegal = (detail) => businessError(401, detail);

/** @param {unknown} map an AssetMap @returns {[number, unknown][]} */
function sent(map) {
  if (!(map instanceof Map)) throw illegal('The argument must be a Map of asset tags.');
  return [...map].map(([tag, value]) => {
    if (typeof tag !== 'number') throw illegal('A key of the map must be an asset tag.');
    if (tag === Tag.GROUP_ID) host.notEmulated('@ohos.security.asset.Tag.GROUP_ID')();
    if (value instanceof Uint8Array) return [tag, bytesToBase64(value)];
    if (typeof value !== 'number' && typeof value !== 'boolean') throw illegal('The value of a tag has a wrong type.');
    return [tag, value];
  });
}

/** @param {[number, unknown][]} entries */
const shown = (entries) => new Map(entries.map(([tag, value]) => [
  tag, (tag & TYPE_BITS) === BYTES ? base64ToBytes(/** @type {string} */ (value)) : value,
]));

/** @type {Record<string, any>} */
const members = { ...enums, Tag: Object.freeze(Tag) };

/**
 * The promise and the synchronous form.
 * @param {string} name @param {number} maps how many maps it takes @param {(answer: any) => unknown} [result]
 */
function operation(name, maps, result = () => undefined) {
  const parse = (/** @type {unknown[]} */ args) => {
    if (args.length < maps) throw illegal('Not enough arguments.');
    return args.slice(0, maps).map(sent);
  };
  members[name] = (/** @type {unknown[]} */ ...args) => {
    const values = parse(args);
    return host.later(() => result(host.call(`asset.${name}`, ...values)));
  };
  members[`${name}Sync`] = (/** @type {unknown[]} */ ...args) => result(host.call(`asset.${name}`, ...parse(args)));
}

operation('add', 1);
operation('update', 2);
operation('remove', 1);
operation('query', 1, (found) => found.map(shown));
operation('preQuery', 1, (challenge) => challenge);
operation('postQuery', 1);

Object.assign(exports, members);
exports.default = members;
