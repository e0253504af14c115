"""Damage to an archive: which kinds, to which files, and that the archive stays sound for the framework."""

from __future__ import annotations

import msgspec
import pytest
from ohos_backup.emulator.backup.api import SessionOptions
from ohos_backup.emulator.backup.archive import Archive
from ohos_backup.emulator.profile import device_profile
from ohos_backup.fixtures.catalogue_of_apps import good_apps
from ohos_backup.harness.archives.content import content_of
from ohos_backup.harness.scenarios.damage import (
    KINDS,
    MOST_PROMISED,
    STRAY_CONTENT,
    STRAY_NAME,
    CarriedFile,
    Damage,
    DamageKind,
    carried_files,
    damaged,
    damages,
)
from ohos_backup.harness.scenarios.trial import Trial
from ohos_backup.harness.scenarios.verdicts import Inconclusive
from ohos_backup.harness.settings import Notices
from ohos_backup.harness.subjects.loading import load_subject

FOLDER = "/data/storage/el2/base/haps/entry/files/notes"
NOTE = f"{FOLDER}/a note.md"
LONG = f"{FOLDER}/{'long-name-' * 12}.md"
BIG = f"{FOLDER}/film.mp4"
CONTENTS = {NOTE: b"# shopping\n", LONG: b"text " * 300, BIG: b"\x01" * (2 * 1024 * 1024 + 9)}


@pytest.fixture(scope="module")
def source() -> Trial:
    """A notes app written in Python, so that no compiler is needed, with three notes."""
    app = next(app for app in good_apps() if app.name == "python-notes")
    trial = Trial(load_subject(app.address), profile=device_profile("latest"))
    for path, content in CONTENTS.items():
        trial.write(path, content)
    return trial


@pytest.fixture(scope="module")
def archive(source: Trial) -> Archive:
    made = source.backup(SessionOptions()).archive
    assert made is not None
    return made


def damage(kind: DamageKind, path: str) -> Damage:
    return Damage(kind=kind, number=1, path=path, made=False, out_of=1)


@pytest.mark.parametrize(
    ("kind", "path"),
    [(kind, path) for kind in (*KINDS, "changed") for path in CONTENTS if (kind, path) != ("stray", BIG)],
)
def test_damage_changes_one_file_and_leaves_the_archive_sound(
    source: Trial, archive: Archive, kind: DamageKind, path: str
) -> None:
    before, after = content_of(archive), content_of(damaged(archive, damage(kind, path)))
    rest = {name: content for name, content in before.items() if name != path}

    assert {name: after.get(name) for name in rest} == rest
    match kind:
        case "missing":
            assert path not in after
        case "emptied":
            assert after[path] == b""
        case "truncated":
            assert after[path] == before[path][: len(before[path]) // 2]
        case "garbled":
            assert len(after[path]) == len(before[path])
            assert not any(one == other for one, other in zip(after[path], before[path], strict=True))
        case "changed":
            assert sum(one != other for one, other in zip(after[path], before[path], strict=True)) == 1
        case "stray":
            assert after[f"{FOLDER}/{STRAY_NAME}"] == STRAY_CONTENT


def test_the_framework_unpacks_a_rewritten_archive_like_the_first_one(source: Trial, archive: Archive) -> None:
    whole, rewritten = source.fresh(), source.fresh()

    assert whole.restore(archive).succeeded
    assert rewritten.restore(damaged(archive, damage("stray", NOTE))).succeeded

    tree = rewritten.tree()
    assert tree.pop(f"{FOLDER}/{STRAY_NAME}").content == STRAY_CONTENT
    assert {path: (node.content, node.mode) for path, node in tree.items()} == {
        path: (node.content, node.mode) for path, node in whole.tree().items()
    }


def test_it_is_known_what_the_extension_made_and_what_it_looks_at(source: Trial, archive: Archive) -> None:
    asked = {f"/data/storage/el2/base/.backup/restore{NOTE}", LONG}
    found = {file.path: file for file in carried_files(archive, {NOTE: source.tree()[NOTE]}, asked)}

    assert {path for path in CONTENTS if found[path].made} == {LONG, BIG}
    assert {path for path in CONTENTS if found[path].looked_at} == {NOTE, LONG}
    assert {path for path in CONTENTS if found[path].alone} == {BIG}


def test_a_promise_is_about_the_users_files_under_whatever_name_they_travel(source: Trial, archive: Archive) -> None:
    elsewhere = NOTE.replace("/notes/", "/diary/")
    before = {elsewhere: source.tree()[NOTE], LONG: source.tree()[LONG]}
    notices = Notices(missing=("haps/*/files/diary/*",), changed=("haps/entry/files/notes/long*", BIG))
    found = {file.path: file.noticed for file in carried_files(archive, before, (), notices)}

    assert {path: found[path] for path in CONTENTS} == {
        NOTE: {"missing"},
        LONG: {"changed", "garbled"},
        BIG: set(),
    }


def files(number: int) -> tuple[CarriedFile, ...]:
    return tuple(CarriedFile(path=f"/data/{n}.txt", size=5, made=n == 7, looked_at=False) for n in range(number))


def test_every_damage_is_tried_when_there_are_few_files() -> None:
    tried = damages(files(3), seed=0)

    assert len(tried) == len({str(one) for one in tried}) == 4 * 3 + 1
    assert not any(one.sampled for one in tried)


def test_of_many_a_sample_by_the_seed_holds_every_kind_and_the_files_that_the_extension_made() -> None:
    many = files(40)
    tried = damages(many, seed=1, most=15)

    assert [(one.sampled, one.out_of) for one in tried] == [(True, 161)] * 15
    assert {one.kind for one in tried} == set(KINDS)
    assert {one.kind for one in tried if one.made} == set(KINDS) - {"stray"}
    assert tried == damages(many, seed=1, most=15) != damages(many, seed=2, most=15)
    assert len(damages(many, seed=1, most=None)) == 161


def test_what_is_promised_is_tried_besides_at_the_ends_of_each_folder_first() -> None:
    def file(number: int) -> CarriedFile:
        noticed = frozenset[DamageKind](("changed", "garbled") if number != 3 else ())
        return CarriedFile(
            path=f"/data/{number // 20}/{number:03}.txt", size=5, made=False, looked_at=False, noticed=noticed
        )

    many = tuple(map(file, range(60)))
    tried = damages(many, seed=1, most=15)
    changed = [one.number - 1 for one in tried if one.kind == "changed"]

    assert len(tried) == 15 + MOST_PROMISED
    assert changed == [0, 1, 2, 19, 20, 39, 40, 59]
    assert all(one.promised == (one.kind in ("changed", "garbled") and one.number != 4) for one in tried)
    assert {(one.sampled, one.out_of) for one in tried} == {(True, 60 * 4 + 3 + 59)}
    assert sum(one.kind == "changed" for one in damages(many, seed=1, most=None)) == 59


def test_what_is_promised_and_tried_anyway_is_no_second_case() -> None:
    few = tuple(msgspec.structs.replace(file, noticed=frozenset({"missing"})) for file in files(3))

    tried = damages(few, seed=0)

    assert [str(one) for one in tried] == [str(one) for one in damages(files(3), seed=0)]
    assert {one.kind for one in tried if one.promised} == {"missing"}


def test_a_file_too_short_is_not_cut() -> None:
    short = (CarriedFile(path="/data/empty", size=0, made=False, looked_at=False),)

    assert [one.kind for one in damages(short, seed=0)] == ["missing", "stray"]


def test_no_foreign_file_is_laid_beside_files_that_travel_by_themselves() -> None:
    big = (CarriedFile(path="/data/film", size=9, made=False, looked_at=False, alone=True),)

    assert "stray" not in [one.kind for one in damages(big, seed=0)]


def test_damage_is_described_for_people() -> None:
    assert damage("truncated", NOTE).described() == f"{NOTE} cut in the middle"
    assert damage("stray", NOTE).described() == f"a foreign file beside {NOTE}"


def test_damage_to_a_file_that_is_not_there_is_no_damage(archive: Archive) -> None:
    with pytest.raises(Inconclusive, match="could not be damaged"):
        damaged(archive, damage("emptied", f"{FOLDER}/gone.md"))
