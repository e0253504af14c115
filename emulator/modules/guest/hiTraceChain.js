// @ohos.hiTraceChain (hiviewdfx_hitrace interfaces/js/kits/napi/hitracechain): the identity of the call chain that this
// process is in. Chain numbers come from the device's seed.

const { HiTraceFlag, HiTraceTracepointType, HiTraceCommunicationMode } = require('@ohos.internal.enums.hiTraceChain');

const SPAN_LIMIT = 0x4000000;
const CHAIN_LIMIT = 0x1000000;

/** @typedef {{ chainId: bigint, spanId: number, parentSpanId: number, flags: number }} HiTraceId */

/** @returns {HiTraceId} */
const none = () => ({ chainId: 0n, spanId: 0, parentSpanId: 0, flags: 0 });
/** @param {number} limit */
const chosen = (limit) => 1 + Math.floor(host.random() * (limit - 1));

let current = none();

/** @param {any} id @returns {HiTraceId} */
function checked(id) {
  if (typeof id !== 'object' || id === null || typeof id.chainId !== 'bigint') return none();
  return { chainId: id.chainId, spanId: Number(id.spanId ?? 0), parentSpanId: Number(id.parentSpanId ?? 0), flags: Number(id.flags ?? 0) };
}

/** @param {any} id */
const isValid = (id) => checked(id).chainId > 0n;

const members = {
  HiTraceFlag,
  HiTraceTracepointType,
  HiTraceCommunicationMode,
  isValid,
  /** Within a chain no other begins. @param {unknown} name @param {unknown} [flags] */
  begin(name, flags) {
    if (typeof name !== 'string' || isValid(current)) return none();
    const chainId = (BigInt(chosen(CHAIN_LIMIT)) << 24n) | BigInt(chosen(CHAIN_LIMIT));
    current = { ...none(), chainId, flags: typeof flags === 'number' ? flags : HiTraceFlag.DEFAULT };
    return { ...current };
  },
  /** @param {any} id */
  end(id) {
    if (checked(id).chainId === current.chainId) current = none();
  },
  getId: () => ({ ...current }),
  /** @param {any} id */
  setId(id) {
    if (isValid(id)) current = checked(id);
  },
  clearId() {
    current = none();
  },
  createSpan() {
    if (!isValid(current) || current.flags & HiTraceFlag.DONOT_CREATE_SPAN) return { ...current };
    return { ...current, spanId: chosen(SPAN_LIMIT), parentSpanId: current.spanId };
  },
  tracepoint: () => undefined,
  /** @param {any} id @param {number} flag */
  isFlagEnabled: (id, flag) => (checked(id).flags & flag) === flag,
  /** @param {any} id @param {number} flag */
  enableFlag(id, flag) {
    if (isValid(id)) id.flags = checked(id).flags | flag;
  },
};
Object.assign(exports, members);
exports.default = members;
