"""The enums of every module with their values: of a module that is not emulated, the one part that is there.

Sources fill tables and default options with enums at module level, long before anything uses them.
The table is generated from interface_sdk-js by tools/generate_enum_table.py and read on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def enum_values_code(name: str) -> str:
    """The face ``@ohos.internal.enums.*``: the enums of one module and nothing else. Raises KeyError without any."""
    return f"module.exports = {bytes(_table().modules['@ohos.' + name.removeprefix(VALUES_ONLY)]).decode()};\n"


def module_enums(name: str) -> Mapping[str, msgspec.Raw]:
    """The enums of a module as JSON, by name; those inside its nested namespaces are among them."""
    enums = _table().modules.get(name)
    return {} if enums is None else msgspec.json.decode(enums, type=dict[str, msgspec.Raw])
