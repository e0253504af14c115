"""Errors at a terminal are broken between words; elsewhere they stay in the lines that programs read."""

from __future__ import annotations

import sys

import pytest
from ohos_backup.harness.console import for_terminal

PATH = "/work/a/very/long/path/that/no/line/of/this/terminal/has/room/for"
TEXT = f"error: {PATH}: this is not a project at all\n  Give the folder that holds the project, or one of its modules."


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")


@pytest.mark.usefixtures("narrow")
def test_at_a_terminal_no_word_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    lines = for_terminal(TEXT).split("\n")

    assert lines == [
        "error:",
        f"{PATH}:",
        "this is not a project at all",
        "  Give the folder that holds the",
        "  project, or one of its modules.",
    ]


@pytest.mark.usefixtures("narrow")
def test_elsewhere_a_message_keeps_its_lines() -> None:
    assert for_terminal(TEXT) == TEXT
