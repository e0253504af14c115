# ruff: noqa: E501 - the app's sources keep their lines
"""Tasks, workers and odd syntax of an ArkTS project: compiled by the compiler, run as the framework runs an extension."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ohos_backup.emulator.arkts_application import load_arkts_application
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.sandbox_layout import app_uid, create_sandbox
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.runtime.api import ExtensionEnvironment, ExtensionProcess
from ohos_backup.emulator.trace import NotEmulated, Trace

EMPTY = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "empty-callbacks"
HEAD = """
import { BackupExtensionAbility, fileIo as fs } from '@kit.CoreFileKit';
import { taskpool, worker, collections, ArkTSUtils } from '@kit.ArkTS';
import { common } from '@kit.AbilityKit';
import { counted, Tally, sharedSquare } from './Tasks';
"""
TASKS = """
import { fileIo as fs } from '@kit.CoreFileKit';
import { common } from '@kit.AbilityKit';
import { state } from './State';
@Sendable
export class Tally {
  public count: number = 0;
  static made: number = 0;
  add(n: number): void { this.count += n; }
}
@Sendable
export function sharedSquare(n: number): number { return n * n; }
@Concurrent
export async function counted(context: common.Context, tally: Tally): Promise<string> {
  state.count += 1;
  tally.add(5);
  const file = fs.openSync(context.filesDir + '/from-task', fs.OpenMode.CREATE | fs.OpenMode.READ_WRITE);
  fs.writeSync(file.fd, 'task');
  fs.closeSync(file);
  return `${context.area} ${state.count} ${typeof globalThis.fromMain}`;
}
"""
STATE = "export class State { count: number = 0 }\nexport const state: State = new State();\n"
WORKER = """
import { worker, MessageEvents, ThreadWorkerGlobalScope, ErrorEvent } from '@kit.ArkTS';
import { state } from '../entrybackupability/State';
const workerPort: ThreadWorkerGlobalScope = worker.workerPort;
workerPort.onmessage = (event: MessageEvents): void => {
  state.count += event.data as number;
  workerPort.postMessage(state.count);
};
"""


class Project:
    """An app in a folder, run on a phone."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(EMPTY, root)
        self.root = root
        application = load_arkts_application(root)
        self.entry = application.declaration.source
        self.folder = self.entry.parent
        self.process: ExtensionProcess | None = None
        self.trace = Trace()

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def result(self, body: str, before: str = "", head: str = HEAD) -> Any:
        """What ``onBackup() { body }`` comes to, as JSON."""
        self.write(
            self.entry.name,
            f"{head}{before}\nexport default class Backup extends BackupExtensionAbility {{ async onBackup() {{ {body} }} }}\n",
        )
        loaded = load_arkts_application(self.root)
        app = loaded.application
        clock = VirtualClock()
        device = DeviceFileSystem(clock, self.trace)
        uid = app_uid(100, 10034)
        create_sandbox(device, app.bundle_name, 100, uid, app.module_names)
        self.view = device.app_view(app.bundle_name, 100, uid, app.module_names)
        environment = ExtensionEnvironment(
            bundle_name=app.bundle_name, module_name=app.extension.module_name, extension_name=app.extension.name,
            process_name=f"{app.bundle_name}:backup", user=100, app_index=0, profile=LATEST, sandbox=self.view, clock=clock, trace=self.trace,
        )  # fmt: skip
        self.process = process = app.extension.host.start(environment)
        failure = process.load()
        assert failure is None, failure
        call, turn = process.call("onBackup")
        while call.state == "pending":
            assert turn.next_timer_ms is not None, self.trace.of(NotEmulated)
            clock.advance_to(turn.next_timer_ms)
            turn = process.turn()
            call = next((done for done in turn.settled if done.id == call.id), call)
        assert call.error is None, call.error
        return json.loads(call.value.text)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project(tmp_path / "app")
    made.write("Tasks.ets", TASKS)
    made.write("State.ets", STATE)
    made.write("../workers/Count.ets", WORKER)
    yield made
    if made.process is not None:
        made.process.close()


def test_a_task_gets_the_context_and_a_shared_tally(project: Project) -> None:
    body = """(globalThis as ESObject).fromMain = 1; const tally = new Tally(); this.context.area = 0;
      const task = new taskpool.LongTask(counted, this.context, tally);
      const text = await taskpool.execute(task, taskpool.Priority.HIGH) as string; taskpool.terminateTask(task);
      return JSON.stringify([text, tally.count, taskpool.isConcurrent(counted), ArkTSUtils.isSendable(tally), Object.keys(tally)]);"""
    assert project.result(body) == ["0 1 undefined", 5, True, True, ["count"]]
    assert project.view.read_file("/data/storage/el1/base/haps/entry/files/from-task") == b"task"


def test_a_concurrent_function_of_the_extensions_own_file_need_not_be_exported(project: Project) -> None:
    before = "@Concurrent\nfunction half(n: number): number { return sharedSquare(n) / 2; }"
    assert project.result("return JSON.stringify(await taskpool.execute(half, 4));", before) == 8


@pytest.mark.parametrize(
    "path", ["entry/ets/workers/Count.ets", "entry/ets/workers/Count", "../workers/Count.ets", "ets/workers/Count.ets", "workers/Count.ets"]
)  # fmt: skip
def test_a_worker_is_found_by_its_documented_paths(project: Project, path: str) -> None:
    before = f"const PATH: string = '{path}';"
    body = """const made = new worker.ThreadWorker(PATH); made.postMessage(3);
      return JSON.stringify(await new Promise<number>((done) => { made.onmessage = (event) => { done(event.data as number); made.terminate(); }; }));"""
    assert project.result(body, before) == 3


ODD: list[tuple[str, str, object]] = [
    ("let made: ESObject = { a: 1 };", "return JSON.stringify((made as ESObject).a);", 1),
    (
        "class A { static order: string[] = ['field']; static { A.order.push('block'); } static last: number = A.order.push('last'); }",
        "return JSON.stringify(A.order);",
        ["field", "block", "last"],
    ),
    (
        "",
        "AppStorage.setOrCreate('k', 5); const link = AppStorage.link<number>('k'); link?.set(6); return JSON.stringify(AppStorage.get<number>('k'));",
        6,
    ),
    (
        "",
        "const storage = new LocalStorage({ 'a': 1 } as Record<string, number>); return JSON.stringify([storage.get<number>('a'), storage.size()]);",
        [1, 1],
    ),
    ("", "return JSON.stringify([$r('app.string.app_name').type, $rawfile('a.txt').params]);", [10003, ["a.txt"]]),
    (
        "",
        "return JSON.stringify((getContext(this) as common.Context) === undefined);",
        True,
    ),
    (
        "enum Kind { A = 'a', B = 'b' } const enum Level { LOW = 1, HIGH = LOW << 2 }",
        "return JSON.stringify([Kind.B, Level.HIGH]);",
        ["b", 4],
    ),
    (
        "namespace tools { export const one = 1; export function two(): number { return one + 1; } }",
        "return JSON.stringify(tools.two());",
        2,
    ),
    (
        "abstract class Shape { abstract area(): number; get double(): number { return this.area() * 2; } } class Box extends Shape { constructor(private readonly side: number) { super(); } override area(): number { return this.side ** 2; } }",
        "return JSON.stringify(new Box(2).double);",
        8,
    ),
    (
        "function* steps(): Generator<number> { yield 1; yield* [2, 3]; } async function* slow(): AsyncGenerator<number> { for (const n of steps()) yield n; }",
        "const seen: number[] = []; for await (const n of slow()) seen.push(n); return JSON.stringify(seen);",
        [1, 2, 3],
    ),
    (
        "type Pair = [string, number?]; const pair: Pair = ['a']; let maybe: Tally | null = null;",
        "return JSON.stringify([pair?.[1] ?? 'none', maybe?.count ?? 0, pair.length]);",
        ["none", 0, 1],
    ),
    (
        "function tagged(parts: TemplateStringsArray, ...values: number[]): string { return parts.raw.join('|') + values.join(); }",
        "return JSON.stringify(tagged`a${1}b\\n${2}`);",
        "a|b\\n|1,2",
    ),
    (
        "interface Named { name: string } const overload: Named = { name: 'x' } satisfies Named;",
        "return JSON.stringify(overload.name!);",
        "x",
    ),
    (
        "let counter = 0; const next = (): number => ++counter; const { a = next(), ...others }: Record<string, number> = { b: 2, c: 3 };",
        "return JSON.stringify([a, others]);",
        [1, {"b": 2, "c": 3}],
    ),
    ("@Observed\nclass Model { @Track name: string = 'm'; }", "return JSON.stringify(new Model());", {"name": "m"}),
    (
        "label: for (let i = 0; i < 3; i++) { for (;;) { if (i === 1) break label; continue label; } }",
        "return JSON.stringify(1_000 + 0b11 + 0o7);",
        1010,
    ),
    (
        "class Flags { #secret: number = 3; static #made: number = 0; read(): number { Flags.#made++; return this.#secret + Flags.#made; } }",
        "return JSON.stringify(new Flags().read());",
        4,
    ),
    ("const late = import('./State');", "const found = await late; return JSON.stringify(found.state.count);", 0),
    (
        "",
        "let text = ''; try { throw new Error('x', { cause: 'y' } as ESObject); } catch { text = 'caught'; } finally { text += '!'; } return JSON.stringify(text);",
        "caught!",
    ),
    (
        "",
        "return JSON.stringify([collections.Array.from<number>([1, 2]).length, new collections.Map<string, number>([['a', 1]]).size]);",
        [2, 1],
    ),
]


@pytest.mark.parametrize(("before", "body", "value"), ODD)
def test_what_the_compiler_accepts_runs(project: Project, before: str, body: str, value: object) -> None:
    assert project.result(body, before) == value


def test_an_error_in_a_task_stands_where_the_user_wrote_it(project: Project) -> None:
    project.write(
        "Tasks.ets", TASKS + "\n@Concurrent\nexport function breaks(): void {\n  throw new Error('here');\n}\n"
    )
    body = "try { await taskpool.execute(breaks); } catch (error) { return JSON.stringify((error as Error).stack?.includes('Tasks.ets')); }"
    head = HEAD.replace("import { counted, ", "import { breaks, counted, ")
    assert project.result(body, head=head) is True
