// @ohos.app.ability.Want: a plain record of texts; the class carries nothing.

exports.default = class Want {};
