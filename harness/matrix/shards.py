"""Which cases of a run one machine of several judges (``--shard 2/5``): by their ids alone, so that machines agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable

import msgspec

from ...emulator.errors import OhosBackupError

HEAVY = {
    "many-small": 3,
    "big-files": 3,
    "deep": 2,
}
"""How many ordinary cases one with this generated data set takes the time of, measured roughly."""


class UnusableShard(OhosBackupError):
    code = "E-SHARD"


class Shard(msgspec.Struct, frozen=True):
    """Number ``index``, from 1, of ``count``."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def of(self, case_ids: Collection[str]) -> frozenset[str]:
        """The cases of this shard. Raises UnusableShard when there are fewer cases than shards."""
        return frozenset(split(case_ids, self.count)[self.index - 1])


def parse_shard(text: str) -> Shard:
    """``2/5``. Raises UnusableShard."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    index, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= index <= count:
        raise UnusableShard(f"'{text}' is no shard", mend="Give its number and how many there are: 1/3, 2/3 or 3/3.")
    return Shard(index, count)


def changed_shard() -> UnusableShard:
    """For ``--shard`` together with ``--changed``."""
    return UnusableShard(
        "a shard cannot take over what has not changed: each machine remembers other cases",
        mend="Leave out --changed or --shard.",
    )


def split(case_ids: Collection[str], count: int) -> list[list[str]]:
    """Every case in exactly one of ``count`` shards of about the same weight, none of them empty.

    The heaviest first, each to the shard that has least so far; among equals a digest of the id decides, so that the
    cases of one requirement do not end up together.
    """
    if count > len(case_ids):
        raise UnusableShard(
            f"{count} shards are too many for so few cases: {len(case_ids)}",
            mend="Some would have nothing to judge; take fewer shards.",
        )
    shards: list[list[str]] = [[] for _ in range(count)]
    loads = [0] * count
    for case_id in sorted(case_ids, key=lambda case_id: (-weight(case_id), _digest(case_id), case_id)):
        lightest = min(range(count), key=lambda index: (loads[index], len(shards[index]), index))
        shards[lightest].append(case_id)
        loads[lightest] += weight(case_id)
    return [sorted(shard) for shard in shards]


def weight(case_id: str) -> int:
    parameters: Iterable[str] = re.findall(r"[a-z]+(?:-[a-z]+)*", case_id.partition("[")[2])
    return max((HEAVY.get(parameter, 1) for parameter in parameters), default=1)


def _digest(case_id: str) -> str:
    return hashlib.sha256(case_id.encode()).hexdigest()
