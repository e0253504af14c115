"""The resources of one module: everything in its ``element`` and ``media`` folders, read when first asked for.

What the build makes of several folders is one table (stage/package_content.py); a folder that comes first wins.
Source of the kinds and shapes: openharmony/docs quick-start/resource-categories-and-access.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from ...stage.fields import read_bytes
from ...stage.json5 import parse_json5
from .identifiers import resource_id
from .qualifiers import DeviceConfiguration, Qualifiers, parse_qualifiers

_ELEMENT_KINDS = frozenset(
    {"string", "plural", "strarray", "intarray", "color", "float", "integer", "boolean", "symbol", "pattern", "theme"}
)
MEDIA = "media"

Alternatives = dict[Qualifiers, Any]


class ResourceTable:
    """``folders`` as in PackagedModule.resource_folders. Raises UnreadableFile, BrokenJson5 and BrokenEncoding."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def find(self, kind: str, name: str, device: DeviceConfiguration, density: int | None = None) -> Any:
        """The value that fits ``device`` best; None when there is none. The value of a medium is its Path."""
        fitting = {
            qualifiers: value
            for qualifiers, value in self._entries.get((kind, name), {}).items()
            if qualifiers.fits(device)
        }
        if not fitting:
            return None
        return fitting[max(fitting, key=lambda qualifiers: qualifiers.rank(device, density))]

    def has(self, kind: str, name: str) -> bool:
        return (kind, name) in self._entries

    def names_of(self, identifier: int) -> list[str]:
        """The full names (``app.string.title``) with this number."""
        return self._names.get(identifier, [])

    @property
    def locales(self) -> list[str]:
        """The locales that anything in the table is translated to, as BCP 47 names."""
        found = {
            "-".join(filter(None, (q.locale.language, q.locale.script, q.locale.region)))
            for alternatives in self._entries.values()
            for q in alternatives
            if q.locale
        }
        return sorted(found)

    @cached_property
    def _names(self) -> Mapping[int, list[str]]:
        names: dict[int, list[str]] = {}
        for kind, name in self._entries:
            full = f"app.{kind}.{name}"
            names.setdefault(resource_id(full), []).append(full)
        return names

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], Alternatives]:
        entries: dict[tuple[str, str], Alternatives] = {}
        for folder in self._folders:
            for qualified in _sorted_children(folder):
                qualifiers = parse_qualifiers(qualified.name)
                if qualifiers is None:
                    continue
                for kind, name, value in (*_elements(qualified / "element"), *_media(qualified / MEDIA)):
                    entries.setdefault((kind, name), {}).setdefault(qualifiers, value)
        return entries


def _sorted_children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _elements(folder: Path) -> Iterator[tuple[str, str, Any]]:
    for path in _sorted_children(folder):
        if path.suffix != ".json":
            continue
        document = _read(path)
        for kind, items in cast("dict[str, Any]", document).items() if isinstance(document, dict) else ():
            if kind not in _ELEMENT_KINDS or not isinstance(items, list):
                continue
            for item in cast("list[Any]", items):
                if isinstance(item, dict) and isinstance(cast("dict[str, Any]", item).get("name"), str):
                    entry = cast("dict[str, Any]", item)
                    yield kind, entry["name"], entry.get("value")


def _read(path: Path) -> Any:
    """Resource files are JSON; the more patient and much slower reader says where one is broken."""
    content = read_bytes(path, str(path))
    try:
        return json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return parse_json5(content, str(path)).plain()


def _media(folder: Path) -> Iterator[tuple[str, str, Path]]:
    for path in _sorted_children(folder):
        if path.is_file():
            yield MEDIA, path.stem, path
