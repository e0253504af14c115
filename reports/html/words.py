"""The fixed words of the page in a language; English words are their own keys, in templates and scripts alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

TRANSLATIONS: Mapping[str, Mapping[str, str]] = {"en": {}}
"""By language: English to that language. What a language lacks is shown in English."""

_IN_SCRIPT = re.compile(r'\b(?:t|counted)\(\s*(?:[\w.]+,\s*)?"([^"]+)"(?:,\s*"([^"]+)")?')


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """Raises LookupError for a language that nobody has given words for."""
        if language not in TRANSLATIONS:
            raise LookupError(f"no words for {language!r}; there are {', '.join(TRANSLATIONS)}")
        self._known = TRANSLATIONS[language]

    def text(self, english: str, /, **values: object) -> str:
        """``english`` in the language, with ``{name}`` replaced by the value of that name."""
        told = self._known.get(english, english)
        for name, value in values.items():
            told = told.replace(f"{{{name}}}", str(value))
        return told

    def counted(self, number: int, one: str, many: str, /) -> str:
        """``one`` or ``many``, whichever ``number`` needs, with ``{n}`` replaced by it."""
        return self.text(one if number == 1 else many, n=f"{number:,}")

    def of_script(self, script: str) -> dict[str, str]:
        """What the page's scripts need of the language: every text that they pass to ``t`` or ``counted``."""
        used = [text for match in _IN_SCRIPT.finditer(script) for text in match.groups() if text]
        return {text: self._known[text] for text in used if text in self._known}
