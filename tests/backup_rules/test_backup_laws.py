"""Laws of backup and restore: what was taken comes back, damage stays inside, others can read our tars."""

from __future__ import annotations

import io
import tarfile
from contextlib import suppress

from app_sandbox import BASE, Sandbox, back_up, restore
from hypothesis import given, settings
from hypothesis import strategies as st
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile
from ohos_backup.emulator.backup.framework_error import FrameworkThrew
from ohos_backup.emulator.backup.restore.untar import UnpackingNeverEnds, unpack
from ohos_backup.emulator.backup.selection.pattern import matches_path_or_parent

F = f"{BASE}/files"
CONFIG = {"includes": [f"{F}/"]}

names = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=12).filter(
    lambda name: name not in (".", "..")
)
trees = st.dictionaries(
    st.lists(names, min_size=1, max_size=4).map(lambda parts: "/".join(parts)), st.binary(max_size=1500), max_size=8
).filter(lambda tree: not any(other.startswith(f"{path}/") for path in tree for other in tree))


def sandbox_of(tree: dict[str, bytes]) -> Sandbox:
    return Sandbox().write({f"B/files/{path}": content for path, content in tree.items()})


@settings(max_examples=60)
@given(trees)
def test_what_was_backed_up_comes_back_unchanged(tree: dict[str, bytes]) -> None:
    source = sandbox_of(tree)
    target = Sandbox()
    assert restore(target, back_up(source, CONFIG)).code == 0
    assert target.files() == source.files()
    for path in target.files():
        before, after = source.view.stat(path), target.view.stat(path)
        assert (before.mode, before.mtime_ns // 10**9) == (after.mode, after.mtime_ns // 10**9)


@settings(max_examples=60)
@given(trees)
def test_python_reads_our_tars(tree: dict[str, bytes]) -> None:
    source = sandbox_of(tree)
    for name, file in back_up(source, CONFIG).files.items():
        if name.endswith(".tar"):
            with tarfile.open(fileobj=io.BytesIO(file.content), encoding="utf-8", errors="surrogateescape") as tar:
                read = {member.name: tar.extractfile(member) for member in tar if member.isfile()}
                assert {path: content.read() for path, content in read.items() if content} == source.files()


@settings(max_examples=150)
@given(trees, st.integers(0, 10**6), st.integers(1, 255))
def test_a_flipped_byte_never_crashes_nor_leaves_the_root(tree: dict[str, bytes], place: int, flip: int) -> None:
    archive = back_up(sandbox_of(tree | {"always": b"here"}), CONFIG)
    damaged = bytearray(archive.files["part.0.tar"].content)
    damaged[place % len(damaged)] ^= flip
    for incremental in (False, True):
        target = Sandbox()
        target.view.write_file("/data/in.tar", bytes(damaged))
        before = target.files()
        with suppress(UnpackingNeverEnds):
            assert unpack(target.view, "/data/in.tar", "/storage/root/", incremental=incremental).code == 0
        outside = {path: content for path, content in target.files().items() if not path.startswith("/storage/root/")}
        assert outside == before


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_index_is_survived(index: bytes) -> None:
    archive = back_up(sandbox_of({"a": b"a"}), CONFIG)
    files = {**archive.files, "manage.json": ArchivedFile(index)}
    with suppress(FrameworkThrew):
        restore(Sandbox(), Archive(capability=archive.capability, files=files))


@settings(max_examples=300)
@given(st.text(alphabet="ab*?[]!-/\\.", max_size=12), st.text(alphabet="ab/.-", max_size=12))
def test_a_pattern_that_matches_a_path_matches_everything_below_it(pattern: str, path: str) -> None:
    if matches_path_or_parent(pattern, path):
        assert matches_path_or_parent(pattern, f"{path}/below")
