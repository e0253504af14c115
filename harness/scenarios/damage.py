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
from ..settings import Notices
from ..settings.globs import path_matches
from .small_change import changed_in_one_byte
from .verdicts import Inconclusive

DamageKind = Literal["missing", "emptied", "truncated", "garbled", "stray", "changed"]

KINDS: tuple[DamageKind, ...] = ("missing", "emptied", "truncated", "garbled", "stray")
"""What is tried on every app: not there; there with no bytes; cut in the middle; every byte another one; a file nobody
knows beside it."""

PROMISED: dict[DamageKind, tuple[DamageKind, ...]] = {
    "missing": ("missing",),
    "truncated": ("truncated", "emptied"),
    "changed": ("changed", "garbled"),
}
"""By what a team says that its app notices (``[expect.notices]``), which is tried, too: the damage that shows it."""

MOST_DAMAGES = 15
"""So many are tried; of more, a sample by the seed, unless all are asked for."""

MOST_PROMISED = 8
"""So many files are tried of those that a promise is about."""

NOTHING_PROMISED = Notices()

STRAY_NAME = "~stray-4f1c.part"
STRAY_CONTENT = b"\x00left behind by somebody else\n"


class CarriedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an archive by the path it will have. ``made``: the extension made it for the backup; ``looked_at``: it
    asks for it during a restore; ``alone``: it is big and travels outside the tars; ``noticed``: the damage to it that
    the team says its app notices."""

    path: str
    size: int
    made: bool
    looked_at: bool
    alone: bool = False
    noticed: frozenset[DamageKind] = frozenset()


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """One ``kind`` of damage to the file ``number`` (from 1) of the archive; ``out_of`` is how many such damages there
    are, of which a sample is tried when ``sampled``; ``promised``: the team says that the app notices it."""

    kind: DamageKind
    number: int
    path: str
    made: bool
    out_of: int
    sampled: bool = False
    promised: bool = False

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"

    def described(self) -> str:
        """For people: ``/data/… cut in the middle``."""
        if self.kind == "stray":
            return f"a foreign file beside {self.path}"
        words = {
            "missing": "missing",
            "emptied": "empty",
            "truncated": "cut in the middle",
            "garbled": "garbled",
            "changed": "changed in one byte",
        }
        return f"{self.path} {words[self.kind]}"


_Strike = tuple[DamageKind, int]
"""A kind and the index of a file."""


def carried_files(
    archive: Archive, before: Tree, asked_for: Collection[str], notices: Notices = NOTHING_PROMISED
) -> tuple[CarriedFile, ...]:
    """The files of ``archive``, made of an app whose files were ``before``; ``asked_for`` are the paths that the
    extension asks for during a restore, in place or below the framework's incoming folder."""
    by_themselves = {entry["information"]["path"] for entry in json.loads(archive.manage_text) or ()}
    contents = content_of(archive)
    own = {
        node.content: path
        for path, node in before.items()
        if node.kind == "file" and path not in contents and node.content
    }
    return tuple(
        CarriedFile(
            path=path,
            size=len(content),
            made=path not in before,
            looked_at=any(asked == path or asked.endswith(f"/restore{path}") for asked in asked_for),
            alone=path in by_themselves,
            noticed=_noticed(path if path in before else own.get(content, ""), notices),
        )
        for path, content in sorted(contents.items())
    )


def _noticed(path: str, notices: Notices) -> frozenset[DamageKind]:
    """What is promised of the user's file ``path``, which may travel under another name."""
    patterns: dict[DamageKind, tuple[str, ...]] = {
        "missing": notices.missing,
        "truncated": notices.truncated,
        "changed": notices.changed,
    }
    promised: list[DamageKind] = [
        kind for kind, given in patterns.items() if any(path_matches(pattern, path) for pattern in given)
    ]
    return frozenset(shown for kind in promised for shown in PROMISED[kind])


def damages(files: Sequence[CarriedFile], *, seed: int, most: int | None = MOST_DAMAGES) -> tuple[Damage, ...]:
    """What can be done to ``files``; at most ``most``, None for all. Files that the extension made or looks at come
    first: to the others its code says nothing. What a team promises of some files is tried besides."""
    usual: list[_Strike] = [(kind, number) for kind in KINDS for number in _struck(kind, files)]
    promised = {kind: _promised(kind, files) for kind in PROMISED}
    able = [*usual, *sorted(promised["changed"])]
    chosen = set(usual if most is None or len(usual) <= most else _sample(usual, files, seed, most))
    for strikes in promised.values():
        chosen.update(strikes if most is None else strikes[:MOST_PROMISED])
    sampled = len(chosen) < len(able)
    return tuple(
        Damage(
            kind=kind,
            number=number + 1,
            path=files[number].path,
            made=files[number].made,
            out_of=len(able),
            sampled=sampled,
            promised=kind in files[number].noticed,
        )
        for kind, number in sorted(chosen, key=able.index)
    )


def _promised(kind: DamageKind, files: Sequence[CarriedFile]) -> list[_Strike]:
    """The files that a promise about ``kind`` is about, the first and the last of each folder first: where a list
    begins and ends is where it errs."""
    folders: dict[str, list[_Strike]] = {}
    for number in _struck(kind, files):
        if kind in files[number].noticed:
            folders.setdefault(files[number].path.rpartition("/")[0], []).append((kind, number))
    ends = [inside[place] for place in (0, -1) for inside in folders.values()]
    return list(dict.fromkeys([*ends, *(strike for inside in folders.values() for strike in inside)]))


def _struck(kind: DamageKind, files: Sequence[CarriedFile]) -> list[int]:
    if kind == "stray":
        folders: dict[str, int] = {}
        for number, file in enumerate(files):
            if not file.alone:
                folders.setdefault(file.path.rpartition("/")[0], number)
        return sorted(folders.values())
    least = {"missing": 0, "emptied": 1, "truncated": 2, "garbled": 1, "changed": 1}[kind]
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
        case "changed":
            return changed_in_one_byte(content)
        case "stray":
            return content
