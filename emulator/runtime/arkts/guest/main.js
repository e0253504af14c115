'use strict';

// The Node.js side: one process, many realms one after the other. It reads orders from the Python side, keeps compiled
// scripts, and is the only one that touches the pipes. Only primitives go from here into a realm.

const vm = require('node:vm');
const path = require('node:path');
const fs = require('node:fs');
const { types } = require('node:util');
const wire = require('./wire.js');
const { compileFace, compileModule } = require('./scripts.js');

/** In the order in which they are joined. */
const REALM_FILES = ['intrinsics', 'bridge', 'errors', 'clock', 'capabilities', 'host_object', 'console', 'modules', 'stand_ins', 'globals', 'extension'];
const ABSENT = 'absent';

/**
 * @typedef {{imports: string, digest: string}} ModuleEntry
 * @typedef {(order: string, detail: unknown, time: number) => string} Dispatch
 * @typedef {{open: boolean, context: vm.Context, modules: Map<string, ModuleEntry>, dispatch: Dispatch | undefined}} Realm
 */

/** @type {Map<string, string>} code by digest */
const sources = new Map();
/** @type {Map<string, Map<string, ModuleEntry>>} */
const programs = new Map();
/** @type {Realm | undefined} */
let present;

const realmScript = new vm.Script(realmSource(), { filename: 'ohos:realm' });

/** @returns {string} an expression that makes a fresh set of the realm's functions */
function realmSource() {
  const read = (/** @type {string} */ name) => fs.readFileSync(path.join(__dirname, 'realm', `${name}.js`), 'utf8');
  const names = '{ __proto__: null, boot, dispatch, formatStack }';
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
  const context = vm.createContext(/** @type {any} */ (vm.constants).DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
  });
  /** @type {Realm} */
  const realm = { open: true, context, modules: programs.get(program) ?? new Map(), dispatch: undefined };
  const inside = realmScript.runInContext(context);
  formatStacksWith(inside.formatStack);
  inside.boot(
    (/** @type {boolean} */ waits, /** @type {string} */ message, /** @type {any} */ buffer, /** @type {number} */ offset, /** @type {number} */ length) =>
      realm.open ? wire.exchange(waits, message, buffer, offset, length) : wire.BROKEN,
    wire.takeBytes,
    (/** @type {string} */ id) => guarded(() => instantiate(realm, id)),
    (/** @type {string} */ id) => guarded(() => realm.modules.get(id)?.imports ?? '{}'),
    (/** @type {string} */ name) => guarded(() => instantiateFace(realm, name)),
    types.isPromise,
    types.isNativeError,
    __filename,
    configuration,
  );
  realm.dispatch = inside.dispatch;
  present = realm;
}

function endRealm() {
  if (present) present.open = false;
  present = undefined;
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
    return present?.dispatch?.(order, detail, time) ?? '';
  } catch {
    return '';
  }
}

/** @param {number} time */
function runTimers(time) {
  if (dispatch('timer', undefined, time) === 'more') setImmediate(runTimers, time);
  else setImmediate(finish, time);
}

/**
 * Microtasks and unhandled rejections were dealt with by Node.js since the last callback ended.
 * @param {number} time
 */
function finish(time) {
  wire.send(dispatch('answer', undefined, time));
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

hardenOwnRealm();
process.on('unhandledRejection', (reason) => void dispatch('rejection', reason, 0));
// An error that app code throws into Node.js's own bookkeeping of rejections; the realm has nothing to add to it.
process.on('uncaughtException', (error) => {
  if (present === undefined) throw error;
});
wire.send('["r"]');
setImmediate(obey);
