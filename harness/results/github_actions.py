"""What a step of GitHub Actions shows: annotations on standard output, and a summary of the job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ...reports.annotations import workflow_commands
from ...reports.language import ENGLISH, Words
from ...reports.markdown import LARGEST, markdown
from ...reports.model import Results

SUMMARY_FILE = "GITHUB_STEP_SUMMARY"
SMALLEST = 10_000
"""Bytes that a summary takes in any case: with its verdict and counts it may still fit."""


def is_told(asked: bool | None, environment: Mapping[str, str]) -> bool:
    """As the user says; who says nothing gets it where GitHub runs the step."""
    return environment.get("GITHUB_ACTIONS") == "true" if asked is None else asked


def tell(
    results: Results, environment: Mapping[str, str], output: Console, messages: Console, words: Words = ENGLISH
) -> None:
    """Print the annotations, and append the summary where the step has a file for it.

    A summary that cannot be written is said and changes nothing: the verdict stands, and so do reports that were asked
    for.
    """
    for command in workflow_commands(results, words).splitlines():
        output.print(Text(command), soft_wrap=True)
    file = environment.get(SUMMARY_FILE)
    if not file:
        return
    try:
        _append(Path(file), results, words)
    except OSError as error:
        told = words.t("no job summary: {file} cannot be written: {why}", file=file, why=error.strerror)
        messages.print(Text(told), soft_wrap=True)


def _append(file: Path, results: Results, words: Words) -> None:
    """GitHub drops the whole summary of a step when all that it appends is too big."""
    before = file.stat().st_size if file.exists() else 0
    room = max(SMALLEST, LARGEST - before)
    with file.open("a", encoding="utf-8", errors="replace") as summary:
        summary.write(f"{markdown(results, words, largest=room)}\n")
