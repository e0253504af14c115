"""What a shell is offered, and that help fits a screen."""

from __future__ import annotations

import os
import subprocess

import pytest
from command_line import COMMAND, ohos_backup
from typer.main import get_command
from typer.testing import CliRunner

COLUMNS, LINES = 80, 40
LONGEST = {"check": 52}
"""In groups, for the many who look for one option."""


def offered(shell: str, line: str) -> str:
    """What the shell's completion function gets for ``line`` with the cursor at its end."""
    words = line.split(" ")
    environment = {
        "_OHOS_BACKUP_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [COMMAND], env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.matrix
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "wanted", "unwanted"),
    [
        ("ohos-backup explain RST-00", ("RST-001", "RST-009"), ("RST-010", "CFG-001")),
        ("ohos-backup explain rst-00", ("rst-001",), ("cfg-001",)),
        ("ohos-backup check app --case VER", ("VER", "VER-001"), ("RST-001",)),
        ("ohos-backup run app --profile api1", ("api10", "api12"), ("api20", "latest")),
        ("ohos-backup list C", ("CFG", "CLN"), ("RST",)),
        ("ohos-backup do", ("doctor",), ("check",)),
    ],
)
def test_a_shell_is_offered_what_can_come_next(
    shell: str, line: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    text = offered(shell, line)

    assert [word for word in wanted if word not in text] == []
    assert [word for word in unwanted if word in text] == []


@pytest.mark.matrix
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    shown = ohos_backup("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert shown.code == 0
    assert f"complete_{shell}" in shown.out
    assert "ohos-backup" in shown.out


def commands() -> list[tuple[str, ...]]:
    from ohos_backup.harness.cli.application import application

    found: list[tuple[str, ...]] = [()]
    for name, command in get_command(application).commands.items():
        found += [(name,), *((name, below) for below in getattr(command, "commands", {}))]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_fits_a_screen(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    from ohos_backup.harness.cli.application import application

    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", COLUMNS)

    shown = CliRunner().invoke(application, [*command, "--help"])

    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) <= LONGEST.get(" ".join(command), LINES)
