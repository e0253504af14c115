// @ohos.hidebug (hiviewdfx_hidebug interfaces/js/kits/napi): on virtual time no processor time passes, and no debugger
// is attached. What would have to be measured is not emulated.

const members = {
  ...require('@ohos.internal.enums.hidebug'),
  getCpuUsage: () => 0,
  getSystemCpuUsage: () => 0,
  getAppThreadCpuUsage: () => [],
  isDebugState: () => false,
};
Object.assign(exports, members);
exports.default = members;
