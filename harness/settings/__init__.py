"""``ohos-backup.toml`` beside the app: what a team tells the tool about it."""

from .model import (
    SETTINGS_FILE,
    Becomes,
    DataEntry,
    Expect,
    MayChange,
    MigrationData,
    MigrationSettings,
    Notices,
    OldGenerationEntry,
    OldPreferencesPart,
    Policy,
    PreferencesPart,
    ProjectSettings,
    PythonApp,
    Secrets,
    SqlPart,
    Waiver,
)
from .native import stand_in_table
from .positions import position_of
from .reading import BadSettings, project_settings

__all__ = [
    "SETTINGS_FILE",
    "BadSettings",
    "Becomes",
    "DataEntry",
    "Expect",
    "MayChange",
    "MigrationData",
    "MigrationSettings",
    "Notices",
    "OldGenerationEntry",
    "OldPreferencesPart",
    "Policy",
    "PreferencesPart",
    "ProjectSettings",
    "PythonApp",
    "Secrets",
    "SqlPart",
    "Waiver",
    "position_of",
    "project_settings",
    "stand_in_table",
]
