"""SHA-256 digests of what verdicts depend on: the app's project, its compiled program, the suite."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...emulator.runtime.arkts.host import ArkTSHost
from ..settings import SETTINGS_FILE
from ..suite_place import suite_folder
from .package import PackedHost
from .subject import Subject

BUILT = frozenset(("build", "node_modules", "oh_modules", ".git", ".hvigor", ".idea", ".preview", "__pycache__"))
"""Folders of a project that hold nothing a case depends on, or what the compiled program tells already."""

_TESTS = frozenset(("test", "ohosTest", "mock"))
"""Beside ``src/main``: the team's own tests, which are no part of the app."""

_READ = frozenset((".ets", ".ts", ".js", ".json", ".json5", ".py", ".toml", ".txt", ".xml"))
"""Files whose bytes count; of the others (media) the size does."""


def digest(parts: Iterable[bytes]) -> str:
    """Of ``parts`` in order, in hexadecimal; where one ends and the next begins counts."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def program_digest(subject: Subject) -> str:
    """Of the compiled program; an extension in Python counts by the files of its folder."""
    host = subject.application.extension.host
    return host.digest if isinstance(host, ArkTSHost) else ""


def project_files(subject: Subject, *, times: bool, reports: Sequence[Path] = ()) -> Iterator[bytes]:
    """The project without the settings and the data sets, which are told apart, without what no device sees, and
    without the ``reports`` that a run writes, perhaps among the app's own files. ``times``: of a file whose bytes are
    not read, the time counts, too; two copies of one project differ by that."""
    root = subject.root
    settings = subject.settings
    left_out = {root / SETTINGS_FILE} | {root / entry.folder for entry in settings.data if entry.folder}
    left_out |= {root / part.script for entry in settings.data for part in entry.sql}
    left_out |= {root / os.path.relpath(report.resolve(), root.resolve()) for report in reports}
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        unseen = BUILT | (_TESTS if here.name == "src" else frozenset[str]())
        folders[:] = sorted(name for name in folders if name not in unseen and here / name not in left_out)
        for name in sorted(names):
            path = here / name
            if path in left_out or (path.suffix == ".md" and "resources" not in path.relative_to(root).parts):
                continue
            status = path.stat(follow_symlinks=False)
            yield os.fsencode(path.relative_to(root)) + b"\0" + str(status.st_size).encode()
            if path.suffix in _READ and path.is_file():
                yield path.read_bytes()
            elif times:
                yield str(status.st_mtime_ns).encode()


def sources_digest(subject: Subject) -> str:
    """Of the app, the same for every copy of it; of a package, of its file."""
    host = subject.application.extension.host
    if isinstance(host, PackedHost):
        return digest([host.path.read_bytes()])
    return digest([program_digest(subject).encode(), *project_files(subject, times=False)])


def suite_digest() -> str:
    """Of the requirements and their checks."""
    files = (path for path in sorted(suite_folder().rglob("*")) if path.suffix in (".py", ".toml"))
    return digest(part for path in files for part in (path.name.encode(), path.read_bytes()))
