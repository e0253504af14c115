"""The command that says what is there, what is missing and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from ohos_backup.emulator.runtime.arkts.node import NODE_VARIABLE
from ohos_backup.emulator.runtime.arkts.toolchain import TOOLCHAIN_VARIABLE
from ohos_backup.harness.doctor import CHECKS, Diagnosis, Finding, examine
from ohos_backup.harness.doctor import python as python_room
from ohos_backup.harness.doctor import runtime as runtime_room
from ohos_backup.harness.doctor import system as system_room
from typer.testing import CliRunner


def look(name: str) -> Finding:
    (finding,) = examine({name: CHECKS[name]}).findings
    return finding


def ran(monkeypatch: pytest.MonkeyPatch, diagnosis: Diagnosis, *arguments: str) -> tuple[int, str]:
    from ohos_backup.harness import doctor
    from ohos_backup.harness.cli.application import application

    monkeypatch.setattr(doctor, "examine", lambda: diagnosis)
    ended = CliRunner().invoke(application, ["doctor", *arguments])
    return ended.exit_code, ended.output


def test_this_machine_can_run_checks() -> None:
    diagnosis = examine({name: look for name, look in CHECKS.items() if name not in ("git", "Chromium")})

    assert diagnosis.ready
    assert [finding.name for finding in diagnosis.findings if finding.state != "ok"] == []


@pytest.mark.parametrize(("variable", "check"), [(NODE_VARIABLE, "Node.js"), (TOOLCHAIN_VARIABLE, "ArkTS compiler")])
def test_a_variable_that_leads_nowhere_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, check: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "gone"))

    finding = look(check)

    assert finding.state == "missing"
    assert variable in finding.found + finding.mend
    assert finding.mend


@pytest.mark.parametrize(("reachable", "state"), [(True, "ok"), (False, "missing")])
def test_a_compiler_that_is_not_here_matters_only_if_npm_cannot_fetch_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reachable: bool, state: str
) -> None:
    monkeypatch.delenv(TOOLCHAIN_VARIABLE, raising=False)
    monkeypatch.setenv("OHOS_BACKUP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(runtime_room, "can_be_fetched", lambda seconds: reachable)

    finding = look("ArkTS compiler")

    assert finding.state == state
    assert "toolchain" in finding.mend
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_made_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("OHOS_BACKUP_CACHE", str(tmp_path / "file" / "cache"))

    finding = look("cache")

    assert (finding.state, "OHOS_BACKUP_CACHE" in finding.mend) == ("missing", True)


def test_looking_at_the_cache_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OHOS_BACKUP_CACHE", str(tmp_path / "cache"))

    assert look("cache").state == "ok"
    assert list(tmp_path.iterdir()) == []


def absent(name: str) -> str:
    raise PackageNotFoundError(name)


@pytest.mark.parametrize(("version", "told"), [(absent, "(–)"), (lambda name: "0.0.1", "(0.0.1)")])
def test_packages_that_do_not_fit_are_named(
    monkeypatch: pytest.MonkeyPatch, version: Callable[[str], str], told: str
) -> None:
    monkeypatch.setattr(python_room, "version", version)

    finding = look("packages")

    assert (finding.state, told in finding.found, "pip install" in finding.mend) == ("missing", True, True)


def test_a_disk_without_room_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_room, "LOWEST_SPACE_MIB", 1 << 40)

    finding = look("space")

    assert (finding.state, "TMPDIR" in finding.mend) == ("missing", True)


def test_without_git_checks_run_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    finding = look("git")

    assert (finding.state, "--from git:REF" in finding.mend) == ("absent", True)
    assert examine({"git": CHECKS["git"]}).ready


@pytest.mark.parametrize(("ready", "code", "told"), [(True, 0, "Ready"), (False, 2, "1 thing is missing")])
def test_the_exit_code_says_whether_checks_can_run(
    monkeypatch: pytest.MonkeyPatch, ready: bool, code: int, told: str
) -> None:
    finding = Finding(name="cache", state="ok" if ready else "missing", found="here", mend="" if ready else "mend it")

    assert ran(monkeypatch, Diagnosis(ready=ready, findings=(finding,)))[0] == code
    assert told in ran(monkeypatch, Diagnosis(ready=ready, findings=(finding,)))[1]


def test_as_json_it_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding(name="git", state="absent", found="not installed", mend="Install git")

    code, text = ran(monkeypatch, Diagnosis(ready=True, findings=(finding,)), "--json")

    assert (code, json.loads(text)["findings"][0]["state"]) == (0, "absent")
