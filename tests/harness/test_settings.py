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
        ("[polcy]\n", "polcy"),
        ('[[data]]\nname = "x"\n', "ohos-backup.toml:1:3"),
    ],
)
def test_a_bad_file_is_told_with_its_name_and_the_mistake(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        project_settings(written(tmp_path, text))

    assert said in str(caught.value)
    assert "ohos-backup.toml" in str(caught.value)
    assert "[[data]]" in str(caught.value)
