"""What a report or an error says, in the reader's language: English as it was made, or Chinese by its catalogue."""

from __future__ import annotations

from .choice import LANGUAGES, Language, language_of
from .words import ENGLISH, Words, words_in

__all__ = ["ENGLISH", "LANGUAGES", "Language", "Words", "language_of", "words_in"]
