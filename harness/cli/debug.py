"""``ohos-backup debug``: stop in the app's own ArkTS line, with VS Code or Chrome."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .completion import complete_cases
from .parameters import Address, GeneratedData, Profile, Seed


def debug(
    app: Address,
    case: Annotated[
        str | None, typer.Option(metavar="ID", help="This case of the suite.", autocompletion=complete_cases)
    ] = None,
    backup: Annotated[bool, typer.Option("--backup", help="A backup only.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Stop in the restore only.")] = False,
    lines: Annotated[
        list[str] | None,
        typer.Option("--break", metavar="FILE:LINE…", help="Stop there instead of in the callbacks."),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; 0 takes any. [9229]", show_default=False)
    ] = 9229,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The user's data: a folder like the sandbox.")
    ] = None,
    data_set: GeneratedData = "typical",
    profile: Profile = None,
    version: Annotated[str | None, typer.Option(metavar="CODE:NAME", help="As if backed up by this version.")] = None,
    seed: Seed = 0,
) -> None:
    """Run a backup and a restore, or one case, with a debugger attached.

    It waits for VS Code or Chrome, stops at the first line of each callback, and knows no time limits.
    """
    from ..sessions.debugging import DebugOptions, debug

    raise typer.Exit(
        debug(
            DebugOptions(
                address=app,
                case=case,
                only="backup" if backup and not restore else "restore" if restore and not backup else None,
                lines=tuple(lines or ()),
                port=port,
                data=data,
                data_set=data_set,
                profile=profile,
                version=version,
                seed=seed,
            )
        )
    )
