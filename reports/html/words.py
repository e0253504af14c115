"""Which words the page's scripts need of a language; in scripts, too, English words are their own keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language import Words

_IN_SCRIPT = re.compile(r'\b(?:t|counted)\(\s*(?:[\w.]+,\s*)?"([^"]+)"(?:,\s*"([^"]+)")?')


def texts_in(script: str) -> Iterator[str]:
    """Every text that ``script`` passes to ``t`` or ``counted``."""
    for match in _IN_SCRIPT.finditer(script):
        yield from filter(None, match.groups())


def words_of(script: str, words: Words) -> dict[str, str]:
    """What ``script`` needs of the language of ``words``: nothing where that says the same in English."""
    if words.language == "en":
        return {}
    told = {text: words.t(text) for text in texts_in(script)}
    return {text: translated for text, translated in told.items() if translated != text}
