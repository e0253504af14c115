"""The device's filesystem answers as Linux does: random operations on both give the same results and errnos."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.clock import VirtualClock
from ohos_backup.emulator.filesystem.device_filesystem import DeviceFileSystem
from ohos_backup.emulator.filesystem.view import View
from ohos_backup.emulator.trace import Trace

pytestmark = pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="compares with Linux")

NAMES = ["a", "b", "c", "ä", "x" * 256]
paths = st.lists(st.sampled_from([*NAMES, ".", ".."]), min_size=1, max_size=3).map("/".join)
# One ".." more than there are names would leave the temporary folder on the real side.
inside = paths.filter(lambda path: _depth_stays_inside(path))
slashed = st.builds(lambda path, slash: path + slash, inside, st.sampled_from(["", "", "", "/"]))
flags = st.sampled_from(
    [
        os.O_RDONLY,
        os.O_WRONLY,
        os.O_RDWR | os.O_CREAT,
        os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
        os.O_RDWR | os.O_CREAT | os.O_EXCL,
        os.O_WRONLY | os.O_APPEND,
        os.O_RDONLY | os.O_NOFOLLOW,
        os.O_RDONLY | os.O_DIRECTORY,
    ]
)
data = st.binary(max_size=9)
link_targets = st.sampled_from(["a", "b", "../a", "a/b", "./c", "missing"])
operations = st.one_of(
    st.tuples(st.just("mkdir"), slashed),
    st.tuples(st.just("mkdir"), slashed),
    st.tuples(st.just("rmdir"), slashed),
    st.tuples(st.just("unlink"), slashed),
    st.tuples(st.just("rename"), slashed, slashed),
    st.tuples(st.just("link"), slashed, slashed),
    st.tuples(st.just("symlink"), link_targets, slashed),
    st.tuples(st.just("readlink"), slashed),
    st.tuples(st.just("stat"), slashed),
    st.tuples(st.just("lstat"), slashed),
    st.tuples(st.just("listdir"), slashed),
    st.tuples(st.just("truncate"), slashed, st.integers(0, 20)),
    st.tuples(st.just("chmod"), slashed, st.sampled_from([0o755, 0o777, 0o700])),
    st.tuples(st.just("open"), slashed, flags, data),
    st.tuples(st.just("open"), slashed, flags, data),
    st.tuples(st.just("realpath"), slashed),
)


def _depth_stays_inside(path: str) -> bool:
    depth = 0
    for part in path.split("/"):
        depth += {"..": -1, ".": 0}.get(part, 1)
        if depth < 0:
            return False
    # A link in the middle may lead up by one, so a path with ".." must not come near the root at all.
    return ".." not in path or depth > 1


class Real:
    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, name: str, *arguments: object) -> object:
        paths = [f"{self.root}/{value}" if isinstance(value, str) else value for value in arguments]
        if name == "symlink":
            paths[0] = arguments[0]
        if name == "open":
            return self._open(*paths)
        if name in ("stat", "lstat"):
            return _status(getattr(os, name)(paths[0]))
        if name == "listdir":
            return sorted((entry.name for entry in Path(paths[0]).iterdir()), key=os.fsencode)
        if name == "realpath":
            # Python's realpath passes over "file/." and "file/" that libc refuses; Path would drop the slash.
            os.stat(paths[0])  # noqa: PTH116
            return os.path.realpath(paths[0], strict=True).removeprefix(str(self.root))
        return getattr(os, name)(*paths)

    def _open(self, path: str, how: int, content: bytes) -> object:
        descriptor = os.open(path, how, 0o644)
        try:
            written = os.write(descriptor, content) if how & os.O_ACCMODE else None
            os.lseek(descriptor, 0, os.SEEK_SET)
            return written, os.read(descriptor, 100) if how & os.O_ACCMODE != os.O_WRONLY else None
        finally:
            os.close(descriptor)


class Emulated:
    def __init__(self, view: View) -> None:
        self.view = view
        view.make_directory("/r")

    def run(self, name: str, *arguments: object) -> object:
        paths = [f"/r/{value}" if isinstance(value, str) else value for value in arguments]
        if name == "symlink":
            paths[0] = arguments[0]
        calls: dict[str, Callable[..., object]] = {
            "mkdir": self.view.make_directory,
            "rmdir": self.view.remove_directory,
            "unlink": self.view.unlink,
            "rename": self.view.rename,
            "link": self.view.hard_link,
            "symlink": self.view.symbolic_link,
            "readlink": self.view.read_link,
            "listdir": self.view.list_directory,
            "truncate": self.view.truncate,
            "chmod": self.view.change_mode,
        }
        if name == "open":
            return self._open(*paths)
        if name in ("stat", "lstat"):
            status = getattr(self.view, name)(paths[0])
            size = None if stat.S_ISDIR(status.mode) else status.size
            return oct(status.mode), status.links, size
        if name == "realpath":
            return self.view.real_path(paths[0]).removeprefix("/r")
        return calls[name](*paths)

    def _open(self, path: str, how: int, content: bytes) -> object:
        view = self.view
        descriptor = view.open(path, how, 0o644)
        try:
            written = view.write(descriptor, content) if how & os.O_ACCMODE else None
            view.seek(descriptor, 0, os.SEEK_SET)
            return written, view.read(descriptor, 100) if how & os.O_ACCMODE != os.O_WRONLY else None
        finally:
            view.close(descriptor)


def _status(status: os.stat_result) -> object:
    return oct(status.st_mode), status.st_nlink, None if stat.S_ISDIR(status.st_mode) else status.st_size


def _attempt(side: Real | Emulated, name: str, arguments: tuple[object, ...]) -> object:
    try:
        return side.run(name, *arguments)
    except OSError as error:
        return f"errno {error.errno}"


@settings(max_examples=400)
@given(st.lists(operations, max_size=30))
def test_answers_as_linux_does(script: list[tuple[object, ...]]) -> None:
    view = DeviceFileSystem(VirtualClock(), Trace()).physical_view(os.geteuid())
    view.device.root.stat_result.st_uid = os.geteuid()
    view.umask = 0o022
    folder = Path(tempfile.mkdtemp())
    outside = os.umask(0o022)
    try:
        real = Real(folder.resolve())
        real.root = real.root / "r"
        real.root.mkdir()
        emulated = Emulated(view)
        for name, *arguments in script:
            expected = _attempt(real, str(name), tuple(arguments))
            assert _attempt(emulated, str(name), tuple(arguments)) == expected, (name, arguments)
        for path, _ in view.walk("/r"):
            assert os.path.lexists(f"{folder.resolve()}{path}")
    finally:
        os.umask(outside)
        shutil.rmtree(folder)
