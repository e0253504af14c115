"""Data sets: they fit the configuration, are the same for the same seed, and refuse what is outside the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.harness.data.data_set import UnusableDataSet, data_set_from_folder
from ohos_backup.harness.data.generated import Placement, generated_data_sets, placements

BASE = "/data/storage/el2/base"
FILES = f"{BASE}/files"


@pytest.mark.parametrize(
    ("include", "place"),
    [
        ("data/storage/el2/base/files/", Placement(FILES)),
        ("/data/storage/el2/base/files", Placement(FILES)),
        ("/data/storage/el2/base/files/*", Placement(FILES)),
        ("/data/storage/el2/base/haps/*/files/", Placement("/data/storage/el2/base/haps/entry/files")),
        ("/data/storage/el2/base/files/state.json", Placement(f"{FILES}/state.json", is_file=True)),
        ("/data/storage/el2/base/files/*.txt", Placement(f"{FILES}/sample.txt", is_file=True)),
        ("/data/storage/el2/base/files/note-?.md", Placement(f"{FILES}/note-x.md", is_file=True)),
        ("/data/storage/el2/base/files/[ab]/", Placement(f"{FILES}/a")),
        (
            "/data/storage/el2/base/preferences/cards",
            Placement("/data/storage/el2/base/preferences/cards", is_file=True),
        ),
        ("/data/storage/el2/base/preferences/", Placement("/data/storage/el2/base/preferences")),
        ("/data/storage/el2/base/.backup/staging/", Placement("/data/storage/el2/base/.backup/staging")),
    ],
)
def test_an_include_becomes_a_place_that_it_matches(include: str, place: Placement) -> None:
    assert placements([include], ["entry"]) == (place,)


@pytest.mark.parametrize(
    "include", ["/system/etc/hosts", "/data/storage/el2/base/../x/", "", "/data/app/el2/100/base/"]
)
def test_nothing_is_placed_outside_the_sandbox(include: str) -> None:
    assert placements([include], ["entry"]) == ()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() -> None:
    first = generated_data_sets(placements(["data/storage/el2/base/files/"], ["entry"]), 1)

    assert first == generated_data_sets(placements(["data/storage/el2/base/files/"], ["entry"]), 1)
    assert first != generated_data_sets(placements(["data/storage/el2/base/files/"], ["entry"]), 2)


def test_the_big_set_lies_on_both_sides_of_the_boundary() -> None:
    (big,) = (s for s in generated_data_sets(placements([f"{FILES}/"], ["entry"]), 0) if s.name == "big")

    sizes = sorted(len(file.content) for file in big.files)

    assert sizes[0] == 2 * 1024 * 1024
    assert sizes[1] == sizes[0] + 1


def test_names_fit_the_filesystem() -> None:
    for data_set in generated_data_sets(placements([f"{FILES}/"], ["entry"]), 0):
        for file in data_set.files:
            assert all(len(part.encode()) <= 255 for part in file.path.split("/"))


def test_a_folder_mirrors_the_sandbox(tmp_path: Path) -> None:
    note = tmp_path / "data" / "storage" / "el2" / "base" / "files" / "note.txt"
    note.parent.mkdir(parents=True)
    note.write_bytes(b"hello")

    data_set = data_set_from_folder("own", tmp_path)

    assert [(file.path, file.content) for file in data_set.files] == [(f"{FILES}/note.txt", b"hello")]
    assert data_set.must_survive


def test_a_folder_that_is_not_there_is_told_with_a_mend(tmp_path: Path) -> None:
    with pytest.raises(UnusableDataSet, match=r"data/storage/el2/base/files"):
        data_set_from_folder("own", tmp_path / "gone")


def test_a_file_outside_the_sandbox_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")

    with pytest.raises(UnusableDataSet, match=r"readme\.txt"):
        data_set_from_folder("own", tmp_path)
