// @ohos.base: types only; BusinessError is how an error looks that an API throws, not a class to construct on a device.

exports.BusinessError = host.BusinessError;
exports.default = {};
