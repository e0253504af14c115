// @ohos.data.dataSharePredicates: a list of conditions that a provider of data applies.

const { DataSharePredicates } = require('@ohos.internal.data-share-predicates');

exports.DataSharePredicates = DataSharePredicates;
exports.default = { DataSharePredicates };
