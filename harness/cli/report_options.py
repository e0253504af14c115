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
HtmlFile = Annotated[Path | None, _file("html")]
SarifFile = Annotated[Path | None, _file("sarif")]
MarkdownFile = Annotated[Path | None, _file("markdown")]
OtherReports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORM=FILE…",
        help="Another form: csv, badge, statement …",
        rich_help_panel=PANEL,
    ),
]
Annotations = Annotated[
    bool | None,
    typer.Option(
        "--annotations/--no-annotations",
        help="GitHub annotations; on in GitHub Actions.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
