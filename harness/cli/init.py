"""``ohos-backup init``: a commented ohos-backup.toml, made from what the project holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Project root, or the folder of a Python extension.")
    ] = Path(),
    ci: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SYSTEM",
            help="Write the file that checks in CI instead: github, gitlab, jenkins or pre-commit. May be repeated.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace settings that are there.")] = False,
) -> None:
    """Write an ohos-backup.toml with every setting explained."""
    from ...reports.results_file import write_atomically
    from ..language import words
    from ..results.report_files import UnwritableReport
    from ..setting_up.draft import ExistingSettings, draft_for
    from ..settings import SETTINGS_FILE

    if ci:
        from ..setting_up.ci_files import write_ci_files

        for file in write_ci_files(path, ci):
            typer.echo(words().t("{file} written", file=file))
        return
    root, text = draft_for(path, words())
    file = root / SETTINGS_FILE
    if file.exists() and not force:
        raise ExistingSettings(f"{file} is there already", mend="Replace it with --force; what it says is lost then.")
    try:
        write_atomically(file, text)
    except OSError as error:
        raise UnwritableReport(f"{file} cannot be written: {error.strerror}", mend="Choose another place.") from error
    told = "{file} written: every setting in it is a comment or what the project has; 'ohos-backup check' reads it."
    typer.echo(words().t(told, file=file))
