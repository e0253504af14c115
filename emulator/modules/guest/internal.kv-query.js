// Query: it only notes what is asked for; the store judges it (js_query.cpp, data_query.cpp).

const { MODULE, refused, text, texts } = require('@ohos.internal.kv-values');

const COMPARISONS = ['equalTo', 'notEqualTo', 'greaterThan', 'lessThan', 'greaterThanOrEqualTo', 'lessThanOrEqualTo'];
const ORDERED = COMPARISONS.slice(2);

/** Empty texts and those with a circumflex are passed over without a word (ValidateField). @param {string} value */
const usable = (value) => value !== '' && !value.includes('^');

class Query {
  /** @type {string | null} */
  #prefix = null;
  #device = '';
  /** @type {{ name: string, field: string, values: unknown[] }[]} */
  #steps = [];

  /** @param {Query} query @returns {{ prefix: string | null, device: string, steps: any[] }} as the Python side reads it */
  static state(query) {
    return { prefix: query.#prefix, device: query.#device, steps: [...query.#steps] };
  }

  /** @param {string} name @param {string} [field] @param {unknown[]} [values] */
  step(name, field, values = []) {
    if (field === undefined || usable(field)) this.#steps.push({ name, field: field ?? '', values });
    return this;
  }

  reset() {
    this.#prefix = null;
    this.#device = '';
    this.#steps = [];
    return this;
  }

  /** @param {string} prefix */
  prefixKey(prefix) {
    const given = text(prefix, 'parameters prefix must be string');
    if (usable(given)) this.#prefix = given;
    return this;
  }

  /** @param {string} id */
  deviceId(id) {
    const given = text(id, 'deviceId must be string');
    if (usable(given)) this.#device = given;
    return this;
  }

  /** @param {number} total @param {number} offset */
  limit(total, offset) {
    if (typeof total !== 'number') throw refused('parameters number must be int');
    if (typeof offset !== 'number') throw refused('parameters offset must be int');
    return (total | 0) < 0 || (offset | 0) < 0 ? this : this.step('limit', undefined, [total | 0, offset | 0]);
  }
}
const query = /** @type {any} */ (Query.prototype);
Object.defineProperty(query, 'step', { enumerable: false });

/** @param {string} name @param {(...args: any[]) => Query} value */
const define = (name, value) => Object.defineProperty(query, name, { configurable: true, writable: true, value });

for (const name of COMPARISONS) {
  define(name, /** @this {Query} @param {any} field @param {any} value */ function (field, value) {
    const given = text(field, 'parameter field type must be string');
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw refused('parameter value type must be object');
    const plain = typeof value === 'string' ? value.toWellFormed() : value;
    return this.step(name, given, [typeof plain === 'boolean' && ORDERED.includes(name) ? Number(plain) : plain]);
  });
}
for (const name of ['like', 'unlike']) {
  define(name, /** @this {Query} @param {any} field @param {any} pattern */ function (field, pattern) {
    return this.step(name, text(field, 'parameters filed must be string'), [text(pattern, 'parameters value must be string')]);
  });
}
for (const name of ['isNull', 'isNotNull', 'orderByAsc', 'orderByDesc', 'setSuggestIndex']) {
  define(name, /** @this {Query} @param {any} field */ function (field) {
    return this.step(name, text(field, 'parameters field must be string'));
  });
}
for (const name of ['and', 'or', 'beginGroup', 'endGroup']) {
  define(name, /** @this {Query} */ function () {
    return this.step(name);
  });
}
for (const [kind, step] of [['in', 'in'], ['notIn', 'notIn']]) {
  define(`${kind}Number`, /** @this {Query} @param {any} field @param {any} values */ function (field, values) {
    const given = text(field, 'parameters field must be string');
    if (!Array.isArray(values) && !ArrayBuffer.isView(values)) throw refused('parameter isArray must be boolean');
    const numbers = Array.from(/** @type {any} */ (values));
    if (!numbers.every((value) => typeof value === 'number')) throw refused('parameters doubleList must be array');
    return this.step(step, given, numbers);
  });
  define(`${kind}String`, /** @this {Query} @param {any} field @param {any} values */ function (field, values) {
    return this.step(step, text(field, 'parameters filed must be string'), texts(values, 'parameters valueList must be stringArray'));
  });
}
Object.defineProperty(query, 'getSqlLike', { configurable: true, get: () => host.notEmulated(`${MODULE}.Query.getSqlLike`) });

/** What a key prefix or a query asks for. @param {unknown} asked @param {string} [device] */
function wanted(asked, device = '') {
  if (typeof asked === 'object' && asked !== null && !(asked instanceof Query)) host.notEmulated(`${MODULE} with DataSharePredicates`)();
  if (typeof asked !== 'string' && !(asked instanceof Query)) throw refused('parameters keyPrefix/query must be string or object');
  if (asked === '') throw refused('parameters keyPrefix must be string');
  const state = Query.state(asked instanceof Query ? asked : new Query().prefixKey(asked));
  return usable(device) ? { ...state, device } : state;
}

module.exports = { Query, wanted };
