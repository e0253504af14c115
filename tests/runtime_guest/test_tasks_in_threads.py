# ruff: noqa: E501 - the guest's script keeps its lines
"""Task pool: functions that run in threads of their own, in the real guest process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Device, module
from ohos_backup.emulator.modules import registry

WORK = """
Object.defineProperty(exports, '__esModule', { value: true });
Object.defineProperty(exports, '__concurrent', { value: { add, counted, later, fails, returnsFunction, progress, patient, sendTwice, size, spin, shared } });
const { taskpool } = require('@kit.ArkTS');
exports.state = { count: 0 };
function add(a, b) { return a + b; }
function counted() { return [++exports.state.count, typeof globalThis.mark]; }
async function later(ms) { await new Promise((done) => setTimeout(done, ms)); return Date.now(); }
function fails(text) { const error = new RangeError(text); error.code = 7; throw error; }
function returnsFunction() { return () => 1; }
async function progress(steps) { for (let step = 1; step <= steps; step++) { taskpool.Task.sendData(step, 'of'); await new Promise((done) => setTimeout(done, 10)); } return 'done'; }
async function patient() { while (!taskpool.Task.isCanceled()) await new Promise((done) => setTimeout(done, 5)); return 'stopped'; }
function sendTwice() { taskpool.Task.sendData(() => 1); }
function size(buffer) { return buffer.byteLength; }
function spin(ms) { const end = Date.now() + ms; while (Date.now() < end); return ms; }
function shared(note) { note.write('from the task'); return note; }
class Note { constructor() { this.text = ''; } write(text) { this.text = text; } }
Note[Symbol.for('ohos.sendable')] = true;
exports.Note = Note; exports.work = { add, counted, later, fails, returnsFunction, progress, patient, sendTwice, size, spin, shared };
"""
BEFORE = """
const { taskpool } = require('@kit.ArkTS'); const own = require('./work'); const { work, Note } = own; globalThis.mark = 1;
const code = async (run) => { try { await run(); return 0; } catch (error) { return error.code ?? String(error); } };
"""


@pytest.fixture
def settled(device: Device, run_until: Callable[..., Any]) -> Callable[..., Any]:
    """What `onBackup() { body }` comes to, with WORK as another module of the app."""
    own = device.registry
    own_face = own.face
    own.face = lambda name: own_face(name) or registry.face(name)  # type: ignore[method-assign]

    def run(body: str, before: str = "", work: str = WORK, waits: bool = True) -> Any:
        known = {"@kit.ArkTS": "system:@kit.ArkTS", "@ohos.echo": "system:@ohos.echo"}
        other = module("entry/src/main/ets/work.ets", work, known)
        imports = {"@kit.ArkTS": "system:@kit.ArkTS", "./work": other.id}
        process = device.loaded(f"async onBackup() {{ {body} }}", other, before=BEFORE + before, imports=imports)
        call, turn = process.call("onBackup")
        if waits:
            turns = [turn, *run_until(process)]
            call = next((done for each in turns for done in each.settled), call)
        while call.state == "pending":
            assert turn.next_timer_ms is not None
            device.clock.advance_to(turn.next_timer_ms)
            turn = process.turn()
            call = next(iter(turn.settled), call)
        assert call.error is None, call.error
        assert call.state in ("resolved", "returned"), call
        return json.loads(call.value.text) if call.value.type == "string" else None

    return run


def test_a_task_answers_what_its_function_does(settled: Callable[..., Any], device: Device) -> None:
    assert settled("return JSON.stringify(await taskpool.execute(work.add, 1, 2));") == 3
    assert device.clock.elapsed_ms > 0


def test_a_thread_has_modules_and_globals_of_its_own(settled: Callable[..., Any]) -> None:
    body = "own.state.count = 40; const first = await taskpool.execute(work.counted); return JSON.stringify([first, own.state.count]);"
    assert settled(body) == [[1, "undefined"], 40]


def test_the_callback_goes_on_before_the_task_begins(settled: Callable[..., Any]) -> None:
    body = "const seen = []; const wait = taskpool.execute(work.add, 1, 2).then(() => seen.push('task')); seen.push('callback'); await wait; return JSON.stringify(seen);"
    assert settled(body) == ["callback", "task"]


def test_tasks_run_side_by_side_on_the_devices_clock(settled: Callable[..., Any], device: Device) -> None:
    settled("await Promise.all([taskpool.execute(work.later, 100), taskpool.execute(work.later, 100)]);")
    assert 100 <= device.clock.elapsed_ms < 150


def test_arguments_are_copied_when_the_task_is_submitted(settled: Callable[..., Any]) -> None:
    body = """const value = { list: [1], map: new Map([['a', new Date(5)]]), self: null }; value.self = value;
      const wait = taskpool.execute(work.add, value, ''); value.list.push(2);
      const same = new taskpool.Task(work.later, 1); same.arguments = []; await wait;
      return JSON.stringify(value.list.length);"""
    assert settled(body) == 2


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("new Map([['a', new Date(5)]])", ["Map", "1970-01-01T00:00:00.005Z"]),
        ("new Set([1, 2])", ["Set", "2"]),
        ("/a+/gi", ["RegExp", "/a+/gi"]),
        ("new Uint16Array([1, 2])", ["Uint16Array", "1,2"]),
        ("[1, [2, null]]", ["Array", "1,2,"]),
        ("10n", ["BigInt", "10"]),
        ("new RangeError('far')", ["Error", "RangeError: far"]),
        ("new (class Point { constructor() { this.x = 1; } })()", ["Object", '{"x":1}']),
    ],
)
def test_a_value_arrives_as_what_it_was(settled: Callable[..., Any], expression: str, shown: list[str]) -> None:
    work = """Object.defineProperty(exports, '__concurrent', { value: { tell } });
      function tell(value) {
        const tag = Object.prototype.toString.call(value).slice(8, -1);
        const text = tag === 'Map' ? value.get('a').toISOString() : tag === 'Set' ? value.size : tag === 'Object' ? JSON.stringify(value) : value;
        return [tag, String(text), value instanceof Object || typeof value === 'bigint'];
      }
      exports.tell = tell;"""
    assert settled(f"return JSON.stringify(await taskpool.execute(own.tell, {expression}));", work=work) == [
        *shown,
        True,
    ]


def test_an_array_buffer_moves_unless_it_is_in_the_clone_list(settled: Callable[..., Any]) -> None:
    body = """const moved = new ArrayBuffer(8); const kept = new ArrayBuffer(8); const task = new taskpool.Task(work.size, kept);
      task.setCloneList([kept]);
      return JSON.stringify([await taskpool.execute(work.size, moved), moved.byteLength, await taskpool.execute(task), kept.byteLength]);"""
    assert settled(body) == [8, 0, 8, 8]


def test_a_sendable_is_the_same_object_in_both_threads(settled: Callable[..., Any]) -> None:
    body = "const note = new Note(); const back = await taskpool.execute(work.shared, note); return JSON.stringify([note.text, back === note]);"
    assert settled(body) == ["from the task", True]


def test_a_busy_callback_does_not_hold_up_a_task(settled: Callable[..., Any]) -> None:
    body = "const note = new Note(); taskpool.execute(work.shared, note); const end = Date.now() + 2000; while (Date.now() < end && note.text === ''); return JSON.stringify([note.text, Date.now() < end]);"
    assert settled(body) == ["from the task", True]


def test_an_error_of_the_task_rejects_with_its_kind_and_properties(settled: Callable[..., Any]) -> None:
    body = "try { await taskpool.execute(work.fails, 'no'); } catch (error) { return JSON.stringify([error instanceof RangeError, error.message, error.code, error.stack.includes('work.ets')]); }"
    assert settled(body) == [True, "no", 7, True]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("taskpool.execute(() => 1)", 10200014),
        ("taskpool.execute(work.add, () => 1)", 10200006),
        ("taskpool.execute(work.add, { on: Symbol('x') })", 10200006),
        ("taskpool.execute(work.add, Promise.resolve())", 10200006),
        ("taskpool.execute(work.returnsFunction)", 10200006),
        ("taskpool.execute(work.sendTwice)", 10200006),
        ("taskpool.execute(1)", 401),
        ("taskpool.execute(new taskpool.Task(work.add), 9)", 401),
        ("taskpool.executeDelayed(-1, new taskpool.Task(work.add))", 10200028),
        ("taskpool.cancel(new taskpool.Task(work.add))", 10200015),
        ("taskpool.cancel(4711)", 10200015),
        ("taskpool.cancel(new taskpool.TaskGroup())", 10200018),
        ("taskpool.terminateTask(new taskpool.Task(work.add))", 401),
        ("taskpool.Task.sendData(1)", 10200022),
        ("{ const task = new taskpool.Task(work.add); task.addDependency(task); }", 10200026),
        ("new taskpool.Task(work.add).removeDependency(new taskpool.Task(work.add))", 10200027),
        ("{ const task = new taskpool.Task(work.add); task.setTransferList([]); task.setCloneList([]); }", 10200029),
        (
            "{ const task = new taskpool.LongTask(work.add); await taskpool.execute(task); await taskpool.execute(task); }",
            401,
        ),
        (
            "{ const task = new taskpool.Task(work.add); await taskpool.execute(task); task.onEnqueued(() => {}); }",
            10200034,
        ),
        (
            "{ const task = new taskpool.Task(work.add); await taskpool.execute(task); taskpool.executePeriodically(5, task); }",
            10200050,
        ),
        ("new taskpool.Task('name')", 401),
        ("taskpool.execute(new taskpool.Task(work.later, 1000), { timeout: 20 })", 10200058),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(settled: Callable[..., Any], expression: str, code: int) -> None:
    statement = expression if expression.startswith("{") else f"return await {expression};"
    assert settled(f"return JSON.stringify(await code(async () => {{ {statement} }}));") == code


def test_data_of_a_task_arrives_while_it_runs(settled: Callable[..., Any]) -> None:
    body = """const seen = []; const task = new taskpool.LongTask(work.progress, 3);
      task.onReceiveData((step, word) => seen.push(`${step} ${word}`)); task.onStartExecution(() => seen.push('started')); task.onExecutionSucceeded(() => seen.push('succeeded'));
      seen.push(await taskpool.execute(task)); taskpool.terminateTask(task); await new Promise((done) => setTimeout(done, 1)); return JSON.stringify([seen, task.isDone()]);"""
    assert settled(body) == [["started", "1 of", "2 of", "3 of", "succeeded", "done"], True]


def test_a_running_task_learns_that_it_was_cancelled(settled: Callable[..., Any]) -> None:
    body = """const task = new taskpool.Task(work.patient); const wait = taskpool.execute(task); setTimeout(() => taskpool.cancel(task), 50);
      try { await wait; } catch (error) { return JSON.stringify([error.message, error.data]); }"""
    assert settled(body) == ["taskpool:: task has been canceled", {"result": "stopped"}]


def test_groups_sequences_delays_and_dependencies(settled: Callable[..., Any]) -> None:
    body = """const group = new taskpool.TaskGroup('g'); group.addTask(work.add, 1, 2); group.addTask(new taskpool.Task(work.add, 3, 4));
      const sums = await taskpool.execute(group);
      const runner = new taskpool.SequenceRunner(); const begun = Date.now();
      await Promise.all([runner.execute(new taskpool.Task(work.later, 30)), runner.execute(new taskpool.Task(work.later, 30))]);
      const inSequence = Date.now() - begun >= 60;
      const late = Date.now(); await taskpool.executeDelayed(500, new taskpool.Task(work.add, 1, 1)); const delayed = Date.now() - late >= 500;
      const order = []; const first = new taskpool.Task(work.later, 50); const second = new taskpool.Task(work.add, 1, 1); second.addDependency(first);
      await Promise.all([taskpool.execute(second).then(() => order.push('second')), taskpool.execute(first).then(() => order.push('first'))]);
      return JSON.stringify([sums, inSequence, delayed, order]);"""
    assert settled(body) == [[3, 7], True, True, ["first", "second"]]


def test_more_tasks_than_threads_wait_by_priority(settled: Callable[..., Any]) -> None:
    body = """const order = []; const run = (name, priority) => taskpool.execute(new taskpool.Task(name, work.later, 20), priority).then(() => order.push(name));
      await Promise.all([run('a'), run('b'), run('c'), run('low', taskpool.Priority.LOW), run('high', taskpool.Priority.HIGH)]); return JSON.stringify(order);"""
    assert settled(body) == ["a", "b", "c", "high", "low"]


def test_a_periodic_task_repeats_until_it_is_cancelled(settled: Callable[..., Any]) -> None:
    body = """let count = 0; const task = new taskpool.Task(work.add, 1, 1); task.onExecutionSucceeded(() => { count += 1; if (count === 3) taskpool.cancel(task); });
      taskpool.executePeriodically(10, task); await new Promise((done) => setTimeout(done, 200)); return JSON.stringify(count);"""
    assert settled(body) == 3


def test_a_thread_reaches_nothing_of_node(settled: Callable[..., Any]) -> None:
    work = """Object.defineProperty(exports, '__concurrent', { value: { look } });
      function look() {
        let made = 'made';
        try { (function () {}).constructor('return 1')(); } catch (error) { made = error instanceof EvalError; }
        let file = 'read';
        try { require('node:fs').readFileSync('/etc/passwd'); } catch (error) { file = error.message; }
        return [made, typeof process, typeof Buffer, file];
      } exports.look = look;"""
    shown = settled("return JSON.stringify(await taskpool.execute(own.look));", work=work)
    assert shown == [True, "undefined", "undefined", "missing:node:fs is not emulated"]


def test_the_same_run_twice_is_the_same(settled: Callable[..., Any], device: Device) -> None:
    body = "return JSON.stringify([await taskpool.execute(work.later, 7), await taskpool.execute(work.spin, 3), await taskpool.execute(work.add, Math.random(), 0)]);"
    first = settled(body)
    device.clock = type(device.clock)()
    assert settled(body) == first


def test_work_that_is_under_way_is_lost_with_the_process(settled: Callable[..., Any], device: Device) -> None:
    heard: list[object] = []
    device.registry.functions["echo"] = heard.append
    work = """Object.defineProperty(exports, '__concurrent', { value: { tell } });
      const echo = require('@ohos.echo').default;
      function tell(ms) { return new Promise((done) => setTimeout(() => done(echo.echo(ms)), ms)); } exports.tell = tell;"""
    settled(
        "await taskpool.execute(own.tell, 10); taskpool.execute(own.tell, 900); return '0';", work=work, waits=False
    )
    assert device.process is not None
    device.process.close()
    assert heard == [10]
