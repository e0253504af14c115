// @ohos.bytrace, the older name of @ohos.hiTraceMeter.

const { startTrace, finishTrace, traceByValue } = require('@ohos.hiTraceMeter');
const members = { startTrace, finishTrace, traceByValue };
Object.assign(exports, members);
exports.default = members;
