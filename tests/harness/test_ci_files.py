"""The ready-made files for CI systems: valid by each system's schema, and every command in them works as written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from command_line import ohos_backup, plain_environment
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.setting_up.ci_files import SYSTEMS, UnusableCi, text_for, write_ci_files
from ohos_backup.reports.results_file import read_results

APP = next(app.path for app in good_apps() if app.name == "empty-callbacks")
BIN = Path(sys.executable).parent
HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}


def run(arguments: list[str | Path], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=folder,
        env={**plain_environment(), "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def repository(folder: Path) -> Path:
    """A git repository with an app in ``app``."""
    shutil.copytree(APP, folder / "app")
    run(["git", "init", "--quiet"], folder)
    return folder


@pytest.mark.parametrize("system", SCHEMAS)
def test_a_file_is_valid_by_the_schema_of_its_system(tmp_path: Path, system: str) -> None:
    file = tmp_path / "file.yml"
    file.write_text(text_for(system, "apps/my app"), encoding="utf-8")

    ended = run([BIN / "check-jsonschema", "--builtin-schema", SCHEMAS[system], file], tmp_path)

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_files_for_pre_commit_are_valid(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(text_for("pre-commit", "."), encoding="utf-8")

    for arguments in (["validate-config", file], ["validate-manifest", HOOKS]):
        ended = run([BIN / "pre-commit", *arguments], tmp_path)
        assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_is_left_to_fill_in(system: str) -> None:
    assert not re.findall(r"@[A-Z]+@", text_for(system, "app"))


def test_files_go_to_the_top_of_the_repository_and_name_the_app_from_there(tmp_path: Path) -> None:
    top = repository(tmp_path)

    written = write_ci_files(top / "app", SYSTEMS)

    assert [str(file.relative_to(top)) for file in written] == [system.target for system in SYSTEMS.values()]
    assert all('ohos-backup check "app"' in file.read_text(encoding="utf-8") for file in written)


def test_a_file_that_is_there_is_not_touched_and_no_other_is_written(tmp_path: Path) -> None:
    (tmp_path / "Jenkinsfile").write_text("mine")

    with pytest.raises(UnusableCi, match="Jenkinsfile is there already"):
        write_ci_files(tmp_path, ["github", "jenkins"])

    assert [file.name for file in tmp_path.iterdir()] == ["Jenkinsfile"]
    assert (tmp_path / "Jenkinsfile").read_text() == "mine"


def test_an_unknown_system_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(UnusableCi, match=r"no file for 'travis'\n  Choose among github, gitlab"):
        write_ci_files(tmp_path, ["travis"])


def commands(system: str, text: str) -> list[str]:
    """What a system would give to its shell, in order."""
    if system == "github":
        return [step["run"] for step in yaml.safe_load(text)["jobs"]["check"]["steps"] if "run" in step]
    if system == "gitlab":
        return yaml.safe_load(text)["backup conformance"]["script"]
    return re.findall(r"sh '''(.*?)'''", text, re.DOTALL)


@pytest.mark.parametrize(
    "system",
    [
        pytest.param("github", marks=pytest.mark.matrix),
        pytest.param("gitlab", marks=pytest.mark.kill_matrix),
        pytest.param("jenkins", marks=pytest.mark.kill_matrix),
    ],
)
def test_the_commands_of_a_file_check_the_app_and_leave_the_reports(tmp_path: Path, system: str) -> None:
    top = repository(tmp_path)
    assert ohos_backup("init", "app", "--ci", system, folder=top).code == 0
    text = (top / SYSTEMS[system].target).read_text(encoding="utf-8")
    package = re.search(r"ohos-backup-conformance==[\w.]+", text)
    assert package

    for command in commands(system, text):
        # What is installed here already satisfies pip, also within the environment that the Jenkinsfile makes.
        ended = run(
            ["sh", "-euc", command],
            top,
            OHOS_BACKUP_PACKAGE=package[0],
            PYTHONPATH=sysconfig.get_path("purelib") if system == "jenkins" else "",
            GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr

    assert read_results(top / "backup-report/results.json").verdict == "conforms"
    assert "<testsuites" in (top / "backup-report/junit.xml").read_text(encoding="utf-8")
    if system == "github":
        assert '"version": "2.1.0"' in (top / "backup-report/results.sarif").read_text(encoding="utf-8")


@pytest.mark.matrix
def test_the_hook_lets_a_good_app_through_and_stops_a_bad_one(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    repository(top)
    assert ohos_backup("init", "app", "--ci", "pre-commit", folder=top).code == 0
    run(["git", "add", "."], top)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}

    good = run([BIN / "pre-commit", "run"], top, **home)
    config = next((top / "app").rglob("backup_config.json"))
    config.write_text("{", encoding="utf-8")
    run(["git", "add", "."], top)
    bad = run([BIN / "pre-commit", "run"], top, **home)

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + bad.stdout
    assert "CFG-002" in bad.stdout
