"""The language's file: which entries it has, and how it follows the messages of the code."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polib

from .collection import Collection, Message

HEADER = {
    "Project-Id-Version": "ohos-backup-conformance",
    "Language": "zh_CN",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


class State(NamedTuple):
    """What of the file does not fit the code: messages without a translation, entries that nothing says any more."""

    missing: tuple[Message, ...]
    obsolete: tuple[Message, ...]


def entries_of(file: Path) -> dict[Message, str]:
    """The translations in ``file``, empty ones among them."""
    if not file.exists():
        return {}
    return {Message(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in polib.pofile(str(file))}


def state_of(file: Path, collection: Collection) -> State:
    entries = entries_of(file)
    missing = tuple(message for message in collection.found if not entries.get(message))
    return State(missing, tuple(message for message in entries if message not in collection.found))


def follow(file: Path, collection: Collection, translations: dict[Message, str] | None = None) -> None:
    """Write ``file`` anew: an entry for each message, by the files that say them, with the translations it had."""
    known = {**entries_of(file), **(translations or {})}
    made = polib.POFile(wrapwidth=110)
    made.metadata = HEADER
    for message, places in sorted(collection.found.items(), key=lambda pair: (min(pair[1]), pair[0])):
        made.append(
            polib.POEntry(
                msgid=message.text,
                msgstr=known.get(message, ""),
                msgctxt=message.context or None,
                occurrences=[(place, "") for place in sorted(places)],
            )
        )
    file.write_text(str(made) + "\n", encoding="utf-8")
