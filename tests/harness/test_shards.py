"""A run split over machines: every case on exactly one of them, whoever asks, in parts of about the same weight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ohos_backup.harness.matrix.shards import Shard, UnusableShard, parse_shard, split, weight

case_ids = st.sets(
    st.builds(
        "{}-{:03}[{}]".format,
        st.sampled_from(["RST", "BKP"]),
        st.integers(1, 40),
        st.sampled_from(["typical", "many-small", "big-files", "write-3", "日记"]),
    ),
    min_size=1,
)


@given(case_ids, st.data())
def test_every_case_is_in_exactly_one_shard_and_none_is_empty(ids, data) -> None:
    count = data.draw(st.integers(1, len(ids)))

    shards = split(ids, count)

    assert sorted(case for shard in shards for case in shard) == sorted(ids)
    assert all(shards)


@given(case_ids, st.data(), st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(ids, data, random) -> None:
    count = data.draw(st.integers(1, len(ids)))
    shuffled = sorted(ids)
    random.shuffle(shuffled)

    assert split(shuffled, count) == split(ids, count)


@given(case_ids, st.data())
def test_no_shard_is_heavier_than_another_by_more_than_one_case(ids, data) -> None:
    count = data.draw(st.integers(1, len(ids)))
    loads = [sum(map(weight, shard)) for shard in split(ids, count)]

    assert max(loads) - min(loads) <= max(map(weight, ids))


def test_a_shard_is_written_as_one_of_several() -> None:
    assert parse_shard("2/3") == Shard(2, 3)
    assert str(Shard(2, 3)) == "2/3"


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1.5/3", " 1/3", "٢/3"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(UnusableShard, match="is no shard"):
        parse_shard(text)


def test_more_shards_than_cases_are_refused() -> None:
    with pytest.raises(UnusableShard, match="3 shards are too many for so few cases: 2"):
        Shard(1, 3).of(["RST-001[a]", "RST-001[b]"])
