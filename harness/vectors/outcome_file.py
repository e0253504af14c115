"""The outcomes of a replay as a file for machines: a format name, its version, one entry for each vector file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from ...reports.results_file import write_atomically
from .replay import FileOutcome

FORMAT = "ohos-backup-replay"
FORMAT_VERSION = 1


class OutcomesNotWritten(OhosBackupError):
    code = "E-VECTORS-REPORT"


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    files: tuple[FileOutcome, ...]
    format: str = FORMAT
    version: int = FORMAT_VERSION


def write_outcomes(outcomes: list[FileOutcome], path: Path) -> None:
    """Write ``path`` whole or not at all. Raises OutcomesNotWritten."""
    document = msgspec.json.encode(Outcomes(files=tuple(outcomes)))
    try:
        write_atomically(path, msgspec.json.format(document, indent=2).decode() + "\n")
    except OSError as error:
        raise OutcomesNotWritten(
            f"the outcomes cannot be written: {error.strerror}",
            where=SourcePosition(str(path)),
            mend="Choose a place that can be written.",
        ) from error
