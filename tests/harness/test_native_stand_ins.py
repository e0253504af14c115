# ruff: noqa: E501 - sources of extensions and stand-ins stay on one line
"""Stand-ins that a team gives for native libraries and for modules that are not emulated."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import ohos_backup
from ohos_backup.emulator.modules.native import BadStandIn
from ohos_backup.emulator.profile import LATEST
from ohos_backup.emulator.trace import CallbackSettled, NotEmulated, StandInAnswered, StandInFailed
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.settings import BadSettings
from ohos_backup.harness.subjects.arkts import load_arkts_subject

pytestmark = pytest.mark.matrix

TEMPLATE = Path(__file__).parents[2] / "fixtures" / "apps" / "good" / "empty-callbacks"
ENTRY = "entry/src/main/ets/entrybackupability/EntryBackupAbility.ets"
BUFFER = "new Uint8Array([1, 2, 3]).buffer"


def app(folder: Path, body: str, table: dict[str, str], **files: str) -> Path:
    """An app whose onBackupEx answers what ``body`` returns; ``files``: stand-ins, ``__`` for the dot."""
    shutil.copytree(TEMPLATE, folder)
    (folder / ENTRY).write_text(
        "import { BackupExtensionAbility } from '@kit.CoreFileKit';\nimport native, { add } from 'libentry.so';\n"
        "import mediabackup from '@ohos.multimedia.mediabackup';\nexport default class E extends BackupExtensionAbility {\n"
        f"async onBackupEx(info: string): Promise<string> {{ {body} }}\nasync onRestoreEx(): Promise<string> {{ return ''; }} }}\n",
        encoding="utf-8",
    )
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    lines = [f"{json.dumps(name)} = {json.dumps(file)}\n" for name, file in table.items()]
    (folder / "ohos-backup.toml").write_text("[native]\n" + "".join(lines), encoding="utf-8")
    return folder


def answered(project: Path) -> tuple[Trial, str]:
    """What onBackupEx came to on a fresh device."""
    trial = Trial(load_arkts_subject(str(project), project), profile=LATEST)
    trial.backup()
    settled = next(event for event in trial.device.trace.of(CallbackSettled) if event.callback == "onBackupEx")
    return trial, settled.value


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("stub__js", "export function add(a, b) { return a + b; }"),
        ("stub__js", "export default { add: (a, b) => a + b };"),
        ("stub__js", "module.exports = { add(a, b) { return a + b; } };"),
        ("stub__ts", "export function add(a: number, b: number): number { return a + b; }"),
        ("stub__py", "def add(device, a, b):\n    return a + b\n"),
    ],
)
def test_a_stand_in_answers_as_default_and_by_name(tmp_path: Path, file: str, content: str) -> None:
    project = app(
        tmp_path / "app",
        "return `${native.add(1, 2)} ${add(3, 4)}`;",
        {"libentry.so": file.replace("__", ".")},
        **{file: content},
    )
    trial, value = answered(project)
    assert value == "3 7"
    calls = trial.device.trace.of(StandInAnswered)
    assert [(call.capability, call.outcome, call.value) for call in calls] == [
        ("libentry.so.add", "returned", "3"),
        ("libentry.so.add", "returned", "7"),
    ]
    assert (calls[0].position.file, calls[0].position.line) == (ENTRY, 5)
    assert trial.device.trace.of(NotEmulated) == ()


def test_python_gives_promises_calls_back_and_takes_bytes(tmp_path: Path) -> None:
    python = """
async def start(device, scene, data):
    device.write_file("/data/storage/el2/base/haps/entry/files/copy", data)
    return {"scene": scene, "data": device.read_file("/data/storage/el2/base/haps/entry/files/copy") + b"!"}

def later(device, text):
    return text.upper()
"""
    body = (
        f"const made = await mediabackup.start(7, {BUFFER}); const back = await new Promise<string>((resolve) => mediabackup.later('a', (err, data) => resolve(data)));"
        " return JSON.stringify([made.scene, Array.from(made.data), back]);"
    )
    project = app(tmp_path / "app", body, {"@ohos.multimedia.mediabackup": "stub.py"}, stub__py=python)
    trial, value = answered(project)
    assert json.loads(value) == [7, [1, 2, 3, 33], "A"]
    assert [call.outcome for call in trial.device.trace.of(StandInAnswered)] == ["resolved", "returned"]


def test_errors_with_a_code_are_meant_for_the_app(tmp_path: Path) -> None:
    body = "try { native.add(1, 2); } catch (error) { return `${error.code} ${error.message}`; } return 'none';"
    for file, content in (
        ("stub__py", "def add(device, a, b):\n    raise device.error(13900002, 'gone')\n"),
        ("stub__js", "export function add() { const error = new Error('gone'); error.code = 13900002; throw error; }"),
    ):
        project = app(tmp_path / file, body, {"libentry.so": file.replace("__", ".")}, **{file: content})
        trial, value = answered(project)
        assert value == "13900002 gone"
        assert trial.device.trace.of(NotEmulated) == ()


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("stub__py", "def add(device, a, b):\n    return 1 / 0\n", 2),
        ("stub__js", "export function add() {\n  return missing();\n}", 2),
    ],
)
def test_a_stand_in_that_breaks_down_is_told_with_its_own_line(
    tmp_path: Path, file: str, content: str, line: int
) -> None:
    body = "try { native.add(1, 2); } catch (error) { return 'swallowed'; } return 'none';"
    name = file.replace("__", ".")
    trial, _ = answered(app(tmp_path / "app", body, {"libentry.so": name}, **{file: content}))
    (failure,) = trial.device.trace.of(StandInFailed)
    assert (failure.capability, failure.position.file, failure.position.line) == ("libentry.so.add", name, line)


def test_an_error_of_the_app_that_passes_through_is_the_apps(tmp_path: Path) -> None:
    body = "try { native.add(() => { throw new Error('mine'); }, 2); } catch (error) { return error.message; } return 'none';"
    project = app(
        tmp_path / "app", body, {"libentry.so": "stub.js"}, stub__js="export function add(work) { return work(); }"
    )
    trial, value = answered(project)
    assert (value, trial.device.trace.of(StandInFailed)) == ("mine", ())


def test_what_a_stand_in_lacks_stays_not_emulated_by_name(tmp_path: Path) -> None:
    project = app(
        tmp_path / "app",
        "return native.multiply(1, 2);",
        {"libentry.so": "stub.js"},
        stub__js="export function add() {}",
    )
    trial, _ = answered(project)
    assert [event.capability for event in trial.device.trace.of(NotEmulated)] == ["libentry.so.multiply"]


def test_require_napi_finds_the_stand_in(tmp_path: Path) -> None:
    body = "return `${requireNapi('multimedia.mediabackup').info()}`;"
    project = app(
        tmp_path / "app",
        body,
        {"@ohos.multimedia.mediabackup": "stub.js"},
        stub__js="export default { info: () => 'here' };",
    )
    assert answered(project)[1] == "here"


def test_a_script_reaches_no_more_than_the_app(tmp_path: Path) -> None:
    script = "export function add() { return [typeof process, typeof host, typeof requireNapi].join(' '); }"
    project = app(tmp_path / "app", "return native.add(1, 2);", {"libentry.so": "stub.js"}, stub__js=script)
    assert answered(project)[1] == "undefined undefined function"


def test_python_starts_afresh_with_each_process(tmp_path: Path) -> None:
    python = "calls = []\ndef add(device, a, b):\n    calls.append(a)\n    return len(calls)\n"
    project = app(tmp_path / "app", "return `${native.add(1, 2)}`;", {"libentry.so": "stub.py"}, stub__py=python)
    subject = load_arkts_subject(str(project), project)
    trial = Trial(subject, profile=LATEST)
    trial.backup()
    trial.backup()
    settled = [event.value for event in trial.device.trace.of(CallbackSettled) if event.callback == "onBackupEx"]
    assert settled == ["1", "1"]


@pytest.mark.parametrize(
    ("name", "file", "content", "said"),
    [
        ("libentry.so", "gone.js", None, "ohos-backup.toml:2:1: there is no file"),
        ("entry", "stub.js", "", "ohos-backup.toml:2:1: 'entry' is not the name of a native library"),
        ("@ohos.file.fs", "stub.js", "", "@ohos.file.fs is emulated"),
        ("libentry.so", "stub.wasm", "", "'stub.wasm' cannot be a stand-in"),
        ("libentry.so", "stub.js", "export function (", "stub.js:1:17: the stand-in does not compile"),
        ("libentry.so", "stub.py", "def add(:\n", "stub.py:1:9: the stand-in for libentry.so is not Python"),
        ("libentry.so", "stub.py", "x = 1\n\nraise ValueError('no')\n", "stub.py:3"),
        ("libentry.so", "stub.py", "import math\n", "has no function"),
    ],
)
def test_a_bad_entry_is_refused_with_its_place(
    tmp_path: Path, name: str, file: str, content: str | None, said: str
) -> None:
    files = {} if content is None else {file.replace(".", "__"): content}
    project = app(tmp_path / "app", "return '';", {name: file}, **files)
    with pytest.raises(BadStandIn) as caught:
        load_arkts_subject(str(project), project)
    assert said in str(caught.value)


def test_an_entry_that_is_no_text_is_bad_settings(tmp_path: Path) -> None:
    project = app(tmp_path / "app", "return '';", {})
    (project / "ohos-backup.toml").write_text("[native]\n'libentry.so' = 3\n", encoding="utf-8")
    with pytest.raises(BadSettings):
        load_arkts_subject(str(project), project)


def test_an_extension_in_python_has_no_use_for_a_stand_in_and_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "notes.py").write_text("class Notes: ...\n", encoding="utf-8")
    (tmp_path / "ohos-backup.toml").write_text('[native]\n"libentry.so" = "stub.py"\n', encoding="utf-8")

    done = ohos_backup("check", f"{tmp_path / 'notes.py'}:Notes")

    assert done.code == 2
    assert "ohos-backup.toml:2:1: the table [native] stands in for what an ArkTS app imports" in " ".join(
        done.err.split()
    )


def test_an_arkts_app_has_no_use_for_the_table_of_one_in_python_and_is_told_so(tmp_path: Path) -> None:
    project = app(tmp_path / "app", "return '';", {})
    (project / "ohos-backup.toml").write_text('[app]\nmodule = "main"\n', encoding="utf-8")

    with pytest.raises(
        BadSettings, match=r"ohos-backup\.toml:1:2: the table \[app\] is for an extension written in Python"
    ):
        load_arkts_subject(str(project), project)


def test_the_command_says_that_verdicts_rest_on_stand_ins(tmp_path: Path) -> None:
    good = app(
        tmp_path / "good",
        "return `${native.add(1, 2)}`;",
        {"libentry.so": "stub.js"},
        stub__js="export function add() { return ''; }",
    )
    done = ohos_backup("check", good, "--case", "BKP-001", "--json", tmp_path / "results.json")
    assert done.code == 0, done.out + done.err
    assert "Verdicts rest on stand-ins of your team: libentry.so (stub.js)" in done.out
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["stand_ins"] == [{"name": "libentry.so", "place": {"file": "stub.js", "line": 0, "column": 0}}]


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "stub.py",
            "def add(device, a, b):\n    return 1 / 0\n",
            "the stand-in for libentry.so.add failed: ZeroDivisionError: division by zero at stub.py:2",
        ),
        ("stub.py", "def add(:\n", "stub.py:1:9"),
    ],
)
def test_a_broken_stand_in_ends_with_exit_code_2(tmp_path: Path, file: str, content: str, said: str) -> None:
    project = app(
        tmp_path / "app", "return `${native.add(1, 2)}`;", {"libentry.so": file}, **{file.replace(".", "__"): content}
    )
    done = ohos_backup("check", project, "--case", "BKP-001")
    assert done.code == 2
    assert said in " ".join((done.out + done.err).split())
    assert "Traceback" not in done.out + done.err


def test_the_examples_of_the_documentation_work(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    section = page[page.index("## `[native]`") :]
    table, script, python = (section.split(f"```{kind}\n", 1)[1].split("```", 1)[0] for kind in ("toml", "js", "py"))
    body = (
        "await mediabackup.startBackup(7, 'gallery', 'media');"
        " return `${native.checksum('/data/storage/el2/base/haps/entry/files/media.txt')} ${mediabackup.getProgressInfo()}`;"
    )
    project = app(tmp_path / "app", body, {})
    (project / "ohos-backup.toml").write_text(table, encoding="utf-8")
    (project / "backup-stubs").mkdir()
    (project / "backup-stubs" / "entry.js").write_text(script, encoding="utf-8")
    (project / "backup-stubs" / "mediabackup.py").write_text(python, encoding="utf-8")
    trial, value = answered(project)
    assert value == f'{sum(b"7 gallery")} {{"progressInfo": []}}'
    assert trial.device.trace.of(NotEmulated) == ()
