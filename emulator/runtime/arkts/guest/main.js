'use strict';

// The Node.js side: one process, many realms one after the other. It reads orders from the Python side, keeps compiled
// scripts, and is the only one that touches the pipes. Only primitives go from here into a realm.

const vm = require('node:vm');
const path = require('node:path');
const fs = require('node:fs');
const { types } = require('node:util');
const wire = require('./wire.js');
const { MODULE_START, compileFace, compileModule } = require('./scripts.js');
const { Threads } = require('./threads.js');

/** In the order in which they are joined. */
const REALM_FILES = [
  'intrinsics', 'bridge', 'errors', 'clock', 'capabilities', 'clone', 'threads', 'host_object', 'console', 'modules',
  'stand_ins', 'globals', 'extension',
];
const ABSENT = 'absent';
/** Begins the paths of workers among a module's imports, and asks for those of all modules. */
const WORKERS = 'worker:';

/**
 * @typedef {{imports: string, digest: string}} ModuleEntry
 * @typedef {(order: string, detail: unknown, time: number) => string} Dispatch
 * @typedef {(from: number, message: unknown, transfers: unknown, copies: unknown, time: number) => string} Deliver
 * @typedef {{open: boolean, context: vm.Context, modules: Map<string, ModuleEntry>, dispatch: Dispatch}} Realm
 */

/** @type {Map<string, string>} code by digest */
const sources = new Map();
/** @type {Map<string, Map<string, ModuleEntry>>} */
const programs = new Map();
/** @type {Realm | undefined} */
let present;
/** @type {import('./coverage.js').Coverage | undefined} */
let coverage;

const threads = new Threads((configuration, thread, role) => {
  // Its own queue of microtasks: a thread goes on while another one is busy.
  const context = makeContext({ microtaskMode: 'afterEvaluate' });
  const { realm, inside } = makeRealm(context, present?.modules ?? new Map(), configuration, thread, role);
  return { realm, deliver: inside.deliver };
});
const realmScript = new vm.Script(realmSource(), { filename: 'ohos:realm' });

/** Begins the argument that asks for coverage. */
const COVERAGE = '--coverage';

/** @returns {string} an expression that makes a fresh set of the realm's functions */
function realmSource() {
  const read = (/** @type {string} */ name) => fs.readFileSync(path.join(__dirname, 'realm', `${name}.js`), 'utf8');
  const names = '{ __proto__: null, boot, dispatch, deliver, formatStack }';
  return `(function () { 'use strict';\n${REALM_FILES.map(read).join('\n')}\nreturn ${names}; })()`;
}

/**
 * V8 asks Node.js for the text of every `error.stack`. Node.js's own answer is a function of this realm, which throws
 * this realm's RangeError into app code when the stack is full; the realm's own function cannot.
 * @type {(format: Function) => void}
 */
const formatStacksWith = (() => {
  // @ts-expect-error: reachable by --expose-internals only.
  const { internalBinding } = require('internal/test/binding');
  return internalBinding('errors').setPrepareStackTraceCallback;
})();

/**
 * Run what may fail only for want of stack; nothing of an error may reach the realm.
 * @template T
 * @param {() => T} work
 * @returns {T | string}
 */
function guarded(work) {
  if (!wire.hasRoom()) return wire.BROKEN;
  return work();
}

/**
 * @param {{program: string, configuration: string}} order
 */
function startRealm({ program, configuration }) {
  endRealm();
  const context = makeContext({});
  const made = makeRealm(context, programs.get(program) ?? new Map(), configuration, 0, '');
  formatStacksWith(made.inside.formatStack);
  present = made.realm;
  threads.begin(present, made.inside.deliver, configuration);
}

/** @param {vm.CreateContextOptions} options */
function makeContext(options) {
  return vm.createContext(/** @type {any} */ (vm.constants).DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    ...options,
  });
}

/**
 * @param {vm.Context} context
 * @param {Map<string, ModuleEntry>} modules
 * @param {string} configuration
 * @param {number} thread 0 for the extension's own thread
 * @param {string} role
 * @returns {{realm: Realm, inside: any}}
 */
function makeRealm(context, modules, configuration, thread, role) {
  const inside = realmScript.runInContext(context);
  /** @type {Realm} */
  const realm = { open: true, context, modules, dispatch: inside.dispatch };
  inside.boot(
    (/** @type {boolean} */ waits, /** @type {string} */ message, /** @type {any} */ buffer, /** @type {number} */ offset, /** @type {number} */ length) =>
      realm.open ? wire.exchange(waits, message, buffer, offset, length) : wire.BROKEN,
    wire.takeBytes,
    (/** @type {string} */ id) => guarded(() => instantiate(realm, id)),
    (/** @type {string} */ id) => guarded(() => (id === WORKERS ? workersOf(realm.modules) : (realm.modules.get(id)?.imports ?? '{}'))),
    (/** @type {string} */ name) => guarded(() => instantiateFace(realm, name)),
    types.isPromise,
    types.isNativeError,
    types.isProxy,
    (/** @type {string} */ order, /** @type {any} */ detail, /** @type {unknown} */ message, /** @type {unknown} */ transfers, /** @type {unknown} */ copies, /** @type {number} */ time) =>
      guarded(() => (realm.open ? threads.obey(thread, order, detail, message, transfers, copies, time) : wire.BROKEN)),
    __filename,
    configuration,
    thread,
    role,
  );
  return { realm, inside };
}

/**
 * @param {Map<string, ModuleEntry>} modules
 * @returns {string} JSON of the workers that any of them names
 */
function workersOf(modules) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const { imports } of modules.values()) {
    if (!imports.includes(WORKERS)) continue;
    for (const [name, target] of Object.entries(JSON.parse(imports))) if (name.startsWith(WORKERS)) found[name] = target;
  }
  return JSON.stringify(found);
}

function endRealm() {
  if (present) present.open = false;
  present = undefined;
  threads.endAll();
}

/**
 * @param {Realm} realm
 * @param {string} id
 * @returns {Function | string}
 */
function instantiate(realm, id) {
  const entry = realm.modules.get(id);
  const code = entry && sources.get(entry.digest);
  if (entry === undefined || code === undefined) return ABSENT;
  const script = compileModule(id, entry.digest, code);
  return typeof script === 'string' ? script : script.runInContext(realm.context);
}

/**
 * @param {Realm} realm
 * @param {string} name
 * @returns {Function | string}
 */
function instantiateFace(realm, name) {
  if (!realm.open) return ABSENT;
  const reply = wire.exchange(true, `["f",${JSON.stringify(name)}]`);
  if (reply === wire.BROKEN || reply === wire.TOO_LONG) return reply;
  const face = JSON.parse(reply);
  if (face === null) return ABSENT;
  if (face.sent) sources.set(face.digest, wire.replyText());
  const script = compileFace(face.id, face.digest, sources.get(face.digest) ?? '');
  if (typeof script === 'string') {
    fs.writeSync(2, `${face.id}: ${script}\n`);
    return process.exit(70);
  }
  return script.runInContext(realm.context);
}

/**
 * @param {{program: string, modules: [id: string, digest: string, imports: string, size: number][]}} order
 * @param {Buffer} codes the code of every module with size >= 0, one after the other
 */
function learnProgram({ program, modules }, codes) {
  let offset = 0;
  /** @type {Map<string, ModuleEntry>} */
  const table = new Map();
  for (const [id, digest, imports, size] of modules) {
    if (size >= 0) sources.set(digest, codes.toString('utf8', offset, (offset += size)));
    table.set(id, { imports, digest });
  }
  programs.set(program, table);
}

/**
 * @param {string} order
 * @param {unknown} detail
 * @param {number} time
 * @returns {string}
 */
function dispatch(order, detail, time) {
  try {
    return present?.dispatch(order, detail, time) ?? '';
  } catch {
    return '';
  }
}

/** Nothing unless this process was started to tell. */
function whatRan() {
  const modules = present?.modules;
  return `["v",${JSON.stringify(coverage?.take((name) => modules?.has(name) ?? false, MODULE_START) ?? '')}]`;
}

/** @param {number} time */
function runTimers(time) {
  const ran = threads.areThere() ? threads.runNext(time) : dispatch('timer', undefined, time) === 'more';
  if (ran) setImmediate(runTimers, time);
  else setImmediate(finish, time);
}

/**
 * Microtasks and unhandled rejections were dealt with by Node.js since the last callback ended.
 * @param {number} time
 */
function finish(time) {
  const answer = threads.areThere() ? threads.report() : undefined;
  wire.send(dispatch('answer', answer, threads.now(time)));
  setImmediate(obey);
}

/** Take orders until one of them runs code of the app. */
function obey() {
  for (;;) {
    const order = JSON.parse(wire.read());
    switch (order.do) {
      case 'program':
        learnProgram(order, wire.replyBytes());
        break;
      case 'start':
        startRealm(order);
        break;
      case 'what-ran':
        wire.send(whatRan());
        break;
      case 'end':
        endRealm();
        break;
      case 'turn':
        setImmediate(runTimers, order.now);
        return;
      default:
        dispatch(order.do, order.detail, order.now);
        setImmediate(finish, order.now);
        return;
    }
  }
}

/**
 * Were an object of this realm ever to leak, it would lead nowhere: no constructors, nothing to change.
 * (--frozen-intrinsics does more, and makes every host call several times slower.)
 */
function hardenOwnRealm() {
  const functions = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const made of functions) {
    const prototype = Object.getPrototypeOf(made);
    Reflect.deleteProperty(prototype, 'constructor');
    Object.freeze(prototype);
  }
  const errors = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
  for (const type of [...errors, Promise]) {
    Reflect.deleteProperty(type.prototype, 'constructor');
    Object.freeze(type.prototype);
    Object.freeze(type);
  }
  Reflect.deleteProperty(Object.prototype, 'constructor');
  Object.freeze(Object.prototype);
  Object.freeze(Object);
}

if (process.argv.includes(COVERAGE)) {
  const { Coverage } = require('./coverage.js');
  coverage = new Coverage();
  wire.tellWhatRan(whatRan);
}
hardenOwnRealm();
process.on('unhandledRejection', (reason, promise) => {
  if (threads.rejected(reason, promise)) return;
  dispatch('promise', promise, 0);
  dispatch('rejection', reason, 0);
});
// An error that app code throws into Node.js's own bookkeeping of rejections; the realm has nothing to add to it.
process.on('uncaughtException', (error) => {
  if (present === undefined) throw error;
});
wire.send('["r"]');
setImmediate(obey);
