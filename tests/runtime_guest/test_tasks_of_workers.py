# ruff: noqa: E501 - the guest's script keeps its lines
"""Workers: threads that an app starts from a file of its own, in the real guest process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Device, module
from ohos_backup.emulator.modules import registry

KNOWN = {"@kit.ArkTS": "system:@kit.ArkTS", "./state": "entry/src/main/ets/state.ets"}
WORKER = """
const { worker } = require('@kit.ArkTS'); const state = require('./state'); const port = worker.workerPort;
port.onmessage = (event) => {
  switch (event.data.do) {
    case 'count': port.postMessage([++state.count, port.name, typeof globalThis.mark]); break;
    case 'fail': throw new TypeError('broken');
    case 'later': setTimeout(() => { throw new Error('later'); }, 5); break;
    case 'send': try { port.postMessage(() => 1); } catch (error) { port.postMessage(error.code); } break;
    case 'move': port.postMessage(event.data.buffer, [event.data.buffer]); break;
    case 'close': port.close(); break;
  }
};
"""
BEFORE = """
const { worker } = require('@kit.ArkTS'); const state = require('./state'); globalThis.mark = 1;
const PATH = 'entry/ets/workers/Work.ets';
const answer = (made, message, transfer) => new Promise((done) => { made.onmessage = (event) => done(event.data); made.postMessage(message, transfer); });
"""


@pytest.fixture
def settled(device: Device, run_until: Callable[..., Any]) -> Callable[..., Any]:
    own_face = device.registry.face
    device.registry.face = lambda name: own_face(name) or registry.face(name)  # type: ignore[method-assign]

    def run(body: str, work: str = WORKER) -> Any:
        worker = module("entry/src/main/ets/workers/Work.ets", work, KNOWN)
        state = module(KNOWN["./state"], "exports.count = 0;")
        imports = {**KNOWN, "worker:entry/ets/workers/Work.ets": worker.id}
        process = device.loaded(f"async onBackup() {{ {body} }}", worker, state, before=BEFORE, imports=imports)
        call, turn = process.call("onBackup")
        turns = [turn, *run_until(process)]
        call = next((done for each in turns for done in each.settled), call)
        assert call.error is None, call.error
        return json.loads(call.value.text), [error.message for each in turns for error in each.uncaught]

    return run


def test_a_worker_answers_with_its_own_state(settled: Callable[..., Any]) -> None:
    body = "state.count = 40; const made = new worker.ThreadWorker(PATH, { name: 'w' }); const first = await answer(made, { do: 'count' }); return JSON.stringify([first, await answer(made, { do: 'count' }), state.count]);"
    assert settled(body) == ([[1, "w", "undefined"], [2, "w", "undefined"], 40], [])


def test_buffers_move_when_they_are_in_the_list(settled: Callable[..., Any]) -> None:
    body = "const buffer = new ArrayBuffer(4); const made = new worker.ThreadWorker(PATH); const back = await answer(made, { do: 'move', buffer }, [buffer]); return JSON.stringify([back.byteLength, buffer.byteLength]);"
    assert settled(body)[0] == [4, 0]


@pytest.mark.parametrize("order", ["fail", "later"])
def test_an_error_in_a_worker_reaches_its_owner_and_ends_it(settled: Callable[..., Any], order: str) -> None:
    body = f"""const made = new worker.ThreadWorker(PATH); const heard = [];
      made.onerror = (event) => heard.push(event.message, event.error instanceof Error, event.filename); made.onexit = (code) => heard.push(code);
      made.postMessage({{ do: '{order}' }}); await new Promise((done) => setTimeout(done, 50));
      try {{ made.postMessage(1); }} catch (error) {{ heard.push(error.code); }} return JSON.stringify(heard);"""
    message = "TypeError: broken" if order == "fail" else "Error: later"
    assert settled(body) == ([message, True, "entry/src/main/ets/workers/Work.ets", 1, 10200004], [])


def test_an_error_that_no_owner_hears_is_the_owners(settled: Callable[..., Any]) -> None:
    body = "new worker.ThreadWorker(PATH).postMessage({ do: 'fail' }); await new Promise((done) => setTimeout(done, 50)); return '0';"
    assert settled(body) == (0, ["broken"])


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("new worker.ThreadWorker('entry/ets/workers/None.ets')", 10200007),
        ("new worker.ThreadWorker(1)", 401),
        ("new worker.ThreadWorker(PATH).postMessage(() => 1)", 10200006),
        ("const made = new worker.ThreadWorker(PATH); made.terminate(); made.terminate()", 10200004),
        ("for (let n = 0; n < 65; n++) new worker.ThreadWorker(PATH)", 10200003),
    ],
)
def test_what_a_worker_refuses(settled: Callable[..., Any], statement: str, code: int) -> None:
    assert (
        settled(f"try {{ {statement}; }} catch (error) {{ return JSON.stringify(error.code); }} return '0';")[0] == code
    )


def test_a_worker_closes_itself_and_hears_what_it_may_not_send(settled: Callable[..., Any]) -> None:
    body = """const made = new worker.ThreadWorker(PATH); const refused = await answer(made, { do: 'send' });
      const code = await new Promise((done) => { made.onexit = done; made.postMessage({ do: 'close' }); }); return JSON.stringify([refused, code]);"""
    assert settled(body)[0] == [10200006, 1]


def test_a_worker_that_cannot_be_evaluated_tells_its_owner(settled: Callable[..., Any]) -> None:
    body = "const made = new worker.ThreadWorker(PATH); return JSON.stringify(await new Promise((done) => { made.onerror = (event) => done(event.message); }));"
    assert settled(body, "throw new Error('at once');")[0] == "Error: at once"
