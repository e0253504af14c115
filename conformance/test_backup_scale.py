"""BKP-010: the work of a backup grows with the number of files and no faster, and no big file is held in memory."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import pytest

from ..emulator.trace import FileOperation
from ..harness.data.data_set import DataSet, SeedFile
from ..harness.data.database_copy import COMPANIONS, is_database
from ..harness.scenarios.case import Case
from ..harness.scenarios.trial import Trial
from .steps import plain_backup

FEWEST = 30
STEPS = (1, 2, 4)
"""So many times the set's own number of files, or FEWEST. From the second step to the third linear work grows twice as
much as from the first to the second, quadratic work four times."""

MOST_GROWTH = 3

BIG_FILE = 12 * 1024 * 1024


class Work(msgspec.Struct, frozen=True):
    """What the extension did in one backup: how many file operations, and the most bytes it moved for any one file."""

    operations: int
    bytes_of_one_file: int
    busiest: str


def work_in(trial: Trial, first_event: int) -> Work:
    operations = 0
    moved: dict[str, int] = defaultdict(int)
    for event in trial.device.trace.of(FileOperation, first_event):
        if event.actor == "extension":
            operations += 1
            moved[event.path] += event.size
    busiest = max(moved, key=lambda path: moved[path], default="")
    return Work(operations, moved.get(busiest, 0), busiest)


@pytest.mark.requirement("BKP-010")
@pytest.mark.parametrize("growing", ["number-of-files", "size-of-one"])
def test_the_work_of_a_backup_grows_with_the_data_and_no_faster(case: Case, growing: str, typical: DataSet) -> None:
    if not plain_backup(case, typical).result.succeeded:
        case.not_applicable("the backup does not even succeed undisturbed: see BKP-001, LIF-002 and LIF-004")
    if not typical.files:
        case.not_applicable("the data set holds no file to multiply")
    if growing == "number-of-files":
        require_work_in_proportion(case, typical)
    else:
        require_pieces(case, typical)


def require_work_in_proportion(case: Case, typical: DataSet) -> None:
    done: list[Work] = []
    sizes = [step * max(FEWEST, len(typical.files)) for step in STEPS]
    for size in sizes:
        source = case.device()
        source.seed(many(typical, size))
        made = source.backup()
        if not made.succeeded:
            case.not_applicable(f"a backup of {size} files does not succeed: see BKP-001 and LIF-004")
        done.append(work_in(source, made.first_event))
    few, some, lots = done
    case.require(
        not grows_faster(few.operations, some.operations, lots.operations),
        f"for {sizes} files the backup does {few.operations}, {some.operations} and {lots.operations} file operations: "
        "the work grows much faster than the number of files",
    )
    case.require(
        not grows_faster(few.bytes_of_one_file, some.bytes_of_one_file, lots.bytes_of_one_file),
        f"for {sizes} files the backup moves {few.bytes_of_one_file}, {some.bytes_of_one_file} and "
        f"{lots.bytes_of_one_file} bytes for one of them ({lots.busiest}): it is read or written again for every other",
    )


def grows_faster(few: int, some: int, lots: int) -> bool:
    """Whether the growth is not that of the number of files."""
    return lots - some > MOST_GROWTH * max(some - few, 1) and lots > MOST_GROWTH * some


def require_pieces(case: Case, typical: DataSet) -> None:
    file = next((file for file in typical.files if is_attachment(file)), None)
    if file is None:
        case.not_applicable("the data set holds nothing but text and databases")
    big = msgspec.structs.replace(file, content=(file.content or b"\xff") * (BIG_FILE // (len(file.content) or 1) + 1))
    others = tuple(other for other in typical.files if other is not file)
    source = case.device()
    source.seed(msgspec.structs.replace(typical, files=(*others, big)))
    made = source.backup()
    if not made.succeeded:
        case.not_applicable("a backup with a big file does not succeed: see BKP-001 and LIF-004")
    opened: set[str] = set()
    for event in source.device.trace.of(FileOperation, made.first_event):
        # What is read without being opened first, the system copies by itself, piece by piece.
        if event.actor == "extension" and event.operation == "open":
            opened.add(event.path)
        whole = event.operation == "read" and event.size >= len(big.content)
        if event.actor == "extension" and whole and event.path in opened:
            case.fail(
                f"the extension reads {event.path} into memory at once, {event.size // 2**20} MiB: a video of the "
                "user's can be larger than the memory that the process may use"
            )


def is_attachment(file: SeedFile) -> bool:
    """Whether it is a photo or the like, which no app need look into."""
    try:
        file.content.decode()
    except UnicodeDecodeError:
        return not (is_database(file.content) or file.path.endswith(COMPANIONS))
    return file.path.endswith(".svg")


def many(data_set: DataSet, number: int) -> DataSet:
    """``number`` files, each a copy of one of the set's beside it, the set's own among them."""
    copies = {file.path: file for file in data_set.files}
    for copy in range(1, number // len(copies) + 1):
        for file in data_set.files:
            folder, _, name = file.path.rpartition("/")
            path = f"{folder}/copy {copy} of {name}"
            copies.setdefault(path, msgspec.structs.replace(file, path=path))
    return msgspec.structs.replace(data_set, files=tuple(copies.values())[:number])
