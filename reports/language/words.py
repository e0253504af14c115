"""The one thing that a renderer needs of a language: its own fixed words, and messages that were made in English."""

from __future__ import annotations

from functools import cache, cached_property

from .catalogue import Messages, messages_of
from .choice import Language
from .matching import Matcher
from .template import filled


class Words:
    """English, for which nothing is read and nothing matched."""

    language: Language = "en"

    def t(self, template: str, /, **values: object) -> str:
        """A renderer's own words: ``t("{count} more", count=3)``. Values are not translated."""
        return filled(template, values) if values else template

    def told(self, message: str, /) -> str:
        """A finished English message of ours, such as a reason or a mend."""
        return message


class TranslatedWords(Words):
    """Another language; what its catalogue lacks stays English."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @cached_property
    def _messages(self) -> Messages:
        return messages_of(self.language)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._messages.told)

    def t(self, template: str, /, **values: object) -> str:
        return filled(self._messages.fixed.get(template, template), values)

    def told(self, message: str, /) -> str:
        return self._matcher.translated(message)


ENGLISH = Words()


@cache
def words_in(language: Language) -> Words:
    """The words of ``language``; its catalogue is read when the first word is asked for."""
    return ENGLISH if language == "en" else TranslatedWords(language)
