// @ohos.systemparameter, the older name of @ohos.systemParameterEnhance.

const members = require('@ohos.systemParameterEnhance').default;
Object.assign(exports, members);
exports.default = members;
