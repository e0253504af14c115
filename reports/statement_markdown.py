"""The compliance statement as Markdown, which is also readable as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from .markdown_text import cell, inline
from .model import Results
from .statement import BASIS, DECLARATION, SIGNATURE_LINES, TITLE, statement_of


def statement_markdown(results: Results) -> str:
    said = statement_of(results)
    parts = [f"# {TITLE}", f"**{inline(said.sentence)}**"]
    if said.limits:
        parts += ["## Limits of this statement", "\n".join(f"- {inline(limit)}" for limit in said.limits)]
    parts += [
        "## What was checked",
        _table(["what", "value"], ([label, cell(value)] for label, value in said.facts)),
        "## Digests (SHA-256)",
        _table(["of", "digest"], ([label, cell(value)] for label, value in said.digests)),
        "## Requirements by level",
        _table(said.counts[0], said.counts[1:]),
    ]
    if said.waived:
        rows = ([inline(w.id), w.level, str(w.cases), cell(w.reason), cell(w.waiver)] for w in said.waived)
        parts += ["## Waivers", _table(["requirement", "level", "cases", "failure", "waiver"], rows)]
    rows = ([inline(r.id), r.level, cell(r.title), r.outcome, str(r.cases), cell(r.reason)] for r in said.rows)
    parts += ["## All requirements", _table(["requirement", "level", "title", "outcome", "cases", "reason"], rows)]
    parts += ["## Signature", BASIS, DECLARATION]
    parts.append("\n\n".join(f"{line}: {'.' * 50}" for line in SIGNATURE_LINES))
    return "\n\n".join(parts) + "\n"


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows))
