// @arkts.lang: what it declares are types, and where annotations are kept.

const members = { RetentionPolicy: Object.freeze({ SOURCE: 'source', BYTECODE: 'bytecode' }) };
Object.assign(exports, members);
exports.default = members;
