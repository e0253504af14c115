"""Pages name only commands, options and files that exist, and hide no command from the test that runs them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from ohos_backup.harness.cli.application import application
from shown_commands import ROOT, fences, pages

FROM_HERE = [page for page in pages() if page.parent == ROOT]
"""Pages outside docs/; links in docs/ are checked while the site is built."""

SPOKEN_OF = re.compile(r"`ohos-backup ([a-z][^`]*)`")
"""A command in the middle of a sentence."""

COMMANDS: Any = typer.main.get_command(application)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_commands_stand_in_blocks_that_are_run(page: Path) -> None:
    hidden = re.compile(r"^(?:\$ |ohos-backup \w+ \S|pytest |tox |pip install )", re.MULTILINE)

    assert [
        content for language, content in fences(page) if language in ("", "sh", "bash") and hidden.search(content)
    ] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_commands_and_options_that_are_spoken_of_exist(page: Path) -> None:
    spoken = SPOKEN_OF.findall(page.read_text(encoding="utf-8"))

    assert [words for words in spoken if (problem := what_is_wrong(words.split())) and problem] == []


def what_is_wrong(words: list[str]) -> str:
    command = COMMANDS
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    if hasattr(command, "commands"):
        return f"there is no command {words}" if words else ""
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in known]
    return f"there is no option {unknown}" if {*unknown} - {"--help", "-h", "--lang"} else ""


@pytest.mark.parametrize("page", FROM_HERE, ids=lambda page: page.name)
def test_links_of_pages_at_the_top_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
