"""A team's own data of the previous system generation, and what becomes of it (``[[old_generation]]``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import msgspec

from ...emulator.backup.old_generation import OLD_FOLDERS
from ...emulator.source import SourcePosition
from ..data.data_set import DataSet, SeedFile, UnusableDataSet
from ..settings import OldGenerationEntry, OldPreferencesPart
from ..settings.sandbox_paths import absolute
from ..subjects.subject import Subject
from .parts import Parts
from .reader import OwnReader, own_reader
from .sql import database_file

LARGEST_INT = 2**31


class OldData(msgspec.Struct, frozen=True, kw_only=True):
    """``files`` by their path below the old package's folder; ``becomes``: what the app has of them afterwards, None
    where only the team's ``reader`` tells."""

    name: str
    files: Mapping[str, bytes]
    becomes: DataSet | None
    reader: OwnReader | None

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"OldData({self.name!r})"


def old_data_of(subject: Subject) -> tuple[OldData, ...]:
    """What the settings beside ``subject`` hold. Raises BadSettings, UnusableDataSet and UnusableReader."""
    entries = subject.settings.old_generation
    reader = own_reader(subject) if entries else None
    return tuple(_old_data(subject.root, number, entry, reader) for number, entry in enumerate(entries))


def _old_data(root: Path, number: int, entry: OldGenerationEntry, reader: OwnReader | None) -> OldData:
    place = ("old_generation", number)
    old = Parts(root, entry.name, *place)
    files: dict[str, bytes] = {}

    def add(path: str, content: bytes, where: SourcePosition) -> None:
        if not path.startswith(tuple(f"{folder}/" for folder in OLD_FOLDERS)):
            raise UnusableDataSet(
                f"'{path}' is in no folder of the previous system generation",
                where=where,
                mend="Start the path with one of " + ", ".join(f"{folder}/" for folder in OLD_FOLDERS) + ".",
            )
        if path in files:
            raise UnusableDataSet(f"two parts of the old data '{entry.name}' make {path}", where=where)
        files[path] = content

    if entry.folder:
        folder = old.folder(entry.folder)
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            add(file.relative_to(folder).as_posix(), file.read_bytes(), old.where("folder"))
    for index, sql in enumerate(entry.sql):
        made = database_file(root / sql.script, sql.database, old.where("sql", index, "script"))
        add(sql.database, made.content, old.where("sql", index, "database"))
    for index, part in enumerate(entry.preferences):
        content = shared_preferences(part, old.where("preferences", index, "values"))
        add(part.store, content, old.where("preferences", index, "store"))
    if not files:
        raise UnusableDataSet(f"the old data '{entry.name}' holds no file", where=old.where("folder"))
    return OldData(name=entry.name, files=files, becomes=_becomes(root, place, entry, files), reader=reader)


def _becomes(
    root: Path, place: tuple[str | int, ...], entry: OldGenerationEntry, old: Mapping[str, bytes]
) -> DataSet | None:
    wanted = entry.becomes
    parts = Parts(root, entry.name, *place, "becomes")
    parts.add_folder(wanted.folder)
    for source, target in wanted.files.items():
        parts.add(_carried_over(source, target, old, parts.where("files")), "files")
    parts.add_databases(wanted.sql)
    parts.add_preferences(wanted.preferences)
    made = parts.made()
    return made if made.files else None


def _carried_over(source: str, target: str, old: Mapping[str, bytes], where: SourcePosition) -> list[SeedFile]:
    """The old file ``source``, or all that lies below it when it ends with a slash, as it lies at ``target``."""
    below = source if source.endswith("/") else None
    found = [
        SeedFile(path=absolute(f"{target.rstrip('/')}/{path[len(below) :]}" if below else target), content=content)
        for path, content in old.items()
        if (path.startswith(below) if below else path == source)
    ]
    if not found:
        raise UnusableDataSet(
            f"the old data has no file at '{source}'",
            where=where,
            mend="Give the path of an old file, or of a folder with a slash at its end, and where it lies afterwards.",
        )
    return found


def shared_preferences(part: OldPreferencesPart, where: SourcePosition) -> bytes:
    """The XML text in which the previous generation keeps settings. Raises UnusableDataSet for what no XML holds."""
    lines = [f"    {_element(key, value, where)}\n" for key, value in part.values.items()]
    text = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n" + "".join(lines) + "</map>\n"
    return text.encode()


def _element(key: str, value: bool | int | float | str | Sequence[str], where: SourcePosition) -> str:
    name = quoteattr(key, {'"': "&quot;"})
    if isinstance(value, bool):
        return f'<boolean name={name} value="{str(value).lower()}" />'
    if isinstance(value, int):
        return f'<{"int" if -LARGEST_INT <= value < LARGEST_INT else "long"} name={name} value="{value}" />'
    if isinstance(value, float):
        return f'<float name={name} value="{value}" />'
    if isinstance(value, str):
        return f"<string name={name}>{_text(value, where)}</string>"
    return f"<set name={name}>{''.join(f'<string>{_text(item, where)}</string>' for item in value)}</set>"


def _text(value: str, where: SourcePosition) -> str:
    if "\0" in value:
        raise UnusableDataSet("a text of the old settings holds a NUL, which no XML takes", where=where)
    return escape(value)
