"""Which included folders are an extension's own staging, and so get no data that would be nobody's."""

from __future__ import annotations

import pytest
from ohos_backup.emulator.trace import FileOperation
from ohos_backup.fixtures import good_apps
from ohos_backup.harness.own_data import data_sets_for
from ohos_backup.harness.scenarios.staging_folders import removed_unread
from ohos_backup.harness.subjects.loading import load_subject

FILE = "/data/storage/el2/base/files/staged/a.txt"


def did(*operations: str, actor: str = "extension", error: int = 0) -> list[FileOperation]:
    return [FileOperation(time_ms=0, actor=actor, operation=o, path=FILE, error=error) for o in operations]


@pytest.mark.parametrize(
    ("events", "removed"),
    [
        (did("unlink"), True),
        (did("access", "stat", "unlink"), True),
        (did("open", "read", "unlink"), False),
        (did("rename", "unlink"), False),
        (did("unlink", error=13), False),
        (did("unlink", actor="framework"), False),
        ([], False),
    ],
    ids=["at-once", "after-asking", "after-reading", "after-moving", "in-vain", "by-the-framework", "never"],
)
def test_a_file_is_thrown_away_unread(events: list[FileOperation], removed: bool) -> None:
    assert (FILE in removed_unread(events)) is removed


def test_a_folder_that_the_extension_empties_first_gets_no_generated_data() -> None:
    (darkroom,) = (app for app in good_apps() if app.name == "darkroom")
    staging = "/data/storage/el2/base/.backup/edits"

    sets = [s for s in data_sets_for(load_subject(darkroom.address), (), 0) if not s.must_survive]

    assert {s.unfilled for s in sets} == {(staging,)}
    assert not [file.path for s in sets for file in s.files if file.path.startswith(staging)]
    assert any(s.files for s in sets)
