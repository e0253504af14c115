"""One backup and one restore of an app, told as a timeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.text import Text

from ...emulator.backup.api import RestoreOptions
from ...emulator.backup.archive_folder import save
from ..console import output
from ..data.tree import difference
from ..exit_codes import ExitCode
from ..language import words
from ..scenarios.owed import owed
from ..scenarios.trial import Trial
from ..subjects.loading import load_subject
from ..subjects.subject import Subject
from .story import ending, print_title, tell, tell_archive, wanted_data, wanted_profile, wanted_version


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup run`` was asked for."""

    address: str
    data: Path | None = None
    data_set: str = "typical"
    profile: str | None = None
    version: str | None = None
    seed: int = 0
    archive: Path | None = None
    backup_only: bool = False


def run_once(options: RunOptions, prepare: Callable[[Subject], Subject] = lambda subject: subject) -> ExitCode:
    """Print the story of one backup and one restore of what ``prepare`` makes of the app at the address.

    How its data is made is found out with the app as it is.

    Raises OhosBackupError for bad input.
    """
    version = wanted_version(options.version)
    subject = load_subject(options.address)
    profile = wanted_profile(options.profile, subject)
    data_set = wanted_data(subject, options.data, options.data_set, options.seed)
    subject = prepare(subject)
    console = output()

    source = Trial(subject, profile=profile, seed=options.seed)
    print_title(console, subject, data_set)
    before = source.seed(data_set)
    expected = owed(source, data_set, before)
    backed_up = source.backup()
    tell(console, source, backed_up)
    if backed_up.archive is None:
        return ending(console, (source,), ExitCode.DOES_NOT_CONFORM)
    tell_archive(console, backed_up.archive)
    if options.archive:
        save(backed_up.archive, options.archive)
    if options.backup_only:
        return ending(console, (source,), ExitCode.CONFORMS)

    target = Trial(subject, profile=profile, seed=options.seed)
    console.print(Text("\n" + words().t("Restore on a fresh device"), style="bold"))
    restored = target.restore(backed_up.archive, RestoreOptions(version=version))
    tell(console, target, restored)
    lost = [c for c in difference(expected, target.tree(), modes=False, directories=False) if c.change != "unexpected"]
    counts = words().t("{expected} entries expected, {lost} differ", expected=len(expected), lost=len(lost))
    console.print(Text(f"\n{counts}", style="red" if lost else "green"))
    for change in lost:
        kind, before, after = (words().told(text) for text in (change.change, change.before, change.after))
        console.print(Text(f"  {kind:<8} {change.path}  {before} -> {after}".rstrip(" ->")))
    good = restored.succeeded and not lost
    return ending(console, (source, target), ExitCode.CONFORMS if good else ExitCode.DOES_NOT_CONFORM)
