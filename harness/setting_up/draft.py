"""The text of a first ``ohos-backup.toml``: what the project suggests, and every other setting as a comment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...emulator.backup.config import DEFAULT_INCLUDES, parse_backup_config
from ...emulator.errors import OhosBackupError
from ...emulator.profile import profile_for_api
from ...emulator.stage import find_backup_extension, load_project
from ...reports.language import ENGLISH, Words
from ..data.generated import placements
from ..subjects.subject import NoSuchSubject

DATA_FOLDER = "backup-data"
SUGGESTED = 6
"""Places of the user's data that are named at most."""


class ExistingSettings(OhosBackupError):
    code = "E-SETTINGS-EXIST"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a project tells about itself; ``data`` are folders that mirror the sandbox already."""

    root: Path
    places: tuple[str, ...]
    folder: str
    profile: str
    migrates: bool
    data: tuple[str, ...]
    is_python: bool


def draft_for(path: Path, words: Words) -> tuple[Path, str]:
    """The folder that the settings belong to, and their text. Raises OhosBackupError when there is no app."""
    found = _found(path)
    return found.root, draft(found, words)


def _found(path: Path) -> Found:
    if not path.is_dir():
        raise NoSuchSubject(f"there is no folder '{path}'", mend="Give the folder of a project.")
    if sorted(path.glob("*.py")) and not (path / "AppScope").exists():
        return _facts(path, _read(path / "backup_config.json"), ("entry",), 20, is_python=True)
    project = load_project(path)
    declaration = find_backup_extension(project)
    return _facts(project.root, declaration.profile_text or "", project.module_names, project.compatible_api)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="surrogateescape") if file.is_file() else ""


def _facts(root: Path, profile_text: str, module_names: Sequence[str], api: int, *, is_python: bool = False) -> Found:
    config = parse_backup_config(profile_text)
    includes = config.includes if config.usable else DEFAULT_INCLUDES
    named: object = (config.extra_info or {}).get("supportScene") if config.usable else None
    scenes = [scene for scene in named if isinstance(scene, str)] if isinstance(named, list) else []
    places = placements(includes, module_names)
    return Found(
        root=root,
        places=tuple(place.path for place in places),
        folder=next((place.path for place in places if not place.is_file), "/data/storage/el2/base/files"),
        profile=profile_for_api(api).name,
        migrates=config.usable and any(scene.startswith("hmos2") for scene in [*scenes, config.support_scene]),
        data=tuple(sorted(p.parents[1].name for p in (root / DATA_FOLDER).glob("*/data/storage") if p.is_dir())),
        is_python=is_python,
    )


def draft(found: Found, words: Words = ENGLISH) -> str:
    """TOML in which suggestions are comments: without an edit it changes no verdict, but for data that is there.

    Comments are in the language of ``words``.
    """
    parts = [
        _comment(
            words.t(
                "What your team tells ohos-backup about this app; docs/settings.md explains all of it.\n"
                "A line that begins with '# ' and a key is a suggestion: take the '# ' away to use it."
            )
        ),
        _section(
            words.t(
                "The kind of device that the app is checked on; without this line it follows the app's compatible API."
            ),
            f"profile = {_text(found.profile)}",
        ),
        _data(found, words),
        _expect(found, words),
        _policy(found, words),
        _old_generation(found, words),
        _waiver(words),
        _secrets(found, words),
        _migration(found, words),
        _app(words) if found.is_python else _native(words),
    ]
    return "\n\n".join(parts) + "\n"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))


def _section(told: str, suggestion: str) -> str:
    """A comment, and below it settings that are comments as well."""
    return "\n".join((_comment(told), _comment(suggestion)))


def _data(found: Found, words: Words) -> str:
    lines = [
        _comment(
            words.t(
                "The user's data. The suite makes some for what backup_config.json includes, but cannot know your "
                "formats.\n"
                "Each set may have several parts: a folder that mirrors the sandbox, SQL scripts, preferences, a "
                "generator."
            )
        )
    ]
    shown = found.places[:SUGGESTED]
    lines += [_comment(words.t("The configuration looks at {place}", place=place)) for place in shown]
    if len(found.places) > SUGGESTED:
        lines.append(_comment(words.t("and at {count} more places", count=len(found.places) - SUGGESTED)))
    for name in found.data:
        lines += ["[[data]]", f"name = {_text(name)}", f"folder = {_text(f'{DATA_FOLDER}/{name}')}", ""]
    place = found.folder
    lines += [
        "# [[data]]",
        '# name = "my-data"',
        f'# folder = "{DATA_FOLDER}/my-data"',
        f'# generator = "{DATA_FOLDER}/my_data.py:files"',
        "# [[data.sql]]",
        f'# script = "{DATA_FOLDER}/schema.sql"',
        f"# database = {_text(f'{place}/app.db')}",
        "# [[data.preferences]]",
        f"# store = {_text(f'{place}/settings')}",
        '# values = { theme = "dark", launches = 3 }',
    ]
    return "\n".join(lines)


def _expect(found: Found, words: Words) -> str:
    place = found.folder
    return "\n".join(
        (
            _comment(
                words.t(
                    "Which files a restore owes (without it: all of your own data, and what the configuration "
                    "selects),\nwhat may change on the way (whole files, tables of a database, keys of preferences), "
                    "and which damage\nyour app notices when it restores: files that are missing, cut off or changed."
                )
            ),
            "# [expect]",
            f"# survive = [{_text(f'{place}/**')}]",
            "# [expect.may_change]",
            f"# files = [{_text(f'{place}/logs/')}]",
            f"# tables = [{_text(f'{place}/app.db#sync_state')}]",
            f"# preferences = [{_text(f'{place}/settings#last_*')}]",
            "# [expect.notices]",
            f"# missing = [{_text(f'{place}/**')}]",
            f"# truncated = [{_text(f'{place}/**')}]",
            f"# changed = [{_text(f'{place}/settings')}]",
        )
    )


def _policy(found: Found, words: Words) -> str:
    migrates = "true" if found.migrates else "false"
    why = words.t(" (the configuration's supportScene says so)") if found.migrates else ""
    told = words.t(
        "What your team decided: whether a restore keeps files that the backup does not know; what becomes of a\n"
        "backup of a newer version; whether data of the previous system generation is taken over{why}.",
        why=why,
    )
    return "\n".join(
        (
            _comment(told),
            "# [policy]",
            '# on_restore = "merge"',
            '# downgrade = "refused"',
            f"# migrates_old_generation = {migrates}",
            '# old_package = "com.example.old"',
        )
    )


def _old_generation(found: Found, words: Words) -> str:
    told = words.t(
        "Data of your app on the previous system generation, by its path in the old package (ce/, de/, A/data/, "
        "A/obb/),\nand what becomes of it: where files lie afterwards, and which keys, rows and files are there."
    )
    return "\n".join(
        (
            _comment(told),
            "# [[old_generation]]",
            '# name = "my-old-data"',
            f'# folder = "{DATA_FOLDER}/my-old-data"',
            "# [[old_generation.preferences]]",
            '# store = "ce/shared_prefs/settings.xml"',
            '# values = { theme = "dark", launches = 3 }',
            "# [old_generation.becomes]",
            f'# files = {{ "ce/files/" = {_text(f"{found.folder}/")} }}',
            "# [[old_generation.becomes.preferences]]",
            f"# store = {_text(f'{found.folder}/settings')}",
            '# values = { theme = "dark", launches = 3 }',
        )
    )


def _waiver(words: Words) -> str:
    told = words.t(
        "A failure that you accept for a while. It counts as waived until the day given; once it passes, or the\n"
        "day is over, the waiver itself fails."
    )
    return _section(told, _WAIVER)


def _secrets(found: Found, words: Words) -> str:
    told = words.t("What nobody may read in a log or an archive: made-up texts of your data, and files of it.")
    suggestion = ("[secrets]", 'values = ["tok-live-51HxA9"]', f"files = [{_text(f'{found.folder}/session/*')}]")
    return _section(told, "\n".join(suggestion))


def _migration(found: Found, words: Words) -> str:
    told = words.t("Older versions of the app, whose backups today's has to bring over.")
    reader = () if found.is_python else ('reader = "entry/src/main/ets/notes/Notes.ets:readAll"',)
    data = ("[[migration.data]]", 'name = "of-1.2"', f'folder = "{DATA_FOLDER}/of-1.2"')
    return _section(told, "\n".join(("[migration]", 'from = ["git:v1.2.0"]', *reader, *data)))


def _native(words: Words) -> str:
    told = words.t("What stands in for a native library or a module that the emulated device does not have.")
    return _section(told, _NATIVE)


def _app(words: Words) -> str:
    return _section(words.t("What app.json5 says of an ArkTS app."), _APP)


def _text(value: str) -> str:
    """A basic string of TOML; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


_WAIVER = """[[waiver]]
id = "RST-003[typical]"
reason = "copies are merged in the next release"
expires = 2030-12-31
owner = "the notes team\""""

_NATIVE = """[native]
"libentry.so" = "backup-stubs/entry.js\""""

_APP = """[app]
bundle_name = "com.example.model"
version_code = 1000000
version_name = "1.0.0"
compatible_api = 20
module = "entry"
backup_config = "backup_config.json\""""
