// Schema and FieldNode: they only write a text, which the store reads (js_schema.cpp, js_field_node.cpp).

const { ValueType, refused } = require('@ohos.internal.kv-values');

const UNKNOWN_TYPE = 255;
/** @type {Record<number, string>} */
const TYPE_NAMES = {
  [ValueType.STRING]: 'STRING', [ValueType.INTEGER]: 'INTEGER', [ValueType.FLOAT]: 'DOUBLE', [ValueType.BYTE_ARRAY]: 'BYTE_ARRAY',
  [ValueType.BOOLEAN]: 'BOOL', [ValueType.DOUBLE]: 'DOUBLE',
};

/** A wrong value of a property is an Error without a number (NAPI_ASSERT). @param {boolean} fine */
function check(fine, message = 'invalid arguments!') {
  if (!fine) throw new Error(message);
}

/** As std::to_string writes it: numbers with six digits, and so no whole number fits an INTEGER. @param {unknown} value */
function written(value) {
  if (typeof value === 'number') return value.toFixed(6);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value.toWellFormed() : '';
}

class FieldNode {
  #name;
  #type = UNKNOWN_TYPE;
  /** @type {unknown} */
  #default = '';
  #nullable = false;
  /** @type {FieldNode[]} */
  #children = [];

  /** @param {string} name */
  constructor(name) {
    if (typeof name !== 'string' || name === '') throw refused('fieldName empty');
    this.#name = name.toWellFormed();
  }

  /** @param {FieldNode} child */
  appendChild(child) {
    if (!(child instanceof FieldNode)) throw refused('child is nullptr');
    this.#children.push(child);
    return true;
  }

  get default() { return this.#default; }
  set default(value) {
    check(['string', 'number', 'boolean'].includes(typeof value) || value instanceof Uint8Array, 'Parameter error:Parameters type must belong one of string,number,array,bool.');
    this.#default = value;
  }

  get nullable() { return this.#nullable; }
  set nullable(value) {
    check(typeof value === 'boolean', 'Parameter error:Parameters type failed');
    this.#nullable = value;
  }

  get type() { return this.#type; }
  set type(value) {
    check(typeof value === 'number' && value >= ValueType.STRING && value <= ValueType.DOUBLE, 'Parameter error:Parameters type failed');
    this.#type = value | 0;
  }

  /** @param {FieldNode} node @returns {any} */
  static described(node) {
    if (node.#children.length > 0) return Object.fromEntries(node.#children.map((child) => [child.#name, FieldNode.described(child)]));
    const start = `${TYPE_NAMES[node.#type] ?? ''}${node.#nullable ? ',' : ', NOT NULL,'} DEFAULT `;
    return start + (node.#type === ValueType.STRING ? `'${written(node.#default)}'` : written(node.#default));
  }
}

class Schema {
  #root = new FieldNode('SCHEMA_DEFINE');
  /** @type {string[]} */
  #indexes = [];
  #mode = 0;
  #skip = 0;

  get root() { return this.#root; }
  set root(node) {
    check(node instanceof FieldNode);
    this.#root = node;
  }

  get indexes() { return [...this.#indexes]; }
  set indexes(names) {
    check(Array.isArray(names) && names.every((name) => typeof name === 'string'));
    this.#indexes = names.map((name) => name.toWellFormed());
  }

  get mode() { return this.#mode; }
  set mode(mode) {
    check(typeof mode === 'number');
    this.#mode = mode >>> 0;
  }

  get skip() { return this.#skip; }
  set skip(size) {
    check(typeof size === 'number');
    this.#skip = size >>> 0;
  }

  /** The text that says the same. @param {Schema} schema */
  static described(schema) {
    return JSON.stringify({
      SCHEMA_VERSION: '1.0', SCHEMA_MODE: schema.#mode === 1 ? 'STRICT' : 'COMPATIBLE', SCHEMA_DEFINE: FieldNode.described(schema.#root),
      SCHEMA_INDEXES: schema.#indexes, SCHEMA_SKIPSIZE: schema.#skip,
    });
  }
}

/** @param {Schema} schema @returns {string} */
const schemaText = (schema) => Schema.described(schema);
for (const Kind of [FieldNode, Schema]) Object.defineProperty(Kind, 'described', { enumerable: false });

module.exports = { FieldNode, Schema, schemaText };
