"""``ohos-backup check`` as a user meets it: addresses, choices, reports, exit codes, and what the terminal shows."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from command_line import APPENDING, COMMAND, NARROW, NOTES, edit, notes_at, ohos_backup, plain_environment
from ohos_backup.fixtures import good_apps
from ohos_backup.reports.model import Results
from ohos_backup.reports.results_file import read_results

pytestmark = pytest.mark.matrix

CLEAN_RUN = """\
com.example.notes 2.3.0 (2030000) on device api20
  runs    NotesBackupAbility  entry/src/main/ets/backup/NotesBackupAbility.ets
          in entry, common
  takes   /data/storage/el2/base/haps/entry/files/notes/,
          /data/storage/el2/base/haps/entry/files/attachments/,
          /data/storage/el2/base/haps/entry/files/backup-index/

family         fail  pass  cases
Configuration     ·     1      1

CONFORMS (only a part of the suite ran)  1 pass of 1 requirement, 1 case in N s
"""

DEVICES = """\
profile  API  start  onProcess  backup folder
api10    10   15 s   -          /data/storage/el2/backup
api11    11   15 s   -          /data/storage/el2/backup
api12    12   15 s   1 s        /data/storage/el2/base/.backup
api14    14   15 s   15 s       /data/storage/el2/base/.backup
api18    18   15 s   15 s       /data/storage/el2/base/.backup
api20    20   15 s   15 s       /data/storage/el2/base/.backup
latest   23   25 s   15 s       /data/storage/el2/base/.backup

since   an extension meets
api10   callbacks onBackup, onRestore
api11   configuration fullBackupOnly, restoreDeps, supportScene
api11   folders of EL1 backed up without includes
api12   callbacks onBackupEx, onRestoreEx, onProcess, getBackupInfo
api12   configuration extraInfo
api20   callbacks onRelease, getBackupCompatibilityInfo, getRestoreCompatibilityInfo
api20   configuration requireCompatibility
latest  configuration backupScene, optionDir, compatibleDirMapping
"""


def without_times(path: Path) -> object:
    def cleaned(value: object) -> object:
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value).items()
            return {key: cleaned(member) for key, member in members if key not in ("duration_ms", "started_at")}
        return [cleaned(member) for member in cast("list[Any]", value)] if isinstance(value, list) else value

    return cleaned(json.loads(path.read_text(encoding="utf-8")))


def judged(results: Results) -> list[str]:
    return [case.id for requirement in results.requirements for case in requirement.cases]


def test_a_clean_run_reads_like_this_at_80_columns() -> None:
    ended = ohos_backup("check", NOTES, *NARROW, COLUMNS="80")

    assert (ended.code, ended.err) == (0, "")
    assert re.sub(r"in\s[\d.]+\ss", "in N s", ended.out) == CLEAN_RUN


def test_a_whole_clean_run_fits_one_screen() -> None:
    ended = ohos_backup("check", NOTES, COLUMNS="80")

    assert ended.code == 0
    assert len(ended.out.splitlines()) <= 24
    assert max(len(line) for line in ended.out.splitlines()) <= 80
    assert "calls   onBackup, onRestore, onRelease" in ended.out


def test_the_devices_are_listed_with_what_each_brings() -> None:
    ended = ohos_backup("devices")

    assert "\n".join(line.rstrip() for line in ended.out.splitlines()).startswith(DEVICES.rstrip())


def test_version_and_short_help() -> None:
    assert re.fullmatch(r"ohos-backup \d+\.\d+\.\d+\n", ohos_backup("--version").out)
    assert "check" in ohos_backup("-h").out


def test_explain_tells_why_and_how_to_mend() -> None:
    ended = ohos_backup("explain", "rst-001")

    assert ended.code == 0
    assert [word for word in ("RST-001  MUST", "Why", "How to mend", "Source") if word not in ended.out] == []


def test_the_root_a_folder_within_and_a_python_class_are_addresses(tmp_path: Path) -> None:
    model = next(app for app in good_apps() if app.name == "python-notes").address

    for number, address in enumerate((str(NOTES), str(NOTES / "entry"), model)):
        report = tmp_path / f"{number}.json"
        assert ohos_backup("check", address, "--case", "LIF-001", "--json", report).code == 0
        assert read_results(report).subject.path == address


def test_one_case_or_a_requirement_or_a_family_can_be_chosen(tmp_path: Path) -> None:
    report = tmp_path / "results.json"

    ohos_backup("check", NOTES, "--case", "rst-001[EMPTY]", "--case", "CFG-003", "--json", report)
    assert judged(read_results(report)) == ["CFG-003", "RST-001[empty]"]
    assert not read_results(report).complete

    ohos_backup("check", NOTES, "--case", "ver", "--json", report)
    assert {requirement.id[:3] for requirement in read_results(report).requirements} == {"VER"}


def test_a_data_folder_becomes_a_data_set_of_that_name(tmp_path: Path) -> None:
    note = tmp_path / "mine/data/storage/el2/base/haps/entry/files/notes/a.txt"
    note.parent.mkdir(parents=True)
    note.write_text("milk")
    report = tmp_path / "results.json"

    ended = ohos_backup("check", NOTES, "--data", tmp_path / "mine", "--case", "RST-001[mine]", "--json", report)

    assert (ended.code, judged(read_results(report))) == (0, ["RST-001[mine]"])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_pytest_settings_of_the_folder_and_of_the_user_have_no_say(tmp_path: Path, workers: str) -> None:
    (tmp_path / "tests").mkdir()
    for folder in (tmp_path, tmp_path / "tests"):
        (folder / "conftest.py").write_text("raise SystemExit('a conftest.py of the folder ran')\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")

    ended = ohos_backup("check", NOTES, *NARROW, "-n", workers, folder=tmp_path, PYTEST_ADDOPTS="--no-such-option")

    assert (ended.code, ended.err) == (0, "")


def test_workers_change_nothing_but_the_time(tmp_path: Path) -> None:
    for workers in ("1", "2"):
        code = ohos_backup(
            "check", APPENDING, "--case", "RST", "-n", workers, "--json", tmp_path / f"{workers}.json"
        ).code
        assert code == 1

    assert without_times(tmp_path / "1.json") == without_times(tmp_path / "2.json")


def test_a_failure_shows_what_differs_what_the_app_did_and_how_to_replay_it(tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    ended = ohos_backup("check", APPENDING, "--case", "RST-003[typical]", "--junit", junit, COLUMNS="80")

    assert ended.code == 1
    assert "FAIL RST-003 MUST" in ended.out
    assert "content    /data/storage/el2/base/haps/entry/files/lists/entries.txt" in ended.out
    assert "write /data/storage/el2/base/haps/entry/files/lists/entries.txt" in ended.out
    assert "onFileReady" not in ended.out
    assert f"replay  ohos-backup check {APPENDING} --case 'RST-003[typical]'\n" in ended.out
    assert ElementTree.parse(junit).getroot().get("failures") == "1"


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_paths_and_commands_stay_in_one_piece_at_any_width(columns: int) -> None:
    ended = ohos_backup("check", APPENDING, "--case", "RST-003[typical]", COLUMNS=str(columns))

    words = ended.out.split()
    assert "/data/storage/el2/base/haps/entry/files/lists/entries.txt" in words
    assert all(len(line) <= columns or " " in line.strip() for line in ended.out.splitlines())
    assert all(line == line.rstrip() for line in ended.out.splitlines() if not line.startswith(("family", "Restore")))


def test_strict_lets_a_missed_should_count(tmp_path: Path) -> None:
    app = notes_at(tmp_path / "app")
    edit(app / "entry/src/main/resources/base/profile/backup_config.json", '"includes"', '"exclude": [], "includes"')

    assert ohos_backup("check", app, "--case", "CFG-009").code == 0
    assert ohos_backup("check", app, "--case", "CFG-009", "--strict").code == 1


@pytest.mark.parametrize(("encoding", "mark"), [("ascii", "-"), ("latin-1", "·")])
def test_no_encoding_of_the_terminal_is_too_poor(encoding: str, mark: str) -> None:
    done = subprocess.run(
        [COMMAND, "check", str(NOTES), *NARROW],
        env={**plain_environment(), "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0
    assert f"Configuration     {mark}     1" in done.stdout.decode(encoding)


def test_a_reader_that_goes_away_changes_neither_verdict_nor_reports(tmp_path: Path) -> None:
    report = tmp_path / "results.json"
    with subprocess.Popen(
        [COMMAND, "check", str(APPENDING), "--case", "RST-003", "--json", str(report)],
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(120) == 1

    assert read_results(report).verdict == "does-not-conform"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_ends_in_one_line_and_writes_no_report(
    workers: str, sent: signal.Signals, tmp_path: Path
) -> None:
    report = tmp_path / "results.json"
    with subprocess.Popen(
        [COMMAND, "check", str(NOTES), "-n", workers, "--json", str(report)],
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A run in the background of a shell begins with Ctrl-C switched off.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()  # the run begins once this is told
        process.send_signal(sent)
        assert process.stderr.read() == "interrupted, no report was written\n"
        assert process.wait(60) == 130

    assert list(tmp_path.iterdir()) == []
