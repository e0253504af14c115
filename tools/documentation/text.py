"""Plain sentences as Markdown, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")


def escaped(text: str) -> str:
    """``text`` so that Markdown shows it as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", "&gt;")


def in_cell(markdown: str) -> str:
    """Markdown, such as a description, so that it stays in its cell of a table."""
    return " ".join(markdown.split()).replace("|", "\\|")


def code(text: str) -> str:
    """``text`` as code, also in a table. HTML, for in Markdown a bar would end the cell."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "&#124;")
    return f"<code>{shown}</code>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
