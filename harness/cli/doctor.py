"""``ohos-backup doctor``: is everything here that checks need?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..doctor import Diagnosis

STYLE = {"ok": "green", "absent": "dim", "missing": "bold red"}


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """See what is installed, what is missing and how to mend it.

    Exit codes: 0 checks can run, 2 something is missing, 3 internal error.
    """
    from ..doctor import examine
    from ..exit_codes import ExitCode

    diagnosis = examine()
    if json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(diagnosis), indent=2))
    else:
        _tell(diagnosis)
    raise typer.Exit(ExitCode.CONFORMS if diagnosis.ready else ExitCode.CANNOT_BE_JUDGED)


def _tell(diagnosis: Diagnosis) -> None:
    from rich.table import Table
    from rich.text import Text

    from ..console import output

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in diagnosis.findings:
        table.add_row(Text(finding.state, style=STYLE[finding.state]), finding.name, finding.found)
        if finding.mend:
            table.add_row("", "", Text(finding.mend, style="" if finding.state == "missing" else "dim"))
    console = output()
    console.print(table)
    wrong = sum(finding.state == "missing" for finding in diagnosis.findings)
    things = "1 thing is" if wrong == 1 else f"{wrong} things are"
    told = Text("\nReady to check apps.", style="bold green")
    console.print(told if diagnosis.ready else Text(f"\n{things} missing.", style="bold red"))
