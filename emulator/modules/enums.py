"""What there is of a system module that is not emulated: its enums, with their values; the rest is a stand-in.

Sources fill tables and default options with enums at module level, long before anything uses them.
The table is generated from interface_sdk-js by tools/generate_enum_table.py and read on first use.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

TABLE_FILE = Path(__file__).with_name("enums.json")
VALUES_ONLY = "@ohos.internal.enums."
"""``require('@ohos.internal.enums.security.huks')`` gives a face the enums of its own module."""


class _Table(msgspec.Struct, frozen=True):
    source: str
    modules: dict[str, msgspec.Raw]


@lru_cache(maxsize=1)
def _table() -> _Table:
    return msgspec.json.decode(TABLE_FILE.read_bytes(), type=_Table)


def enum_code(name: str) -> str | None:
    """The guest face of a module that has enums and no face of its own; None for a module without any."""
    if name.startswith(VALUES_ONLY):
        return f"module.exports = {bytes(_table().modules['@ohos.' + name.removeprefix(VALUES_ONLY)]).decode()};\n"
    enums = _table().modules.get(name)
    if enums is None:
        return None
    return f'module.exports = host.notEmulated("{name}", {bytes(enums).decode()});\n'
