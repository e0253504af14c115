"""Damage to the files of a backup before it is restored: named kinds, each done to one file of the archive in turn.

A damaged archive is sound for the framework: it unpacks all of it, and the extension finds the damage. Its own staged
files can be hit as well as the user's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from random import Random
from typing import Literal

import msgspec

from ...emulator.backup.archive import Archive
from ..archives.content import content_of
from ..archives.rewritten import edited
from ..data.tree import Tree
from .verdicts import Inconclusive

DamageKind = Literal["missing", "emptied", "truncated", "garbled", "stray"]

KINDS: tuple[DamageKind, ...] = ("missing", "emptied", "truncated", "garbled", "stray")
"""Not there; there with no bytes; cut in the middle; every byte another one; a file nobody knows beside it."""

MOST_DAMAGES = 15
"""So many are tried; of more, a sample by the seed, unless all are asked for."""

STRAY_NAME = "~stray-4f1c.part"
STRAY_CONTENT = b"\x00left behind by somebody else\n"


class CarriedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an archive by the path it will have. ``made``: the extension made it for the backup; ``looked_at``: it
    asks for it during a restore; ``alone``: it is big and travels outside the tars."""

    path: str
    size: int
    made: bool
    looked_at: bool
    alone: bool = False


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """One ``kind`` of damage to the file ``number`` (from 1) of the archive; ``out_of`` is how many such damages there
    are, of which a sample is tried when ``sampled``."""

    kind: DamageKind
    number: int
    path: str
    made: bool
    out_of: int
    sampled: bool = False

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"

    def described(self) -> str:
        """For people: ``/data/… cut in the middle``."""
        if self.kind == "stray":
            return f"a foreign file beside {self.path}"
        words = {"missing": "missing", "emptied": "empty", "truncated": "cut in the middle", "garbled": "garbled"}
        return f"{self.path} {words[self.kind]}"


_Strike = tuple[DamageKind, int]
"""A kind and the index of a file."""


def carried_files(archive: Archive, before: Tree, asked_for: Collection[str]) -> tuple[CarriedFile, ...]:
    """The files of ``archive``, made of an app whose files were ``before``; ``asked_for`` are the paths that the
    extension asks for during a restore, in place or below the framework's incoming folder."""
    by_themselves = {entry["information"]["path"] for entry in json.loads(archive.manage_text) or ()}
    return tuple(
        CarriedFile(
            path=path,
            size=len(content),
            made=path not in before,
            looked_at=any(asked == path or asked.endswith(f"/restore{path}") for asked in asked_for),
            alone=path in by_themselves,
        )
        for path, content in sorted(content_of(archive).items())
    )


def damages(files: Sequence[CarriedFile], *, seed: int, most: int | None = MOST_DAMAGES) -> tuple[Damage, ...]:
    """What can be done to ``files``; at most ``most``, None for all. Files that the extension made or looks at come
    first: to the others its code says nothing."""
    able: list[_Strike] = [(kind, number) for kind in KINDS for number in _struck(kind, files)]
    sampled = most is not None and len(able) > most
    chosen = _sample(able, files, seed, most) if sampled and most is not None else able
    return tuple(
        Damage(
            kind=kind,
            number=number + 1,
            path=files[number].path,
            made=files[number].made,
            out_of=len(able),
            sampled=sampled,
        )
        for kind, number in chosen
    )


def _struck(kind: DamageKind, files: Sequence[CarriedFile]) -> list[int]:
    if kind == "stray":
        folders: dict[str, int] = {}
        for number, file in enumerate(files):
            if not file.alone:
                folders.setdefault(file.path.rpartition("/")[0], number)
        return sorted(folders.values())
    least = {"missing": 0, "emptied": 1, "truncated": 2, "garbled": 1}[kind]
    return [number for number, file in enumerate(files) if file.size >= least]


def _sample(able: list[_Strike], files: Sequence[CarriedFile], seed: int, most: int) -> list[_Strike]:
    """About the same number of each kind, drawn by the seed, telling files first."""
    drawn: dict[DamageKind, list[int]] = {}
    for kind in KINDS:
        numbers = [number for struck, number in able if struck == kind]
        Random(f"{seed}/damage/{kind}").shuffle(numbers)
        drawn[kind] = sorted(numbers, key=lambda number: not (files[number].made or files[number].looked_at))
    chosen: list[_Strike] = []
    while len(chosen) < most:
        chosen.extend((kind, drawn[kind].pop(0)) for kind in KINDS if drawn[kind])
    return sorted(chosen[:most], key=able.index)


def damaged(archive: Archive, damage: Damage) -> Archive:
    """``archive`` with that damage: the same files otherwise, in the same order, and still sound as an archive."""

    hit: list[str] = []

    def strike(path: str, content: bytes) -> list[tuple[str, bytes]]:
        if path != damage.path:
            return [(path, content)]
        hit.append(path)
        left = struck(content, damage.kind)
        stray = [(f"{path.rpartition('/')[0]}/{STRAY_NAME}", STRAY_CONTENT)] if damage.kind == "stray" else []
        return stray if left is None else [*stray, (path, left)]

    made = edited(archive, strike)
    if not hit:
        raise Inconclusive(f"{damage.path} is not in this backup, so it could not be damaged: the rehearsal had it")
    return made


def struck(content: bytes, kind: DamageKind) -> bytes | None:
    """A file's content after damage of ``kind``; None when it is gone."""
    match kind:
        case "missing":
            return None
        case "emptied":
            return b""
        case "truncated":
            return content[: len(content) // 2]
        case "garbled":
            return bytes(byte ^ 0xA5 for byte in content)
        case "stray":
            return content
