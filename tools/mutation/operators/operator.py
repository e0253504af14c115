"""What a mutation operator is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..source import Edit, Source


class Operator(NamedTuple):
    """``fault`` is the mistake in words; ``edits`` are all the places of a file where it can be made."""

    name: str
    fault: str
    edits: Callable[[Source], Iterator[Edit]]
