"""Reads a language's messages: a gettext .po file beside this one, English template by template."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILES = {"zh": "zh_CN.po"}


FIXED = "words"
"""The context of a renderer's own words, which are no part of messages."""


class Messages(NamedTuple):
    """Translations by English template; what has none yet is left out."""

    fixed: dict[str, str]
    told: dict[str, str]


def messages_of(language: str) -> Messages:
    """Everything in the file of ``language``."""
    import polib

    file = polib.pofile(str(Path(__file__).with_name(FILES[language])), encoding="utf-8")
    entries = [entry for entry in file if entry.msgstr and not entry.obsolete]
    return Messages(
        fixed={entry.msgid: entry.msgstr for entry in entries if entry.msgctxt == FIXED},
        told={entry.msgid: entry.msgstr for entry in entries if entry.msgctxt != FIXED},
    )
