"""The checklist: each block by its page, its number and the system APIs it uses, and what became of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .blocks import Block
from .running import Outcome

MEMBER = re.compile(r"\b([A-Za-z]\w*)\.(\w+)\s*(?:<[^>\n]*>)?\(")
MOST_NAMED = 6
STATES = ("ran", "told an error", "not emulated", "threw", "does not compile", "a fragment", "not applicable")

INTRODUCTION = """# Code of the guides

<!-- Written by `{command}`; do not edit. -->

Every code block of the backup pages and of the file-management, preferences, relational-store and key-value guides, put
into a backup extension and run on the emulated device: {count} blocks of {pages} pages.
{edition}
A block is named by its page, its number there and the system APIs it uses; none of the guides' text or code is part of
this repository.

- **ran**: to its end. **told an error**: to its end, and it logged an error on the way, such as for a file that the
  guide supposes to be there.
- **not emulated**: it used the member that is named. **threw**: an error got out of it.
- **a fragment**, **does not compile**: it needs what the page does not show, or is no code as it stands.
- **not applicable**: configuration, native code, user interface, another device, the cloud or the network.

"""


def written(results: Sequence[tuple[Block, Outcome]], command: str, edition: str) -> str:
    counts = Counter(outcome.state for _, outcome in results)
    pages = {block.page for block, _ in results}
    head = INTRODUCTION.format(command=command, count=len(results), pages=len(pages), edition=edition)
    summary = "\n".join(f"| {state} | {counts[state]} |" for state in STATES if counts[state])
    return f"{head}| result | blocks |\n|---|---|\n{summary}\n" + "".join(_sections(results))


def _sections(results: Sequence[tuple[Block, Outcome]]) -> Iterator[str]:
    by_page: dict[str, list[tuple[Block, Outcome]]] = {}
    for block, outcome in results:
        by_page.setdefault(block.page, []).append((block, outcome))
    for page, rows in sorted(by_page.items()):
        names = imported_names([block for block, _ in rows])
        yield f"\n## {page}\n\n| block | uses | result |\n|---|---|---|\n"
        for block, outcome in rows:
            detail = f": {told(outcome)}" if outcome.detail else ""
            yield f"| {block.number} | {uses(block, names)} | {outcome.state}{detail} |\n"


def told(outcome: Outcome) -> str:
    """The detail without the guide's own words: of a logged error only its code."""
    if outcome.state == "told an error":
        code = re.search(r"\b(\d{3}|1[3-6]\d{6}|14\d{6})\b", outcome.detail)
        return f"code {code[1]}" if code else "without a code"
    return outcome.detail.replace("|", "\\|").split("\n")[0]


def imported_names(blocks: Sequence[Block]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for block in blocks:
        for what, source in block.imports:
            if "@" in source:
                names.update(dict.fromkeys(re.findall(r"\w+", what), source))
    return names


def uses(block: Block, names: Mapping[str, str]) -> str:
    found = dict.fromkeys(f"`{first}.{second}`" for first, second in MEMBER.findall(block.code) if first in names)
    shown = list(found)[:MOST_NAMED]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return ", ".join(shown) + more if shown else ("imports" if block.imports and not block.code.strip() else "–")
