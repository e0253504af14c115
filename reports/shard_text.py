"""How a part of a split run is called; light, for every pytest run imports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Shards


def shard_text(shards: Shards) -> str:
    """Such as ``only shard 2 of 3``, or ``only shards 1 and 3 of 4``."""
    return f"only {numbered(shards.present)} of {shards.count}"


def numbered(indexes: Sequence[int]) -> str:
    """Such as ``shard 2``, or ``shards 1, 3 and 4``."""
    *first, last = map(str, indexes)
    return f"shards {', '.join(first)} and {last}" if first else f"shard {last}"
