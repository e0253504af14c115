"""``ohos-backup toolchain``: fetch the ArkTS compiler ahead of time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

toolchain = typer.Typer(help="The ArkTS compiler that checks are run with.", no_args_is_help=True)


@toolchain.callback()
def _group() -> None:
    """Keeps ``install`` a subcommand although it is the only one."""


@toolchain.command()
def install(
    directory: Annotated[
        Path | None,
        typer.Option(
            "--dir", metavar="DIR", help="Where to put it, to be copied to a machine without network. [default: cache]"
        ),
    ] = None,
) -> None:
    """Fetch the compiler, unless it is there already, and say where it lies."""
    from ...emulator.runtime.arkts.toolchain import install as install_toolchain
    from ..results.report_files import require_writable

    require_writable({}, folder=directory)
    typer.echo(install_toolchain(directory))
