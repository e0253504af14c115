// @ohos.hiTraceMeter (hiviewdfx_hitrace interfaces/js/kits/napi): nobody captures a trace on this device, so marks are
// taken and leave nothing. Wrong arguments are ignored, as there.

const HiTraceOutputLevel = Object.freeze({ DEBUG: 0, INFO: 1, CRITICAL: 2, COMMERCIAL: 3, MAX: 3 });
const ignored = () => undefined;

const members = {
  HiTraceOutputLevel,
  startTrace: ignored,
  finishTrace: ignored,
  traceByValue: ignored,
  startSyncTrace: ignored,
  finishSyncTrace: ignored,
  startAsyncTrace: ignored,
  finishAsyncTrace: ignored,
  isTraceEnabled: () => false,
};
Object.assign(exports, members);
exports.default = members;
