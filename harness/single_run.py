"""One backup and one restore of an app, told as a timeline."""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from ..emulator.application import BundleVersion
from ..emulator.backup.api import RestoreOptions, SessionResult
from ..emulator.backup.archive import Archive
from ..emulator.backup.archive_folder import save
from ..emulator.errors import OhosBackupError
from ..emulator.trace import NotEmulated
from .archive_content import content_of
from .console import output
from .data_set import DataSet, UnusableDataSet
from .device_choice import chosen_profile
from .exit_codes import ExitCode
from .loading import load_subject
from .owed import owed
from .own_data import data_sets_for
from .timeline import timeline
from .tree import difference
from .trial import Trial

LANE_STYLE = {"callback": "bold", "problem": "bold red", "log": "cyan", "client": "magenta", "framework": "dim"}


class BadVersion(OhosBackupError):
    code = "E-VERSION"


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ohos-backup run`` was asked for."""

    address: str
    data: Path | None = None
    data_set: str = "typical"
    profile: str | None = None
    version: str | None = None
    seed: int = 0
    archive: Path | None = None


def run_once(options: RunOptions) -> ExitCode:
    """Print the story of one backup and one restore. Raises OhosBackupError for bad input."""
    version = _version(options.version)
    subject = load_subject(options.address)
    profile = chosen_profile(subject, options.profile)
    data_set = _data_set(options, data_sets_for(subject, [options.data] if options.data else [], options.seed))
    console = output()

    source = Trial(subject, profile=profile, seed=options.seed)
    console.print(Text(f"Backup of {subject.application.bundle_name} with data set '{data_set.name}'", style="bold"))
    before = source.seed(data_set)
    expected = owed(source, data_set, before)
    backed_up = source.backup()
    _tell(console, source, backed_up)
    if backed_up.archive is None:
        return _ending(console, (source,), ExitCode.DOES_NOT_CONFORM)
    _tell_archive(console, backed_up.archive)
    if options.archive:
        save(backed_up.archive, options.archive)

    target = Trial(subject, profile=profile, seed=options.seed)
    console.print(Text("\nRestore on a fresh device", style="bold"))
    restored = target.restore(backed_up.archive, RestoreOptions(version=version))
    _tell(console, target, restored)
    lost = [c for c in difference(expected, target.tree(), modes=False, directories=False) if c.change != "unexpected"]
    console.print(Text(f"\n{len(expected)} entries expected, {len(lost)} differ", style="red" if lost else "green"))
    for change in lost:
        console.print(Text(f"  {change.change:<8} {change.path}  {change.before} -> {change.after}".rstrip(" ->")))
    good = restored.succeeded and not lost
    return _ending(console, (source, target), ExitCode.CONFORMS if good else ExitCode.DOES_NOT_CONFORM)


def _version(text: str | None) -> BundleVersion | None:
    if text is None:
        return None
    code, separator, name = text.partition(":")
    if not separator or not code.lstrip("-").isdecimal():
        raise BadVersion(f"'{text}' is no version", mend="Give code and name, such as 1000000:1.0.0 or 0:0.0.0.0.")
    return BundleVersion(int(code), name)


def _data_set(options: RunOptions, known: tuple[DataSet, ...]) -> DataSet:
    if options.data:
        return known[-1]
    for data_set in known:
        if data_set.name == options.data_set:
            return data_set
    names = ", ".join(data_set.name for data_set in known)
    raise UnusableDataSet(f"there is no data set '{options.data_set}'", mend=f"Choose one of {names}.")


def _tell(console: Console, trial: Trial, result: SessionResult) -> None:
    for entry in timeline(trial.events(result)):
        place = f"  ({entry.place})" if entry.place else ""
        text = Text(
            f"{entry.time_ms:>8} ms  {entry.lane:<9}  {entry.text}{place}", style=LANE_STYLE.get(entry.lane, "")
        )
        console.print(text, soft_wrap=True)
    words = "succeeded" if result.succeeded else f"failed with {result.code} {result.message}"
    console.print(Text(words, style="green" if result.succeeded else "bold red"))


def _tell_archive(console: Console, archive: Archive) -> None:
    contents = content_of(archive)
    size = sum(len(content) for content in contents.values())
    console.print(Text(f"the archive holds {len(contents)} files, {size} bytes"))


def _ending(console: Console, trials: tuple[Trial, ...], otherwise: ExitCode) -> ExitCode:
    """What was not emulated, on either device, wins over what came of it."""
    missing = sorted({event.capability for trial in trials for event in trial.device.trace.of(NotEmulated)})
    if missing:
        console.print(Text(f"Not emulated, used by the app: {', '.join(missing)}", style="yellow"))
        return ExitCode.CANNOT_BE_JUDGED
    return otherwise
