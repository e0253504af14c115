"""The options that ask for reports, the same for every command that writes some; from the table of forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...reports.forms import FORMS

PANEL = "Reports"


def _file(form: str) -> typer.models.OptionInfo:
    known = FORMS[form]
    return typer.Option(known.option, metavar="FILE", help=known.help, rich_help_panel=PANEL)


JsonFile = Annotated[Path | None, _file("json")]
JunitFile = Annotated[Path | None, _file("junit")]
OtherReports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORM=FILE…",
        help=f"Write any of: {', '.join(FORMS)}.",
        rich_help_panel=PANEL,
    ),
]
