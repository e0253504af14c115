"""Values on their way between the guest, SQLite and back.

In JSON a value is itself; what JSON has no word for is an object of one member: ``b`` bytes in base64, ``n`` a big
integer in decimal, ``f`` a double that JSON lacks or shows as an integer, ``a`` an asset, ``s`` assets, ``v`` a float
vector. A number is bound as a double and a boolean as an integer, as on a device (js_utils.cpp: a JavaScript number
never converts to int64; sqlite_statement.cpp:BindBool), so the column's affinity decides what is stored.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable, Sequence

import msgspec

from . import raw_data

SqlValue = None | int | float | str | bytes
Cell = object
"""A JSON value as told above."""


class Custom(msgspec.Struct, frozen=True):
    """A value that a column of a device's own type holds; ``cell`` is its JSON form."""

    cell: dict[str, object]


def bound_all(cells: Iterable[Cell]) -> list[SqlValue]:
    """What is bound to the statement for values of the guest."""
    values: list[SqlValue] = []
    append = values.append
    for cell in cells:
        kind = type(cell)
        if kind is str or kind is float or cell is None:
            append(cell)  # pyright: ignore[reportArgumentType]
        elif kind is int:
            append(float(cell))  # pyright: ignore[reportArgumentType]
        elif kind is bool:
            append(int(cell))  # pyright: ignore[reportArgumentType]
        else:
            append(_tagged(cell))
    return values


def _tagged(cell: Cell) -> SqlValue:
    ((tag, value),) = msgspec.convert(cell, dict[str, object]).items()
    if tag == "b":
        return base64.b64decode(str(value))
    if tag == "f":
        return float(str(value))
    if tag == "n":
        return raw_data.packed_big_integer(int(str(value)))
    if tag == "a":
        return raw_data.packed_asset(msgspec.convert(value, raw_data.Asset))
    if tag == "s":
        return raw_data.packed_assets(msgspec.convert(value, list[raw_data.Asset]))
    return raw_data.packed_floats(msgspec.convert(value, list[float]))


def shown(value: object) -> Cell:
    """The JSON form of a value that SQLite gave, or a special column."""
    kind = type(value)
    if value is None or kind is int or kind is str:
        return value
    if kind is float:
        number = float(value)  # pyright: ignore[reportArgumentType]
        if math.isinf(number):
            return {"f": "Infinity" if number > 0 else "-Infinity"}
        return {"f": repr(number)} if number.is_integer() else number
    if isinstance(value, Custom):
        return value.cell
    return {"b": base64.b64encode(bytes(value)).decode()}  # pyright: ignore[reportArgumentType]


def shown_rows(rows: Iterable[Sequence[object]]) -> list[list[Cell]]:
    return [[shown(value) for value in row] for row in rows]


def special_columns(declared: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of columns (name, type) those with a type of the device's own; what stands in parentheses is no matter."""
    kinds = ((name, kind.partition("(")[0].strip().upper()) for name, kind in declared)
    return {name: kind for name, kind in kinds if kind in _READERS}


def with_special(row: Sequence[object], kinds: Sequence[str | None]) -> tuple[object, ...]:
    """The row with the blobs of special columns (``kinds`` names the type of each column) read as what they are."""
    return tuple(
        _READERS[kind](value) if kind and isinstance(value, bytes) else value
        for value, kind in zip(row, kinds, strict=True)
    )


def _reader(tag: str, read: Callable[[bytes], object]) -> Callable[[bytes], object]:
    def reader(blob: bytes) -> object:
        try:
            return Custom({tag: read(blob)})
        except raw_data.UnreadableBlob:
            return blob

    return reader


_READERS = {
    "ASSET": _reader("a", raw_data.asset_in),
    "ASSETS": _reader("s", raw_data.assets_in),
    "FLOATVECTOR": _reader("v", raw_data.floats_in),
    "UNLIMITED INT": _reader("n", lambda blob: str(raw_data.big_integer_in(blob))),
}
