"""An upgrade from the previous system generation: generated old data waits, and the app takes it over."""

from __future__ import annotations

from ...emulator.application import BundleVersion
from ...emulator.backup.api import RestoreOptions, SessionResult
from ...emulator.backup.config import parse_backup_config
from ...emulator.backup.old_generation import place_old_generation_data
from ...emulator.profile import DeviceProfile
from ...emulator.trace import FileOperation
from ..data.content import STORES
from ..data.database_copy import COMPANIONS, is_database
from ..data.old_generation import old_generation_tree
from ..data.taken_over import SHORT_LIVED
from ..data.tree import Tree
from ..subjects.subject import Subject
from .trial import Trial

TOLD = BundleVersion(5, "0.0.0.0-1.2.3")
"""The version that both restore callbacks may be told by an upgrade."""

WRITTEN_SINCE = b"written by this generation of the app, under a name of the old one\n"
NEIGHBOUR = b"written by this generation of the app\n"


def is_announced(subject: Subject, profile: DeviceProfile) -> bool:
    """Whether the team says that the app takes old data over, or ``supportScene`` (alone or in ``extraInfo``) names a
    scene that starts from the old generation."""
    if subject.settings.policy.migrates_old_generation or subject.settings.old_generation:
        return True
    config = parse_backup_config(subject.application.extension.profile_text, profile)
    scenes: object = (config.extra_info or {}).get("supportScene")
    named = [scene for scene in scenes if isinstance(scene, str)] if isinstance(scenes, list) else []
    return any(scene.startswith("hmos2") for scene in [*named, config.support_scene])


def old_package(trial: Trial) -> str:
    """The package whose old data the app looks for: apps often had another name on the old system, and what an upgrade
    on ``trial`` asks for tells which."""
    package = expected_package(trial.subject)
    return other_package(trial, upgrade(trial, package), package) or package


def expected_package(subject: Subject) -> str:
    """The package that the app had on the old system, as far as its settings and its name tell."""
    return subject.settings.policy.old_package or subject.application.bundle_name


def other_package(trial: Trial, result: SessionResult, placed: str) -> str | None:
    """The package whose old data the extension asked for in a session, if it never asked for ``placed``."""
    homes = tuple(f"{folder}/" for folder in trial.device.profile.staging.restore_folders)
    asked = {
        path.removeprefix(home).partition("/")[0]
        for path in touched_below_restore(trial, result)
        for home in homes
        if path.startswith(home)
    } - {""}
    return min(asked) if asked and placed not in asked else None


def touched_below_restore(trial: Trial, result: SessionResult) -> tuple[str, ...]:
    """Paths below the framework's restore folders that the extension asked for in a session."""
    folders = tuple(f"{folder}/" for folder in trial.device.profile.staging.restore_folders)
    return tuple(
        event.path
        for event in trial.events(result)
        if isinstance(event, FileOperation) and event.actor == "extension" and f"{event.path}/".startswith(folders)
    )


def upgrade(trial: Trial, package: str) -> SessionResult:
    """The old data of ``package`` is put in place, anew if it was there, and the app is called."""
    place_old_generation_data(trial.bundle, package, old_generation_tree())
    return called_for_upgrade(trial)


def called_for_upgrade(trial: Trial) -> SessionResult:
    """The app is called as an upgrade calls it, whatever old data is in place."""
    options = RestoreOptions(version=TOLD, data_ready=True, details=(("isSameDevice", "true"),))
    return trial.restore(None, options)


def brought(before: Tree, after: Tree) -> Tree:
    """The files that an upgrade has brought to stay."""
    return {
        path: node
        for path, node in after.items()
        if path not in before and node.kind == "file" and not any(folder in path for folder in SHORT_LIVED)
    }


def written_since(before: Tree, new: Tree) -> tuple[str, ...]:
    """Of the files ``new``, which an upgrade brings, those that the app can have written before it: they lie in folders
    that it has from the start. Stores are left out: with other content in them no app would work."""
    return tuple(
        path
        for path, node in new.items()
        if path.rpartition("/")[0] in before
        and not (is_database(node.content) or path.endswith(COMPANIONS) or any(store in path for store in STORES))
    )


def neighbours(written: tuple[str, ...]) -> tuple[str, ...]:
    """Files beside those ``written`` since, which no upgrade has a reason to touch."""
    return tuple(f"{folder}/neighbour.txt" for folder in sorted({path.rpartition("/")[0] for path in written}))


def put_in_use(trial: Trial, written: tuple[str, ...]) -> None:
    """What the app has on the device before an upgrade: files of the names ``written`` and others beside them."""
    for path in written:
        trial.write(path, WRITTEN_SINCE)
    for path in neighbours(written):
        trial.write(path, NEIGHBOUR)
