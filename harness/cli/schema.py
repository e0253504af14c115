"""``ohos-backup schema``: the JSON schemas of the files that people and programs write and read."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer


class Document(str, Enum):
    settings = "settings"
    results = "results"


def schema(
    document: Annotated[
        Document, typer.Argument(help="settings: ohos-backup.toml, for editors; results: what check --json writes.")
    ],
) -> None:
    """Print the JSON schema of ohos-backup.toml or of results.json."""
    if document is Document.settings:
        from ..settings.schema import settings_schema

        text = settings_schema()
    else:
        from ...reports.results_file import results_schema

        text = results_schema()
    typer.echo(text, nl=False)
