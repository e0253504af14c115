"""The tables of ``ohos-backup.toml``; whatever is not told here is an error. Paths are counted from that file."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

SETTINGS_FILE = "ohos-backup.toml"

PreferenceValue = bool | int | float | str | list[bool | int | float | str] | dict[str, object]


class SqlPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A SQLite database made by ``script``. ``database`` is its path on the device."""

    script: str
    database: str


class PreferencesPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A preferences store with these keys. ``store`` is its path on the device."""

    store: str
    values: dict[str, PreferenceValue]
    storage: Literal["xml", "gskv"] = "xml"


class DataEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One data set, of one part or several. ``folder`` mirrors the sandbox; ``generator`` is ``file:function``."""

    name: str
    folder: str = ""
    generator: str = ""
    sql: tuple[SqlPart, ...] = ()
    preferences: tuple[PreferencesPart, ...] = ()


class MayChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the suite overlooks when it compares: globs of files, ``database#table``, ``store#key``."""

    files: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()


class Expect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``survive``: globs of the files that a restore owes; None for what the suite would expect by itself."""

    survive: tuple[str, ...] | None = None
    may_change: MayChange = MayChange()


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the team decided. ``on_restore``: whether files that the backup does not know stay or go.

    ``downgrade``: whether a backup of a newer version is refused or restored, None where nobody decided.
    ``old_package``: the app's package name on the previous system generation, if it was another one.
    """

    on_restore: Literal["merge", "replace"] = "merge"
    downgrade: Literal["refused", "handled"] | None = None
    migrates_old_generation: bool = False
    old_package: str = ""


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A failure that the team accepts for a while. ``id``: requirement or case, with ``*`` and ``?`` as wildcards.

    ``expires`` is the last day on which it counts.
    """

    id: str
    reason: str
    expires: date
    owner: str = ""


class PythonApp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What app.json5 says of an ArkTS app, for an extension written in Python."""

    bundle_name: str = "com.example.model"
    version_code: int = 1_000_000
    version_name: str = "1.0.0"
    compatible_api: int = 20
    module: str = "entry"
    backup_config: str = "backup_config.json"


class ProjectSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; every part may be left out."""

    profile: str = ""
    data: tuple[DataEntry, ...] = ()
    expect: Expect = Expect()
    policy: Policy = Policy()
    waiver: tuple[Waiver, ...] = ()
    app: PythonApp = PythonApp()
    native: dict[str, str] = {}
    """By the name of an import that is not emulated: the file that stands in for it."""
