"""The options that say what a verdict rests on, the same for ``check`` and ``report gate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

GATE_PANEL = "Gates"

LevelOption = Annotated[
    str | None,
    typer.Option(metavar="LEVEL", help="Judge only up to this level: MUST, SHOULD, MAY.", rich_help_panel=GATE_PANEL),
]
FailOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="OUTCOME",
        help="What breaks conformance besides fail: warn, inconclusive, waived. May be repeated.",
        rich_help_panel=GATE_PANEL,
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Failures listed in this file count as waived.", rich_help_panel=GATE_PANEL),
]
UpdateBaselineOption = Annotated[
    bool,
    typer.Option(
        "--update-baseline",
        help="Make the baseline, or take what is fixed out of it.",
        rich_help_panel=GATE_PANEL,
    ),
]
