"""Finds the template that a finished text was made from, so that any results can be told in another language later.

Messages are made in English, with their values filled in, and stay so in results.json. A text is looked up whole
first; then the templates are tried whose literal beginning it has, the most specific first. What stood in a
placeholder is translated the same way, for messages hold other messages. A text that no template fits stays English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from .template import PLACEHOLDER, filled, pattern_of, quoted_names

DEEPEST = 6
LONGEST_PHRASE = 40
"""Of what may stand before another placeholder, with a blank between the two."""

_APPENDED = " ,;("
_FIRST_WORD = re.compile(r"[A-Za-z']+(?=[^A-Za-z'{])")
_PLACE = re.compile(r"([^\s:]+(?::\d+){1,2}: )(.+)", re.DOTALL)
_CHANGE = re.compile(r"(.*\), |)([^,]+) \((\w+)\)", re.DOTALL)
_LISTS = (("; ", "；"), ("\n  ", "\n  "))


class Template:
    """One message with placeholders, and its translation. Its expression is made when it is first tried."""

    def __init__(self, english: str, translated: str, known: str) -> None:
        self.english = english
        self.translated = translated
        self.literal = len(PLACEHOLDER.sub("", english))
        self._known = known
        self._verbatim = quoted_names(english)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return pattern_of(self.english, self._known)

    def values(self, text: str) -> dict[str, str] | None:
        found = self._pattern.fullmatch(text)
        return None if found is None else found.groupdict()

    def is_verbatim(self, name: str) -> bool:
        return name in self._verbatim


class Matcher:
    """Translates finished texts by ``messages``: translations by English template."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._whole = {english.strip(): translated for english, translated in messages.items()}
        phrases = "|".join(re.escape(e) for e in messages if " " in e and len(e) <= LONGEST_PHRASE and "{" not in e)
        self._by_first_word: dict[str, list[Template]] = defaultdict(list)
        self._anywhere: list[Template] = []
        self._endings: list[Template] = []
        for english, translated in messages.items():
            if not PLACEHOLDER.search(english):
                continue
            template = Template(english, translated, phrases)
            first = _FIRST_WORD.match(english)
            if english[0] in _APPENDED:
                self._endings.append(template)
            elif first:
                self._by_first_word[first[0]].append(template)
            else:
                self._anywhere.append(template)
        for templates in (*self._by_first_word.values(), self._anywhere, self._endings):
            templates.sort(key=lambda template: -template.literal)
        self._known: dict[str, str] = {}

    def translated(self, text: str) -> str:
        """``text`` in the other language, as far as it is known."""
        if text not in self._known:
            self._known[text] = self._of(text, 0) or text
        return self._known[text]

    def _of(self, text: str, depth: int) -> str | None:
        stripped = text.strip()
        if not stripped or depth > DEEPEST:
            return None
        if stripped in self._whole:
            return self._whole[stripped]
        appended = self._by_templates(text, self._endings, depth) if text[0] in _APPENDED else None
        return (
            appended
            or self._by_templates(stripped, self._candidates(stripped), depth)
            or self._change(stripped, depth)
            or self._with_place(stripped, depth)
            or self._with_ending(stripped, depth)
            or self._in_parts(stripped, depth)
        )

    def _candidates(self, text: str) -> Iterator[Template]:
        first = _FIRST_WORD.match(text)
        if first:
            yield from self._by_first_word.get(first[0], ())
        yield from self._anywhere

    def _by_templates(self, text: str, templates: Iterable[Template], depth: int) -> str | None:
        for template in templates:
            values = template.values(text)
            if values is not None:
                told = {
                    name: value if template.is_verbatim(name) else self._of(value, depth + 1) or value
                    for name, value in values.items()
                }
                return filled(template.translated, told)
        return None

    def _change(self, text: str, depth: int) -> str | None:
        """``path (what happened to it)``, once or several times."""
        found = _CHANGE.fullmatch(text)
        if found is None or found[3] not in self._whole:
            return None
        before = self._change(found[1][:-2], depth + 1) if found[1] else ""
        return None if before is None else f"{before}{'、' if before else ''}{found[2]}（{self._whole[found[3]]}）"

    def _with_place(self, text: str, depth: int) -> str | None:
        """``file:line:column: message``, as errors with a position are told."""
        found = _PLACE.fullmatch(text)
        told = self._of(found[2], depth + 1) if found else None
        return found[1] + told if found and told else None

    def _with_ending(self, text: str, depth: int) -> str | None:
        """A text with something appended, such as `` and 3 more``."""
        for template in self._endings:
            anchor = PLACEHOLDER.split(template.english)[0]
            start = text.rfind(anchor)
            if start > 0:
                told = self._by_templates(text[start:], [template], depth + 1)
                if told:
                    return (self._of(text[:start], depth + 1) or text[:start]) + told
        return None

    def _in_parts(self, text: str, depth: int) -> str | None:
        """Several messages joined into one."""
        for separator, joint in _LISTS:
            if separator in text:
                parts = [(part, self._of(part, depth + 1)) for part in text.split(separator)]
                if any(told for _, told in parts):
                    return joint.join(told or part for part, told in parts)
        return None
