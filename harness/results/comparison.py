"""``ohos-backup report compare``: two runs compared, told, and judged by what a gate holds against the newer."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ...reports.comparison import Comparison, compare
from ...reports.comparison_forms import comparison_json, comparison_markdown, print_comparison
from ..console import output
from ..exit_codes import ExitCode
from ..language import words
from .input import UnusableResults, results_at
from .policy import UnknownPolicy
from .report_files import require_writable, write_texts

FAIL_ON = ("new", "any", "none")


class ComparedRuns(msgspec.Struct, frozen=True, kw_only=True):
    """Which two results to compare, and what to do with the comparison."""

    old: Path
    new: Path
    fail_on: str = "new"
    json: Path | None = None
    markdown: Path | None = None


def compare_runs(asked: ComparedRuns) -> ExitCode:
    """Raises OhosBackupError for what cannot be used."""
    if asked.fail_on not in FAIL_ON:
        raise UnknownPolicy(f"'{asked.fail_on}' is nothing to fail on", mend="Choose new, any or none.")
    files = {name: path for name, path in (("JSON", asked.json), ("Markdown", asked.markdown)) if path is not None}
    require_writable(files)
    old, new = results_at(asked.old), results_at(asked.new)
    if old.subject.bundle_name != new.subject.bundle_name:
        raise UnusableResults(
            f"{asked.old} is of {old.subject.bundle_name}, {asked.new} of {new.subject.bundle_name}",
            mend="Compare two runs of one app.",
        )
    comparison = compare(old, new)
    write_texts({asked.json: comparison_json(comparison), asked.markdown: comparison_markdown(comparison, words())})
    print_comparison(output(), comparison, words())
    return exit_code(comparison, asked.fail_on)


def exit_code(comparison: Comparison, fail_on: str) -> ExitCode:
    """``new``: a failure counts unless the same case failed for the same reason before; ``any``: every failure does.

    What breaks conformance and what leaves it open follows the policy of the newer run.
    """
    if fail_on == "none":
        return ExitCode.CONFORMS
    if fail_on == "any":
        return {"conforms": ExitCode.CONFORMS, "does-not-conform": ExitCode.DOES_NOT_CONFORM}.get(
            comparison.new.verdict, ExitCode.CANNOT_BE_JUDGED
        )
    counted = [*comparison.of("new-failure"), *comparison.of("changed-reason"), *comparison.of("cannot-judge")]
    if any(change.breaks for change in counted):
        return ExitCode.DOES_NOT_CONFORM
    if any(change.leaves_open for change in counted):
        return ExitCode.CANNOT_BE_JUDGED
    return ExitCode.CONFORMS
