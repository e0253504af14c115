# ruff: noqa: E501, PERF203, PTH102, PTH104, PTH108, PTH112, PTH116, PTH208
"""file.fs against the system's own files: the same random calls, on the emulated device and in a temporary folder."""

from __future__ import annotations

import errno
import itertools
import json
import os
import sys
import tempfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.modules.file.descriptors import open_flags
from ohos_backup.emulator.modules.file.errors import file_error

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
)

GUEST = """
const root = '/work/%s/';
const slots = {};
const fd = (slot) => slots[slot] ?? 9999;
const does = {
  open(slot, name, flags) { const f = fs.openSync(root + name, flags); if (slot in slots) fs.closeSync(fd(slot)); slots[slot] = f.fd; },
  write: (slot, content, offset) => fs.writeSync(fd(slot), content, offset === null ? {} : { offset }),
  read(slot, length, offset) {
    const buffer = new ArrayBuffer(length);
    const size = fs.readSync(fd(slot), buffer, offset === null ? {} : { offset });
    return text(buffer).slice(0, size);
  },
  lseek: (slot, offset, whence) => fs.lseek(fd(slot), offset, whence),
  truncate: (slot, size) => fs.truncateSync(fd(slot), size),
  close(slot) { const number = fd(slot); delete slots[slot]; fs.closeSync(number); },
  mkdir: (name) => fs.mkdirSync(root + name),
  unlink: (name) => fs.unlinkSync(root + name),
  rename: (from, to) => fs.renameSync(root + from, root + to),
  list: (name) => fs.listFileSync(root + name),
  size: (name) => { const s = fs.statSync(root + name); return s.isFile() ? s.size : null; },
};
fs.mkdirSync(root);
const seen = %s.map(([name, ...args]) => {
  try { return does[name](...args) ?? null; } catch (error) { return { code: error.code }; }
});
for (const number of Object.values(slots)) fs.closeSync(number);
return seen;
"""


class Reference:
    """The same calls on the system's files."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._slots: dict[int, int] = {}

    def results(self, calls: list[tuple[Any, ...]]) -> list[object]:
        seen: list[object] = []
        for name, *arguments in calls:
            try:
                seen.append(getattr(self, name)(*arguments))
            except OSError as error:
                seen.append({"code": file_error(error.errno or 0).code})
        for descriptor in self._slots.values():
            os.close(descriptor)
        return seen

    def open(self, slot: int, name: str, flags: int) -> None:
        descriptor = os.open(self._path(name), open_flags(flags), 0o660)
        if slot in self._slots:
            os.close(self._slots[slot])
        self._slots[slot] = descriptor

    def write(self, slot: int, content: str, offset: int | None) -> int:
        if offset is None:
            return os.write(self._number(slot), content.encode())
        return os.pwrite(self._number(slot), content.encode(), offset)

    def read(self, slot: int, length: int, offset: int | None) -> str:
        if offset is None:
            return os.read(self._number(slot), length).decode("latin-1")
        return os.pread(self._number(slot), length, offset).decode("latin-1")

    def lseek(self, slot: int, offset: int, whence: int) -> int:
        return os.lseek(self._number(slot), offset, whence)

    def truncate(self, slot: int, size: int) -> None:
        os.ftruncate(self._number(slot), size)

    def close(self, slot: int) -> None:
        os.close(self._slots.pop(slot, 9999))

    def mkdir(self, name: str) -> None:
        os.mkdir(self._path(name), 0o770)

    def unlink(self, name: str) -> None:
        os.unlink(self._path(name))

    def rename(self, source: str, target: str) -> None:
        os.rename(self._path(source), self._path(target))

    def list(self, name: str) -> list[str]:
        return sorted(os.listdir(self._path(name)))

    def size(self, name: str) -> int | None:
        path = self._path(name)
        return os.stat(path).st_size if not os.path.isdir(path) else None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _number(self, slot: int) -> int:
        return self._slots.get(slot, 9999)


RUNS = itertools.count()


@pytest.mark.skipif(
    sys.platform != "linux", reason="the device's kernel is Linux; other systems differ in their errors"
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CALLS, max_size=14))
def test_random_calls_end_as_on_the_system(realm, calls: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected = Reference(folder).results(calls)
    assert realm.run(GUEST % (f"run{next(RUNS)}", json.dumps(calls))) == expected


def test_the_errno_of_a_missing_file_is_the_documented_code() -> None:
    assert file_error(errno.ENOENT).code == 13900002
    assert file_error(9999).code == 13900042
