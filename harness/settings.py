"""``ohos-backup.toml`` beside the app: what a team tells the tool about it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import msgspec

from ..emulator.errors import OhosBackupError
from ..emulator.modules.native import StandInEntry
from ..emulator.source import SourcePosition

SETTINGS_FILE = "ohos-backup.toml"


class BadSettings(OhosBackupError):
    code = "E-SETTINGS"


class DataEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``folder`` is relative to the settings file and mirrors the sandbox."""

    name: str
    folder: str


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the team decided. ``on_restore``: whether files that the backup does not know stay or go.

    ``old_package``: the app's package name on the previous system generation, if it was another one.
    """

    on_restore: Literal["merge", "replace"] = "merge"
    migrates_old_generation: bool = False
    old_package: str = ""


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What nobody may read: texts, and files by patterns of their path such as ``data/storage/**/token*``."""

    values: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


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

    data: tuple[DataEntry, ...] = ()
    policy: Policy = Policy()
    secrets: Secrets = Secrets()
    app: PythonApp = PythonApp()
    native: dict[str, str] = {}
    """By the name of an import that is not emulated: the file that stands in for it."""


def project_settings(root: Path) -> ProjectSettings:
    """The settings in folder ``root``; the defaults without a file. Raises BadSettings with what is wrong."""
    path = root / SETTINGS_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ProjectSettings()
    except OSError as error:
        raise BadSettings(f"cannot be read: {error.strerror}", where=SourcePosition(str(path))) from error
    try:
        return msgspec.toml.decode(content, type=ProjectSettings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSettings(
            _AFFIX.sub("", str(error)),
            where=_position(path, content.decode("utf-8", "replace"), str(error)),
            mend='It may hold [[data]] with name and folder, [policy] with on_restore = "merge" or "replace", '
            "migrates_old_generation and old_package, [secrets] with values and files, "
            "[native] with stand-ins for what is not emulated, and [app] for an extension written in Python.",
        ) from error


def stand_in_table(root: Path) -> tuple[StandInEntry, ...]:
    """The table [native] of the settings in ``root``. Raises BadSettings."""
    named = project_settings(root).native
    if not named:
        return ()
    path = root / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    return tuple(
        StandInEntry(name, root / file, SourcePosition(str(path), *_place_of_entry(text, name)))
        for name, file in named.items()
    )


def _place_of_entry(text: str, name: str) -> tuple[int, int]:
    """Line and column of ``"libentry.so" = …``."""
    lines = enumerate(text.splitlines(), 1)
    heading = next((number for number, content in lines if re.match(r"\s*\[\s*native\s*\]", content)), 0)
    for number, content in lines:
        if found := re.match(rf"\s*(?=[\"']?{re.escape(name)}[\"']?\s*=)", content):
            return number, found.end() + 1
    return heading, 0


_AFFIX = re.compile(r" \(at line \d+, column \d+\)$| - at `\$[^`]*`$")


def _position(path: Path, text: str, message: str) -> SourcePosition:
    """The parser tells line and column of a syntax error, the decoder only the key: ``$.data[...].name``."""
    syntax = re.search(r"at line (\d+), column (\d+)", message)
    if syntax:
        return SourcePosition(str(path), int(syntax[1]), int(syntax[2]))
    steps = re.findall(r"\.(\w+)", (re.search(r"`\$(.*)`$", message) or [""])[0])
    steps += re.findall(r"field `(\w+)`", message)
    line = 0
    for step in steps:
        heading_or_key = re.compile(rf"\s*(\[+\s*{step}\s*\]+|{step}\s*=)")
        lines = enumerate(text.splitlines()[line:], line + 1)
        line = next((number for number, content in lines if heading_or_key.match(content)), line)
    return SourcePosition(str(path), line)
