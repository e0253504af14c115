"""The folder of Allure results that a run leaves, and what the team says about it."""

from __future__ import annotations

from pathlib import Path

from ...reports.allure import AllureFile, allure_files, categories, environment
from ...reports.model import Results
from ...reports.results_file import write_atomically
from ..this_tool import this_tool
from .report_files import UnwritableReport


def requirement_pages() -> str:
    """The address of the requirements' pages, with ``{}`` for the id; ``""`` when nobody named one."""
    return this_tool().page_of("{}")


def write_allure(results: Results, folder: Path) -> None:
    """Beside whatever other results lie in ``folder``; those of the same app on the same device are replaced.

    Raises UnwritableReport.
    """
    for file in allure_files(results, requirement_pages()):
        _write(folder, file)


def describe_run(results: Results, folder: Path) -> None:
    """The environment and the categories beside results that allure-pytest wrote. Raises UnwritableReport."""
    _write(folder, AllureFile("environment.properties", environment(results)))
    _write(folder, AllureFile("categories.json", categories()))


def _write(folder: Path, file: AllureFile) -> None:
    try:
        write_atomically(folder / file.name, file.text)
    except OSError as error:
        raise UnwritableReport(f"{folder} cannot be written: {error.strerror}", mend="Choose another place.") from error
