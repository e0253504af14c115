"""The commands that the documentation shows, with what it says that they print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PROMPT = "$ "
ANYTHING = "…"

_FENCE = re.compile(r"^ *```([^\n]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SECONDS = re.compile(r"\b\d+(?:\\\.\d+)?\\ s$")


class Shown(NamedTuple):
    """One command of a page. ``output`` is empty where the page shows none."""

    page: Path
    command: str
    output: str


def pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def fences(page: Path) -> list[tuple[str, str]]:
    """Language and content of every block."""
    return _FENCE.findall(page.read_text(encoding="utf-8"))


def commands_of(page: Path) -> list[Shown]:
    found: list[Shown] = []
    for language, content in fences(page):
        if language != "console":
            continue
        first, *parts = re.split(r"^\$ ", content, flags=re.MULTILINE)
        assert not first, f"{page.name}: a console block begins with a command, not with {first!r}"
        for part in parts:
            command, _, output = part.partition("\n")
            found.append(Shown(page, command.strip(), output.strip("\n")))
    return found


def looks_like(shown: str, printed: str) -> bool:
    """Whether a program printed what is shown. ``…`` is any text, and where a line begins with it, lines, too. Seconds
    vary."""
    pattern = ""
    for line in shown.splitlines():
        if line.lstrip().startswith(ANYTHING):
            pattern += r"(?:.*\n)*?"
        if line.strip() != ANYTHING:
            pattern += _SECONDS.sub(r"[\\d.]+ s", re.escape(line)).replace(ANYTHING, ".*") + " *\n"
    return re.fullmatch(pattern, printed.strip("\n") + "\n") is not None
