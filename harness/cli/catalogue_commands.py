"""``ohos-backup list`` and ``explain``: the requirements, from the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer

from .completion import complete_families, complete_requirements


def list_requirements(
    family: Annotated[
        str,
        typer.Argument(help="Only this family, such as RST.", show_default=False, autocompletion=complete_families),
    ] = "",
    cases: Annotated[
        str,
        typer.Option(
            "--cases", metavar="APP", help="The cases of this app instead, with their parameters.", show_default=False
        ),
    ] = "",
    exhaustive: Annotated[
        bool, typer.Option("--exhaustive", help="With --cases: those of 'check --exhaustive'.")
    ] = False,
) -> None:
    """List the requirements: id, level, title; or the cases that 'check' would run on an app."""
    from rich.table import Table

    from ..catalogue import FAMILIES, catalogue
    from ..console import output
    from ..language import words
    from ..naming import UnknownRequirement, mend_for_family

    said = words()
    wanted = family.upper()
    if wanted and wanted not in FAMILIES:
        raise UnknownRequirement(f"there is no family '{family}'", mend=mend_for_family(family))
    if cases:
        _list_cases(cases, wanted, exhaustive=exhaustive)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(said.t("id"), no_wrap=True)
    table.add_column(said.t("level"), no_wrap=True)
    table.add_column(said.t("requirement"))
    for requirement in catalogue().values():
        if requirement.id.startswith(wanted):
            table.add_row(requirement.id, requirement.level, said.told(requirement.title))
    output().print(table)


def _list_cases(app: str, family: str, *, exhaustive: bool) -> None:
    """One line a case, however long, so that other programs can read it."""
    from rich.text import Text

    from ..console import output
    from ..language import words
    from ..run.options import SuiteOptions
    from ..run.suite_run import planned_cases

    console = output()
    planned = planned_cases(SuiteOptions(address=app, cases=(family,) if family else (), exhaustive=exhaustive))
    for case in planned:
        varied = "; ".join(f"{name}: {value}" for name, value in case.parameters.items())
        console.print(Text.assemble((case.id, "bold"), f"  {varied}" if varied else ""), soft_wrap=True)
    requirements = len({case.requirement for case in planned})
    told = words().t("{cases} cases of {requirements} requirements", cases=len(planned), requirements=requirements)
    console.print(Text(f"\n{told}"))


def explain(
    identifier: Annotated[
        str,
        typer.Argument(metavar="ID", help="A requirement, such as RST-001.", autocompletion=complete_requirements),
    ],
) -> None:
    """Say what a requirement means and how to mend an app."""
    from rich.padding import Padding
    from rich.text import Text

    from ..console import output
    from ..language import words
    from ..naming import requirement
    from ..this_tool import this_tool

    said = words()
    console = output()
    found = requirement(identifier)
    console.print(Text(f"{found.id}  {found.level}  {said.told(found.family)}", style="bold"))
    console.print(Text(said.told(found.title)))
    for heading, text in (
        (said.t("Why"), said.told(found.rationale)),
        (
            said.t("Applies"),
            said.t("{applies} (since API {since})", applies=said.told(found.applies_when), since=found.since),
        ),
        (said.t("How to mend"), said.told(found.mend)),
        (said.t("Example"), found.example),
        (said.t("Source"), found.source),
        (said.t("Page"), this_tool().page_of(found.id)),
    ):
        if text:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(Padding(Text(text.strip("\n")), (0, 0, 0, 2)))
