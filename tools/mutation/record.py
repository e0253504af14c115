"""Verdicts on disk, one JSON line a mutant, written as they come."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from .mutants import Mutant
from .trial import Judged


class _Line(msgspec.Struct):
    mutant: str
    digest: str
    judged: Judged


class Record:
    """Verdicts by mutant; a mutant of another text is another one. Without a file it only remembers."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: dict[tuple[str, str], Judged] = {}
        if file is not None and file.exists():
            for line in file.read_bytes().splitlines():
                read = msgspec.json.decode(line, type=_Line)
                self._known[read.mutant, read.digest] = read.judged

    def __contains__(self, mutant: Mutant) -> bool:
        return _key(mutant) in self._known

    def __getitem__(self, mutant: Mutant) -> Judged:
        return self._known[_key(mutant)]

    def keep(self, mutant: Mutant, judged: Judged) -> None:
        name, digest = _key(mutant)
        self._known[name, digest] = judged
        if self._file is not None:
            with self._file.open("ab") as stream:
                stream.write(msgspec.json.encode(_Line(name, digest, judged)) + b"\n")


def _key(mutant: Mutant) -> tuple[str, str]:
    return str(mutant), hashlib.sha256(mutant.text).hexdigest()[:16]
