"""The compliance statement as Markdown, which is also readable as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from .language import ENGLISH, Words
from .markdown_text import cell, inline
from .model import Results
from .statement import headings, statement_of


def statement_markdown(results: Results, words: Words = ENGLISH) -> str:
    said, over = statement_of(results, words), headings(words)
    parts = [f"# {said.title}", f"**{inline(said.sentence)}**"]
    if said.limits:
        parts += [f"## {over.limits}", "\n".join(f"- {inline(limit)}" for limit in said.limits)]
    facts = ([label, cell(value)] for label, value in said.facts)
    digests = ([label, cell(value)] for label, value in said.digests)
    parts += [
        f"## {over.facts}",
        _table([words.t("what"), words.t("value")], facts),
        f"## {over.digests}",
        _table([words.t("of"), words.t("digest")], digests),
        f"## {over.counts}",
        _table(said.counts[0], said.counts[1:]),
    ]
    if said.waived:
        rows = ([inline(w.id), w.level, str(w.cases), cell(w.reason), cell(w.waiver)] for w in said.waived)
        parts += [f"## {over.waived}", _table(over.waived_columns, rows)]
    rows = ([inline(r.id), r.level, cell(r.title), r.outcome, str(r.cases), cell(r.reason)] for r in said.rows)
    parts += [f"## {over.rows}", _table(over.rows_columns, rows)]
    parts += [f"## {over.signature}", said.basis, said.declaration]
    parts.append("\n\n".join(words.t("{label}: {space}", label=line, space="." * 50) for line in said.blanks))
    return "\n\n".join(parts) + "\n"


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows))
