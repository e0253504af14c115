"""The tables of ``ohos-backup.toml``; whatever is not told here is an error. Paths are counted from that file.

The description of each key is the one that the reference page and the schema for editors show.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

SETTINGS_FILE = "ohos-backup.toml"

AnyValue = Annotated[object, Meta(extra_json_schema={"description": "A member of an object: any value."})]
PreferenceValue = bool | int | float | str | list[bool | int | float | str] | dict[str, AnyValue]


class SqlPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A SQLite database that a script makes."""

    script: Annotated[str, Meta(description="A file of SQL statements.", examples=["backup-data/notes.sql"])]
    database: Annotated[
        str,
        Meta(
            description="The database's path on the device.",
            examples=["/data/storage/el2/database/entry/rdb/notes.db"],
        ),
    ]


class PreferencesPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A preferences store with these keys."""

    store: Annotated[
        str, Meta(description="The store's path on the device.", examples=["haps/entry/preferences/settings"])
    ]
    values: Annotated[
        dict[str, PreferenceValue],
        Meta(description="The keys: texts, numbers, true and false, lists of one of these, and tables (objects)."),
    ]
    storage: Annotated[Literal["xml", "gskv"], Meta(description="The storage mode of the store.")] = "xml"


class DataEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One data set of your own, of one part or several. Each requirement that works on data is tried with it."""

    name: Annotated[str, Meta(description="Stands in case ids: `RST-001[two-notebooks]`.", examples=["two-notebooks"])]
    folder: Annotated[
        str,
        Meta(description="A folder that mirrors the sandbox of the app.", examples=["backup-data/two-notebooks"]),
    ] = ""
    generator: Annotated[
        str,
        Meta(
            description="A function that makes the data: `file.py:function` or `file.ets:function`.",
            examples=["backup-data/a_year.py:notes"],
        ),
    ] = ""
    sql: Annotated[tuple[SqlPart, ...], Meta(description="Databases made by SQL.")] = ()
    preferences: Annotated[tuple[PreferencesPart, ...], Meta(description="Preferences stores.")] = ()


class MayChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the suite overlooks wherever it compares files of the app."""

    files: Annotated[
        tuple[str, ...],
        Meta(description="Patterns of files that may change, come or go.", examples=[["haps/*/files/logs/"]]),
    ] = ()
    tables: Annotated[
        tuple[str, ...],
        Meta(
            description="`database#table` or `database#table.column`: the database is compared by its schema and its "
            "other rows, together with its `-wal`.",
            examples=[["/data/storage/el2/database/entry/rdb/notes.db#sync_state"]],
        ),
    ] = ()
    preferences: Annotated[
        tuple[str, ...],
        Meta(
            description="`store#key`: the store is compared by its other keys.",
            examples=[["haps/entry/preferences/settings#last_*"]],
        ),
    ] = ()


class Notices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Damage to files of a backup that your app notices when it restores them, and reports. RST-005 tries such damage
    on each of these files of your first data set, of many on some."""

    missing: Annotated[
        tuple[str, ...],
        Meta(
            description="Patterns of files of which your app notices that one is not there.",
            examples=[["haps/*/files/notes/**"]],
        ),
    ] = ()
    truncated: Annotated[
        tuple[str, ...],
        Meta(description="Patterns of files of which your app notices that one is shorter than it was."),
    ] = ()
    changed: Annotated[
        tuple[str, ...],
        Meta(
            description="Patterns of files of which your app notices that one says something else, even if it is as "
            "long as it was."
        ),
    ] = ()


class Expect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must survive, what may change, and which damage your app notices."""

    survive: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="Patterns of the files that a restore owes. Without it: all of your own data sets, and of "
            "generated ones what `includes` selects. A pattern that fits no file of any data set is an error.",
            examples=[["haps/*/files/notes/**"]],
        ),
    ] = None
    may_change: Annotated[MayChange, Meta(description="What the suite overlooks when it compares.")] = MayChange()
    notices: Annotated[Notices, Meta(description="Which damage to a backup your app notices.")] = Notices()


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What your team decided."""

    on_restore: Annotated[
        Literal["merge", "replace"],
        Meta(
            description="What a restore does with files that the device already holds and the backup does not: keeps "
            "them, or removes them. RST-002 judges by it."
        ),
    ] = "merge"
    downgrade: Annotated[
        Literal["refused", "handled"] | None,
        Meta(
            description="What your app does with a backup of a newer version: refuses it, or takes it over whole. "
            "VER-004 judges by it; without it either will do."
        ),
    ] = None
    migrates_old_generation: Annotated[
        bool,
        Meta(
            description="Whether the app takes over data from the previous system generation (version `0` / "
            "`0.0.0.0`). VER-005 judges by it; `[[old_generation]]` says so, too."
        ),
    ] = False
    old_package: Annotated[str, Meta(description="The app's package name on that system, if it was another one.")] = ""


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What nobody may read. SEC-004 looks for it in the log and in every file that the extension makes."""

    values: Annotated[
        tuple[str, ...],
        Meta(description="Texts, such as a made-up token in one of your data sets.", examples=[["tok-live-51HxA9"]]),
    ] = ()
    files: Annotated[
        tuple[str, ...],
        Meta(
            description="Files of your data sets, by patterns of their whole path, in which `*` stands for any text, "
            "slashes included. The content of each is one secret.",
            examples=[["data/storage/el2/base/haps/*/files/session/*"]],
        ),
    ] = ()


class MigrationData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Data as older versions kept it, for older sources that have no settings of their own."""

    name: Annotated[str, Meta(description="Stands in case ids.", examples=["notes-of-1.2"])]
    folder: Annotated[str, Meta(description="A folder that mirrors the sandbox of the older version.")]
    becomes: Annotated[str, Meta(description="A folder with the same data as today's version keeps it.")] = ""


class MigrationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sources": "from"}):
    """Older versions whose backups have to come over."""

    sources: Annotated[
        tuple[str, ...],
        Meta(
            description="Sources of older versions: folders, or `git:REF` for a tag, a branch or a commit.",
            examples=[["git:v1.2.0", "older/1.3.0"]],
        ),
    ] = ()
    reader: Annotated[
        str,
        Meta(
            description="`file.ets:function`: an exported function of the app that reads the user's data. It is called "
            "with the extension's context after the restore, and gives JSON or a promise of it.",
            examples=["entry/src/main/ets/notes/Notes.ets:readAll"],
        ),
    ] = ""
    data: Annotated[tuple[MigrationData, ...], Meta(description="Data as older versions kept it.")] = ()


class OldSqlPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A SQLite database of the old app that a script makes."""

    script: Annotated[str, Meta(description="A file of SQL statements.", examples=["backup-data/old-notes.sql"])]
    database: Annotated[
        str, Meta(description="The database's path in the old package.", examples=["ce/databases/notes.db"])
    ]


class OldPreferencesPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of the old app, an XML text with these keys."""

    store: Annotated[
        str, Meta(description="The text's path in the old package.", examples=["ce/shared_prefs/settings.xml"])
    ]
    values: Annotated[
        dict[str, bool | int | float | str | tuple[str, ...]],
        Meta(description="The keys: texts, numbers, true and false, and lists of texts (sets)."),
    ]


class Becomes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the app has of its old data after the upgrade; it may have more."""

    files: Annotated[
        dict[str, str],
        Meta(
            description="Where old files lie afterwards, with the same bytes: the path of a file in the old package, "
            "or of a folder with a slash at its end, and the path on the device.",
            examples=[{"ce/files/": "haps/entry/files/"}],
        ),
    ] = {}
    folder: Annotated[
        str,
        Meta(
            description="A folder that mirrors the sandbox of the app, with files that are to be there.",
            examples=["backup-data/ledger-today"],
        ),
    ] = ""
    sql: Annotated[
        tuple[SqlPart, ...],
        Meta(description="Databases made by SQL, whose rows are to be there; rows and columns may be added."),
    ] = ()
    preferences: Annotated[
        tuple[PreferencesPart, ...], Meta(description="Preferences stores with the keys that are to be there.")
    ] = ()


class OldGenerationEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Data as your app keeps it on the previous system generation, of one part or several, and what becomes of it.
    VER-005 lays it where the system does and upgrades."""

    name: Annotated[str, Meta(description="Stands in case ids: `VER-005[a-ledger]`.", examples=["a-ledger"])]
    folder: Annotated[
        str,
        Meta(
            description="A folder like that of the old package: `ce/files/…`, `ce/shared_prefs/…`, `ce/databases/…`, "
            "`de/…`, `A/data/…`, `A/obb/…`.",
            examples=["backup-data/old-ledger"],
        ),
    ] = ""
    sql: Annotated[tuple[OldSqlPart, ...], Meta(description="Databases made by SQL.")] = ()
    preferences: Annotated[tuple[OldPreferencesPart, ...], Meta(description="Settings (shared preferences).")] = ()
    becomes: Annotated[
        Becomes,
        Meta(
            description="What the app has of it afterwards. Where `[migration]` names a reader, that reader has to "
            "find what it finds in this; without this, anything."
        ),
    ] = Becomes()


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A failure that your team accepts for a while."""

    id: Annotated[
        str,
        Meta(
            description="A case (`RST-003[typical]`) or a requirement (`RST-003`); `*` and `?` are wildcards.",
            examples=["RST-003[typical]"],
        ),
    ]
    reason: Annotated[str, Meta(description="Why it is accepted.")]
    expires: Annotated[date, Meta(description="The last day on which it counts, in UTC.", examples=["2030-12-31"])]
    owner: Annotated[str, Meta(description="Who sees to it.")] = ""


class PythonApp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `app.json5` and `module.json5` say of an ArkTS app, for an extension written in Python."""

    bundle_name: Annotated[str, Meta(description="The bundle's name.")] = "com.example.model"
    version_code: Annotated[int, Meta(description="The version's number.")] = 1_000_000
    version_name: Annotated[str, Meta(description="The version's name.")] = "1.0.0"
    compatible_api: Annotated[int, Meta(description="The oldest API version that the app runs on.")] = 20
    module: Annotated[str, Meta(description="The name of its module, as in `haps/entry`.")] = "entry"
    backup_config: Annotated[str, Meta(description="The backup profile.")] = "backup_config.json"


class ProjectSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a team tells ohos-backup about its app; every part may be left out."""

    profile: Annotated[
        str,
        Meta(
            description="The kind of device that the app is checked on, unless `--profile` says another one. Without "
            "either it follows the app's compatible API. `ohos-backup devices` lists them.",
            examples=["api12"],
        ),
    ] = ""
    data: Annotated[tuple[DataEntry, ...], Meta(description="Data sets of your own.")] = ()
    expect: Annotated[Expect, Meta(description="What must survive, and what may change.")] = Expect()
    policy: Annotated[Policy, Meta(description="What your team decided.")] = Policy()
    waiver: Annotated[tuple[Waiver, ...], Meta(description="Failures that you accept for a while.")] = ()
    old_generation: Annotated[
        tuple[OldGenerationEntry, ...], Meta(description="Data of your app on the previous system generation.")
    ] = ()
    secrets: Annotated[Secrets, Meta(description="What nobody may read.")] = Secrets()
    migration: Annotated[MigrationSettings, Meta(description="Older versions of your app.")] = MigrationSettings()
    app: Annotated[PythonApp, Meta(description="The app around an extension written in Python.")] = PythonApp()
    native: Annotated[
        dict[str, str],
        Meta(
            description="Stand-ins, by the name of an import that is not emulated: the file that answers for it.",
            examples=[{"libentry.so": "backup-stubs/entry.js"}],
        ),
    ] = {}
