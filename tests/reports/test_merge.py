"""Parts of one run, put together, are that run; what is not of one run is refused with the difference."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.reports.merge import Unmergeable, merge
from ohos_backup.reports.model import (
    CoveredFile,
    CoveredLine,
    DeviceInfo,
    Environment,
    Policy,
    Results,
    Shards,
    Tool,
)
from ohos_backup.reports.requirement import with_cases
from ohos_backup.reports.shard_text import shard_text
from ohos_backup.reports.verdict import rejudged
from sample_results import every_outcome

NAMES = "abcdefgh"


def whole() -> Results:
    """Each requirement with three cases of its outcome and three that pass."""
    run = every_outcome()
    requirements = []
    for found in run.requirements:
        case = found.cases[0]
        more = [msgspec.structs.replace(case, id=f"{found.id}[{name}]") for name in "abc"]
        more += [msgspec.structs.replace(case, id=f"{found.id}[{name}]", outcome="pass", reason="") for name in "xyz"]
        requirements.append(with_cases(found, more))
    touched = tuple(sorted(run.touched, key=lambda touched: (touched.module, touched.member)))
    return rejudged(msgspec.structs.replace(run, touched=touched), requirements, Policy())


WHOLE = whole()
CASES = [case.id for found in WHOLE.requirements for case in found.cases]


def part(index: int, count: int, own: set[str]) -> Results:
    kept = [
        with_cases(found, [case for case in found.cases if case.id in own])
        for found in WHOLE.requirements
        if any(case.id in own for case in found.cases)
    ]
    shards = Shards(count=count, present=(index,), cases=len(CASES))
    made = msgspec.structs.replace(
        WHOLE, shards=shards, complete=False, incomplete_because=shard_text(shards), duration_ms=1234
    )
    return rejudged(made, kept, Policy())


def parts(places: list[int], count: int) -> list[Results]:
    own = [
        {case for case, place in zip(CASES, places, strict=True) if place % count == index} for index in range(count)
    ]
    return [part(index + 1, count, cases) for index, cases in enumerate(own)]


def halves() -> list[Results]:
    return parts(list(range(len(CASES))), 2)


@given(
    st.lists(st.integers(0, 11), min_size=len(CASES), max_size=len(CASES)),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_shards_however_split_and_in_whatever_order_are_the_whole_run(places, count, random) -> None:
    shards = parts(places, count)
    random.shuffle(shards)

    merged = merge(shards, NAMES[:count])

    assert msgspec.structs.replace(merged, shards=None) == WHOLE


def test_some_shards_can_be_merged_first() -> None:
    first, second, third = parts(list(range(len(CASES))), 3)

    some = merge([third, first], NAMES[:2])

    assert (some.complete, some.incomplete_because) == (False, "without shard 2 of 3")
    assert merge([some, second], NAMES[:2]).complete


def test_a_shard_that_was_stopped_leaves_the_whole_incomplete() -> None:
    first, second = halves()
    stopped = rejudged(
        msgspec.structs.replace(second, incomplete_because="stopped at the first failure of a MUST"),
        second.requirements[:1],
        Policy(),
    )

    merged = merge([first, stopped], NAMES[:2])

    assert (merged.complete, merged.incomplete_because) == (False, "stopped at the first failure of a MUST")


def test_a_shard_that_lost_cases_is_noticed() -> None:
    first, second = halves()

    with pytest.raises(Unmergeable, match="all 2 shards are there, but"):
        merge([first, rejudged(second, second.requirements[:1], Policy())], NAMES[:2])


def test_a_case_may_be_there_twice_when_it_ended_alike() -> None:
    first, second = halves()
    again = msgspec.structs.replace(second, duration_ms=9)

    assert merge([first, second, again], NAMES[:3]).requirements == WHOLE.requirements


def test_a_case_that_ended_in_two_ways_is_refused() -> None:
    first, second = halves()
    changed = with_cases(second.requirements[0], [msgspec.structs.replace(second.requirements[0].cases[0], reason="x")])

    with pytest.raises(Unmergeable, match=r"CFG-001\[.\] ended differently in b \(\w+\) and c"):
        merge([first, second, rejudged(second, [changed], Policy())], NAMES[:3])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda run: msgspec.structs.replace(run, seed=7), "the seed differs: '0' in 'a', '7' in 'b'"),
        (lambda run: msgspec.structs.replace(run, device=DeviceInfo(profile="api20")), "device profile differs"),
        (lambda run: msgspec.structs.replace(run, tool=Tool(name="x", version="9")), "the tool differs"),
        (
            lambda run: msgspec.structs.replace(run, policy=Policy(fail_on=("fail", "warn"))),
            "what to fail on differs",
        ),
        (lambda run: msgspec.structs.replace(run, environment=Environment(catalogue="f")), "the catalogue differs"),
        (lambda run: msgspec.structs.replace(run, shards=Shards(count=3, present=(2,), cases=36)), "number of shards"),
        (
            lambda run: msgspec.structs.replace(run, subject=msgspec.structs.replace(run.subject, bundle_name="other")),
            "the app differs",
        ),
    ],
)
def test_what_is_not_of_one_run_is_refused(change: Callable[[Results], Results], told: str) -> None:
    first, second = halves()

    with pytest.raises(Unmergeable, match=told):
        merge([first, change(second)], NAMES[:2])


def test_a_line_ran_if_it_ran_in_any_part() -> None:
    def ran(part: Results, *lines: int) -> Results:
        covered = tuple(CoveredLine(line=line, ran=line in lines) for line in (1, 2, 3))
        return msgspec.structs.replace(part, coverage=(CoveredFile(file="a.ets", text="", lines=covered),))

    first, second = halves()
    merged = merge([ran(first, 1), ran(second, 3)], NAMES[:2])

    assert [line.line for line in merged.coverage[0].lines if line.ran] == [1, 3]


def test_narrowed_runs_make_a_part_together_too() -> None:
    first, second = (
        msgspec.structs.replace(half, shards=None, incomplete_because="only a part of the suite ran")
        for half in halves()
    )

    merged = merge([first, second], NAMES[:2])

    assert (merged.complete, len(merged.requirements)) == (False, 6)


def test_only_the_whole_run_says_whether_what_was_left_to_others_is_settled() -> None:
    left = "the data does not come back: see BKP-001"
    first, second = halves()

    def with_left(run: Results) -> Results:
        changed = [
            with_cases(
                each,
                [
                    msgspec.structs.replace(c, reason=left) if c.reason and each.id == "RST-006" else c
                    for c in each.cases
                ],
            )
            for each in run.requirements
        ]
        return rejudged(run, changed, Policy())

    whole = merge([with_left(first), with_left(second)], ["a", "b"])

    outcomes = {case.outcome for each in whole.requirements if each.id == "RST-006" for case in each.cases}
    assert outcomes == {"inconclusive", "pass"}
