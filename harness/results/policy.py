"""What ``--level``, ``--fail-on`` and ``--strict`` add up to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast, get_args

from ...emulator.errors import OhosBackupError
from ...reports.model import FailOn, Level, Policy
from ...reports.verdict import STRICTEST_FIRST

FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)


class UnknownPolicy(OhosBackupError):
    code = "E-POLICY"


def policy_of(level: str | None = None, fail_on: Iterable[str] = (), *, strict: bool = False) -> Policy:
    """Levels in any case. Raises UnknownPolicy."""
    return Policy(level=level_of(level) if level is not None else "MAY", fail_on=fail_on_of(fail_on, strict=strict))


def level_of(text: str) -> Level:
    if text.upper() not in STRICTEST_FIRST:
        raise UnknownPolicy(f"'{text}' is no level", mend=f"Levels are {', '.join(STRICTEST_FIRST)}.")
    return cast("Level", text.upper())


def fail_on_of(texts: Iterable[str], *, strict: bool = False) -> tuple[FailOn, ...]:
    """In one order, whatever order they were given in; ``fail`` is always among them."""
    wanted = {"fail", *texts} | ({"warn"} if strict else set[str]())
    for text in sorted(wanted.difference(FAIL_ON)):
        raise UnknownPolicy(f"'{text}' is nothing to fail on", mend=f"Choose among {', '.join(FAIL_ON)}.")
    return tuple(outcome for outcome in FAIL_ON if outcome in wanted)
