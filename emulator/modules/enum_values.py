"""Faces that hold the enums of a module and nothing else, for the face of that module to pass on."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from .enums import TABLE_FILE

VALUES_FACE = "@ohos.internal.enums."
"""What stands before the rest of the module's name: ``@ohos.internal.enums.commonEventManager``."""


class _Table(msgspec.Struct, frozen=True):
    modules: dict[str, msgspec.Raw]


@lru_cache(maxsize=1)
def _modules() -> dict[str, msgspec.Raw]:
    return msgspec.json.decode(TABLE_FILE.read_bytes(), type=_Table).modules


def enum_values_code(name: str) -> str:
    """The face called ``name``. Raises KeyError for a module without enums."""
    return f"module.exports = {bytes(_modules()[f'@ohos.{name.removeprefix(VALUES_FACE)}']).decode()};\n"
