"""Which names ArkUI adds to the global scope; what the guest makes of them is guest/internal.globals.js.

The table is generated from interface_sdk-js by tools/generate_global_table.py and read on first use.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

GLOBAL_NAMES_FACE = "@ohos.internal.global-names"
TABLE_FILE = Path(__file__).with_name("globals.json")


class _Table(msgspec.Struct, frozen=True):
    source: str
    names: tuple[str, ...]
    capabilities: tuple[str, ...]


@lru_cache(maxsize=1)
def global_names_code() -> str:
    """A face that exports ``names`` and the ``capabilities`` of the device."""
    table = msgspec.json.decode(TABLE_FILE.read_bytes(), type=_Table)
    return (
        f"exports.names = {msgspec.json.encode(table.names).decode()};\n"
        f"exports.capabilities = {msgspec.json.encode(table.capabilities).decode()};\n"
    )
