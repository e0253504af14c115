// @ohos.data.ValuesBucket declares types only.

exports.default = {};
