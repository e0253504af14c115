"""GNU tar and Python's tarfile read our tars, and we read theirs."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from app_sandbox import BASE, Sandbox, back_up
from ohos_backup.emulator.backup.restore.untar import unpack

F = f"{BASE}/files"
GNU_TAR = next(
    (
        path
        for path in map(shutil.which, ("gtar", "tar"))
        if path and b"GNU tar" in subprocess.run([path, "--version"], capture_output=True, check=False).stdout
    ),
    None,
)
needs_gnu_tar = pytest.mark.skipif(GNU_TAR is None, reason="GNU tar is not installed here")
LENGTHS = (98, 99, 100, 101, 155, 200, 255, 256, 257)
CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "one": b"1",
    "block": b"b" * 512,
    "block and one": b"c" * 513,
    "many blocks": os.urandom(100_000),
    "ünïcode 名字": "名".encode(),
    "new\nline": b"n",
    "-dash": b"d",
    "deep/er/and/deeper/file": b"f",
    **{f"long/{'n' * 60}/{'m' * (length - len(F) - 67)}": b"%d" % length for length in LENGTHS},
}
"""Contents by path below the files folder; the long ones bring the whole name to each of LENGTHS."""


def our_tar() -> bytes:
    sandbox = Sandbox().write({f"B/files/{path}": content for path, content in CONTENTS.items()})
    sandbox.write({"B/files/nothing/": 0, f"B/files/{'e' * 90}/{'f' * 90}/": 0})
    sandbox.view.change_mode(f"{F}/one", 0o640)
    sandbox.view.set_times(f"{F}/one", 10**18, 1_600_000_000_000_000_000)
    return back_up(sandbox, {"includes": [f"{F}/"]}).files["part.0.tar"].content


def gnu_tar(*arguments: str, given: bytes = b"") -> bytes:
    assert GNU_TAR is not None
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    ended = subprocess.run([GNU_TAR, *arguments], input=given, capture_output=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


def test_the_long_names_have_the_lengths_they_are_meant_to_have() -> None:
    assert [len(f"{F}/{path}") for path in CONTENTS if path.startswith("long/")] == list(LENGTHS)


@needs_gnu_tar
def test_gnu_tar_unpacks_our_tar_as_the_framework_meant_it(tmp_path: Path) -> None:
    gnu_tar("-xpf", "-", "-C", str(tmp_path), given=our_tar())
    root = tmp_path / F.lstrip("/")
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert files == CONTENTS
    assert (root / "nothing").is_dir()
    assert (root / ("e" * 90) / ("f" * 90)).is_dir()
    status = (root / "one").stat()
    assert (status.st_mode & 0o7777, int(status.st_mtime)) == (0o640, 1_600_000_000)


@needs_gnu_tar
def test_gnu_tar_finds_nothing_to_complain_about(tmp_path: Path) -> None:
    (tmp_path / "our.tar").write_bytes(our_tar())
    listed = gnu_tar("--quoting-style=literal", "-tPf", str(tmp_path / "our.tar")).decode()
    assert f"{F}/block and one\n" in listed
    assert f"{F}/nothing/\n" in listed


def test_python_reads_names_contents_and_modes_of_our_tar() -> None:
    with tarfile.open(fileobj=io.BytesIO(our_tar()), encoding="utf-8") as tar:
        members = {member.name: member for member in tar}
        contents = {name: tar.extractfile(member) for name, member in members.items() if member.isfile()}
        read = {name.removeprefix(f"{F}/"): file.read() for name, file in contents.items() if file}
    assert read == CONTENTS
    assert members[f"{F}/nothing"].isdir()
    assert (members[f"{F}/one"].mode, members[f"{F}/one"].mtime) == (0o640, 1_600_000_000)


def unpacked(tar: bytes) -> dict[str, bytes]:
    target = Sandbox()
    target.view.write_file("/data/in.tar", tar)
    assert unpack(target.view, "/data/in.tar", "/").code == 0
    return {path.removeprefix(f"{F}/"): content for path, content in target.files().items() if path.startswith(F)}


def as_the_framework_reads(length: int) -> dict[str, bytes]:
    """CONTENTS, where the path of ``length`` bytes fills its field to the last byte: the framework looks for the NUL
    and finds it behind the mode (recorded as untar-0393). Its own tars never hold such a name."""
    return {f"{path}0000644" if len(f"{F}/{path}") == length else path: CONTENTS[path] for path in CONTENTS}


@needs_gnu_tar
@pytest.mark.parametrize(("form", "filling"), [("gnu", 101), ("oldgnu", 0)])
def test_we_read_what_gnu_tar_packs(tmp_path: Path, form: str, filling: int) -> None:
    """GNU tar writes names without their first slash, and the old form no name of 100 bytes."""
    for path, content in CONTENTS.items():
        place = tmp_path / F.lstrip("/") / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(0o644)
    assert unpacked(gnu_tar(f"--format={form}", "-C", str(tmp_path), "-cf", "-", "data")) == as_the_framework_reads(
        filling
    )


@needs_gnu_tar
@pytest.mark.parametrize(("form", "read"), [("ustar", ["a", "b"]), ("posix", ["a", "b"]), ("v7", [])])
def test_other_forms_of_gnu_tar_are_read_when_they_say_ustar(tmp_path: Path, form: str, read: list[str]) -> None:
    """The oldest form has no magic: the framework stops at its first header and reports success."""
    root = tmp_path / F.lstrip("/")
    root.mkdir(parents=True)
    for name in ("a", "b"):
        (root / name).write_text(name)
    tar = gnu_tar(f"--format={form}", "-C", str(tmp_path), "-cf", "-", "data")
    assert sorted(unpacked(tar)) == read


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_we_read_what_python_packs(form: int) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, encoding="utf-8") as tar:
        for path, content in CONTENTS.items():
            info = tarfile.TarInfo(f"{F}/{path}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    assert unpacked(buffer.getvalue()) == as_the_framework_reads(100)
