"""``ohos-backup backup``: one backup of an app, kept as the on-device backup_tool keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .parameters import Address, GeneratedData, Profile, Seed


def backup(
    app: Address,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where to write: a new folder or an empty one.")],
    incremental: Annotated[
        bool, typer.Option("--incremental", help="As backup_tool incrementalbackup makes it, of everything.")
    ] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The user's data: a folder like the sandbox.")
    ] = None,
    data_set: GeneratedData = "typical",
    profile: Profile = None,
    seed: Seed = 0,
) -> None:
    """Back up one app into a folder, as backup_tool does.

    Exit codes: 0 written, 1 the backup failed, 2 cannot be run, 3 internal error.
    """
    from ..sessions.tool_runs import BackupRun, back_up_to_folder

    raise typer.Exit(
        back_up_to_folder(
            BackupRun(
                address=app,
                to=to,
                incremental=incremental,
                data=data,
                data_set=data_set,
                profile=profile,
                seed=seed,
            )
        )
    )
