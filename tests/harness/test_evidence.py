"""What a failing case shows besides its story: source around its place, and what was carried."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from command_line import EXTENSION, NOTES, edit, notes_at
from ohos_backup.emulator.backup.archive import Archive, ArchivedFile
from ohos_backup.emulator.source import SourcePosition
from ohos_backup.fixtures import fault_apps, good_apps
from ohos_backup.harness.judging.archive_listing import archived_entries
from ohos_backup.harness.judging.blame import blamed_place
from ohos_backup.harness.judging.environment import environment
from ohos_backup.harness.judging.recording import LONGEST_ARCHIVE, record_case
from ohos_backup.harness.judging.source_lines import excerpt_around, place_in
from ohos_backup.harness.naming import requirement
from ohos_backup.harness.scenarios.case import Case
from ohos_backup.harness.scenarios.verdicts import Inconclusive, Violation
from ohos_backup.harness.subjects.device_choice import chosen_profile
from ohos_backup.harness.subjects.digests import sources_digest, suite_digest
from ohos_backup.harness.subjects.loading import load_subject
from ohos_backup.reports.model import ArchivedEntry, Place

CONFIG = "entry/src/main/resources/base/profile/backup_config.json"
PYTHON_NOTES = next(app.path for app in good_apps() if app.name == "python-notes")


def case_of(address: str | Path) -> Case:
    subject = load_subject(str(address))
    return Case(subject, requirement("RST-001"), {}, profile=chosen_profile(subject, None), seed=0)


def after_a_round_trip(address: str | Path, files: int = 1) -> Case:
    case = case_of(address)
    old, new = case.device(), case.device()
    for number in range(files):
        old.write(f"haps/entry/files/notes/{number}.txt", "milk")
    made = old.backup()
    assert made.archive is not None
    assert new.restore(made.archive).succeeded
    return case


@pytest.mark.parametrize(
    ("reason", "blamed"),
    [
        ("a note does not come back", "async onRestore(bundleVersion: BundleVersion): Promise<void> {"),
        ("onBackup took too long", "async onBackup(): Promise<void> {"),
        ("onRelease leaves files behind", "async onRelease(scenario: number): Promise<void> {"),
        ("onProcess, which the app does not have", "async onRestore(bundleVersion: BundleVersion): Promise<void> {"),
    ],
)
def test_a_failure_without_a_place_points_at_the_callback_it_is_about(reason: str, blamed: str) -> None:
    record = record_case(after_a_round_trip(NOTES), "RST-001[typical]", Violation(reason), 0)

    place, excerpt = record.evidence.place, record.evidence.excerpt
    assert place is not None
    assert excerpt is not None
    assert (place.file, excerpt.file) == (EXTENSION, EXTENSION)
    assert excerpt.lines[place.line - excerpt.first_line].strip() == blamed
    assert len(excerpt.lines) == 7


def test_a_callback_that_broke_is_blamed_at_the_line_that_broke(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    edit(root / EXTENSION, "const written", "throw new Error('no');\n    const written")
    case = case_of(root)
    case.device().backup()

    blamed = blamed_place(case, "the backup fails")

    assert blamed is not None
    assert (root / blamed.file).read_text(encoding="utf-8").split("\n")[
        blamed.line - 1
    ].strip() == "throw new Error('no');"


def test_an_inherited_callback_is_blamed_in_the_file_of_its_class(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    base = root / Path(EXTENSION).with_name("Base.ets")
    (root / EXTENSION).rename(base)
    (root / EXTENSION).write_text(
        "import Base from './Base';\nexport default class extends Base {}\n", encoding="utf-8"
    )

    blamed = blamed_place(after_a_round_trip(root), "a note does not come back")

    assert blamed is not None
    assert blamed.file == Path(EXTENSION).with_name("Base.ets").as_posix()


def test_an_app_without_callbacks_of_its_own_is_blamed_for_its_configuration(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    (root / EXTENSION).write_text(
        "import { BackupExtensionAbility } from '@kit.CoreFileKit';\n"
        "export default class NotesBackupAbility extends BackupExtensionAbility {}\n",
        encoding="utf-8",
    )

    blamed = blamed_place(after_a_round_trip(root), "a note does not come back")

    assert blamed is not None
    assert blamed.file == CONFIG


def test_an_extension_in_python_is_blamed_by_its_file_relative_to_the_app() -> None:
    case = after_a_round_trip(f"{PYTHON_NOTES / 'model.py'}:NotesBackup")

    evidence = record_case(case, "RST-001", Violation("a note does not come back"), 0).evidence

    assert evidence.place is not None
    assert evidence.place.file == "model.py"
    assert evidence.excerpt is not None
    assert "def onRestore" in evidence.excerpt.lines[3]


def test_what_could_not_be_judged_is_nobodys_fault() -> None:
    evidence = record_case(after_a_round_trip(NOTES), "RST-001", Inconclusive("the suite has no data"), 0).evidence
    assert evidence.place is None


def test_the_archive_is_listed_as_the_device_names_its_files_and_is_cut_with_a_number() -> None:
    evidence = record_case(after_a_round_trip(NOTES, LONGEST_ARCHIVE + 20), "RST-001", Violation("lost"), 0).evidence

    assert len(evidence.archive) == LONGEST_ARCHIVE
    # The index that the app writes is one more.
    assert evidence.archive_more == 21
    note = next(entry for entry in evidence.archive if entry.path.endswith("/notes/7.txt"))
    assert note == ArchivedEntry(
        path="/data/storage/el2/base/haps/entry/files/notes/7.txt", part=evidence.archive[0].part, size=4
    )


def test_a_backup_that_brought_nothing_carried_nothing(tmp_path: Path) -> None:
    root = notes_at(tmp_path / "app")
    edit(root / EXTENSION, "const written", "throw new Error('no');\n    const written")
    case = case_of(root)
    case.device().backup()

    assert record_case(case, "BKP-001", Violation("the backup fails"), 0).evidence.archive == ()


def test_a_damaged_archive_is_told_as_far_as_it_can_be_read() -> None:
    archive = after_a_round_trip(NOTES).trials[0].device.backup_service.last_archive
    assert archive is not None
    part = next(name for name in archive.files if name.endswith(".tar"))

    def with_file(name: str, content: bytes) -> Archive:
        return msgspec.structs.replace(archive, files={**archive.files, name: ArchivedFile(content)})

    whole = list(archived_entries(archive))
    assert list(archived_entries(with_file("manage.json", b"{"))) == whole
    assert list(archived_entries(with_file("manage.json", b'[1, {"fileName": 2}]'))) == whole
    assert list(archived_entries(with_file(part, b"no tar at all"))) == [ArchivedEntry(path="", part=part, size=13)]


def test_an_excerpt_ends_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.ets").write_bytes("one\r\ntwo\r\n日记\r\n".encode())

    assert (first := excerpt_around(Place(file="a.ets", line=1), tmp_path)) is not None
    assert (first.first_line, first.lines) == (1, ("one", "two", "日记"))
    assert excerpt_around(Place(file="a.ets", line=9), tmp_path) is None
    assert excerpt_around(Place(file="gone.ets", line=1), tmp_path) is None
    assert excerpt_around(Place(file="a.ets"), tmp_path) is None


def test_a_place_outside_of_the_app_keeps_its_name() -> None:
    subject = load_subject(str(NOTES))
    assert place_in(subject, SourcePosition("/usr/lib/x.py", 3)) == Place(file="/usr/lib/x.py", line=3)


def test_the_environment_says_what_judged() -> None:
    told = environment(load_subject(str(NOTES)))
    assert told.node.count(".") == 2
    assert told.compiler.startswith("ohos-typescript ")
    assert told.python
    assert told.platform
    assert told.catalogue == suite_digest()

    in_python = environment(load_subject(f"{PYTHON_NOTES / 'model.py'}:NotesBackup"))
    assert (in_python.node, in_python.compiler) == ("", "")
    assert in_python.sources != told.sources


def test_the_digest_of_the_sources_is_that_of_every_copy_and_of_no_other_app(tmp_path: Path) -> None:
    original, copy = load_subject(str(NOTES)), load_subject(str(notes_at(tmp_path / "app")))
    assert sources_digest(original) == sources_digest(copy)

    edit(tmp_path / "app" / EXTENSION, "indexed", "counted")
    assert sources_digest(load_subject(str(tmp_path / "app"))) != sources_digest(original)


def test_the_class_of_an_extension_is_found_whatever_it_looks_like() -> None:
    apps = [app for app in fault_apps() if not list(app.path.glob("*.py"))][::40]
    for app in apps:
        subject = load_subject(str(app.path))
        assert subject.program is not None
        assert subject.program.declared((subject.application.extension.name,)) is not None, app.name
