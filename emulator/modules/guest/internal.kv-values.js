// What the parts of @ohos.data.distributedKVStore share: wrong arguments and types of values (js_error_utils.cpp, js_util.cpp).

const { businessError } = require('@ohos.internal.arguments');

const MODULE = '@ohos.data.distributedKVStore';
const PARAMETER_ERROR = 401;
const ValueType = Object.freeze({ STRING: 0, INTEGER: 1, FLOAT: 2, BYTE_ARRAY: 3, BOOLEAN: 4, DOUBLE: 5, LONG: 6 });

/** @param {string} detail @param {number} [code] */
const refused = (detail, code = PARAMETER_ERROR) => businessError(code, `Parameter error: Parameters verification failed.Parameter error:${detail}`);

/** @param {unknown} value @param {string} detail @returns {string} */
function text(value, detail) {
  if (typeof value !== 'string') throw refused(detail);
  return value.toWellFormed();
}

/** @param {unknown} value @returns {string[]} */
function texts(value, detail = 'keys verification must be array') {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw refused(detail);
  return value.map((item) => item.toWellFormed());
}

module.exports = { MODULE, ValueType, refused, text, texts };
