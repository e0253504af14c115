"""What every command that runs single sessions shares: its data, its version, and the story it tells."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ...emulator.application import BundleVersion
from ...emulator.backup.api import SessionResult
from ...emulator.backup.archive import Archive
from ...emulator.errors import OhosBackupError
from ...emulator.profile import DeviceProfile
from ...emulator.trace import NotEmulated
from ..archives.content import content_of
from ..data.data_set import DataSet, UnusableDataSet
from ..exit_codes import ExitCode
from ..language import words
from ..own_data import data_sets_for
from ..scenarios.trial import Trial
from ..subjects.device_choice import chosen_profile
from ..subjects.subject import Subject
from ..timeline import timeline

LANE_STYLE = {"callback": "bold", "problem": "bold red", "log": "cyan", "client": "magenta", "framework": "dim"}


class BadVersion(OhosBackupError):
    code = "E-VERSION"


def wanted_version(text: str | None) -> BundleVersion | None:
    """``CODE:NAME`` as it was typed. Raises BadVersion."""
    if text is None:
        return None
    code, separator, name = text.partition(":")
    if not separator or not code.lstrip("-").isdecimal():
        raise BadVersion(f"'{text}' is no version", mend="Give code and name, such as 1000000:1.0.0 or 0:0.0.0.0.")
    return BundleVersion(int(code), name)


def wanted_profile(name: str | None, subject: Subject) -> DeviceProfile:
    """The kind of device that was asked for, else the one that fits the app. Raises UnknownDeviceProfile."""
    return chosen_profile(subject, name)


def wanted_data(subject: Subject, folder: Path | None, name: str, seed: int) -> DataSet:
    """The user's own data in ``folder``, else the data set called ``name``. Raises UnusableDataSet."""
    known = data_sets_for(subject, [folder] if folder else [], seed)
    if folder:
        return known[-1]
    for data_set in known:
        if data_set.name == name:
            return data_set
    names = ", ".join(data_set.name for data_set in known)
    raise UnusableDataSet(f"there is no data set '{name}'", mend=f"Choose one of {names}.")


def print_title(console: Console, subject: Subject, data_set: DataSet) -> None:
    title = words().t(
        "Backup of {bundle} with data set '{data_set}'",
        bundle=subject.application.bundle_name,
        data_set=data_set.name,
    )
    console.print(Text(title, style="bold"))


def tell(console: Console, trial: Trial, result: SessionResult) -> None:
    """One session as a timeline, and how it ended."""
    said = words()
    for entry in timeline(trial.events(result)):
        lane = said.told(entry.lane)
        told = entry.text if entry.lane in ("log", "callback") else said.told(entry.text)
        place = f"  ({entry.place})" if entry.place else ""
        text = Text(
            f"{entry.time_ms:>8} ms  {lane}{' ' * (9 - cell_len(lane))}  {told}{place}",
            style=LANE_STYLE.get(entry.lane, ""),
        )
        console.print(text, soft_wrap=True)
    ending = said.t("succeeded")
    if not result.succeeded:
        ending = said.t("failed with {code} {message}", code=result.code, message=said.told(result.message))
    console.print(Text(ending, style="green" if result.succeeded else "bold red"))


def tell_archive(console: Console, archive: Archive) -> None:
    contents = content_of(archive)
    size = sum(len(content) for content in contents.values())
    console.print(Text(words().t("the archive holds {count} files, {size} bytes", count=len(contents), size=size)))


def ending(console: Console, trials: tuple[Trial, ...], otherwise: ExitCode) -> ExitCode:
    """What was not emulated, on either device, wins over what came of it."""
    missing = sorted({event.capability for trial in trials for event in trial.device.trace.of(NotEmulated)})
    if missing:
        console.print(
            Text(words().t("Not emulated, used by the app: {names}", names=", ".join(missing)), style="yellow")
        )
        return ExitCode.CANNOT_BE_JUDGED
    return otherwise
