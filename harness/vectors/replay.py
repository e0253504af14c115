"""Runs every recorded row through the emulator and counts where it agrees with the real framework."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from ...emulator.errors import OhosBackupError
from ...emulator.source import SourcePosition
from . import (
    compare_rows,
    config_rows,
    full_rows,
    hash_rows,
    manage_rows,
    match_rows,
    onbackupex_rows,
    report_rows,
    restore_rows,
    scan_rows,
    tar_rows,
    untar_rows,
)
from .rows import Replayer, Row

KINDS: dict[str, Replayer] = {
    "config": config_rows.replay,
    "match": match_rows.replay,
    "hash": hash_rows.replay,
    "tar": tar_rows.replay,
    "scan": scan_rows.replay,
    "manage": manage_rows.replay,
    "untar": untar_rows.replay,
    "full": full_rows.replay,
    "restore": restore_rows.replay,
    "report": report_rows.replay,
    "onbackupex": onbackupex_rows.replay,
    "compare": compare_rows.replay,
}
"""What replays the rows of ``<kind>.jsonl`` (or ``<kind>-more.jsonl``)."""

_ABSENT = "(absent)"
_SUFFIX = ".jsonl"
_ENDS_IN_ERROR = ("__signal__", "__san__")
"""Marks of answers that the real code never gave: it hung, or a device built with sanitizers would abort."""


class UnreadableVectors(OhosBackupError):
    code = "E-VECTORS"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that differs. ``place`` leads into it (``.tars[0].size``); the texts are JSON, shortened. Where the
    emulator failed instead of answering, ``place`` is ``.`` and ``emulated`` says how."""

    row: str
    place: str
    recorded: str
    emulated: str
    line: int = 0
    note: str = ""


class FileOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one file of rows went. ``differing`` holds the ids of all rows that differ; ``differences`` the first few."""

    file: str
    kind: str
    agreed: int
    differing: tuple[str, ...]
    differences: tuple[Difference, ...]


def replay_vectors(folder: Path, kinds: tuple[str, ...] | None = None, *, shown: int = 20) -> list[FileOutcome]:
    """Replay the vector files of ``folder``, all of them or those of ``kinds``; at most ``shown`` differences a file
    are kept.

    A file is named by its kind, ``config.jsonl``, or by its kind and more, ``config-clone.jsonl``. All files are read
    before the first is replayed. Raises UnreadableVectors: a folder without vectors, a kind without a file, a file of
    no known kind, a line that is no row.
    """
    files = [(path, kind, _read_rows(path)) for path, kind in _vector_files(folder, kinds)]
    return [_replay_file(path, kind, rows, shown) for path, kind, rows in files]


def compare_row(replay: Replayer, row: Row) -> Difference | None:
    """The first difference between ``row`` and what the emulator answers; None when they agree.

    A clear error of the emulator agrees with a row on which the real code hangs or may abort. Any other failure is a
    difference: one broken row must not keep the others from being judged.
    """
    note = str(row.get("note", ""))
    try:
        emulated = replay(row)
    except Exception as error:  # noqa: BLE001 - whatever a row brings about is told as its difference
        if isinstance(error, OhosBackupError) and _recorded_without_answer(row["out"]):
            return None
        told = f"{type(error).__name__}: {error}"
        return Difference(row=_id(row), place=".", recorded=_shortened(row["out"]), emulated=_clipped(told), note=note)
    accepted = [_comparable(row[name]) for name in ("out", "out_bytelocale") if name in row]
    if any(emulated == answer for answer in accepted):
        return None
    place, left, right = _first_difference(accepted[-1], emulated, "")
    return Difference(row=_id(row), place=place, recorded=_shortened(left), emulated=_shortened(right), note=note)


def _vector_files(folder: Path, kinds: tuple[str, ...] | None) -> Iterator[tuple[Path, str]]:
    if not folder.is_dir():
        raise UnreadableVectors(
            f"{folder} is no folder", mend="Name a folder that holds .jsonl files of recorded rows."
        )
    try:
        found = [(path, _kind_of(path)) for path in sorted(folder.iterdir()) if path.suffix == _SUFFIX]
    except OSError as error:
        raise UnreadableVectors(f"{folder} cannot be read: {error.strerror}", mend="Allow reading it.") from error
    for kind in kinds or ():
        if not any(kind == other for _, other in found):
            raise UnreadableVectors(
                f"{folder / (kind + _SUFFIX)} cannot be read: No such file",
                mend=f"The folder has files of these kinds: {', '.join(sorted({k for _, k in found})) or 'none'}.",
            )
    if not found:
        raise UnreadableVectors(f"{folder} holds no {_SUFFIX} file", mend="Name a folder that holds recorded rows.")
    for path, kind in found:
        if kinds is not None and kind not in kinds:
            continue
        if kind not in KINDS:
            raise UnreadableVectors(
                f"nothing replays rows of the kind '{kind}'",
                where=SourcePosition(str(path)),
                mend=f"Name the file after what its rows ask for: {', '.join(KINDS)}.",
            )
        yield path, kind


def _kind_of(path: Path) -> str:
    return path.name.removesuffix(_SUFFIX).partition("-")[0].partition(".")[0]


def _replay_file(path: Path, kind: str, rows: list[tuple[int, Row]], shown: int) -> FileOutcome:
    agreed = 0
    differing: list[str] = []
    differences: list[Difference] = []
    for line, row in rows:
        difference = compare_row(KINDS[kind], row)
        if difference is None:
            agreed += 1
            continue
        differing.append(difference.row)
        if len(differences) < shown:
            differences.append(msgspec.structs.replace(difference, line=line))
    return FileOutcome(
        file=path.name, kind=kind, agreed=agreed, differing=tuple(differing), differences=tuple(differences)
    )


def _read_rows(path: Path) -> list[tuple[int, Row]]:
    """The rows with the numbers of their lines."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UnreadableVectors(f"{path} cannot be read: {error.strerror}", mend="Allow reading it.") from error
    return [(number, _row(path, number, line)) for number, line in enumerate(lines, 1) if line.strip()]


def _row(path: Path, number: int, line: bytes) -> Row:
    where = SourcePosition(str(path), number)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableVectors(f"the line is not JSON: {error}", where=where, mend="Copy the file again.") from error
    if not isinstance(row, dict) or not {"id", "in", "out"} <= cast("Row", row).keys():
        raise UnreadableVectors(
            "the line is no row: it needs the members id, in and out",
            where=where,
            mend="A row is one JSON object a line, as the README beside the vectors tells.",
        )
    return cast("Row", row)


def _id(row: Row) -> str:
    return str(row["id"])


def _recorded_without_answer(out: Any) -> bool:
    return isinstance(out, dict) and any(mark in out for mark in _ENDS_IN_ERROR)


def _comparable(answer: Any) -> Any:
    """A recorded answer without what is not compared: sanitizer notes, the name of a signal, texts of exceptions."""
    if isinstance(answer, list):
        return [_comparable(item) for item in cast("list[Any]", answer)]
    if not isinstance(answer, dict):
        return answer
    members = cast("dict[str, Any]", answer)
    for decisive in ("__throw__", "__signal__"):
        if decisive in members:
            return {decisive: members[decisive]}
    return {name: _comparable(item) for name, item in members.items() if name != "__san__"}


def _first_difference(recorded: Any, emulated: Any, place: str) -> tuple[str, Any, Any]:
    if isinstance(recorded, dict) and isinstance(emulated, dict):
        left, right = cast("dict[str, Any]", recorded), cast("dict[str, Any]", emulated)
        for name in sorted({*left, *right}):
            if name not in left or name not in right or left[name] != right[name]:
                return _first_difference(left.get(name, _ABSENT), right.get(name, _ABSENT), f"{place}.{name}")
    if isinstance(recorded, list) and isinstance(emulated, list):
        ours, theirs = cast("list[Any]", recorded), cast("list[Any]", emulated)
        for at, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            if one != other:
                return _first_difference(one, other, f"{place}[{at}]")
        at = min(len(ours), len(theirs))
        return f"{place}[{at}]", ours[at:] or _ABSENT, theirs[at:] or _ABSENT
    return place or ".", cast("Any", recorded), cast("Any", emulated)


def _shortened(value: Any) -> str:
    return _clipped(json.dumps(value, ensure_ascii=True))


def _clipped(text: str) -> str:
    return text if len(text) <= 300 else text[:297] + "..."
