"""``ohos-backup restore``: one restore of an app from a folder that was pulled from a device, or made here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .parameters import Address, Profile, Seed


def restore(
    app: Address,
    source: Annotated[
        Path,
        typer.Option("--from", metavar="DIR", help="/data/backup of a device, or of backup."),
    ],
    capability_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What --pathCapFile named; else tmp."),
    ] = None,
    incremental_time: Annotated[
        int | None,
        typer.Option(metavar="SECONDS", help="Only the increment of this time."),
    ] = None,
    app_index: Annotated[
        int, typer.Option(min=0, metavar="N", help="The clone with this index.", show_default=False)
    ] = 0,
    sandbox_to: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the restored sandbox here.")] = None,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="What the app has before.")] = None,
    profile: Profile = None,
    version: Annotated[
        str | None,
        typer.Option(metavar="CODE:NAME", help="As if backed up by this version."),
    ] = None,
    seed: Seed = 0,
) -> None:
    """Restore one app from a folder and list its files.

    Exit codes: 0 restored, 1 the restore failed, 2 cannot be run, 3 internal error.
    """
    from ..sessions.tool_runs import RestoreRun, restore_from_folder

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
