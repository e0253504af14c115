"""What people found out about survivors, one by one (survivors.toml)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from .mutants import Mutant

FILE = Path(__file__).with_name("survivors.toml")


class Examined(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One survivor. ``file`` is the end of its path; ``before`` and ``after`` as the command prints them.

    ``equivalent``: no user can lose anything by it. ``gap``: one can, and ``should`` is the requirement (an id, or
    words for one that does not exist yet) that ought to catch it.
    """

    app: str
    file: str
    operator: str
    before: str
    after: str
    verdict: Literal["equivalent", "gap"]
    reason: str
    should: str = ""

    def is_about(self, mutant: Mutant) -> bool:
        return (
            (self.app, self.operator, self.before, self.after)
            == (mutant.app, mutant.operator, mutant.before, mutant.after)
        ) and mutant.file.endswith(self.file)


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    survivor: list[Examined] = []


def examined_survivors() -> list[Examined]:
    return msgspec.toml.decode(FILE.read_bytes(), type=_Document).survivor


def examined(mutant: Mutant, known: list[Examined]) -> Examined | None:
    return next((entry for entry in known if entry.is_about(mutant)), None)
