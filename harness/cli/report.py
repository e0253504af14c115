"""``ohos-backup report``: what can be done with results.json once a run is over; nothing runs again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .gate_options import BaselineOption, FailOnOption, LevelOption, UpdateBaselineOption
from .report_options import PANEL, HtmlFile, JsonFile, JunitFile, MarkdownFile, OtherReports, SarifFile

report = typer.Typer(
    help="Work on with results.json: render, merge, compare, judge again, keep a history.", no_args_is_help=True
)

ResultsFile = Annotated[Path, typer.Argument(metavar="RESULTS", help="What 'check --json FILE' wrote.")]
ResultsFiles = Annotated[
    list[Path], typer.Argument(metavar="RESULTS...", help="What 'check --json FILE' wrote; several are merged.")
]


@report.command()
def render(
    results: ResultsFiles,
    json: JsonFile = None,
    junit: JunitFile = None,
    html: HtmlFile = None,
    sarif: SarifFile = None,
    markdown: MarkdownFile = None,
    other: OtherReports = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Say of each requirement that does not apply why it does not.")
    ] = False,
) -> None:
    """Print the results as check did, and write reports of them.

    Exit codes: 0 done, whatever the verdict is, 2 cannot be read or written, 3 internal error.
    """
    from ...reports.terminal import print_found, print_results
    from ..console import output
    from ..language import words
    from ..results.input import merged_results
    from ..results.report_files import require_writable, wanted_reports, write_reports

    reports = wanted_reports(other or (), json=json, junit=junit, html=html, sarif=sarif, markdown=markdown)
    found = merged_results(results)
    require_writable(reports)
    write_reports(found, reports, words())
    console = output()
    print_found(console, found.subject, found.device, words())
    print_results(console, found, reasons=reasons, words=words())


@report.command()
def merge(
    results: ResultsFiles,
    json: Annotated[Path, typer.Option("--json", metavar="FILE", help="Write the whole here.", rich_help_panel=PANEL)],
) -> None:
    """Put the shards of one run together.

    Exit codes: 0 merged, whatever the verdict is, 2 not of one run or cannot be read, 3 internal error.
    """
    from ..console import output
    from ..language import words
    from ..results.input import merged_results
    from ..results.report_files import require_writable, write_reports

    require_writable({"json": json})
    whole = merged_results(results)
    write_reports(whole, {"json": json})
    cases = sum(len(requirement.cases) for requirement in whole.requirements)
    said = words()
    told = said.t(
        "{file} written: cases {cases}, requirements {requirements}",
        file=json,
        cases=cases,
        requirements=len(whole.requirements),
    )
    output().print(told)
    if not whole.complete:
        why = said.told(whole.incomplete_because)
        output().print(said.t("This run is not complete: {why}. The verdict speaks of what was judged only.", why=why))


@report.command()
def gate(
    results: ResultsFile,
    level: LevelOption = None,
    fail_on: FailOnOption = None,
    baseline: BaselineOption = None,
    update_baseline: UpdateBaselineOption = False,
) -> None:
    """Judge a run again, by the policy it was judged by or by another one.

    Exit codes: 0 conforms, 1 does not, 2 cannot be judged or read, or a shard is missing, 3 internal error.
    """
    from ..results.gate import Gate, judge_again

    asked = Gate(
        results=results,
        level=level,
        fail_on=tuple(fail_on or ()),
        baseline=baseline,
        update_baseline=update_baseline,
    )
    raise typer.Exit(judge_again(asked))


@report.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="results.json of the earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="results.json of the later run.")],
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="WHAT", help="new: what failed before is accepted; any; none.")
    ] = "new",
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as JSON.", rich_help_panel=PANEL)] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as Markdown.", rich_help_panel=PANEL)
    ] = None,
) -> None:
    """Say what fails newly, what is fixed and what has changed between two runs.

    Exit codes: 0 nothing that --fail-on asks for, 1 failures, 2 a MUST cannot be judged or the files cannot be read.
    """
    from ..results.comparison import ComparedRuns, compare_runs

    raise typer.Exit(compare_runs(ComparedRuns(old=old, new=new, fail_on=fail_on, json=json, markdown=markdown)))


@report.command()
def history(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the runs are kept; made when it is not there.")],
    add: Annotated[
        list[Path] | None, typer.Option(metavar="RESULTS", help="Keep this run, too. May be repeated.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many runs to show.")] = 20,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as JSON.", rich_help_panel=PANEL)] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as Markdown.", rich_help_panel=PANEL)
    ] = None,
) -> None:
    """Keep a small record of each run and show the trend.

    Exit codes: 0 done, 2 cannot be read or written, 3 internal error.
    """
    from ...reports.history import history_json, history_markdown, print_history, record_of
    from ..console import output
    from ..language import words
    from ..results.history_folder import add_to_history, read_history
    from ..results.input import results_at
    from ..results.report_files import require_writable, write_texts

    files = {name: path for name, path in (("JSON", json), ("Markdown", markdown)) if path is not None}
    require_writable(files)
    records = [record_of(results_at(file)) for file in add or ()]
    runs = add_to_history(folder, records) if records else read_history(folder)
    write_texts({json: history_json(runs), markdown: history_markdown(runs, words())})
    print_history(output(), runs, last=last, words=words())
