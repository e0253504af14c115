"""``ohos-backup restore``: one restore of an app from a folder that was pulled from a device, or made here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .check import Address


def restore(
    app: Address,
    source: Annotated[
        Path,
        typer.Option(
            "--from", metavar="DIR", help="/data/backup as it was pulled from a device, or what backup or run wrote."
        ),
    ],
    capability_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What --pathCapFile named on the device.  [default: tmp in the folder]"),
    ] = None,
    incremental_time: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDS",
            help="Only the incremental backup of this time.  [default: the whole backup, else all in their order]",
        ),
    ] = None,
    app_index: Annotated[int, typer.Option(min=0, help="The clone of the app with this index.")] = 0,
    sandbox_to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the restored sandbox to this folder.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="What the app has on the device before: a mirrored sandbox.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Device profile, such as api12 or latest.  [default: the app's compatible API]")
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="CODE:NAME", help="Restore as if the backup came from this version, such as 0:0.0.0.0."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of random numbers.")] = 0,
) -> None:
    """Restore one app from a backup folder, tell what happened and list the files that the app has then.

    Exit codes: 0 restored, 1 the restore failed, 2 cannot be run (a damaged folder, another app's), 3 internal error.
    """
    from ..tool_runs import RestoreRun, restore_from_folder

    raise typer.Exit(
        restore_from_folder(
            RestoreRun(
                address=app,
                source=source,
                capability_file=capability_file,
                incremental_time=incremental_time,
                app_index=app_index,
                sandbox_to=sandbox_to,
                data=data,
                profile=profile,
                version=version,
                seed=seed,
            )
        )
    )
