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
    from ..language import words

    state = {"ok": words().t("ok"), "absent": words().t("absent"), "missing": words().t("missing")}
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    names = {
        "packages": words().t("packages"),
        "extension process": words().t("extension process"),
        "ArkTS compiler": words().t("ArkTS compiler"),
        "cache": words().t("cache"),
        "space": words().t("space"),
    }
    for finding in diagnosis.findings:
        told = Text(words().told(finding.found))
        name = names.get(finding.name, finding.name)
        table.add_row(Text(state[finding.state], style=STYLE[finding.state]), name, told)
        if finding.mend:
            table.add_row("", "", Text(words().told(finding.mend), style="" if finding.state == "missing" else "dim"))
    console = output()
    console.print(table)
    wrong = sum(finding.state == "missing" for finding in diagnosis.findings)
    ready = Text(f"\n{words().t('Ready to check apps.')}", style="bold green")
    things = words().t("1 thing is missing.") if wrong == 1 else words().t("{count} things are missing.", count=wrong)
    console.print(ready if diagnosis.ready else Text(f"\n{things}", style="bold red"))
