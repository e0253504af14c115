"""The words of the HTML report: its templates pass them to ``t`` and ``n``, its scripts to ``t`` and ``counted``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import extract_from_ast
from ohos_backup.reports.html.words import texts_in

PAGE = Path("reports") / "html"
FUNCTIONS = ("t", "n")


def texts_of_page(root: Path) -> Iterator[tuple[str, Path]]:
    """Each text with the file that says it."""
    environment = Environment(autoescape=True)
    for file in sorted((root / PAGE / "templates").glob("*.j2")):
        for _, _, arguments in extract_from_ast(environment.parse(file.read_text("utf-8")), FUNCTIONS):
            # What is no text, such as the number that words are counted by, comes as None.
            for text in (arguments,) if isinstance(arguments, str) else arguments:
                if text:
                    yield text, file
    for file in sorted((root / PAGE / "script").glob("*.js")):
        for text in texts_in(file.read_text("utf-8")):
            yield text, file
