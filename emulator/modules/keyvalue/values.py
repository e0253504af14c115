"""How a value lies in the database: a byte for its type, then its bytes, numbers in network order (js_util.cpp).

In the guest a value is ``[type, plain]``, with the bytes of a byte array in base64.
"""

from __future__ import annotations

import base64
import struct

STRING, INTEGER, FLOAT, BYTE_ARRAY, BOOLEAN, DOUBLE = range(6)
_NUMBERS = {INTEGER: ">i", FLOAT: ">f", DOUBLE: ">d"}

GuestValue = tuple[int, object]


def encoded(kind: int, plain: object) -> bytes:
    if kind in _NUMBERS:
        number = float(str(plain))
        return bytes([kind]) + struct.pack(_NUMBERS[kind], int(number) if kind == INTEGER else number)
    if kind == BYTE_ARRAY:
        return bytes([kind]) + base64.b64decode(str(plain))
    if kind == BOOLEAN:
        return bytes([kind, int(bool(plain))])
    return bytes([STRING]) + str(plain).encode("utf-8", "replace")


def decoded(blob: bytes) -> GuestValue:
    """A blob of an unknown type is a text from its first byte on."""
    kind, data = (blob[0] if blob else STRING), blob[1:]
    if kind in _NUMBERS and len(data) >= struct.calcsize(_NUMBERS[kind]):
        (number,) = struct.unpack_from(_NUMBERS[kind], data)
        return kind, number if abs(number) < float("inf") else str(number)
    if kind == BYTE_ARRAY:
        return kind, base64.b64encode(data).decode("ascii")
    if kind == BOOLEAN and data:
        return kind, bool(data[0])
    return kind, (data if kind == STRING else blob).decode("utf-8", "replace")
