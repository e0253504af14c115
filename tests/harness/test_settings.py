"""ohos-backup.toml: defaults without a file, clear words for a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.harness.settings import BadSettings, project_settings


def written(folder: Path, text: str) -> Path:
    (folder / "ohos-backup.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings = project_settings(tmp_path)

    assert settings.data == ()
    assert settings.policy.on_restore == "merge"


def test_data_sets_and_policy_are_read(tmp_path: Path) -> None:
    text = '[[data]]\nname = "notes"\nfolder = "backup-data"\n[policy]\non_restore = "replace"\n'

    settings = project_settings(written(tmp_path, text))

    assert [(entry.name, entry.folder) for entry in settings.data] == [("notes", "backup-data")]
    assert settings.policy.on_restore == "replace"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[policy\n", "ohos-backup.toml:1:8"),
        ('[policy]\non_restore = "both"\n', "both"),
        ("[polcy]\n", "there is no key 'polcy' here\n  Did you mean policy?"),
        ("[policy]\nxyzzy = 1\n", "The keys here are on_restore, downgrade, migrates_old_generation, old_package."),
        ('[[data]]\nname = "x"\n', "ohos-backup.toml:1:3"),
    ],
)
def test_a_bad_file_is_told_with_its_name_and_the_mistake(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        project_settings(written(tmp_path, text))

    assert said in str(caught.value)
    assert "ohos-backup.toml" in str(caught.value)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('profile = "api7"\n', ":1:1: there is no device profile 'api7'"),
        (
            '[[data]]\nname = "a"\nfolder = "x"\n\n[[data]]\nname = "b"\n folder = 3\n',
            ":7:2: expected: a text; given: a whole",
        ),
        ('[[data]]\nname = "a/b"\nfolder = "x"\n', ":2:1: 'a/b' cannot name a data set"),
        ('[[data]]\nname = "a"\n[[data.sql]]\nscript = "x"\ndatabase = "y"\n[[data.sql]]\nsript = "x"\n', ":7:1: "),
        ('[expect.may_change]\ntables = ["notes.db"]\n', ":2:1: 'notes.db' does not say what in it"),
        ('[policy]\ndowngrade = "maybe"\n', ":2:1: Invalid enum value 'maybe'"),
        ('[[data]]\nname = "a"\ngenerator = "a.py"\n', ":3:1: 'a.py' does not say which function"),
        ('[migration]\nreader = "Notes.ets"\n', ":2:1: 'Notes.ets' does not say which function"),
        ('[[waiver]]\nid = "RST-003"\nreason = "x"\nexpires = "soon"\n', ":4:1: "),
        ('[[waiver]]\nid = "RST-003"\nreason = " "\nexpires = 2030-01-01\n', ":3:1: a waiver needs a reason"),
        ('[[waiver]]\nid = "RST-999"\nreason = "x"\nexpires = 2030-01-01\n', ":2:1: there is no requirement"),
        ('[[waiver]]\nid = "RST-003"\nreason = "x"\n', ":1:3: "),
    ],
)
def test_a_mistake_is_told_by_line_and_column_and_how_to_mend_it(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        project_settings(written(tmp_path, text))

    assert f"ohos-backup.toml{said}" in str(caught.value)
    assert caught.value.mend


@pytest.mark.parametrize(
    "text",
    ['[migration]\nreader = "Notes.ets#readAll"\n', '[[data]]\nname = "a"\ngenerator = "Notes.ets#readAll"\n'],
)
def test_a_function_is_named_in_one_way_and_another_one_is_corrected(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSettings) as caught:
        project_settings(written(tmp_path, text))

    assert caught.value.mend == 'Name file and function: "Notes.ets:readAll".'


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "ohos-backup.toml").write_bytes(b'profile = "api12"\n# \xff\n')

    with pytest.raises(BadSettings, match=r":2: the file is not UTF-8"):
        project_settings(tmp_path)
