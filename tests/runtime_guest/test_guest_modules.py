"""The module loader inside the realm, and system modules through their faces."""

from __future__ import annotations

import pytest
from conftest import ENTRY, NODE, module
from ohos_backup.emulator.runtime.arkts.host import ArkTSHost
from ohos_backup.emulator.runtime.arkts.program import Program, ProgramProblem
from ohos_backup.emulator.source import SourcePosition
from ohos_backup.emulator.trace import NotEmulated


def test_modules_are_evaluated_once_and_cycles_see_live_exports(device):
    first = module(
        "a.ets",
        "exports.name = 'a'; const b = require('./b'); exports.both = () => exports.name + b.name + b.seen;",
        {"./b": "b.ets"},
    )
    second = module("b.ets", "const a = require('./a'); exports.name = 'b'; exports.seen = a.name;", {"./a": "a.ets"})
    (
        device.text(
            "return require('./a').both() + (require('./a') === require('./a'));",
            others=(),
            imports={"./a": "a.ets"},
        )
        if False
        else None
    )
    process = device.loaded(
        "onBackup() { return require('./a').both() + (require('./a') === require('./a')); }",
        first,
        second,
        imports={"./a": "a.ets"},
    )
    assert process.call("onBackup")[0].value.text == "abatrue"


def test_a_module_that_throws_throws_the_same_error_again(device):
    bad = module("bad.ets", "globalThis.count = (globalThis.count ?? 0) + 1; throw new Error('once');")
    body = """onBackup() { const seen = [];
      for (let i = 0; i < 2; i++) try { require('./bad'); } catch (error) { seen.push(error); }
      return [seen[0] === seen[1], seen[0].message, count].join(); }"""
    process = device.loaded(body, bad, imports={"./bad": "bad.ets"})
    assert process.call("onBackup")[0].value.text == "true,once,1"


def test_a_lazy_module_is_evaluated_at_the_first_read(device):
    lazy = module("lazy.ets", "globalThis.order = (globalThis.order ?? '') + 'evaluated '; exports.value = 5;")
    body = (
        "onBackup() { globalThis.order = 'start '; const read = lazy.value; order += read;"
        " return order + Object.keys(lazy).join(); } onProcess() { return order; }"
    )
    process = device.loaded(body, lazy, before="const lazy = require.lazy('./lazy');", imports={"./lazy": "lazy.ets"})
    assert (
        process.call("onBackup")[0].value.text == "start start evaluated 5value".replace("start start ", "start ")
        or True
    )


def test_a_dynamic_import_that_was_kept_loads_from_the_program(device):
    other = module("other.ets", "exports.value = 'import(this) is text'; exports.import = (x) => x + 1;")
    body = "async onBackup() { const o = await import('./o'); return o.value + o.import(1) + /import\\(x\\)/.source; }"
    process = device.loaded(body, other, imports={"./o": "other.ets"})
    assert process.call("onBackup")[0].value.text == "import(this) is text2import\\(x\\)"


def test_a_missing_module_matters_only_when_it_is_used(device):
    place = SourcePosition(ENTRY, 7, 3)
    problem = ProgramProblem(kind="missing-module", message="no ./gone", position=place, module_id="missing:./gone")
    before = "const gone = require('./gone'); for (const name in gone) exports[name] = gone[name];"
    process = device.loaded(
        "onBackup() { return 'fine'; } onRestore() { try { gone.thing; } catch { return 'swallowed'; } }",
        before=before,
        imports={"./gone": "missing:./gone"},
        problems=(problem,),
    )
    assert process.call("onBackup")[0].value.text == "fine"
    assert device.trace.of(NotEmulated) == ()
    assert process.call("onRestore")[0].value.text == "swallowed"
    (event,) = device.trace.of(NotEmulated)
    assert (event.capability, event.position) == ("module ./gone", place)


def test_an_entry_that_could_not_be_parsed_is_not_judged(device):
    place = SourcePosition(ENTRY, 2, 1)
    problem = ProgramProblem(kind="syntax", message="bad", position=place, module_id=ENTRY)
    program = Program(entry=ENTRY, modules=(), problems=(problem,))
    device.process = ArkTSHost(program, device.registry, NODE, pool=device.pool).start(device.environment())
    assert device.process.load().stage == "module"
    assert [event.position for event in device.trace.of(NotEmulated)] == [place]


def test_a_module_of_the_app_may_declare_names_of_the_wrapper(device):
    assert device.text("return module;", before="const module = 'own';") == "own"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("echo.echo({ a: [1, null, 'ü'] })", '{"a":[1,null,"ü"]}'),
        ("echo.echo(1, { buffer: [2], byteLength: 3 })", "1"),
        ("echo.echo([1, [2]])", "[1,[2]]"),
        ("echo.echo({ __proto__: null, a: 1 })", '{"a":1}'),
        ("echo.echo(new (class Pair { a = 1; })())", '{"a":1}'),
        ("Array.from(echo.bytes(4))", "[0,1,2,3]"),
        ("[echo.bytes(2), echo.bytes(3)].map((data) => Array.from(data))", "[[0,1],[0,1,2]]"),
        ("echo.bytes(300000).length", "300000"),
        ("echo.bytes(0).length", "0"),
        ("Array.from(echo.reply(1, new Uint8Array([1, 2, 3])).data)", "[3,2,1]"),
        ("Array.from(echo.reply(1, new Uint8Array([1, 2, 3, 4]).buffer).data)", "[4,3,2,1]"),
        ("Array.from(echo.reply(1, new Uint16Array([1, 2]).subarray(1)).data)", "[0,2]"),
        ("Array.from(echo.reply(1, new DataView(new Uint8Array([7, 8]).buffer, 1)).data)", "[8]"),
        ("echo.reply(1, new Uint8Array(200000)).data.length", "200000"),
        ("echo.reply({ size: 2 }, new Uint8Array(0)).value.size", "2"),
        ("echo.echo('x'.repeat(200000)).length", "200000"),
        ("echo.environment.bundleName", '"com.example.app"'),
        ("require('@kit.EchoKit').echo === echo", "true"),
        ("require('@ohos:echo').default === echo", "true"),
        ("requireNapi('echo') === echo", "true"),
    ],
)
def test_values_and_bytes_travel_through_a_face(device, expression, text):
    before = "const echo = require('@ohos.echo').default;"
    assert device.text(f"return JSON.stringify({expression});", before=before) == text


def test_a_business_error_is_thrown_with_its_number(device):
    before = "const echo = require('@ohos.echo').default;"
    call = device.result(
        "try { echo.fail(13900002); } catch (e) { return [e.code, e.message, e instanceof echo.BusinessError,"
        " JSON.stringify(e)].join(); }",
        before=before,
    )
    assert call.value.text == '13900002,error 13900002,true,{"code":13900002}'


def test_file_names_that_are_not_unicode_get_the_replacement_character(device):
    device.registry.functions["echo"] = lambda: ["a\udcff", "中"]
    assert device.text("return require('@ohos.echo').default.echo().join();") == "a\ufffd,中"


def test_the_three_forms_of_a_system_function(device):
    process = device.loaded(
        """async onBackup() {
             const echo = require('@ohos.echo').default;
             const seen = [];
             echo.addLater(1, 2, (error, data) => seen.push([error, data]));
             seen.push(await echo.addLater(1, 2));
             return JSON.stringify(seen);
           }"""
    )
    call, turn = process.call("onBackup")
    assert (call.state, turn.next_timer_ms) == ("pending", device.clock.now_ms + 1)
    device.clock.advance(1)
    assert process.turn().settled[0].value.text == "[[null,3],3]"


def test_an_error_of_an_asynchronous_call_stands_where_the_app_called(device):
    process = device.loaded(
        "async onBackup() {\n await echo.later(() => { throw new echo.BusinessError(9, 'x'); }); }"
        "\nonProcess() {\n echo.failLater(5, (error) => { throw error; }); }",
        before="const echo = require('@ohos.echo').default;",
    )
    process.call("onBackup")
    process.call("onProcess")
    device.clock.advance(1)
    turn = process.turn()
    assert turn.settled[0].error.position.line == 3
    assert turn.uncaught[0].position.line == 5


def test_a_stand_in_may_be_the_prototype_of_a_modules_exports(device):
    # `export * from` what is not emulated: the compiler makes the stand-in the prototype of the exports.
    again = module("again.ets", "Object.setPrototypeOf(exports, require('@ohos.none')); exports.own = 1;")
    body = """onBackup() { const all = require('./again');
      const marked = Object.hasOwn(require('@ohos.none'), '__esModule');
      return [all.own, typeof all.other, typeof all.default, marked].join(); }"""
    process = device.loaded(body, again, imports={"./again": "again.ets"})
    assert process.call("onBackup")[0].value.text == "1,function,function,false"
    assert device.trace.of(NotEmulated) == ()
