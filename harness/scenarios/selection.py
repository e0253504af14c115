"""Which of the app's files its configuration selects, as the framework's own scan sees them at this moment."""

from __future__ import annotations

from ...emulator.backup.config import parse_backup_config
from ...emulator.backup.selection.excludes import prepare_excludes
from ...emulator.backup.selection.includes import expand_includes
from ...emulator.backup.selection.scan import absolute, scan_full
from ..data.tree import Tree
from .trial import Trial


def selected(trial: Trial) -> Tree:
    """The selected files and empty directories with their content, by path in app view.

    What an include takes that compatibleDirMapping names is the extension's answer to decide, so none of it is here.
    """
    config = parse_backup_config(trial.subject.application.extension.profile_text, trial.device.profile)
    view = trial.bundle.files
    mapped = config.compatible_dir_mapping
    roots = expand_includes(view, [include for include in config.includes if include not in mapped])
    found = scan_full(view, roots, (), prepare_excludes(config.excludes))
    paths = {absolute(entry.path).rstrip("/") for entry in (*found.small, *found.big)}
    return {path: node for path, node in trial.tree().items() if path in paths}
