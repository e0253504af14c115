"""Where a stage-model project is found, upwards and downwards of the place that the user names."""

from __future__ import annotations

from pathlib import Path

import pytest
from ohos_backup.emulator.stage import load_project
from ohos_backup.emulator.stage.locate import NoProject, SeveralProjects
from project_texts import MODULE, SOURCE, WriteProject, module


@pytest.mark.parametrize(
    ("given", "selected"),
    [
        (".", None),
        ("AppScope", None),
        ("AppScope/app.json5", None),
        ("build-profile.json5", None),
        ("entry", "entry"),
        ("entry/src/main/ets", "entry"),
        (SOURCE, "entry"),
    ],
)
def test_a_project_is_found_upwards_from_any_place_in_it(
    write_project: WriteProject, given: str, selected: str | None
) -> None:
    root = write_project()
    project = load_project(root / given)
    assert project.root == root.resolve()
    assert (project.selected.name if project.selected else None) == selected


@pytest.mark.parametrize("below", ["repo/harmony", "repo/a/b/c/app"])
def test_a_single_project_is_found_downwards(write_project: WriteProject, tmp_path: Path, below: str) -> None:
    root = write_project(below=below)
    assert load_project(tmp_path / "repo").root == root.resolve()


@pytest.mark.parametrize(
    "hidden", ["node_modules", "oh_modules", "build", ".git", ".preview", "hvigor", "entry/oh_modules"]
)
def test_installed_and_built_copies_are_not_projects(write_project: WriteProject, tmp_path: Path, hidden: str) -> None:
    root = write_project(below="repo/app")
    write_project(below=f"repo/{hidden}/copy")
    assert load_project(tmp_path / "repo").root == root.resolve()


def test_several_projects_below_are_listed(write_project: WriteProject, tmp_path: Path) -> None:
    for below in ("repo/call", "repo/sub/contacts"):
        write_project(below=below)
    with pytest.raises(SeveralProjects) as refused:
        load_project(tmp_path / "repo")
    repo = tmp_path / "repo"
    assert refused.value.code == "E-STAGE-SEVERAL-PROJECTS"
    assert str(refused.value) == (
        f"{repo}: 2 projects lie below this folder\n  Name one:\n    {repo / 'call'}\n    {repo / 'sub/contacts'}"
    )


def test_an_empty_folder_a_missing_one_and_a_lone_module_are_no_project(tmp_path: Path) -> None:
    with pytest.raises(NoProject, match="this is not a stage-model project") as empty:
        load_project(tmp_path)
    assert empty.value.code == "E-STAGE-NO-PROJECT"
    assert str(empty.value.where) == str(tmp_path)
    with pytest.raises(NoProject, match="there is no such file or folder"):
        load_project(tmp_path / "gone")
    (tmp_path / "entry/src/main").mkdir(parents=True)
    (tmp_path / MODULE).write_text(module("entry"))
    with pytest.raises(NoProject, match=r"the module in .*entry has no app: no AppScope/app\.json5") as lone:
        load_project(tmp_path / "entry")
    assert "Check out the whole project" in str(lone.value)
