// @ohos.systemTime, the older name of @ohos.systemDateTime.

const { older } = require('@ohos.systemDateTime');
Object.assign(exports, older);
exports.default = older;
