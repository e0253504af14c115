"""``ohos-backup check``: the conformance suite on one app, with a verdict, reports and an exit code for a gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .gate_options import GATE_PANEL, BaselineOption, FailOnOption, LevelOption, UpdateBaselineOption
from .report_options import (
    PANEL,
    Annotations,
    HtmlFile,
    JsonFile,
    JunitFile,
    MarkdownFile,
    OtherReports,
    SarifFile,
)

Address = Annotated[
    str, typer.Argument(metavar="APP", help="Project root, one module's folder, a built .hap, or file.py:MyExtension.")
]


def check(
    app: Address,
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A data set of your own: a folder that mirrors the sandbox. May be repeated."),
    ] = None,
    older: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="OLDER",
            help="Older sources of the app, whose backups today's code has to restore: PATH or git:REF. "
            "May be repeated.",
        ),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Device profile, such as api12 or latest.  [default: the app's compatible API]")
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this case, requirement or family: RST-001[typical], RST-001, RST."),
    ] = None,
    exhaustive: Annotated[
        bool, typer.Option("--exhaustive", help="Every combination and every operation that can fail.")
    ] = False,
    level: LevelOption = None,
    fail_on: FailOnOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="The same as --fail-on warn.", rich_help_panel=GATE_PANEL)
    ] = False,
    baseline: BaselineOption = None,
    update_baseline: UpdateBaselineOption = False,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only part I of N, for N machines.", rich_help_panel=GATE_PANEL)
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first case that fails a MUST.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Take over cases for which nothing has changed since they last ran.")
    ] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Say of each requirement that does not apply why it does not.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Note which lines of the app's sources the cases run.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of generated data and random numbers.")] = 0,
    workers: Annotated[str, typer.Option("-n", "--workers", help="Processes: a number, or auto.")] = "1",
    json: JsonFile = None,
    junit: JunitFile = None,
    html: HtmlFile = None,
    sarif: SarifFile = None,
    markdown: MarkdownFile = None,
    report: OtherReports = None,
    annotations: Annotations = None,
    alluredir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Allure results.", rich_help_panel=PANEL)
    ] = None,
) -> None:
    """Check an app's backup extension against the requirements.

    Exit codes: 0 conforms, 1 does not, 2 cannot be judged (bad input, something not emulated), 3 internal error.
    """
    from ..report_files import wanted_reports
    from ..suite_run import SuiteOptions, run_suite

    options = SuiteOptions(
        address=app,
        data=tuple(data or ()),
        older=tuple(older or ()),
        profile=profile,
        cases=tuple(case or ()),
        exhaustive=exhaustive,
        level=level,
        fail_on=tuple(fail_on or ()),
        strict=strict,
        baseline=baseline,
        update_baseline=update_baseline,
        shard=shard,
        fail_fast=fail_fast,
        changed=changed,
        reasons=reasons,
        coverage=coverage,
        seed=seed,
        workers=workers,
        reports=wanted_reports(report or (), json=json, junit=junit, html=html, sarif=sarif, markdown=markdown),
        annotations=annotations,
        alluredir=alluredir,
    )
    raise typer.Exit(run_suite(options))
