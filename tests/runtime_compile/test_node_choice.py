"""Which Node.js runs: the installed one, or the one the user names if it is new enough."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from ohos_backup.emulator.runtime.arkts.node import NodeUnusable, node_executable, npm_command


def _program(place: Path, text: str) -> Path:
    file = place / "node"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_without_a_setting_the_installed_node_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OHOS_BACKUP_NODE", raising=False)
    answer = subprocess.run([node_executable(), "--version"], capture_output=True, text=True, check=True).stdout
    assert int(answer.removeprefix("v").split(".")[0]) >= 22


def test_npm_can_be_called() -> None:
    answer = subprocess.run([*npm_command(), "--version"], capture_output=True, text=True, check=True).stdout
    assert int(answer.split(".")[0]) >= 8


def test_a_named_node_of_a_good_version_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = _program(tmp_path, "echo v22.1.0")
    monkeypatch.setenv("OHOS_BACKUP_NODE", str(node))
    assert node_executable() == node


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("echo v20.20.2", "Node.js v20.20.2"),
        ("echo Python 3.14", "does not answer --version as Node.js does"),
        ("exit 1", "does not answer --version as Node.js does"),
    ],
)
def test_a_named_node_that_cannot_serve_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setenv("OHOS_BACKUP_NODE", str(_program(tmp_path, text)))
    with pytest.raises(NodeUnusable) as caught:
        node_executable()
    assert message in caught.value.what
    assert "OHOS_BACKUP_NODE" in str(caught.value)


def test_a_named_node_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHOS_BACKUP_NODE", str(tmp_path / "none"))
    with pytest.raises(NodeUnusable, match="not a program that can be run"):
        node_executable()
