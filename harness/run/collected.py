"""Which cases there are for an app: they depend on its data sets, so pytest collects them before any is judged."""

from __future__ import annotations

import msgspec
import pytest

from ...reports.model import Policy
from ...reports.verdict import counts
from ..catalogue import catalogue
from ..matrix.shards import Shard
from ..plugin.collecting import CASE_ID, REQUIREMENT
from ..plugin.parameters import parameters_of
from ..plugin.wanted import matches, require_known
from ..results.policy import UnknownPolicy
from .entry import Entry
from .interruptions import noticed_interruptions
from .options import SuiteOptions
from .pytest_call import pytest_arguments, undisturbed_environment


class PlannedCase(msgspec.Struct, frozen=True):
    """A case that a run would judge; ``parameters`` as results.json tells them."""

    id: str
    requirement: str
    parameters: dict[str, str]


def require_cases(options: SuiteOptions, entry: Entry, policy: Policy, shard: Shard | None) -> None:
    """Raises UnknownCase, UnknownPolicy and what is wrong with the shard unless there is something to judge."""
    if not options.cases and shard is None:
        return
    known = collected(options, entry)
    require_known(options.cases, [case.id for case in known])
    chosen = [
        case.id
        for case in known
        if (not options.cases or any(matches(case.id, wanted) for wanted in options.cases))
        and counts(catalogue()[case.requirement].level, policy)
    ]
    if not chosen:
        raise UnknownPolicy(
            f"none of the cases asked for is judged up to level {policy.level}", mend="Leave out --level."
        )
    if shard is not None:
        shard.of(chosen)


def collected(options: SuiteOptions, entry: Entry) -> tuple[PlannedCase, ...]:
    """All cases there are, whichever are wanted. Raises KeyboardInterrupt, of which pytest only ends."""
    seen = _Collected()
    with undisturbed_environment(), noticed_interruptions() as interruptions:
        everything = msgspec.structs.replace(
            options,
            cases=(),
            level=None,
            shard=None,
            workers=1,
            changed=False,
            coverage=False,
            reports={},
        )
        pytest.main([*pytest_arguments(everything), "--collect-only"], plugins=[entry, seen])
    if interruptions or (entry.gathering is not None and entry.gathering.interrupted):
        raise KeyboardInterrupt
    return tuple(seen.cases)


class _Collected:
    """A pytest plugin: all cases there are."""

    def __init__(self) -> None:
        self.cases: list[PlannedCase] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.cases = [
            PlannedCase(item.stash[CASE_ID], item.stash[REQUIREMENT], parameters_of(item))
            for item in items
            if CASE_ID in item.stash
        ]
