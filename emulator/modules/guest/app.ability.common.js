// @ohos.app.ability.common: a namespace of types; nothing of it is there at run time.

exports.default = {};
