"""BKP-013: text comes back letter by letter, whatever it holds and however long it is."""

from __future__ import annotations

import msgspec
import pytest

from ..emulator.backup.archive import Archive
from ..harness.data.data_set import DataSet, SeedFile
from ..harness.data.tree import only
from ..harness.scenarios.case import Case
from .steps import (
    archive_from,
    archive_of,
    described,
    kept_by_the_app,
    lost,
    plain_backup,
    plain_restore,
    to_come_back,
)

TEXT_SUFFIXES = (".txt", ".md", ".text", ".log")
"""Files of free text; what else a team's file holds may have a format that another text would break."""

LONGER_THAN_BUFFERS = 80_000

TEXTS: dict[str, str] = {
    "other-scripts": "日记 – ü ß é\u0301 ক্ষ עברית 🙂👨\u200d👩\u200d👧 \u00a0\u2028 end\n",
    "braces-and-quotes": '{"a": "}"} ]] \'${x}\' `y` \\n \\\\ %s %d %{public}s <b>&amp;</b> ]]> -- ; , | \x7f\n',
    "line-ends": "\r\n first \t\n\n\nlast without an end  ",
    "long": "x" + "数据🙂é " * (LONGER_THAN_BUFFERS // 13),
}
"""What the text files hold in turn. ``long`` has letters across every limit of 4096 bytes."""

SHORT = "short\n"


@pytest.mark.requirement("BKP-013")
@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_letter_by_letter(case: Case, text: str, typical: DataSet) -> None:
    files = text_files(case, typical)
    written = with_text(typical, files, TEXTS[text])
    source = case.device()
    seeded = source.seed(written)
    owed = only(to_come_back(source, written, seeded), lambda path: path in files)
    made = source.backup()
    case.require(made.succeeded, f"with text files of the kind '{text}', the backup ends with {described(made)}")
    target = case.device()
    result = target.restore(archive_from(case, made))
    case.require(result.succeeded, f"with text files of the kind '{text}', the restore ends with {described(result)}")
    case.require_same(owed, lost(owed, target.tree()), f"text of the kind '{text}' is not what it was")


@pytest.mark.requirement("BKP-013")
def test_a_text_that_became_shorter_keeps_nothing_of_the_longer_one(case: Case, typical: DataSet) -> None:
    files = text_files(case, typical)
    source = case.device()
    source.seed(with_text(typical, files, TEXTS["braces-and-quotes"] * 20))
    first = source.backup()
    for path in files:
        source.write(path, SHORT)
    owed = only(source.tree(), lambda path: path in files)
    older, latest = archive_from(case, first), archive_from(case, source.backup())
    for earlier in (None, SHORT, older):
        target = case.device()
        if isinstance(earlier, Archive):
            target.restore(earlier)
        elif earlier is not None:
            for path in files:
                target.write(path, earlier + SHORT)
        result = target.restore(latest)
        changes = lost(owed, target.tree())
        if earlier is SHORT and (changes or not result.succeeded):
            case.not_applicable("a restore does not replace what is on the device: see RST-002")
        case.require(result.succeeded, f"with shortened text files, the restore ends with {described(result)}")
        case.require_same(owed, changes, "text that the user has shortened does not come back as it was shortened")


def text_files(case: Case, data_set: DataSet) -> frozenset[str]:
    """The text files of the set, which come back as they are."""
    archive, expected = archive_of(case, data_set)
    usual = plain_restore(case, archive)
    own = kept_by_the_app(plain_backup(case, data_set))
    found = frozenset(path for path in expected if path.endswith(TEXT_SUFFIXES) and path not in own)
    if not found:
        case.not_applicable(f"the data set holds no text file ({', '.join(TEXT_SUFFIXES)}) that a backup takes along")
    if not usual.result.succeeded or lost(expected, usual.tree):
        case.not_applicable("the data does not even come back as it is: see RST-001, RST-006 and VER-002")
    return found


def with_text(data_set: DataSet, paths: frozenset[str], text: str) -> DataSet:
    """The set with ``text`` in the files ``paths``, and the name of each before it, so that no two are the same."""

    def rewritten(file: SeedFile) -> SeedFile:
        if file.path not in paths:
            return file
        return msgspec.structs.replace(file, content=f"{file.path.rpartition('/')[2]}\n{text}".encode())

    return msgspec.structs.replace(data_set, files=tuple(rewritten(file) for file in data_set.files))
