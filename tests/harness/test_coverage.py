"""Which lines of an app ran: the lines of real extensions in real processes, killed ones among them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import msgspec
import pytest
from command_line import EXTENSION, edit, notes_at, ohos_backup
from ohos_backup.emulator.filesystem.faults import CountOperations, KillAt
from ohos_backup.harness.judging.coverage import covered_files, fresh_lines, watch
from ohos_backup.harness.run.options import SuiteOptions, wants_coverage
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.subjects.device_choice import chosen_profile
from ohos_backup.harness.subjects.loading import load_subject
from ohos_backup.harness.subjects.subject import Subject
from ohos_backup.reports.model import CoveredFile, Results
from ohos_backup.reports.results_file import read_results

NOTE = "haps/entry/files/notes/shopping.txt"
NEVER = "if (notes.list().length > 1_000) {\n      hilog.warn(DOMAIN, TAG, 'many');\n      return;\n    }\n    "


def installed(address: str | Path) -> Trial:
    subject = load_subject(str(address))
    return Trial(subject, profile=chosen_profile(subject, None))


def covered(subject: Subject, lines: dict[str, list[int]]) -> dict[str, CoveredFile]:
    return {file.file: file for file in covered_files(subject, lines)}


def never_ran(file: CoveredFile) -> list[str]:
    text = file.text.split("\n")
    return [text[line.line - 1].strip() for line in file.lines if not line.ran]


def backed_up(trial: Trial) -> dict[str, CoveredFile]:
    ran = watch(trial.subject)
    trial.write(NOTE, "milk")
    trial.backup()
    return covered(trial.subject, fresh_lines(trial.subject, ran))


def test_a_branch_that_never_runs_is_told_line_by_line_and_nothing_else_of_its_callback(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    edit(root / EXTENSION, "const written", NEVER + "const written")

    told = backed_up(installed(root))[EXTENSION]

    assert never_ran(told)[:2] == ["hilog.warn(DOMAIN, TAG, 'many');", "return;"]
    in_backup = [line.strip() for line in told.text.split("\n")[11:19]]
    assert [line for line in never_ran(told) if line in in_backup] == never_ran(told)[:2]


def test_callbacks_that_no_session_called_never_ran(tmp_path: Path) -> None:
    told = backed_up(installed(notes_at(tmp_path / "app")))[EXTENSION]

    assert "async onRestore(bundleVersion: BundleVersion): Promise<void> {" in never_ran(told)
    assert "async onBackup(): Promise<void> {" not in never_ran(told)


def test_blank_lines_comments_types_imports_and_brackets_hold_no_code(tmp_path: Path) -> None:
    told = backed_up(installed(notes_at(tmp_path / "app")))["entry/src/main/ets/backup/BackupIndex.ets"]

    text = told.text.split("\n")
    with_code = {line.line for line in told.lines}
    without = [line.strip() for number, line in enumerate(text, 1) if number not in with_code]
    assert {"", "}", "interface IndexEntry {", "path: string;", "} catch (error) {"} - set(without) == {
        "} catch (error) {"
    }
    assert not [text[number - 1] for number in with_code if text[number - 1].startswith(("import", "interface", "/*"))]


def test_only_files_that_the_extension_loads_are_listed(tmp_path: Path) -> None:
    told = backed_up(installed(notes_at(tmp_path / "app")))

    assert EXTENSION in told
    assert not [name for name in told if "pages" in name or "entryability" in name]


@pytest.mark.parametrize("language", ["arkts", "python"])
def test_a_killed_extension_counts_the_lines_before_the_kill_and_none_after_it(tmp_path: Path, language: str) -> None:
    root, app, before, after = KILLED[language](tmp_path)
    trial = installed(app)
    trial.device.filesystem.fault = KillAt(first_write(app))

    told = backed_up(trial)[root]

    assert before not in never_ran(told)
    assert after in never_ran(told)


def first_write(app: str) -> int:
    trial = installed(app)
    counted = CountOperations()
    trial.device.filesystem.fault = counted
    trial.write(NOTE, "milk")
    trial.backup()
    return next(number for number, (operation, _) in enumerate(counted.seen, 1) if operation == "write")


def arkts_app(folder: Path) -> tuple[str, str, str, str]:
    root = notes_at(folder / "app")
    before = "hilog.info(DOMAIN, TAG, 'begin');"
    after = "hilog.error(DOMAIN, TAG, 'caught');"
    edit(
        root / EXTENSION,
        "const written = this.index().write(notes.list());",
        f"{before}\n    let written = 0;\n    try {{\n      written = this.index().write(notes.list());\n"
        f"    }} catch (error) {{\n      {after}\n    }}",
    )
    return EXTENSION, str(root), before, after


MODEL = """
    from ohos_backup.emulator.runtime.python import BackupExtensionAbility


    class Model(BackupExtensionAbility):
        def onBackup(self):
            place = "/data/storage/el2/base/haps/entry/files/index"
            with open(place, "w") as file:
                file.write("one")
                file.flush()
                print("written")
"""


def python_app(folder: Path) -> tuple[str, str, str, str]:
    (folder / "model.py").write_text(textwrap.dedent(MODEL), encoding="utf-8")
    return "model.py", f"{folder / 'model.py'}:Model", 'file.write("one")', 'print("written")'


KILLED = {"arkts": arkts_app, "python": python_app}


def test_two_runs_of_the_same_session_ran_the_same_lines(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    assert backed_up(installed(root)) == backed_up(installed(root))


def test_characters_beyond_the_basic_plane_move_no_line(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    edit(root / EXTENSION, "const TAG = 'NotesBackup';", "const TAG = '😀'; const HEART = '💚💚💚💚💚💚💚💚💚💚💚💚';")
    edit(root / EXTENSION, "const written", NEVER + "const written")

    assert never_ran(backed_up(installed(root))[EXTENSION])[:2] == ["hilog.warn(DOMAIN, TAG, 'many');", "return;"]


def results_of(root: Path, *options: str) -> Results:
    file = root / "results.json"
    ended = ohos_backup("check", root / "app", "--json", file, *options)
    assert ended.code in (0, 1), ended.err
    return read_results(file)


@pytest.mark.matrix
def test_any_number_of_processes_gives_the_same_coverage_and_the_table_tells_it(tmp_path: Path) -> None:
    notes_at(tmp_path / "app")
    cases = ("--case", "LIF-001", "--case", "RST-001", "--case", "RST-008", "--coverage")

    one, two = results_of(tmp_path, *cases), results_of(tmp_path, *cases, "-n", "2")

    assert one.coverage
    assert one.coverage == two.coverage
    assert results_of(tmp_path, "--case", "LIF-001").coverage == ()
    without_times = [
        msgspec.structs.replace(each, started_at="", duration_ms=0, requirements=()) for each in (one, two)
    ]
    assert without_times[0] == without_times[1]


@pytest.mark.matrix
def test_the_command_prints_a_table(tmp_path: Path) -> None:
    ended = ohos_backup("check", notes_at(tmp_path / "app"), "--case", "LIF-001", "--coverage")

    assert "never ran" in ended.out
    assert EXTENSION in ended.out


@pytest.mark.parametrize(
    ("asked", "covers"), [({}, False), ({"coverage": True}, True), ({"reports": {"html": Path("r.html")}}, False)]
)
def test_a_page_does_without_coverage_where_node_cannot_tell_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, object], covers: bool
) -> None:
    older = tmp_path / "node"
    older.write_text('#!/bin/sh\nif [ "$1" = --allow-inspector ]; then exit 9; fi\necho v22.0.0\n', encoding="utf-8")
    older.chmod(0o755)
    monkeypatch.setenv("OHOS_BACKUP_NODE", str(older))

    assert wants_coverage(SuiteOptions(address="app", **asked)) is covers
