"""``--baseline FILE``: reading it, holding results against it, telling what is new and what is fixed, rewriting it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from ..emulator.errors import OhosBackupError
from ..reports.baseline import Baseline, Held, baseline_of, held_against, to_baseline_json
from ..reports.model import Results
from ..reports.results_file import write_atomically
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
    for what, known, now in (
        ("app", baseline.bundle_name, bundle_name),
        ("device profile", baseline.profile, profile),
    ):
        if known != now:
            raise UnusableBaseline(
                f"{file} is the baseline of {what} {known}, not of {now}", mend="Keep a file for each app and device."
            )


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
    for words, cases, style in (
        (f"Not in the baseline {file}", held.new, "bold red"),
        ("In the baseline, but for another reason", held.changed, "bold red"),
        ("Fixed", held.fixed, "green"),
        ("In the baseline, but there is no such case any more", held.stale, "yellow"),
    ):
        if cases:
            more = f" and {len(cases) - SHOWN} more" if len(cases) > SHOWN else ""
            console.print(Text.assemble((f"{words}: ", style), ", ".join(cases[:SHOWN]) + more))
    if updated:
        number = len(held.shrunk.failures)
        console.print(Text(f"{file} lists {number} known failure{'' if number == 1 else 's'} now"))
    elif held.fixed or held.stale:
        console.print(Text("--update-baseline takes what is fixed out of the baseline"))
