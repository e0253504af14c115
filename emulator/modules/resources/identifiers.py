"""The number of a resource: a hash of its name.

The build numbers resources in an order that its sources do not tell, so an app cannot rely on a number that it did not
get from ``$r``. guest/internal.resource-ids.js computes the same numbers.
"""

from __future__ import annotations

FIRST_APP_RESOURCE = 0x0100_0000
"""Where the numbers of apps' resources begin; the system's own begin at 0x07800000."""
_SPAN = 0x0600_0000


def resource_id(name: str) -> int:
    """The number of ``app.string.title``."""
    data = name.encode("utf-16-le", "surrogatepass")
    value = 0
    for at in range(0, len(data), 2):
        value = (value * 31 + int.from_bytes(data[at : at + 2], "little")) % 0x1_0000_0000
    return FIRST_APP_RESOURCE + value % _SPAN
