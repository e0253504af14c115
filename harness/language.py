"""The language of this process: chosen once, when a command starts; English until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..emulator.errors import OhosBackupError
from ..reports.language import ENGLISH, LANGUAGES, Words, language_of, words_in

OPTION = "--lang"


class UnknownLanguage(OhosBackupError):
    code = "E-LANGUAGE"


class _Chosen:
    words: Words = ENGLISH


def words() -> Words:
    """What the user reads is said with these."""
    return _Chosen.words


def choose(asked: str | None, environment: Mapping[str, str]) -> None:
    """Take the language that was ``asked`` for, else the one of ``environment``. Raises UnknownLanguage."""
    try:
        _Chosen.words = words_in(language_of(asked, environment))
    except ValueError as error:
        raise UnknownLanguage(
            f"there is no language '{error}'", mend=f"Choose one of {', '.join(LANGUAGES)}."
        ) from error


def asked_in(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for. It is needed before the line is understood, for what is wrong with it
    and for its help."""
    for number, argument in enumerate(arguments):
        if argument == "--":
            return None
        if argument == OPTION and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith(f"{OPTION}="):
            return argument.partition("=")[2]
    return None


def error_text(error: OhosBackupError) -> str:
    """``error`` as the user reads it: position, what is wrong, and the mend on a line of its own."""
    place = f"{error.where}: " if error.where else ""
    advice = f"\n  {words().told(error.mend)}" if error.mend else ""
    return f"{place}{words().told(error.what)}{advice}"
