"""The synchronous ``file.fs`` calls on small files that bench_file_calls.py compares, and the same done in Python."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

import msgspec
from ohos_backup.emulator.filesystem.view import View

FOLDER = "/data/storage/el2/base/files"
NOTE = f"{FOLDER}/note"
TEXT = "a small text"
MOST_CALLS = 300


def full(view: View) -> None:
    """A small file for each call."""
    for index in range(MOST_CALLS):
        view.write_file(f"{FOLDER}/it{index}", TEXT.encode())


def full_of_directories(view: View) -> None:
    for index in range(MOST_CALLS):
        view.make_directory(f"{FOLDER}/it{index}")


class FileCall(msgspec.Struct, frozen=True):
    """``code`` is what app code says for ``path``, ``directly`` the operations on the emulated filesystem that this
    takes; ``before`` prepares all the paths, outside the measured time. The paths are new to both sides each time."""

    name: str
    code: str
    directly: Callable[[View, str], object]
    before: Callable[[View], object] = lambda view: None


def _open_read_close(view: View, path: str) -> None:
    descriptor = view.open(NOTE, os.O_RDONLY)
    view.read(descriptor, 64)
    view.close(descriptor)


def _open_write_close(view: View, path: str) -> None:
    descriptor = view.open(path, os.O_RDWR | os.O_CREAT, 0o660)
    view.write(descriptor, TEXT.encode())
    view.close(descriptor)


def _read_text(view: View, path: str) -> str:
    descriptor = view.open(NOTE, os.O_RDONLY)
    size = view.fstat(descriptor).size
    data = view.read(descriptor, size)
    view.close(descriptor)
    return data.decode()


def _copy(view: View, path: str) -> None:
    mode = view.stat(NOTE).mode
    if not view.exists(path):
        view.write_file(path, view.read_file(NOTE), mode & 0o7777)


def _list(view: View, path: str) -> list[str]:
    names = view.list_directory(FOLDER)
    for name in names:
        view.lstat(f"{FOLDER}/{name}")
    return names


def _remove_directory(view: View, path: str) -> None:
    view.lstat(path)
    view.list_directory(path)
    view.remove_directory(path)


def _move(view: View, path: str) -> None:
    """Neither side may be a directory."""
    view.stat(path)
    with suppress(FileNotFoundError):
        view.stat(f"{path}.moved")
    view.rename(path, f"{path}.moved")


CALLS = (
    FileCall("statSync", "fs.statSync(note).size", lambda view, path: view.stat(NOTE).size),
    FileCall("lstatSync", "fs.lstatSync(note).size", lambda view, path: view.lstat(NOTE).size),
    FileCall("accessSync", "fs.accessSync(note)", lambda view, path: view.access(NOTE, os.F_OK)),
    FileCall(
        "openSync, readSync, closeSync",
        "const file = fs.openSync(note); fs.readSync(file.fd, new ArrayBuffer(64)); fs.closeSync(file)",
        _open_read_close,
    ),
    FileCall(
        "openSync, writeSync, closeSync",
        f"const file = fs.openSync(path, 0o102); fs.writeSync(file.fd, '{TEXT}'); fs.closeSync(file)",
        _open_write_close,
    ),
    FileCall("readTextSync", "fs.readTextSync(note)", _read_text),
    FileCall("readLinesSync", "fs.readLinesSync(note)", lambda view, path: view.read_file(NOTE).decode()),
    FileCall("copyFileSync", "fs.copyFileSync(note, path)", _copy),
    FileCall("moveFileSync", "fs.moveFileSync(path, `${path}.moved`)", _move, full),
    FileCall(
        "renameSync",
        "fs.renameSync(path, `${path}.moved`)",
        lambda view, path: view.rename(path, f"{path}.moved"),
        full,
    ),
    FileCall("unlinkSync", "fs.unlinkSync(path)", lambda view, path: view.unlink(path), full),
    FileCall("mkdirSync", "fs.mkdirSync(path)", lambda view, path: view.make_directory(path, 0o770)),
    FileCall("rmdirSync", "fs.rmdirSync(path)", _remove_directory, full_of_directories),
    FileCall("listFileSync of one file", "fs.listFileSync(folder)", _list),
)
