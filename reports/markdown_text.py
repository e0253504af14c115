"""Text as Markdown shows it literally: inline or in a table's cell, as a code span, as a fenced block."""

from __future__ import annotations

import re

from .plain_text import one_line, plain

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "|": "&#124;"}
_RUNS = re.compile("`+")


def inline(text: str) -> str:
    """On one line, for running text and for cells; not for the start of a line, where more letters have a meaning.

    No emphasis, link, HTML, formula or mention of a person comes about.
    """
    with_entities = "".join(_ENTITIES.get(letter, letter) for letter in one_line(text))
    return re.sub(r"(?<!&)#|([\\`*_\[\]~$])", lambda found: f"\\{found[0]}", with_entities)


def cell(text: str) -> str:
    """For a table's cell; empty ones keep their place."""
    return inline(text) or " "


def code(text: str, *, in_cell: bool = False) -> str:
    """As a code span. ``in_cell``: a table takes even a code span apart at its pipes."""
    content = one_line(text) or " "
    marks = _marks(content, 1)
    if content.startswith("`") or content.endswith("`"):
        content = f" {content} "
    content = content.replace("|", "\\|") if in_cell else content
    return f"{marks}{content}{marks}"


def block(lines: list[str], language: str = "text") -> str:
    """As a fenced block, which nothing in ``lines`` can close."""
    content = plain("\n".join(lines)).replace("\r", "\n")
    marks = _marks(content, 3)
    return f"{marks}{language}\n{content}\n{marks}"


def _marks(content: str, least: int) -> str:
    return "`" * max([least, *(len(run) + 1 for run in _RUNS.findall(content))])
