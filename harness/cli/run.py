"""``ohos-backup run``: one backup and one restore of an app, told as a timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .parameters import Address, GeneratedData, Profile, Seed


def run(
    app: Address,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The user's data: a folder like the sandbox.")
    ] = None,
    data_set: GeneratedData = "typical",
    profile: Profile = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="CODE:NAME", help="As if backed up by this version."),
    ] = None,
    seed: Seed = 0,
    archive: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the backup in this folder.")] = None,
) -> None:
    """Tell one backup on a device and its restore on another.

    Exit codes: 0 both succeeded and the data came back, 1 not, 2 cannot be run, 3 internal error.
    """
    from ..sessions.single_run import RunOptions, run_once

    raise typer.Exit(
        run_once(
            RunOptions(
                address=app,
                data=data,
                data_set=data_set,
                profile=profile,
                version=version,
                seed=seed,
                archive=archive,
            )
        )
    )
