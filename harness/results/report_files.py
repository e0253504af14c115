"""The reports that the user asked for: a bad place is told before the run, and each file is whole or absent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...emulator.errors import OhosBackupError
from ...reports.forms import FORMS
from ...reports.language import ENGLISH, Words
from ...reports.model import Results
from ...reports.results_file import write_atomically


class UnwritableReport(OhosBackupError):
    code = "E-REPORT"


class UnknownForm(OhosBackupError):
    code = "E-REPORT-FORM"


def wanted_reports(general: Iterable[str] = (), **named: Path | None) -> dict[str, Path]:
    """File by form, from what the options of forms gave (``named``) and from texts ``FORM=FILE``.

    Raises UnknownForm, also for a form that is asked for twice.
    """
    wanted = {form: path for form, path in named.items() if path is not None}
    for text in general:
        form, equals, file = text.partition("=")
        if form not in FORMS:
            raise UnknownForm(f"'{form}' is no form of a report", mend=f"Forms are {', '.join(FORMS)}.")
        if not equals or not file:
            raise UnknownForm(f"'{text}' names no file", mend=f"Write {form}=FILE, such as {_example(form)}.")
        if form in wanted:
            raise UnknownForm(
                f"the form '{form}' is asked for twice", mend=f"{wanted[form]} or {file}: leave one of them out."
            )
        wanted[form] = Path(file)
    return wanted


def require_writable(reports: Mapping[str, Path], *, folder: Path | None = None) -> None:
    """Try, without leaving anything behind, whether the files and ``folder`` can be made. Raises UnwritableReport."""
    forms: dict[Path, str] = {}
    for form, path in reports.items():
        if path.is_dir():
            raise UnwritableReport(f"{path} is a folder", mend="Give the name of a file.")
        if path.exists() and not path.is_file():
            raise UnwritableReport(f"{path} is no ordinary file", mend="Give the name of a file.")
        other = forms.setdefault(path.absolute(), form)
        if other != form:
            raise UnwritableReport(f"{path} cannot hold both {other} and {form}", mend="Give each a file of its own.")
        _try_to_write(path, path.parent)
    if folder is not None:
        if folder.exists() and not folder.is_dir():
            raise UnwritableReport(f"{folder} is a file", mend="Give the name of a folder.")
        _try_to_write(folder, folder)


def write_reports(results: Results, reports: Mapping[str, Path], words: Words = ENGLISH) -> None:
    """Every one that can be written. Raises UnwritableReport for the first other, for a disk may fill up in the run."""
    failures = [_failure(results, form, path, words) for form, path in reports.items()]
    for failure in filter(None, failures):
        raise failure


def write_texts(texts: Mapping[Path | None, str]) -> None:
    """Texts that are no reports of results; what has no file is left out. Raises UnwritableReport."""
    for path, text in texts.items():
        if path is None:
            continue
        try:
            write_atomically(path, text)
        except OSError as error:
            raise unwritable(path, error) from error


def _failure(results: Results, form: str, path: Path, words: Words) -> UnwritableReport | None:
    try:
        write_atomically(path, FORMS[form].render(results, words))
    except OSError as error:
        return unwritable(path, error)
    return None


def _example(form: str) -> str:
    return f"{form}={form}{FORMS[form].suffix}"


def _try_to_write(path: Path, folder: Path) -> None:
    existing = folder.absolute()
    try:
        while not existing.exists():
            existing = existing.parent
        with tempfile.TemporaryDirectory(prefix=".ohos-backup-", dir=existing):
            pass
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> UnwritableReport:
    return UnwritableReport(f"{path} cannot be written: {error.strerror}", mend="Choose another place.")
