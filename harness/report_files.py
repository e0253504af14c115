"""The reports that the user asked for: a bad place is told before the run, and each file is whole or absent."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..emulator.errors import OhosBackupError
from ..reports.junit import junit_xml
from ..reports.model import Results
from ..reports.results_file import to_json, write_atomically


class UnwritableReport(OhosBackupError):
    code = "E-REPORT"


def require_writable(*files: Path | None, folder: Path | None = None) -> None:
    """Try, without leaving anything behind, whether ``files`` and ``folder`` can be made. Raises UnwritableReport."""
    for path in filter(None, files):
        if path.is_dir():
            raise UnwritableReport(f"{path} is a folder", mend="Give the name of a file.")
        _try_to_write(path, path.parent)
    if folder is not None:
        if folder.exists() and not folder.is_dir():
            raise UnwritableReport(f"{folder} is a file", mend="Give the name of a folder.")
        _try_to_write(folder, folder)


def write_reports(results: Results, *, json: Path | None = None, junit: Path | None = None) -> None:
    """Raises UnwritableReport, for a disk may fill up during the run."""
    for path, render in ((json, to_json), (junit, junit_xml)):
        if path is None:
            continue
        try:
            write_atomically(path, render(results))
        except OSError as error:
            raise _unwritable(path, error) from error


def _try_to_write(path: Path, folder: Path) -> None:
    existing = folder.absolute()
    try:
        while not existing.exists():
            existing = existing.parent
        with tempfile.TemporaryDirectory(prefix=".ohos-backup-", dir=existing):
            pass
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UnwritableReport:
    return UnwritableReport(f"{path} cannot be written: {error.strerror}", mend="Choose another place.")
