"""How an app behaves when told a version: whether it takes the data over, and what it does to files on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from ..emulator.application import BundleVersion
from ..emulator.trace import CallbackSettled, FileOperation
from ..harness.data.data_set import DataSet
from ..harness.scenarios.case import Case
from .steps import archive_of, lost, plain_restore
from .test_bundle_version import accident_of

LARGEST_CODE = 2_147_483_647
FIRST_VERSIONS = ((1, 2, 0), (1, 9, 0), (1, 10, 0))
LATER_MAJORS = (9, 10, 11, 20)


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """``accepted``: the restore succeeded and all of the data came back. Two behaviours are equal when the extension
    did the same to the same files with the same end."""

    accepted: bool
    succeeded: bool
    ends: tuple[tuple[str, str], ...]
    operations: frozenset[tuple[str, str, str, bool]]

    @property
    def actions(self) -> object:
        """What the extension did, whatever came of it."""
        return self.ends, self.operations


def behaviour(case: Case, data_set: DataSet, version: BundleVersion) -> Behaviour:
    """A restore of today's data on a fresh device, told to come from ``version``.

    Raises NotApplicable when a callback breaks by accident.
    """
    archive, expected = archive_of(case, data_set)
    restored = plain_restore(case, archive, version=version)
    if accident_of(restored.trial, restored.result) is not None:
        case.not_applicable(f"a callback breaks when told version {version.name} ({version.code}): see VER-001")
    events = restored.trial.events(restored.result)
    return Behaviour(
        accepted=restored.result.succeeded and not lost(expected, restored.tree),
        succeeded=restored.result.succeeded,
        ends=tuple((event.callback, event.outcome) for event in events if isinstance(event, CallbackSettled)),
        operations=frozenset(
            (event.operation, neutral(event.path, version), neutral(event.target, version), event.error != 0)
            for event in events
            if isinstance(event, FileOperation) and event.actor == "extension"
        ),
    )


def neutral(path: str, version: BundleVersion) -> str:
    """``path`` without the version, which an app may note in a file's name."""
    return path.replace(version.name, "<name>").replace(str(version.code), "<code>")


def require_restores(case: Case, data_set: DataSet) -> Behaviour:
    """How a backup of the app's own version is restored. Raises NotApplicable when it does not come back."""
    archive, expected = archive_of(case, data_set)
    if not expected:
        case.not_applicable("the configuration selects none of the data")
    own = behaviour(case, data_set, case.subject.application.version)
    if not plain_restore(case, archive).result.succeeded or not own.accepted:
        case.not_applicable(
            "a backup of the app's own version does not come back already: see RST-001, RST-006 and VER-002"
        )
    return own


def numbers_of(name: str) -> tuple[int, int, int] | None:
    """The first three numbers of a version name such as ``2.3.0``; None for one that does not begin so."""
    found = re.match(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", name)
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None


def names_with_two_orders(current: BundleVersion) -> tuple[BundleVersion, ...]:
    """Versions around the app's own, oldest first by code and by the numbers of the name alike, whose names as text
    are in another order: 1.10.0 comes before 1.9.0 there, and 10.0.0 before 3.0.0. Empty if its name has no numbers.
    """
    own = numbers_of(current.name)
    if own is None:
        return ()
    major, minor, _ = own
    near = {(m, n, 0) for m in (major - 1, major) for n in (2, 9, 10, minor - 1) if m >= 0 and n >= 0}
    older = sorted(numbers for numbers in {*FIRST_VERSIONS, *near} if numbers < own)
    newer = sorted({(major + 1, 0, 0), *((m, 0, 0) for m in LATER_MAJORS if m > major)})
    if current.code <= len(older):
        older = []
    below = [current.code * (number + 1) // (len(older) + 1) for number in range(len(older))]
    step = max((LARGEST_CODE - current.code) // 1000, 1)
    above = [min(current.code + step * (number + 1), LARGEST_CODE) for number in range(len(newer))]
    return (
        *(BundleVersion(code, _name(numbers)) for code, numbers in zip(below, older, strict=True)),
        current,
        *(BundleVersion(code, _name(numbers)) for code, numbers in zip(above, newer, strict=True)),
    )


def codes_up_to(current: BundleVersion) -> tuple[BundleVersion, ...]:
    """Older versions and the app's own, oldest first, spread over the codes; the names follow them."""
    fractions = (0.1, 0.25, 0.5, 0.75, 0.9)
    codes = sorted({max(int(current.code * part), 1) for part in fractions} | {current.code - 1} - {0, current.code})
    major, minor, patch = numbers_of(current.name) or (1, 0, 0)
    whole = min(major, 9) * 100 + min(minor, 9) * 10 + min(patch, 9)
    older = [(code, max(whole * code // max(current.code, 1), 0)) for code in codes if 0 < code < current.code]
    return (
        *(BundleVersion(code, f"{part // 100}.{part // 10 % 10}.{part % 10}") for code, part in older),
        current,
    )


def in_runs(behaviours: Sequence[Behaviour]) -> bool:
    """Whether equal behaviours lie beside one another, as they do in the order by which the app decides."""
    runs = 1 + sum(1 for one, next_one in pairwise(behaviours) if one != next_one)
    return runs == len(set(behaviours))


def compared_as_text(case: Case, data_set: DataSet) -> tuple[BundleVersion, BundleVersion, BundleVersion] | None:
    """Three versions in their order of which the app treats the first and the last alike and the one between in
    another way, while in the order of the names as text all of its behaviours lie together; None if there are none."""
    versions = names_with_two_orders(case.subject.application.version)
    seen = {version: behaviour(case, data_set, version) for version in versions}
    by_text = sorted(versions, key=lambda version: version.name)
    if in_runs([seen[v] for v in versions]) or not in_runs([seen[v] for v in by_text]):
        return None
    return next(
        (first, between, last)
        for number, first in enumerate(versions)
        for place, between in enumerate(versions[number + 1 :], number + 1)
        for last in versions[place + 1 :]
        if seen[first] == seen[last] != seen[between]
    )


def _name(numbers: tuple[int, int, int]) -> str:
    return ".".join(map(str, numbers))
