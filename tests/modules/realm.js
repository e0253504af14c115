// A bare realm that runs faces of system modules for tests: a vm context, host calls answered by the test over
// standard input and output, timers on a virtual clock. One request is one line of JSON: {"source": body of an async function}.
'use strict';

const fs = require('node:fs');
const vm = require('node:vm');

const ENVIRONMENT = {
  bundleName: 'com.example.notes', moduleName: 'entry', extensionName: 'Backup', processName: 'com.example.notes:backup',
  user: 100, appIndex: 0, api: 23, locale: 'zh-CN', timezone: 'Asia/Shanghai',
};

let pending = '';

function readLine() {
  const piece = Buffer.alloc(1 << 16);
  for (;;) {
    const end = pending.indexOf('\n');
    if (end >= 0) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      return line;
    }
    const size = fs.readSync(0, piece);
    if (size === 0) return undefined;
    pending += piece.toString('latin1', 0, size);
  }
}

/** Lines are ASCII: the realm escapes everything else. */
function writeLine(line) {
  const ascii = line.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bytes = Buffer.from(`${ascii}\n`, 'latin1');
  for (let at = 0; at < bytes.length;) at += fs.writeSync(1, bytes, at);
}

function ask(line) {
  writeLine(line);
  return readLine();
}

/** Evaluated inside the realm. */
function makeRealm(ask, writeLine, environment) {
  const faces = new Map();
  const queue = [];
  const notEmulated = [];
  const uncaught = [];
  const logs = [];
  let now = 1767225600000;
  let order = 0;

  class BusinessError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }

  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const fromHex = (text) => Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.substr(at * 2, 2), 16));

  function call(name, ...args) {
    const last = args[args.length - 1];
    const bytes = last instanceof Uint8Array ? last : last instanceof ArrayBuffer ? new Uint8Array(last) : undefined;
    if (bytes) args.pop();
    const reply = JSON.parse(ask(JSON.stringify({ call: name, args, bytes: bytes && toHex(bytes) })));
    if ('code' in reply) throw new BusinessError(reply.code, reply.message);
    if (reply.both) return { value: reply.both.value, data: fromHex(reply.both.data) };
    return reply.bytes === undefined ? reply.value : fromHex(reply.bytes);
  }

  const later = (work, delay = 1) =>
    new Promise((resolve, reject) => {
      queue.push({ at: now + delay, order: order++, run: () => { try { resolve(work()); } catch (error) { reject(error); } } });
    });

  function threeForms(args, argumentCount, work, delay = 1) {
    const callback = typeof args[argumentCount] === 'function' ? args[argumentCount] : args[args.length - 1];
    if (typeof callback !== 'function') return later(work, delay);
    later(work, delay).then((value) => callback(undefined, value), (error) => callback(error, undefined)).catch((error) => uncaught.push(String(error)));
    return undefined;
  }

  function missing(capability) {
    const use = () => {
      notEmulated.push(capability);
      throw Object.assign(new Error(`${capability} is not emulated`), { code: 801 });
    };
    return new Proxy(function () {}, {
      apply: use,
      construct: use,
      get: (target, name, receiver) => {
        if (typeof name === 'symbol' || name === 'prototype' || name === 'then') return target[name];
        return name === 'default' ? receiver : missing(`${capability}.${name}`);
      },
    });
  }

  let state = 42;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const host = {
    call, later, threeForms, now: () => now, notEmulated: missing, BusinessError, environment: Object.freeze(environment), random,
    threads: { number: 0, role: '', parent: -1, here: () => '' },
    log: (level, domain, tag, text, raw = text) => logs.push({ level, domain, tag, text, raw }),
  };

  const asApp = (name) => requireFace(name, true);

  function requireFace(name, seen) {
    if (faces.has(name)) return (seen && faces.get(name).seen) || faces.get(name).exports;
    const { value } = JSON.parse(ask(JSON.stringify({ face: name })));
    if (value === null) return missing(name);
    const module = { exports: Object.defineProperty({}, '__esModule', { value: true }) };
    faces.set(name, module);
    new Function('exports', 'require', 'module', 'host', value)(module.exports, requireFace, module, host);
    return (seen && module.seen) || module.exports;
  }

  globalThis.console = { log() {} };
  globalThis.setTimeout = (work, delay = 1, ...values) => queue.push({ at: now + Math.max(1, delay), order: order++, run: () => work(...values) });
  globalThis.queueMicrotask = (work) => Promise.resolve().then(work);
  const AsyncFunction = (async () => {}).constructor;
  return {
    start(source) {
      let outcome;
      const finish = (part) => { outcome = part; };
      new AsyncFunction('require', 'host', source)(asApp, host).then(
        (value) => finish({ value: value === undefined ? null : value }),
        (error) => finish({ error: String(error), stack: String(error && error.stack), code: error && error.code }),
      );
      return {
        /** @returns whether there was something left to do */
        step() {
          if (queue.length === 0) return false;
          queue.sort((left, right) => left.at - right.at || left.order - right.order);
          const next = queue.shift();
          now = Math.max(now, next.at);
          next.run();
          return true;
        },
        report: () => writeLine(JSON.stringify({ done: outcome ?? { error: 'never settled' }, notEmulated, logs, uncaught, now },
          (_, value) => (typeof value === 'bigint' ? `${value}n` : value))),
      };
    },
  };
}

async function main() {
  for (let line = readLine(); line !== undefined; line = readLine()) {
    const context = vm.createContext();
    const order = JSON.parse(line);
    const realm = vm.runInContext(`(${makeRealm})`, context)(ask, writeLine, { ...ENVIRONMENT, api: order.api ?? ENVIRONMENT.api });
    const run = realm.start(order.source);
    do await new Promise(setImmediate);
    while (run.step());
    run.report();
  }
}

main();
