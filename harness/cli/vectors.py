"""``ohos-backup replay-vectors``: does the emulator answer as the real framework was recorded to answer?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from ..vectors import Difference, FileOutcome

_SHOWN = 3


def replay_vectors(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="A folder of recorded rows, one file for each kind: config.jsonl, tar.jsonl …  [default: our own]",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only this kind, such as tar. May be repeated.")
    ] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write counts and differences as JSON.")] = None,
) -> None:
    """Compare with recorded answers of the real framework.

    Exit codes: 0 everything agrees, 1 something differs, 2 the rows cannot be read, 3 internal error.
    """
    from ..console import output
    from ..exit_codes import ExitCode
    from ..vectors import replay_vectors as replay
    from ..vectors import write_outcomes

    outcomes = replay(folder or _own_vectors(), tuple(kind) if kind else None)
    if json is not None:
        write_outcomes(outcomes, json)
    _show(output(), outcomes)
    differs = any(outcome.differing for outcome in outcomes)
    raise typer.Exit(ExitCode.DOES_NOT_CONFORM if differs else ExitCode.CONFORMS)


def _own_vectors() -> Path:
    """The recorded rows that are installed with this program."""
    from importlib.resources import files

    return Path(str(files("ohos_backup.fixtures") / "vectors"))


def _show(console: Console, outcomes: list[FileOutcome]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("file", no_wrap=True)
    table.add_column("agree", justify="right", no_wrap=True)
    table.add_column("differ", justify="right", no_wrap=True)
    for outcome in outcomes:
        style = "red" if outcome.differing else None
        table.add_row(outcome.file, str(outcome.agreed), str(len(outcome.differing)), style=style)
    agreed = sum(outcome.agreed for outcome in outcomes)
    differing = sum(len(outcome.differing) for outcome in outcomes)
    table.add_row("all", str(agreed), str(differing), style="bold")
    console.print(table)
    for outcome in outcomes:
        for difference in outcome.differences[:_SHOWN]:
            _explain(console, outcome, difference)
        left = len(outcome.differing) - _SHOWN
        if left > 0:
            console.print(f"\n{outcome.file}: {left} more differ, see --json")


def _explain(console: Console, outcome: FileOutcome, difference: Difference) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(f"\n{outcome.file}:{difference.line}  {difference.row}", style="bold"))
    lines = [
        f"differs at  {difference.place}",
        f"recorded    {difference.recorded}",
        f"emulated    {difference.emulated}",
    ]
    if difference.note:
        lines.append(f"note        {difference.note}")
    console.print(Padding(Text("\n".join(lines)), (0, 0, 0, 2)))
