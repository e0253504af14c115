"""``--baseline FILE``: reading it, holding results against it, telling what is new and what is fixed, rewriting it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from ...emulator.errors import OhosBackupError
from ...reports.baseline import Baseline, Held, baseline_of, held_against, to_baseline_json
from ...reports.model import Results
from ...reports.results_file import write_atomically
from ..language import words
from .report_files import unwritable

SHOWN = 10


class UnusableBaseline(OhosBackupError):
    code = "E-BASELINE"


def read_baseline(file: Path, *, may_be_made: bool) -> Baseline | None:
    """None when there is no such file and ``may_be_made``. Raises UnusableBaseline."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Baseline)
    except FileNotFoundError:
        if may_be_made:
            return None
        raise UnusableBaseline(
            f"there is no baseline {file}", mend="Make it from this run's failures with --update-baseline."
        ) from None
    except OSError as error:
        raise UnusableBaseline(f"{file} cannot be read: {error.strerror}", mend="Give a file.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnusableBaseline(
            f"{file} is no baseline of this version: {error}",
            mend="Delete it and make it anew with --update-baseline.",
        ) from error


def require_same_app(file: Path, baseline: Baseline, bundle_name: str, profile: str) -> None:
    """Raises UnusableBaseline."""
    mend = "Keep a file for each app and device."
    if baseline.bundle_name != bundle_name:
        raise UnusableBaseline(f"{file} is the baseline of {baseline.bundle_name}, not of {bundle_name}", mend=mend)
    if baseline.profile != profile:
        raise UnusableBaseline(f"{file} is the baseline for device {baseline.profile}, not {profile}", mend=mend)


def judged_by_baseline(results: Results, file: Path, baseline: Baseline | None, *, update: bool) -> Held:
    """``results`` with known failures waived; with ``update`` the file is made, or loses what is fixed.

    It never gains a failure. Raises UnusableBaseline, UnwritableReport.
    """
    if baseline is not None:
        require_same_app(file, baseline, results.subject.bundle_name, results.device.profile)
    before = baseline
    baseline = baseline or baseline_of(results)
    held = held_against(results, baseline)
    if update and (before is None or held.shrunk != before):
        try:
            write_atomically(file, to_baseline_json(held.shrunk))
        except OSError as error:
            raise unwritable(file, error) from error
    return held


def print_held(console: Console, held: Held, file: Path, *, updated: bool) -> None:
    """Nothing where everything is as the baseline says."""
    t = words().t
    for heading, cases, style in (
        (t("Not in the baseline {file}", file=file), held.new, "bold red"),
        (t("In the baseline, but for another reason"), held.changed, "bold red"),
        (t("Fixed"), held.fixed, "green"),
        (t("In the baseline, but there is no such case any more"), held.stale, "yellow"),
    ):
        if cases:
            more = t(" and {count} more", count=len(cases) - SHOWN) if len(cases) > SHOWN else ""
            console.print(Text.assemble((f"{heading}: ", style), ", ".join(cases[:SHOWN]) + more))
    if updated:
        console.print(Text(t("known failures in {file}: {count}", file=file, count=len(held.shrunk.failures))))
    elif held.fixed or held.stale:
        console.print(Text(t("--update-baseline takes what is fixed out of the baseline")))
