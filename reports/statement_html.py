"""The compliance statement as one self-contained HTML file, made to be printed and signed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .language import ENGLISH, TAGS, Words
from .model import Results
from .plain_text import plain
from .statement import headings, statement_of

STYLE = """
@page { size: A4; margin: 20mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); } }
:root { color-scheme: light; }
body { font: 10.5pt/1.45 system-ui, sans-serif; color: #111; background: #fff; max-width: 190mm; margin: 2em auto;
  line-break: strict; padding: 0 1em; }
:lang(zh) body { line-height: 1.6; }
:lang(zh) th { white-space: nowrap; }
h1 { font-size: 18pt; margin-bottom: .3em; }
h2 { font-size: 12.5pt; margin: 1.6em 0 .5em; break-after: avoid; }
.sentence { font-size: 12.5pt; font-weight: 600; }
.limits { border: 2px solid #8a1c12; padding: .2em 1em; break-inside: avoid; }
.limits h2 { margin-top: .6em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .25em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead + tbody :is(td:nth-child(-n+2), td:nth-child(4):nth-last-child(3)) { white-space: nowrap; }
th { background: #eee; overflow-wrap: normal; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.digest td { font-family: ui-monospace, monospace; font-size: 9pt; }
.signature { break-inside: avoid; }
.signature dl { display: grid; grid-template-columns: max-content 1fr; gap: 1.6em 1em; }
.signature dd { margin: 0; border-bottom: 1px solid #111; }
@media print { body { margin: 0; padding: 0; max-width: none; } .wide { overflow: visible; } }
"""


def statement_html(results: Results, words: Words = ENGLISH) -> str:
    said, over = statement_of(results, words), headings(words)
    subject = results.subject
    title = f"{said.title}: {subject.bundle_name} {subject.version_name}"
    parts = [f"<h1>{_text(said.title)}</h1>", f'<p class="sentence">{_text(said.sentence)}</p>']
    if said.limits:
        items = "".join(f"<li>{_text(limit)}</li>" for limit in said.limits)
        parts.append(f'<section class="limits">{_heading(over.limits)}<ul>{items}</ul></section>')
    parts += [
        _heading(over.facts),
        _facts(said.facts),
        _heading(over.digests),
        _facts(said.digests, kind="digest"),
        _heading(over.counts),
        _table(said.counts[0], said.counts[1:]),
    ]
    if said.waived:
        rows = ([w.id, w.level, str(w.cases), w.reason, w.waiver] for w in said.waived)
        parts += [_heading(over.waived), _table(over.waived_columns, rows)]
    rows = ([r.id, r.level, r.title, r.outcome, str(r.cases), r.reason] for r in said.rows)
    parts += [_heading(over.rows), _table(over.rows_columns, rows)]
    blanks = "".join(f"<dt>{_text(line)}</dt><dd>&#160;</dd>" for line in said.blanks)
    parts.append(
        f'<section class="signature">{_heading(over.signature)}\n<p>{_text(said.basis)}</p>\n'
        f"<p>{_text(said.declaration)}</p>\n<dl>{blanks}</dl></section>"
    )
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{TAGS[words.language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _heading(text: str) -> str:
    return f"<h2>{_text(text)}</h2>"


def _facts(pairs: Iterable[tuple[str, str]], kind: str = "facts") -> str:
    rows = "".join(f'<tr><th scope="row">{_text(label)}</th><td>{_text(value)}</td></tr>' for label, value in pairs)
    return f'<div class="wide"><table class="{kind}"><tbody>{rows}</tbody></table></div>'


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in header)
    body = "".join(f"<tr>{''.join(f'<td>{_text(value)}</td>' for value in row)}</tr>\n" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>'


def _text(text: str) -> str:
    return escape(plain(text))
