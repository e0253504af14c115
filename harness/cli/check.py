"""``ohos-backup check``: the conformance suite on one app, with a verdict, reports and an exit code for a gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .completion import complete_cases
from .gate_options import GATE_PANEL, BaselineOption, FailOnOption, LevelOption, UpdateBaselineOption
from .parameters import Address, Profile, Seed
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

HOW = "How it runs"


def check(
    app: Address,
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR…", help="Your own data: a folder like the sandbox."),
    ] = None,
    older: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="OLDER…", help="Older sources whose backups must restore."),
    ] = None,
    profile: Profile = None,
    case: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID…",
            help="Only RST-001[typical], RST-001, or all RST.",
            autocompletion=complete_cases,
        ),
    ] = None,
    seed: Seed = 0,
    exhaustive: Annotated[bool, typer.Option("--exhaustive", help="Every combination and every fault.")] = False,
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
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first case that fails a MUST.", rich_help_panel=HOW)
    ] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Run only the cases that something has touched.", rich_help_panel=HOW)
    ] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Say why requirements do not apply.", rich_help_panel=HOW)
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Note which lines of the app ran.", rich_help_panel=HOW),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Judge again after each save, until Ctrl-C.", rich_help_panel=HOW)
    ] = False,
    workers: Annotated[
        str | None,
        typer.Option(
            "-n",
            "--workers",
            metavar="N",
            help="Processes: a number, or auto.",
            show_default=False,
            rich_help_panel=HOW,
        ),
    ] = None,
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

    Exit codes: 0 conforms, 1 does not, 2 cannot be judged, 3 internal error.
    """
    from ..results.report_files import wanted_reports
    from ..run.options import SuiteOptions
    from ..run.suite_run import run_suite
    from ..run.workers import usual_workers, workers_asked_for

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
        workers=workers_asked_for(workers) if workers is not None else usual_workers(short=watch or bool(case)),
        reports=wanted_reports(report or (), json=json, junit=junit, html=html, sarif=sarif, markdown=markdown),
        annotations=annotations,
        alluredir=alluredir,
    )
    if watch:
        from ..language import words
        from ..watching import watch_suite

        try:
            watch_suite(options)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(words().t("stopped watching")) from None
    raise typer.Exit(run_suite(options))
