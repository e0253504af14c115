"""The text of a first ``ohos-backup.toml``: what the project suggests, and every other setting as a comment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..emulator.backup.config import DEFAULT_INCLUDES, parse_backup_config
from ..emulator.errors import OhosBackupError
from ..emulator.profile import profile_for_api
from ..emulator.stage import find_backup_extension, load_project
from .generated_data import placements
from .subject import NoSuchSubject

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


def draft_for(path: Path) -> tuple[Path, str]:
    """The folder that the settings belong to, and their text. Raises OhosBackupError when there is no app."""
    found = _found(path)
    return found.root, draft(found)


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


def draft(found: Found) -> str:
    """TOML in which suggestions are comments: without an edit it changes no verdict, but for data that is there."""
    parts = [
        "# What your team tells ohos-backup about this app; docs/settings.md explains all of it.\n"
        "# A line that begins with '# ' and a key is a suggestion: take the '# ' away to use it.",
        "# The kind of device that the app is checked on; without this line it follows the app's compatible API.\n"
        f"# profile = {_text(found.profile)}",
        _data(found),
        _expect(found),
        _policy(found),
        _WAIVER,
        _APP if found.is_python else _NATIVE,
    ]
    return "\n\n".join(parts) + "\n"


def _data(found: Found) -> str:
    lines = [
        "# The user's data. The suite makes some for what backup_config.json includes, but cannot know your formats.",
        "# Each set may have several parts: a folder that mirrors the sandbox, SQL scripts, preferences, a generator.",
    ]
    lines += [f"# The configuration looks at {place}" for place in found.places[:SUGGESTED]]
    if len(found.places) > SUGGESTED:
        lines.append(f"# and at {len(found.places) - SUGGESTED} more places")
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


def _expect(found: Found) -> str:
    place = found.folder
    return "\n".join(
        (
            "# Which files a restore owes (without it: all of your own data, and what the configuration selects), and",
            "# what may change on the way: whole files, tables of a database, keys of preferences.",
            "# [expect]",
            f"# survive = [{_text(f'{place}/**')}]",
            "# [expect.may_change]",
            f"# files = [{_text(f'{place}/logs/')}]",
            f"# tables = [{_text(f'{place}/app.db#sync_state')}]",
            f"# preferences = [{_text(f'{place}/settings#last_*')}]",
        )
    )


def _policy(found: Found) -> str:
    migrates = "true" if found.migrates else "false"
    why = " (the configuration's supportScene says so)" if found.migrates else ""
    return "\n".join(
        (
            "# What your team decided: whether a restore keeps files that the backup does not know; what becomes of a",
            f"# backup of a newer version; whether data of the previous system generation is taken over{why}.",
            "# [policy]",
            '# on_restore = "merge"',
            '# downgrade = "refused"',
            f"# migrates_old_generation = {migrates}",
            '# old_package = "com.example.old"',
        )
    )


def _text(value: str) -> str:
    """A basic string of TOML; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


_WAIVER = """# A failure that you accept for a while. It counts as waived until the day given; once it passes, or the
# day is over, the waiver itself fails.
# [[waiver]]
# id = "RST-003[typical]"
# reason = "copies are merged in the next release"
# expires = 2030-12-31
# owner = "the notes team\""""

_NATIVE = """# What stands in for a native library or a module that the emulated device does not have.
# [native]
# "libentry.so" = "backup-stubs/entry.js\""""

_APP = """# What app.json5 says of an ArkTS app.
# [app]
# bundle_name = "com.example.model"
# version_code = 1000000
# version_name = "1.0.0"
# compatible_api = 20
# module = "entry"
# backup_config = "backup_config.json\""""
