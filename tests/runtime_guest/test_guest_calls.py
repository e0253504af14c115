"""How calls of the extension object end, and what loading it means (spec/callbacks.md sections 1.1, 1.2, 2.2, 2.3)."""

from __future__ import annotations

import pytest
from conftest import ENTRY
from ohos_backup.emulator.source import SourcePosition
from ohos_backup.emulator.trace import LogLine, NotEmulated, UncaughtError


@pytest.mark.parametrize(
    ("body", "state", "kind", "text"),
    [
        ("onBackup() { return 'text'; }", "returned", "string", "text"),
        ("onBackup() { return ''; }", "returned", "string", ""),
        ("onBackup() {}", "returned", "undefined", ""),
        ("onBackup() { return null; }", "returned", "null", "null"),
        ("onBackup() { return 12.5; }", "returned", "number", "12.5"),
        ("onBackup() { return true; }", "returned", "boolean", "true"),
        ("onBackup() { return 7n; }", "returned", "bigint", "7"),
        ("onBackup() { return Symbol('s'); }", "returned", "symbol", "Symbol(s)"),
        ("onBackup() { return { a: [1] }; }", "returned", "object", '{"a":[1]}'),
        ("onBackup() { return new Error('no'); }", "returned", "error", "Error: no"),
        ("onBackup() { return { then(done) { done('x'); } }; }", "returned", "object", "{}"),
        ("onBackup() { return function named() {}; }", "returned", "function", "[function named]"),
        ("onBackup() { const own = {}; own.own = own; return own; }", "returned", "object", "[object]"),
        ("async onBackup() { return 'later'; }", "resolved", "string", "later"),
        ("async onBackup() { for (let i = 0; i < 50; i++) await null; }", "resolved", "undefined", ""),
        ("onBackup() { return new Promise(() => {}); }", "pending", "undefined", ""),
        ("onBackup() { const p = Promise.resolve(1); p.then = 5; return p; }", "pending", "undefined", ""),
        ("onBackup() { const p = Promise.resolve(1); p.catch = 5; return p; }", "pending", "undefined", ""),
        ("onBackup() { return '\\ud800 half'; }", "returned", "string", "\ufffd half"),
        ("onBackup() { return '\\\\ud800 text 中文 😀'; }", "returned", "string", "\\ud800 text 中文 😀"),
        ("", "missing", "undefined", ""),
        ("get onBackup() { return 5; }", "missing", "undefined", ""),
    ],
)
def test_a_call_tells_how_it_ended_and_with_what(device, body, state, kind, text):
    call, turn = device.loaded(body).call("onBackup")
    assert (call.state, call.value.type, call.value.text) == (state, kind, text)
    assert turn.uncaught == ()
    assert turn.settled == ()


@pytest.mark.parametrize(
    ("statement", "kind", "text", "message"),
    [
        ("throw new TypeError('bad');", "error", "TypeError: bad", "bad"),
        ("throw 'just text';", "string", "just text", ""),
        ("throw undefined;", "undefined", "", ""),
        ("throw { code: 3 };", "object", '{"code":3}', ""),
        ("throw new Proxy(new Error('x'), {});", "object", "{}", ""),
    ],
)
@pytest.mark.parametrize(("prefix", "state"), [("", "threw"), ("async", "rejected")])
def test_an_error_is_told_as_what_it_is(device, prefix, state, statement, kind, text, message):
    call, turn = device.loaded(f"{prefix} onBackup() {{ {statement} }}").call("onBackup")
    assert call.state == state
    assert (call.error.value.type, call.error.value.text, call.error.message) == (kind, text, message)
    assert turn.uncaught == ()


def test_arguments_arrive_as_json_and_this_is_the_instance(device):
    process = device.loaded(
        "field = 4; onRestoreEx(version, info) { return [arguments.length, version.name, info, this.field++].join(); }"
    )
    values = ({"code": 1, "name": "1.0"}, "[]")
    assert process.call("onRestoreEx", values)[0].value.text == "2,1.0,[],4"
    assert process.call("onRestoreEx", values)[0].value.text == "2,1.0,[],5"


def test_an_inherited_callback_is_found(device):
    code = "class Base { onBackup() { return 'base'; } } exports.default = class extends Base {};"
    process = device.start(code)
    assert process.load() is None
    assert process.call("onBackup")[0].value.text == "base"


def test_an_earlier_call_settles_in_a_later_turn(device):
    process = device.loaded(
        "onBackup() { return new Promise((done) => { this.done = done; }); }"
        " onProcess() { this.done('now'); return 'p'; }"
    )
    pending, _ = process.call("onBackup")
    call, turn = process.call("onProcess")
    assert (pending.state, call.state) == ("pending", "returned")
    assert [(settled.id, settled.state, settled.value.text) for settled in turn.settled] == [
        (pending.id, "resolved", "now")
    ]


def test_errors_nobody_caught_are_told_by_the_turn_and_traced(device):
    process = device.loaded(
        """onBackup() { Promise.reject(new Error('lost')); queueMicrotask(() => { throw new Error('micro'); });
           setTimeout(() => { throw new Error('timer'); }, 5); setTimeout(() => { throw 'text'; }, 6);
           const late = Promise.reject(1); late.catch(() => {}); }"""
    )
    _, turn = process.call("onBackup")
    assert sorted((error.message, error.is_fatal) for error in turn.uncaught) == [("lost", False), ("micro", True)]
    device.clock.advance(6)
    assert [(error.value.text, error.is_fatal) for error in process.turn().uncaught] == [
        ("Error: timer", True),
        ("text", False),
    ]
    traced = device.trace.of(UncaughtError)
    assert {(event.origin, event.message) for event in traced} == {
        ("rejection", "Error: lost"),
        ("throw", "Error: micro"),
        ("timer", "Error: timer"),
        ("timer", "text"),
    }
    assert all(event.position.file == ENTRY for event in traced if event.message != "text")


@pytest.mark.parametrize(
    ("code", "stage", "message"),
    [
        ("throw new Error('at load');", "module", "at load"),
        (
            "exports.default = class { constructor() { throw new Error('in constructor'); } };",
            "constructor",
            "in constructor",
        ),
        ("exports.default = class { set context(value) { throw new Error('no'); } };", "constructor", "no"),
        ("exports.other = 1;", "export", f"{ENTRY} has no default export that is a class"),
        ("exports.default = () => {};", "export", f"{ENTRY} has no default export that is a class"),
        ("let a = ;", "module", f"{ENTRY}: Unexpected token ';'"),
    ],
)
def test_a_load_that_fails_says_at_which_stage(device, code, stage, message):
    failure = device.start(code).load()
    assert (failure.stage, failure.error.message) == (stage, message)


def test_context_is_assigned_after_construction(device):
    process = device.loaded(
        "before = typeof this.context; constructor() { this.count = arguments.length; }"
        " onBackup() { return [this.before, this.count, this.context.backupDir, this.context.api].join(); }"
    )
    assert process.call("onBackup")[0].value.text == "undefined,0,/b/,23"


def test_errors_of_loading_nobody_caught_come_with_the_next_turn(device):
    process = device.loaded("onBackup() {}", before="Promise.reject(new Error('early'));")
    assert [error.message for error in process.call("onBackup")[1].uncaught] == ["early"]


def test_a_position_is_the_users_own_line(device):
    # Line 3 of the compiled code, column 9 (from 0: 8), stands at line 21, column 5 of the user's file.
    mappings = ";;QAoBI"
    code = "exports.default = class {\n  onBackup() {\n        throw new Error('here');\n  } };"
    process = device.start(code, source_map=f'{{"version":3,"mappings":"{mappings}"}}')
    assert process.load() is None
    assert process.call("onBackup")[0].error.position == SourcePosition(ENTRY, 21, 5)


def test_console_lines_carry_level_text_and_place(device):
    device.text("console.info('%s has %d%%', 'disk', 7, { a: 1 }); console.error('e', null, undefined); return '';")
    lines = [(line.level, line.text, line.domain, line.log_tag) for line in device.trace.of(LogLine)]
    assert lines == [
        ("info", "disk has 7% [object Object]", "A03D00", "JSAPP"),
        ("error", "e null undefined", "A03D00", "JSAPP"),
    ]
    assert device.trace.of(LogLine)[0].position.file == ENTRY


def test_an_unused_module_that_is_not_emulated_does_no_harm(device):
    body = "const http = require('@ohos.net.http'); class Own extends http.default.Base {} return typeof http.x.y;"
    assert device.text(body) == "function"
    assert device.trace.of(NotEmulated) == ()


@pytest.mark.parametrize(
    ("use", "capability"),
    [
        ("require('@ohos.net.http').default.createHttp();", "@ohos.net.http.createHttp"),
        ("require('@kit.Other').thing.part();", "@kit.Other.thing.part"),
        ("new (require('@ohos.worker').default.Worker)();", "@ohos.worker.Worker"),
        ("`${require('@ohos.net.http').RequestMethod.GET}`;", "@ohos.net.http.RequestMethod.GET"),
        ("requireNapi('telephony').call();", "@ohos.telephony.call"),
        ("require('libown.so').add(1, 2);", "libown.so.add"),
    ],
)
def test_using_what_is_not_emulated_is_recorded_even_when_the_app_swallows_it(device, use, capability):
    assert device.text(f"try {{ {use} }} catch (error) {{ return error.name + error.code; }}") == "NotEmulatedError801"
    (event,) = device.trace.of(NotEmulated)
    assert event.capability == capability
    assert event.position.file == ENTRY
