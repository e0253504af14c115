"""Generates emulator/modules/enums.json from a checkout or bare mirror of openharmony/interface_sdk-js.

    python tools/generate_enum_table.py PATH [--output FILE]

The table holds the enums of every importable module with their values: module -> enum -> member -> value. An enum with
a member that is not a plain literal is left out.
"""

from __future__ import annotations

import re

from declarations import COMMENT, MODULE_FILE, STATIC_BLOCK, Tree, main

ENUM = re.compile(r"\benum\s+(\w+)\s*\{([^}]*)\}")
TEXT = re.compile(r"(['\"])([^'\"\\]*)\1")
NUMBER = re.compile(r"-?(?:0x[0-9a-fA-F]+|\d+)")
SHIFT = re.compile(r"\(?(\d+)\s*<<\s*(\d+)\)?")

Members = dict[str, "int | str"]


def value_of(written: str) -> int | str | None:
    if text := TEXT.fullmatch(written):
        return text[2]
    if NUMBER.fullmatch(written):
        return int(written, 0)
    if shift := SHIFT.fullmatch(written):
        return int(shift[1]) << int(shift[2])
    return None


def members_of(body: str) -> Members | None:
    """The members of an enum's body; None when one of them cannot be read."""
    members: Members = {}
    following: int | None = 0
    for part in filter(None, (piece.strip() for piece in body.split(","))):
        name, _, written = (text.strip() for text in part.partition("="))
        value = value_of(written) if written else following
        if value is None or not re.fullmatch(r"\w+", name):
            return None
        members[name] = value
        following = value + 1 if isinstance(value, int) else None
    return members


def enums_of(declarations: str) -> dict[str, Members]:
    text = COMMENT.sub("", STATIC_BLOCK.sub("", declarations))
    found = {match[1]: members_of(match[2]) for match in ENUM.finditer(text)}
    return {name: members for name, members in found.items() if members}


def table(tree: Tree) -> dict[str, object]:
    modules: dict[str, dict[str, Members]] = {}
    for name in tree.names():
        if match := MODULE_FILE.match(name):
            modules.setdefault(match[1], {}).update(enums_of(tree.text(name)))
    return {
        "source": tree.source(),
        "modules": {name: enums for name, enums in sorted(modules.items()) if enums},
    }


if __name__ == "__main__":
    main(table, "enums.json", __doc__)
