"""The folder of ``ohos-backup report history``: one file with a line for each run, safe against several writers."""

from __future__ import annotations

from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from ...reports.history import Record
from ...reports.results_file import write_atomically

FILE = "history.jsonl"
LOCK = ".history.lock"
PATIENCE_SECONDS = 60


class UnusableHistory(OhosBackupError):
    code = "E-HISTORY"


def read_history(folder: Path) -> list[Record]:
    """The oldest run first; none when there is no such folder yet. Raises UnusableHistory."""
    file = folder / FILE
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnusableHistory(f"{file} cannot be read: {error.strerror}", mend="Give a folder.") from error
    runs = [_decoded(line, SourcePosition(str(file), number)) for number, line in enumerate(lines, 1)]
    return sorted(runs, key=lambda run: run.started_at)


def _decoded(line: bytes, where: SourcePosition) -> Record:
    try:
        return msgspec.json.decode(line, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnusableHistory(
            f"no run of this version: {error}", where=where, mend="Mend the line or take it out."
        ) from error


def add_to_history(folder: Path, records: list[Record]) -> list[Record]:
    """All runs, ``records`` among them, which were written unless they had been before. Raises UnusableHistory."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=PATIENCE_SECONDS):
            known = read_history(folder)
            digests = {run.digest for run in known}
            new = {record.digest: record for record in records if record.digest not in digests}
            runs = sorted([*known, *new.values()], key=lambda run: run.started_at)
            if new:
                text = "".join(f"{msgspec.json.encode(run).decode()}\n" for run in runs)
                write_atomically(folder / FILE, text)
            return runs
    except Timeout as error:
        raise UnusableHistory(
            f"another process keeps {folder / LOCK} locked", mend="Wait until it has ended."
        ) from error
    except OSError as error:
        raise UnusableHistory(f"{folder} cannot be written: {error.strerror}", mend="Choose another place.") from error
