/** Runs a Program (JSON on stdin) by the contract of program.py and prints what it logged. */
'use strict';

const vm = require('node:vm');

const program = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const modules = new Map(program.modules.map((/** @type {any} */ module) => [module.id, module]));
/** @type {any[]} */ const logged = [];
/** @type {Map<string, any>} */ const loaded = new Map();
const system = { __esModule: true, default: { name: 'system' }, Ability: class {} };
/** @param {string} what */
const standIn = (what) => new Proxy(() => {}, {
  get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : standIn(`${what}.${name}`)),
  apply: () => { throw new Error(`not emulated: ${what}`); },
});
const log = (/** @type {any[]} */ ...values) => logged.push(values.length === 1 ? values[0] : values);
const context = vm.createContext({ log });

/** @param {string} id @returns {any} */
function load(id) {
  if (id.startsWith('system:')) return system;
  if (/^(native|missing):/.test(id)) return standIn(id.replace(/^\w+:/, ''));
  const known = loaded.get(id);
  if (known) {
    if (known.failed) throw known.error;
    return known.exports;
  }
  const module = modules.get(id);
  if (!module) throw new Error(`no module ${id}`);
  /** @type {any} */ const record = { exports: {} };
  loaded.set(id, record);
  /** @param {string} specifier */
  const require = (specifier) => load(module.imports[specifier] ?? `unknown:${specifier}`);
  require.lazy = (/** @type {string} */ specifier) => new Proxy({}, {
    get: (_, name) => require(specifier)[name],
  });
  const run = vm.compileFunction(module.code, ['exports', 'require', 'module'], { filename: id, parsingContext: context });
  try {
    run.call(undefined, record.exports, require, {});
  } catch (error) {
    Object.assign(record, { failed: true, error });
    throw error;
  }
  return record.exports;
}

try {
  load(program.entry);
} catch (error) {
  logged.push(['error', String(error), /** @type {any} */ (error).stack]);
}
setImmediate(() => process.stdout.write(JSON.stringify(logged)));
