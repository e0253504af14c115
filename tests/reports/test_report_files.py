"""The reports that were asked for: which they are, where they cannot be, and that each is whole or absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.harness.results.report_files import (
    UnknownForm,
    UnwritableReport,
    require_writable,
    wanted_reports,
    write_reports,
)
from ohos_backup.reports.forms import FORMS
from ohos_backup.reports.results_file import read_results
from sample_results import every_outcome


def test_options_of_their_own_and_the_general_one_add_up() -> None:
    assert wanted_reports(["junit=out/a=b.xml"], json=Path("results.json")) == {
        "json": Path("results.json"),
        "junit": Path("out/a=b.xml"),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jnuit=x.xml", ("'jnuit' is no form", "json, junit")),
        ("junit", ("'junit' names no file", "junit=junit.xml")),
        ("junit=", ("names no file",)),
        ("json=other.json", ("asked for twice", "results.json or other.json")),
    ],
)
def test_a_text_that_asks_for_nothing_clear_is_refused(text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(UnknownForm) as refused:
        wanted_reports([text], json=Path("results.json"))

    assert all(word in str(refused.value) for word in words)


def test_a_place_that_cannot_hold_a_report_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "file" / "x", "cannot be"),
        (Path("/dev/null"), "no ord"),
    ):
        with pytest.raises(UnwritableReport, match=words):
            require_writable({"json": path})
    with pytest.raises(UnwritableReport, match="both json and junit"):
        require_writable({"json": tmp_path / "new", "junit": tmp_path / "new"})
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_one_report_that_cannot_be_written_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(UnwritableReport, match=r"x\.xml cannot be written"):
        write_reports(every_outcome(), {"junit": tmp_path / "file" / "x.xml", "json": tmp_path / "new" / "r.json"})

    assert read_results(tmp_path / "new" / "r.json") == every_outcome()


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_form_can_be_written(tmp_path: Path, form) -> None:
    write_reports(every_outcome(), {form.name: tmp_path / f"report{form.suffix}"})

    assert (tmp_path / f"report{form.suffix}").stat().st_size > 0
    assert form.name == form.name.lower()
    assert form.option in ("", f"--{form.name}")
