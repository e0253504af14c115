"""Arguments and options that several commands share: one wording, one completion."""

from __future__ import annotations

from typing import Annotated

import typer

from .completion import complete_profiles

Address = Annotated[str, typer.Argument(metavar="APP", help="Project, module folder, .hap, or file.py:Class.")]

Profile = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Device, such as api12; else what the app asks.", autocompletion=complete_profiles
    ),
]

GeneratedData = Annotated[
    str, typer.Option(metavar="NAME", help="Generated data: empty, typical, many-small …", show_default=False)
]

Seed = Annotated[int, typer.Option(metavar="N", help="Seed of generated data and random.", show_default=False)]
