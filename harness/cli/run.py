"""``ohos-backup run``: one backup and one restore of an app, told as a timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .check import Address


def run(
    app: Address,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The user's data: a folder that mirrors the sandbox.")
    ] = None,
    data_set: Annotated[str, typer.Option(help="A generated data set: empty, typical, many-small …")] = "typical",
    profile: Annotated[
        str | None, typer.Option(help="Device profile, such as api12 or latest.  [default: the app's compatible API]")
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="CODE:NAME", help="Restore as if the backup came from this version, such as 0:0.0.0.0."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of generated data and random numbers.")] = 0,
    archive: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the backup in this folder.")] = None,
) -> None:
    """Run one backup on one device and one restore on another, and tell what happened.

    Exit codes: 0 both succeeded and the data came back, 1 not, 2 cannot be run, 3 internal error.
    """
    from ..single_run import RunOptions, run_once

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
