# ruff: noqa: E501 (an attempt is one expression, and reads best as one)
"""App code that tries to reach the outside. Each attempt is an expression that must give the expected text."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.runtime.api import ExtensionDied

PROBE = """
const realm = { Object, Function, Error, Array, Promise, RangeError, TypeError };
/** Says "foreign" when a value comes from another realm. */
function origin(value) {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value !== 'object' && typeof value !== 'function') return 'primitive';
  let last = value;
  for (let next = value; next !== null; next = Object.getPrototypeOf(next)) last = next;
  return last === Object.prototype ? 'own' : 'foreign';
}
function compiles(make) {
  try { return typeof make('return typeof process')(); } catch (error) { return error instanceof EvalError ? 'refused' : 'other'; }
}
const found = [];
function look(value) { if (origin(value) === 'foreign') found.push(String(value)); }
/** Calls visit at every depth of the stack, down to where there is no room, and looks at each error. */
function dive(visit) {
  const errors = [];
  (function deeper() {
    try { deeper(); } catch (error) { errors.push(error); }
    try { visit(); } catch (error) { errors.push(error); }
  })();
  errors.forEach(look);
}
"""

ECHO = "const echo = require('@ohos.echo').default;"

ATTEMPTS = {
    "process is not defined": ("typeof process", "undefined"),
    "require is only the module loader": ("Object.keys(require).join()", "lazy"),
    "there is no global require": ("typeof globalThis.require", "undefined"),
    "module holds exports only": ("Object.keys(module).join()", "exports"),
    "there is no Buffer": ("typeof Buffer", "undefined"),
    "there is no window or global": (
        "[typeof window, typeof global, typeof self].join()",
        "undefined,undefined,undefined",
    ),
    "there is no network": (
        "[typeof fetch, typeof WebSocket, typeof XMLHttpRequest].join()",
        "undefined,undefined,undefined",
    ),
    "there is no WebAssembly": ("typeof WebAssembly", "undefined"),
    "there is no host object": ("typeof host", "undefined"),
    "eval is refused": ("compiles((code) => (0, eval)(`(function () { ${code} })`))", "refused"),
    "the Function constructor is refused": ("compiles(Function)", "refused"),
    "a constructor's constructor is refused": ("compiles((code) => ({}).constructor.constructor(code))", "refused"),
    "the constructor of async functions is refused": ("compiles((async () => {}).constructor)", "refused"),
    "the constructor of generators is refused": ("compiles((function* () {}).constructor)", "refused"),
    "a timer given text does nothing": ("setTimeout('found.push(1)', 1)", "0"),
    "the constructor of a console method is refused": ("compiles(console.log.constructor)", "refused"),
    "the constructor of require is refused": ("compiles(require.constructor)", "refused"),
    "the constructor of a timer function is refused": ("compiles(setTimeout.constructor)", "refused"),
    "globals are made in this realm": (
        "Object.getOwnPropertyNames(globalThis).filter((name) => origin(globalThis[name]) === 'foreign').join()",
        "",
    ),
    "the global object is of this realm": ("origin(globalThis)", "own"),
    "this of a function is undefined": ("typeof (function () { return this; })()", "undefined"),
    "callers cannot be walked": (
        "(() => { try { return typeof dive.caller; } catch { return 'refused'; } })()",
        "refused",
    ),
    "arguments.callee cannot be walked": (
        "(function () { try { return typeof arguments.callee; } catch { return 'refused'; } })()",
        "refused",
    ),
    "prepareStackTrace is not asked": (
        "(() => { let sites; Error.prepareStackTrace = (_, trace) => { sites = trace; };"
        " void new Error('x').stack; return typeof sites; })()",
        "undefined",
    ),
    "a replaced Error is not asked for stacks": (
        "(() => { let sites; const Own = Error; globalThis.Error = { prepareStackTrace: (_, trace) => { sites = trace; } };"
        " void new Own('x').stack; globalThis.Error = Own; return typeof sites; })()",
        "undefined",
    ),
    "stacks name no file of the host": (
        "(() => { const stack = new Error('x').stack; return /node:|main\\.js|ohos:|wire/.test(stack); })()",
        "false",
    ),
    "captureStackTrace shows no host frames": (
        "(() => { const made = {}; Error.captureStackTrace(made); return /node:|main\\.js|ohos:/.test(made.stack); })()",
        "false",
    ),
    "a full stack in error.stack gives no foreign error": ("(dive(() => void new Error('x').stack), found.join())", ""),
    "a full stack in a host call gives no foreign error": ("(dive(() => echo.echo(1)), found.join())", ""),
    "a full stack in sending bytes gives no foreign error": (
        "(dive(() => echo.reply(1, new Uint8Array(9))), found.join())",
        "",
    ),
    "a full stack in a log gives no foreign error": ("(dive(() => console.log('x')), found.join().slice(0, 99))", ""),
    "a full stack in require gives no foreign error": (
        "(dive(() => require('./fresh' + Math.random())), found.join())",
        "",
    ),
    "a full stack in rejecting gives no foreign error": (
        "(dive(() => void Promise.reject(1).catch(() => {})), found.join())",
        "",
    ),
    "an error of a host call is of this realm": (
        "(() => { try { echo.fail(13900002); } catch (error) { return origin(error) + (error instanceof Error); } })()",
        "owntrue",
    ),
    "bytes of a host call are of this realm": (
        "origin(echo.bytes(3)) + (echo.bytes(3) instanceof Uint8Array)",
        "owntrue",
    ),
    "JSON of a host call is of this realm": ("origin(echo.echo({ a: [1] }).a)", "own"),
    "a promise of a system module is of this realm": (
        "origin(echo.later(() => 1)) + (echo.later(() => 1) instanceof Promise)",
        "owntrue",
    ),
    "a dynamic import is of this realm": (
        "await import('node:fs').then((exported) => { try { return String(exported.readFileSync); }"
        " catch (error) { return origin(error) + error.name; } })",
        "ownNotEmulatedError",
    ),
    "an import hidden behind comments is of this realm": (
        "await import /* x */ ('fs').then((exported) => { try { return exported.x; } catch (error) { return origin(error); } })",
        "own",
    ),
    "a polluted prototype sees no bridge": (
        "(() => { let seen = null; const record = function (value) { seen = { __proto__: null, a: this, b: value, seen }; };"
        " for (const key of ['0', '1', 'value', 'send', 'then'])"
        " Object.defineProperty(Object.prototype, key, { __proto__: null, set: record, get() { record.call(this); }, configurable: true });"
        " echo.echo(1); console.log('x'); setTimeout(() => {}, 1);"
        " for (const key of ['0', '1', 'value', 'send', 'then']) delete Object.prototype[key];"
        " for (; seen; seen = seen.seen) { look(seen.a); look(seen.b); } return found.join(); })()",
        "",
    ),
    "patched built-ins see no bridge": (
        "(() => { const own = [Function.prototype.call, Function.prototype.apply, Reflect.apply, JSON.stringify];"
        " const spy = function (...values) { look(this); values.forEach(look); };"
        " Function.prototype.call = spy; Function.prototype.apply = spy; Reflect.apply = spy; JSON.stringify = spy;"
        " echo.echo(1); console.log('x'); try { require('./none'); } catch {}"
        " [Function.prototype.call, Function.prototype.apply, Reflect.apply, JSON.stringify] = own; return found.join(); })()",
        "",
    ),
    "a getter that host code might read is not read from outside": (
        "(() => { const bytes = new Uint8Array(3);"
        " for (const key of ['buffer', 'length', 'byteLength', 'byteOffset'])"
        " Object.defineProperty(bytes, key, { get() { found.push(key); return 1e9; } });"
        " return echo.reply(1, bytes).data.byteLength + found.join(); })()",
        "3",
    ),
    "a proxy handed to the host is not asked for bytes": (
        "(() => { const proxy = new Proxy(new Uint8Array(3), { get(target, key) { found.push(String(key)); return target[key]; } });"
        " try { echo.bytes.call(null, 1, proxy); } catch {} return found.includes('buffer'); })()",
        "false",
    ),
    "toJSON sees values of this realm only": (
        "(() => { echo.echo({ toJSON(key) { look(this); look(key); return 1; } }); return found.join(); })()",
        "",
    ),
    "a species constructor sees values of this realm only": (
        "(() => { Promise[Symbol.species]; class Own extends Promise { constructor(run) { super(run); look(run); } }"
        " Own.resolve(1).then(look); return found.join(); })()",
        "",
    ),
    "the host object cannot be changed": ("String(echo.frozen)", "true"),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_app_code_cannot_get_out(device, name):
    attempt, expected = ATTEMPTS[name]
    assert device.text(f"return String({attempt});", before=ECHO + PROBE) == expected


def test_a_rejection_reason_and_a_timer_error_stay_in_the_realm(device):
    process = device.loaded(
        "onBackup() { setTimeout(() => { throw { get message() { return origin(this); } }; }, 1); }", before=PROBE
    )
    process.call("onBackup")
    device.clock.advance(5)
    assert len(process.turn().uncaught) == 1


def test_one_extension_leaves_nothing_to_the_next(device):
    device.loaded("onBackup() { Object.prototype.left = 1; globalThis.left = 2; setTimeout(() => {}, 1); }")
    device.process.call("onBackup")
    device.process.close()
    process = device.loaded("onBackup() { return [typeof globalThis.left, typeof ({}).left].join(); }")
    call, turn = process.call("onBackup")
    assert call.value.text == "undefined,undefined"
    assert turn.next_timer_ms is None


def test_a_forged_message_ends_the_process_and_not_the_tool(device):
    process = device.loaded(
        "onBackup() { Array.prototype.toJSON = () => ({ not: 'an array' }); require('@ohos.echo').default.echo(1); }"
    )
    with pytest.raises(ExtensionDied) as death:
        process.call("onBackup")
    assert death.value.reason == "died"


def test_the_process_sees_no_environment_and_may_not_read_files(device, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_HOST", "x")
    process = device.loaded("")
    node = process._node
    command = node.settings.command()
    assert "--permission" in command
    assert set(node.settings.environment()) == {"TZ", "LC_ALL", "LANG"}
    assert "SECRET_OF_THE_HOST" not in node._status.environ()
