"""Random calls of file.fs for the tests that compare other implementations, and the script that makes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "d", "d/c", "a/x"])
FLAGS = st.builds(
    lambda access, rest: access | sum(rest),
    st.sampled_from([0, 1, 2]),
    st.sets(st.sampled_from([0o100, 0o1000, 0o2000])),
).filter(lambda flags: flags & 3 or not flags & 0o1000)
"""TRUNC comes with write access only: POSIX leaves open what it does without."""

EXTENT = st.one_of(st.none(), st.integers(0, 12))
SLOT = st.integers(0, 2)
CALLS = st.one_of(
    st.tuples(st.just("open"), SLOT, NAMES, FLAGS),
    st.tuples(st.just("write"), SLOT, st.text("xyz", max_size=9), EXTENT),
    st.tuples(st.just("read"), SLOT, st.integers(0, 12), EXTENT),
    st.tuples(st.just("lseek"), SLOT, st.integers(-4, 12), st.integers(0, 2)),
    st.tuples(st.just("truncate"), SLOT, st.integers(0, 12)),
    st.tuples(st.just("close"), SLOT),
    st.tuples(st.just("mkdir"), NAMES),
    st.tuples(st.just("unlink"), NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("list"), st.sampled_from(["", "d"])),
    st.tuples(st.just("size"), NAMES),
    st.tuples(st.just("access"), NAMES, st.sampled_from([0, 2, 4, 6])),
    st.tuples(st.just("mkdirs"), NAMES),
    st.tuples(st.just("rmdir"), NAMES),
    st.tuples(st.just("copyFile"), NAMES, NAMES),
    st.tuples(st.just("copyOut"), SLOT, NAMES),
    st.tuples(st.just("moveFile"), NAMES, NAMES, st.integers(0, 1)),
    st.tuples(st.just("symlink"), NAMES, NAMES),
    st.tuples(st.just("kind"), NAMES),
    st.tuples(st.just("text"), NAMES),
    st.tuples(st.just("cut"), NAMES, st.integers(0, 12)),
    st.tuples(st.just("dup"), SLOT, SLOT),
    st.tuples(st.just("touch"), NAMES, st.integers(0, 2_000_000_000)),
    st.tuples(st.just("random"), NAMES, EXTENT, st.text("xyz", max_size=4)),
    st.tuples(st.just("tree")),
)

MORE_CALLS = st.one_of(
    CALLS,
    st.tuples(st.just("open"), SLOT, NAMES, st.sampled_from([0o200000, 0o200002, 0o400000, 0o400102])),
    st.tuples(st.just("status"), NAMES),
    st.tuples(st.just("opened"), SLOT),
    st.tuples(st.just("part"), NAMES, st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("lines"), NAMES),
    st.tuples(st.just("temporary"), NAMES),
    st.tuples(
        st.just("stream"),
        NAMES,
        st.sampled_from(["w", "a", "r+", "w+", "a+"]),
        st.text("xyz\n", min_size=1, max_size=9),
    ),
    st.tuples(st.just("streamed"), NAMES, st.integers(0, 12), EXTENT),
)
"""With calls that the comparison with Python's ``os`` does not have."""

GUEST = Path(__file__).with_name("file_calls.js").read_text(encoding="utf-8")
"""``outcomes(fs, root, calls)``: what each call answered, an error as ``{"code": number}``."""


def in_a_realm(folder: str, calls: list[tuple[Any, ...]]) -> str:
    """A script for the realm that answers the outcomes of ``calls`` in a new folder."""
    return f"{GUEST}\nfs.mkdirSync('/work/{folder}/'); return outcomes(fs, '/work/{folder}/', {json.dumps(calls)});"
