"""The options that say what a verdict rests on, the same for ``check`` and ``report gate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

GATE_PANEL = "Gates"

LevelOption = Annotated[
    str | None,
    typer.Option(metavar="LEVEL", help="Judge up to MUST, SHOULD or MAY.", rich_help_panel=GATE_PANEL),
]
FailOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="OUTCOME…",
        help="Break for warn, inconclusive or waived.",
        rich_help_panel=GATE_PANEL,
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Its failures count as waived.", rich_help_panel=GATE_PANEL),
]
UpdateBaselineOption = Annotated[
    bool,
    typer.Option(
        "--update-baseline",
        help="Make it, or drop what is fixed.",
        rich_help_panel=GATE_PANEL,
    ),
]
