# ruff: noqa: E501, PERF203, PTH110, PTH113, PTH118, PTH120, PTH121, PTH211, PTH102, PTH104, PTH108, PTH112, PTH116, PTH208
"""file.fs against the system's own files: the same random calls, on the emulated device and in a temporary folder."""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import stat
import sys
import tempfile
from typing import Any

import pytest
from file_calls import CALLS, in_a_realm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.modules.file.descriptors import open_flags
from ohos_backup.emulator.modules.file.errors import file_error


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

    def lseek(self, slot: int, offset: int, whence: int) -> int | str:
        if whence == os.SEEK_END and stat.S_ISDIR(os.fstat(self._number(slot)).st_mode):
            return "the end of a folder"
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

    def access(self, name: str, _mode: int) -> bool:
        try:
            os.stat(self._path(name))
        except FileNotFoundError:
            return False
        return True

    def mkdirs(self, name: str) -> None:
        if self.access(name, 0):
            raise OSError(errno.EEXIST, "there")
        self._make_all(self._path(name))

    def _make_all(self, path: str) -> None:
        """Rust's create_dir_all, which differs from os.makedirs below a link that leads nowhere."""
        try:
            os.mkdir(path)
        except FileNotFoundError:
            self._make_all(os.path.dirname(path))
            os.mkdir(path)
        except OSError:
            if not os.path.isdir(path):
                raise

    def rmdir(self, name: str) -> None:
        path = self._path(name)
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
        else:
            os.unlink(path)

    def copyFile(self, source: str, target: str) -> None:  # noqa: N802
        first, second = self._path(source), self._path(target)
        if not stat.S_ISREG(os.stat(first).st_mode):
            raise OSError(errno.ENOTSUP, "not a file")
        if os.path.exists(second):
            if not os.path.isfile(second):
                raise OSError(errno.ENOTSUP, "not a file")
            if os.path.samefile(first, second):
                raise OSError(errno.EEXIST, "itself")
        shutil.copyfile(first, second)

    def copyOut(self, slot: int, target: str) -> None:  # noqa: N802
        source = self._number(slot)
        size = os.fstat(source).st_size
        sink = os.open(self._path(target), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o660)
        try:
            if size:
                content = os.pread(source, size, 0)
                os.write(sink, content)
                if len(content) < size:
                    raise OSError(errno.EIO, "ends early")
        finally:
            os.close(sink)

    def moveFile(self, source: str, target: str, mode: int) -> None:  # noqa: N802
        first, second = self._path(source), self._path(target)
        if os.path.isdir(first) or os.path.isdir(second):
            raise OSError(errno.EINVAL, "a directory")
        if mode == 1 and self.access(target, 0):
            raise OSError(errno.EEXIST, "there")
        os.rename(first, second)

    def symlink(self, target: str, name: str) -> None:
        os.symlink(self._path(target), self._path(name))

    def kind(self, name: str) -> str:
        mode = os.lstat(self._path(name)).st_mode
        return "link" if stat.S_ISLNK(mode) else "directory" if stat.S_ISDIR(mode) else "file"

    def text(self, name: str) -> str:
        descriptor = os.open(self._path(name), os.O_RDONLY)
        try:
            return os.read(descriptor, 1000).decode("latin-1")
        finally:
            os.close(descriptor)

    def cut(self, name: str, size: int) -> None:
        descriptor = os.open(self._path(name), os.O_RDWR)
        try:
            os.ftruncate(descriptor, size)
        finally:
            os.close(descriptor)

    def dup(self, slot: int, target: int) -> None:
        copy = os.dup(self._number(slot))
        if target in self._slots:
            os.close(self._slots[target])
        self._slots[target] = copy

    def touch(self, name: str, seconds: int) -> int:
        os.utime(self._path(name), (seconds, seconds))
        return int(os.stat(self._path(name)).st_mtime)

    def random(self, name: str, offset: int | None, content: str) -> list[object]:
        descriptor = os.open(self._path(name), os.O_RDWR, 0o660)
        try:
            place = 1 + (offset or 0)
            os.pwrite(descriptor, content.encode(), place)
            return [place + len(content), os.pread(descriptor, 30, 0).decode("latin-1")]
        finally:
            os.close(descriptor)

    def tree(self) -> list[str]:
        found = [os.path.join(folder, name) for folder, _, names in os.walk(self._root) for name in names]
        return sorted(path[len(self._root) :] for path in found if stat.S_ISREG(os.lstat(path).st_mode))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _number(self, slot: int) -> int:
        return self._slots.get(slot, 9999)


RUNS = itertools.count()


@pytest.mark.skipif(
    sys.platform != "linux", reason="the device's kernel is Linux; other systems differ in their errors"
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CALLS, max_size=14))
def test_random_calls_end_as_on_the_system(realm, calls: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected = Reference(folder).results(calls)
    assert realm.run(in_a_realm(f"run{next(RUNS)}", calls)) == expected


FOLDER = st.dictionaries(
    st.sampled_from(["a", "b", "d/a", "d/e/b", "f/a"]), st.text("xyz", min_size=1, max_size=3), max_size=4
)


def expected_copy(source: dict[str, str], target: dict[str, str], refuses: bool) -> tuple[dict[str, str], set[str]]:
    """What lies in the target afterwards, and the conflicts."""
    conflicts = {name for name in source if name in target} if refuses else set[str]()
    return {**target, **{name: text for name, text in source.items() if name not in conflicts}}, conflicts


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FOLDER, FOLDER, st.sampled_from(["copyDir", "moveDir"]), st.booleans(), st.booleans())
def test_two_folders_become_one_and_what_is_in_the_way_is_told(
    realm, source: dict[str, str], target: dict[str, str], call: str, refuses: bool, asynchronous: bool
) -> None:
    mode = {"copyDir": 0 if refuses else 1, "moveDir": 1 if refuses else 2}[call]
    work = (
        f"await fs.{call}(root + 's', root + 't', {mode})"
        if asynchronous
        else f"fs.{call}Sync(root + 's', root + 't', {mode})"
    )
    result, conflicts, left = realm.run(
        f"const root = '/work/run{next(RUNS)}/'; fs.mkdirSync(root + 's', true); fs.mkdirSync(root + 't/s', true);"
        "const fill = (folder, files) => { for (const [name, text] of Object.entries(files)) {"
        " const path = folder + name; const parent = path.slice(0, path.lastIndexOf('/')); if (!fs.accessSync(parent)) fs.mkdirSync(parent, true); write(path, text); } };"
        f"fill(root + 's/', {json.dumps(source)}); fill(root + 't/s/', {json.dumps(target)}); let conflicts = [];"
        f"try {{ {work}; }} catch (error) {{ if (error.code !== 13900015) throw error; conflicts = error.data; }}"
        "const list = (folder) => fs.accessSync(folder) ? fs.listFileSync(folder, { recursion: true }).map((name) => [name.slice(1), read(folder + name)]) : [];"
        "return [list(root + 't/s'), conflicts.map((pair) => [pair.srcFile.split('/s/')[1], pair.destFile.split('/t/s/')[1]]), list(root + 's').map(([name]) => name)];"
    )
    content, names = expected_copy(source, target, refuses)
    assert dict(result) == content
    assert {tuple(pair) for pair in conflicts} == {(name, name) for name in names}
    assert set(left) == (set(source) if call == "copyDir" else names)


def test_the_errno_of_a_missing_file_is_the_documented_code() -> None:
    assert file_error(errno.ENOENT).code == 13900002
    assert file_error(9999).code == 13900042
