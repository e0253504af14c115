// DataSharePredicates and what a relational store makes of them (distributeddatamgr_relational_store
// rdb_data_share_adapter rdb_utils.cpp:ToPredicates).

/** Operations that a relational store takes over, by the name it gives them. */
const FOR_STORES = Object.freeze({
  equalTo: 'equalTo', notEqualTo: 'notEqualTo', beginWrap: 'beginWrap', endWrap: 'endWrap', or: 'or', and: 'and',
  contains: 'contains', beginsWith: 'beginsWith', endsWith: 'endsWith', isNull: 'isNull', isNotNull: 'isNotNull',
  like: 'like', unlike: 'notLike', glob: 'glob', between: 'between', notBetween: 'notBetween', greaterThan: 'greaterThan',
  lessThan: 'lessThan', greaterThanOrEqualTo: 'greaterThanOrEqualTo', lessThanOrEqualTo: 'lessThanOrEqualTo',
  orderByAsc: 'orderByAsc', orderByDesc: 'orderByDesc', distinct: 'distinct', limit: 'limit', groupBy: 'groupBy',
  indexedBy: 'indexedBy', in: 'in', notIn: 'notIn', inValues: 'in', notInValues: 'notIn',
});
const FOR_KEY_VALUE_STORES = ['prefixKey', 'inKeys'];

/** @type {WeakMap<object, [string, any[]][]>} */
const operationsOf = new WeakMap();

class DataSharePredicates {
  constructor() {
    operationsOf.set(this, []);
  }
}

for (const name of [...Object.keys(FOR_STORES), ...FOR_KEY_VALUE_STORES]) {
  Object.defineProperty(DataSharePredicates.prototype, name, {
    configurable: true,
    writable: true,
    /** @this {DataSharePredicates} @param {any[]} args */
    value: function (...args) {
      operationsOf.get(this)?.push([name, args]);
      return this;
    },
  });
}

/**
 * @template T @param {any} predicates @param {string} table @param {new (table: string) => T} RdbPredicates
 * @returns {T | undefined} undefined when these are no DataSharePredicates
 */
function toRdbPredicates(predicates, table, RdbPredicates) {
  const operations = operationsOf.get(predicates);
  if (operations === undefined) return undefined;
  const made = /** @type {any} */ (new RdbPredicates(table));
  for (const [name, args] of operations) {
    const own = /** @type {Record<string, string>} */ (FOR_STORES)[name];
    if (own === 'limit') made.limitAs(args[0]).offsetAs(args[1] ?? -1);
    else if (own !== undefined) made[own](...args);
  }
  return made;
}

module.exports = { DataSharePredicates, toRdbPredicates };
