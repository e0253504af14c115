"""Which ``@ohos.*`` module stands behind each name that an ``@kit.*`` exports, and which module names exist at all.

The table is generated from interface_sdk-js by tools/generate_kit_table.py and read on first use.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

TABLE_FILE = Path(__file__).with_name("kits.json")


class KitTable(msgspec.Struct, frozen=True):
    """``kits``: kit -> module -> exported name -> member of the module. ``modules``: module -> first API version."""

    source: str
    kits: dict[str, dict[str, dict[str, str]]]
    modules: dict[str, int]


@lru_cache(maxsize=1)
def kit_table() -> KitTable:
    return msgspec.json.decode(TABLE_FILE.read_bytes(), type=KitTable)


def kit_code(kit: str) -> str | None:
    """The guest face of ``kit``: every name is looked up in its module on first use. None for an unknown kit."""
    modules = kit_table().kits.get(kit)
    if modules is None:
        return None
    listing = msgspec.json.encode(modules).decode()
    return (
        f"const modules = {listing};\n"
        "for (const source of Object.keys(modules)) {\n"
        "  for (const [name, member] of Object.entries(modules[source])) {\n"
        "    Object.defineProperty(exports, name, {\n"
        "      __proto__: null, enumerable: true, configurable: true,\n"
        "      get: () => (member === '*' ? require(source, true) : require(source, true)[member]),\n"
        "    });\n"
        "  }\n"
        "}\n"
    )
