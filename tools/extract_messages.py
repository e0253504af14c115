"""Compares the Chinese catalogue with the messages in the code, and brings it up to date.

    python tools/extract_messages.py            what is missing, and what nothing says any more
    python tools/extract_messages.py --write    add the missing ones without a text, drop the others

The texts themselves are written by people, into reports/language/zh_CN.po.
"""

from __future__ import annotations

import sys
from pathlib import Path

from messages.collection import Collection
from messages.file import follow, state_of

ROOT = Path(__file__).parents[1]
FILE = ROOT / "reports" / "language" / "zh_CN.po"


def main() -> int:
    collection = Collection(ROOT)
    if "--write" in sys.argv[1:]:
        follow(FILE, collection)
    state = state_of(FILE, collection)
    for message in state.missing:
        print(f"missing: {message.text!r} ({', '.join(sorted(collection.found[message]))})")
    for message in state.obsolete:
        print(f"obsolete: {message.text!r}")
    print(f"{len(collection.found)} messages, {len(state.missing)} missing, {len(state.obsolete)} obsolete")
    return 1 if state.missing or state.obsolete else 0


if __name__ == "__main__":
    sys.exit(main())
